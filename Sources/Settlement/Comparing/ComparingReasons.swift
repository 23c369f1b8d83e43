package import Tables

/// Why a row of a seller's own sheet stands alone; each with an exhibit under `samples/`. (domain.md B1-17)
package enum ComparingReasons {
  package static let noUnderwriting = Reason(
    "no-underwriting", zh: "无对应承保", en: "no settled line matches this row",
    remedyZh: "核对保单号、险种与批单号，或等待供应商报送；每晚自动重试",
    remedyEn: "check policy, line and endorsement number, or wait for the supplier; it is tried again every night")
  package static let otherSeller = Reason(
    "line-of-another-seller", zh: "该保单属于其他销售商", en: "the policy is another seller's",
    remedyZh: "核对保单号", remedyEn: "check the policy number")

  package static let all = [noUnderwriting, otherSeller]
}
