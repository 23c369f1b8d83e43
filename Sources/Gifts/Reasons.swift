package import Tables

/// Why a row about gifts is refused, waits, or is answered with a notice; each with an exhibit under `samples/`. (domain.md A1, B2)
package enum GiftReasons {
  // MARK: notices beside what was done

  package static let withoutRule = Reason(
    "gift-without-rule", zh: "礼品没有分发规则，不会发放", en: "no rule gives this gift: it is never given",
    remedyZh: "在 gifts/rules/distribution 中为其设定规则", remedyEn: "give it a rule in gifts/rules/distribution")
  package static let blockedKind = Reason(
    "gift-kind-blocked", zh: "禁发品类，不会发放", en: "gifts of this kind are blocked: it is never given",
    remedyZh: "改用其他礼品；品类见 gifts/rules/blocked-kinds", remedyEn: "choose another gift; the kinds stand in gifts/rules/blocked-kinds")
  package static let overShipped = Reason(
    "shipment-over", zh: "发货超出发放数量", en: "more was sent than was given", remedyZh: "多发部分不结算；核对礼品发放清单",
    remedyEn: "what is over is not paid for; compare with the distribution list")
  package static let underShipped = Reason(
    "shipment-short", zh: "尚未发齐", en: "less was sent than was given", remedyZh: "补发其余件数", remedyEn: "send the rest")
  package static let trackingRepeated = Reason(
    "tracking-repeated", zh: "快递单号用于多份保单", en: "the parcel is named for several policies",
    remedyZh: "同一包裹多份礼品可忽略；否则更正快递单号", remedyEn: "nothing to do if one parcel holds them; else correct the number")
  package static let policyNotFound = Reason(
    "policy-not-found", zh: "没有找到保单", en: "no policy was found", remedyZh: "核对所填号码；只能查到已结算的保单",
    remedyEn: "check the number; only settled policies are known")
  package static let moreFound = Reason(
    "policies-more", zh: "保单较多，只列出一部分", en: "more policies were found than are listed", remedyZh: "以保单号查询，或提高 query-limit",
    remedyEn: "ask by policy number, or raise query-limit")

  // MARK: what waits

  package static let providerUnknown = Reason(
    "gift-provider-unknown", zh: "提供商未登记", en: "the provider is not registered", remedyZh: "登记提供商，或更正编号；每晚自动重试",
    remedyEn: "register the provider, or correct its number; it is tried again every night")

  // MARK: refused

  package static let giftUnknown = Reason(
    "gift-unknown", zh: "礼品未登记", en: "there is no such gift", remedyZh: "以动作 新增 登记该礼品", remedyEn: "enter the gift with 动作 新增")
  package static let giftIncomplete = Reason(
    "gift-incomplete", zh: "礼品缺少名称、单价或提供商", en: "the gift lacks its name, price or provider", remedyZh: "补全后重报",
    remedyEn: "fill the columns and send it again")
  package static let kindMismatch = Reason(
    "gift-kind-mismatch", zh: "礼品类别与提供商类别不符", en: "the gift's kind is not its provider's", remedyZh: "实物由供货商提供，服务由服务商提供",
    remedyEn: "goods come from a goods supplier, services from a service provider")
  package static let stockTaken = Reason(
    "gift-stock-taken", zh: "减少的库存已经发放", en: "the stock taken away was given already", remedyZh: "库存不得少于已发放数量",
    remedyEn: "take away no more than is free")
  package static let customerUnknown = Reason(
    "customer-unknown", zh: "不是本平台保单的投保人", en: "no policyholder of a policy known here", remedyZh: "核对证件号码或保单号",
    remedyEn: "check 证件号码 or 保单号")
  package static let queryIncomplete = Reason(
    "query-incomplete", zh: "查询条件为空", en: "nothing is asked for", remedyZh: "填写保单号、车牌号、证件号码或手机之一",
    remedyEn: "fill one of policy, plate, id or phone")
  package static let policyUnknown = Reason(
    "shipment-policy-unknown", zh: "该保单没有发放礼品", en: "no gift was given for this policy", remedyZh: "核对保单号与礼品发放清单",
    remedyEn: "check the policy against the distribution list")
  package static let nameMismatch = Reason(
    "gift-name-mismatch", zh: "礼品名称不符", en: "the policy was given no gift of this name", remedyZh: "按礼品发放清单填写，或在 aliases 表登记别名",
    remedyEn: "write it as the distribution list does, or enter the name in the table aliases")
  package static let notShipped = Reason(
    "shipment-missing", zh: "签收或退回多于已发货", en: "more was accepted or came back than was sent", remedyZh: "先登记发货，或更正数量",
    remedyEn: "enter what was sent first, or correct the quantity")
  package static let couponUnknown = Reason(
    "coupon-unknown", zh: "券码无效", en: "there is no such coupon for this provider", remedyZh: "核对券码", remedyEn: "check the code")
  package static let couponUsed = Reason(
    "coupon-used", zh: "券码已使用", en: "the coupon was used before", remedyZh: "每个券码只能使用一次", remedyEn: "a coupon is good once")
  package static let couponExpired = Reason(
    "coupon-expired", zh: "券码已过期", en: "the coupon ran out", remedyZh: "过期券码不结算", remedyEn: "a coupon that ran out is not paid for")
  package static let couponVoid = Reason(
    "coupon-void", zh: "券码已作废", en: "the coupon was cancelled", remedyZh: "保单退保或批减，券码已收回", remedyEn: "the policy was cancelled or cut")

  package static let all = [
    withoutRule, blockedKind, overShipped, underShipped, trackingRepeated, policyNotFound, moreFound, providerUnknown, giftUnknown,
    giftIncomplete, kindMismatch, stockTaken, customerUnknown, queryIncomplete, policyUnknown, nameMismatch, notShipped, couponUnknown,
    couponUsed, couponExpired, couponVoid,
  ]
}
