package import Tables

/// Why a line is not settled, or its payable held; each with an exhibit under `samples/`. (domain.md 0.20, B1)
package enum SettlementReasons {
  package static let noIncomeRule = Reason(
    "no-income-rule", zh: "未匹配：没有适用的收入规则", en: "not matched: no income rule applies",
    remedyZh: "补充收入规则，或核对险种与签单日期；每晚自动重试", remedyEn: "add an income rule, or check line and issue date; it is tried again every night")
  package static let noLevel1Rule = Reason(
    "no-expenditure-1-rule", zh: "未匹配：没有适用的支出一级规则", en: "not matched: no expenditure level 1 rule applies",
    remedyZh: "为该主营类型补充支出一级规则；每晚自动重试", remedyEn: "add a level 1 rule for this main business type; it is tried again every night")
  package static let noLevel2Rule = Reason(
    "no-expenditure-2-rule", zh: "未匹配：没有适用的支出二级规则", en: "not matched: no expenditure level 2 rule applies",
    remedyZh: "补充覆盖该保费的支出二级规则；每晚自动重试", remedyEn: "add a level 2 rule that covers this premium; it is tried again every night")
  package static let notAllocated = Reason(
    "not-allocated", zh: "未匹配：产品与销售商未分配", en: "not matched: the product is not allocated to the seller",
    remedyZh: "在分配表中登记该产品与销售商", remedyEn: "enter product and seller in the allocation table")
  package static let severalRules = Reason(
    "several-rules", zh: "多规则命中", en: "several rules hit",
    remedyZh: "修改规则使其互不重叠；每晚自动重试", remedyEn: "change the rules so that they do not overlap; it is tried again every night")
  package static let conditionMissing = Reason(
    "condition-missing", zh: "缺少条件值", en: "a value the rules test is missing",
    remedyZh: "以更正=是重报该行并填写此列", remedyEn: "send the row again with 更正=是 and this column filled")
  package static let valueUnlisted = Reason(
    "value-unlisted", zh: "条件值不在规则表所列之中", en: "a value is not among those the table lists",
    remedyZh: "更正该值，或在规则表中列出它；每晚自动重试", remedyEn: "correct the value, or list it in the table; it is tried again every night")
  package static let sellerUnknown = Reason(
    "seller-unknown", zh: "销售商未登记", en: "the seller is not registered",
    remedyZh: "由平台登记该商户，或更正销售商编号；每晚自动重试",
    remedyEn: "have the platform register the merchant, or correct its number; it is tried again every night")
  package static let houseRulesDenied = Reason(
    "no-published-rules", zh: "供应商没有已发布的规则", en: "the supplier has no published rules",
    remedyZh: "提交规则并经平台审核发布，或由平台允许按平台规则结算", remedyEn: "submit rules for review, or have the platform allow its house rules")
  package static let taxDoesNotAddUp = Reason(
    "tax-does-not-add-up", zh: "价税不符：不含税保费与税额之和不等于保费", en: "premium excl. tax and tax do not add up to the premium",
    remedyZh: "更正保费、不含税保费或税额后重报", remedyEn: "correct premium, premium excl. tax or tax and send the row again")
  package static let rulesUnusable = Reason(
    "rules-unusable", zh: "已发布的规则无法用于本清单", en: "the published rules cannot be matched against this list",
    remedyZh: "规则测试了清单没有的列：请供应商提交修正后的规则", remedyEn: "the rules test a column the list does not have: the supplier submits corrected rules")
  package static let productUnknown = Reason(
    "product-unregistered", zh: "产品未登记", en: "the product is not registered",
    remedyZh: "由供应商登记该产品并经平台审核；每晚自动重试", remedyEn: "the supplier registers the product and has it approved; it is tried again every night")
  package static let productNotApproved = Reason(
    "product-not-approved", zh: "产品未经审核发布", en: "the product is not approved",
    remedyZh: "由平台审核该产品；每晚自动重试", remedyEn: "have the platform review the product; it is tried again every night")
  package static let notYetEffective = Reason(
    "not-yet-effective", zh: "未到生效日", en: "signed before the product's effective day",
    remedyZh: "核对签单日期与产品生效日期", remedyEn: "check the issue date against the product's effective day")
  /// Held payables; the line itself is settled.
  package static let negativeMargin = Reason(
    "negative-margin", zh: "支出大于收入", en: "expenditure exceeds income",
    remedyZh: "审批放行或驳回该暂扣", remedyEn: "approve or refuse the hold")
  package static let overCap = Reason(
    "over-cap", zh: "超报备费率", en: "over the filed cap",
    remedyZh: "核对报备上限与规则后审批", remedyEn: "check the filed cap and the rules, then approve or refuse")
  package static let refusedByLedger = Reason(
    "refused-by-ledger", zh: "账务拒绝", en: "the ledger refused the entry",
    remedyZh: "联系平台核对账户", remedyEn: "have the platform look at the account")

  package static let all = [
    noIncomeRule, noLevel1Rule, noLevel2Rule, notAllocated, severalRules, conditionMissing, valueUnlisted, sellerUnknown, houseRulesDenied,
    taxDoesNotAddUp, rulesUnusable, productUnknown, productNotApproved, notYetEffective,
    negativeMargin, overCap, refusedByLedger,
  ]
}
