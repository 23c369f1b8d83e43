package import Tables

/// Why a row about parties is refused or waits, and what its sender is told; each with an exhibit under `samples/`.
package enum PartyReasons {
  package static let numberNotAFolder = Reason(
    "party-number-unusable", zh: "商户号不能用作文件夹名", en: "the merchant number cannot be a folder's name",
    remedyZh: "商户号只用字母、数字、- 和 _，不超过 40 位，且不得为 platform、finance、applicants、public",
    remedyEn: "use letters, digits, - and _ only, at most 40, and none of platform, finance, applicants, public")
  package static let applicantNamesNumber = Reason(
    "applicant-names-number", zh: "入驻申请不得自报商户号", en: "an applicant may not name a merchant number",
    remedyZh: "留空商户号，填写申请号；商户号在回执中告知", remedyEn: "leave 商户号 blank and give 申请号; the receipt tells the number")
  package static let companyRegistered = Reason(
    "company-registered", zh: "该统一社会信用代码已登记", en: "this company is registered already",
    remedyZh: "使用已有商户号；资料变更请联系平台", remedyEn: "use the number it has; changes are made by the platform")
  package static let roleUnknown = Reason(
    "role-unknown", zh: "角色无法识别", en: "the role is not known", remedyZh: "填写 保险公司、银行、发卡机构 或 机构",
    remedyEn: "write insurer, bank, issuer or branch")
  package static let merchantUnknown = Reason(
    "merchant-unknown", zh: "商户未登记", en: "the merchant is not registered",
    remedyZh: "登记该商户，或更正商户号；每晚自动重试", remedyEn: "register the merchant, or correct its number; it is tried again every night")
  package static let depositLater = Reason(
    "deposit-later", zh: "保证金到账日期未到", en: "the deposit arrives on a later day", remedyZh: "到账日自动计入", remedyEn: "it counts on its day")
  package static let depositNotThere = Reason(
    "deposit-not-there", zh: "退还金额超过所持保证金", en: "more is paid back than is held",
    remedyZh: "核对流水；缴纳到账后自动重试", remedyEn: "check the record; it is tried again when a deposit arrives")
  package static let depositNotBooked = Reason(
    "deposit-not-booked", zh: "保证金无法入账", en: "the books did not take the deposit", remedyZh: "核对 accounts.csv 中的保证金账户",
    remedyEn: "look at the deposit accounts in accounts.csv")
  package static let productUnknown = Reason(
    "product-unknown", zh: "下架的产品不存在", en: "there is no such product to take off", remedyZh: "更正产品编码", remedyEn: "correct 产品编码")
  package static let productIncomplete = Reason(
    "product-incomplete", zh: "上架产品缺少内容", en: "a product to be listed lacks values", remedyZh: "补齐所列各列后重报",
    remedyEn: "fill the columns named and send the row again")
  package static let rulesWrong = Reason(
    "rules-wrong", zh: "规则表不能用于结算", en: "the table cannot settle anything", remedyZh: "按说明修改规则表后重报",
    remedyEn: "correct the table as told and send it again")
  package static let approvalUnclear = Reason(
    "approval-unclear", zh: "审批对象无法识别", en: "what the approval speaks of is not clear",
    remedyZh: "对象填写 rules、products、line、conflict 或 flag", remedyEn: "write rules, products, line, conflict or flag")
  package static let retroactiveDayMissing = Reason(
    "retroactive-day-missing", zh: "追溯审批缺少追溯起日", en: "a retroactive approval names no day to go back to", remedyZh: "填写追溯起日后以新审批号重报",
    remedyEn: "give 追溯起日 and send it under a new number")
  package static let reviewerUnknown = Reason(
    "reviewer-unknown", zh: "审核人不是启用中的用户", en: "the reviewer is no active user", remedyZh: "登记或启用该用户；每晚自动重试",
    remedyEn: "register or enable the user; it is tried again every night")
  package static let ownApproval = Reason(
    "own-approval", zh: "审核人与提交方属同一机构", en: "the reviewer belongs to the submitter", remedyZh: "由另一机构的用户审核",
    remedyEn: "have a user of another party decide")
  package static let nothingUnderDigest = Reason(
    "nothing-under-digest", zh: "没有摘要相符的待审内容", en: "nothing was submitted under this digest",
    remedyZh: "核对摘要；内容提交后自动重试", remedyEn: "check the digest; it is tried again when the content comes")

  // MARK: notices

  package static let numberGiven = Reason(
    "number-given", zh: "商户号", en: "merchant number", remedyZh: "今后以此商户号报送", remedyEn: "use this number from now on")
  package static let manufacturerNumberGiven = Reason(
    "manufacturer-number-given", zh: "厂商编号", en: "manufacturer number", remedyZh: "今后以此厂商编号报送",
    remedyEn: "use this number from now on")
  package static let productSubmitted = Reason(
    "product-submitted", zh: "已提交待审核，摘要", en: "submitted for review, digest", remedyZh: "经平台审核该摘要后发布",
    remedyEn: "it is published by an approval of this digest")
  package static let rulesSubmitted = Reason(
    "rules-submitted", zh: "已提交待审核，合并列表摘要", en: "submitted for review, digest of the combined list", remedyZh: "经平台审核该摘要后发布",
    remedyEn: "it is published by an approval of this digest")
  package static let rulesIncomplete = Reason(
    "rules-incomplete", zh: "已收到，尚缺规则表", en: "received; tables still missing", remedyZh: "补报所缺规则表后合并提交审核",
    remedyEn: "send the tables that are missing; the set is offered then")

  package static let all = [
    numberNotAFolder, applicantNamesNumber, companyRegistered, roleUnknown, merchantUnknown, depositLater, depositNotThere,
    depositNotBooked,
    productUnknown, productIncomplete, rulesWrong, approvalUnclear, retroactiveDayMissing, reviewerUnknown, ownApproval, nothingUnderDigest,
    numberGiven, manufacturerNumberGiven, productSubmitted, rulesSubmitted, rulesIncomplete,
  ]
}
