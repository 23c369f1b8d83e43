package import Tables

/// Why a registration is refused.
package enum PartyReasons {
  package static let numberNotAFolder = Reason(
    "party-number-unusable", zh: "商户号不能用作文件夹名", en: "the merchant number cannot be a folder's name",
    remedyZh: "商户号只用字母、数字、- 和 _，不超过 40 位，且不得为 platform、finance、applicants、public",
    remedyEn: "use letters, digits, - and _ only, at most 40, and none of platform, finance, applicants, public")

  package static let all = [numberNotAFolder]
}
