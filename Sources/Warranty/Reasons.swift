package import Tables

/// Why a row about warranties is refused, waits, or is answered with a notice; each with an exhibit under `samples/`. (domain.md A4, B5)
package enum WarrantyReasons {
  // MARK: notices beside what was done

  package static let productMade = Reason(
    "warranty-product-made", zh: "延保产品已生成", en: "the warranty product was made",
    remedyZh: "二维码与条款页见当日下发文件", remedyEn: "its QR code and terms page are among tonight's files")
  package static let notCovered = Reason(
    "warranty-not-covered", zh: "报修不在保", en: "the repair is not covered", remedyZh: "按说明答复用户；有误时更正识别号、手机号或日期",
    remedyEn: "tell the customer as it says; correct serial number, phone or day where they are wrong")
  package static let nothingFound = Reason(
    "warranty-nothing-found", zh: "没有查到延保", en: "no warranty was found", remedyZh: "核对手机号或主商品识别号",
    remedyEn: "check the phone or the serial number")

  // MARK: what waits

  package static let modelUnknown = Reason(
    "warranty-model-unknown", zh: "主商品未登记", en: "the main product is not registered", remedyZh: "报送该型号的主商品信息；每晚自动重试",
    remedyEn: "send the main product; it is tried again every night")
  package static let demandUnknown = Reason(
    "warranty-demand-unknown", zh: "没有此延保需求", en: "there is no such demand", remedyZh: "报送该需求；每晚自动重试",
    remedyEn: "send the demand; it is tried again every night")
  package static let clauseUnknown = Reason(
    "warranty-clause-unknown", zh: "条款库中没有此条款", en: "the library has no such clause", remedyZh: "更正条款编号，或由平台补充条款库；每晚自动重试",
    remedyEn: "correct the number, or have the platform add the clause; it is tried again every night")
  package static let productUnknown = Reason(
    "warranty-product-unknown", zh: "延保产品不存在", en: "there is no such warranty product",
    remedyZh: "更正产品编码，或报送延保选择生成产品；每晚自动重试", remedyEn: "correct the code, or have the product made; it is tried again every night")
  package static let unpaid = Reason(
    "warranty-unpaid", zh: "尚未支付成功", en: "not paid yet", remedyZh: "支付成功后以同一订单号重报支付状态",
    remedyEn: "send the order again with its payment status once it is paid")
  package static let priceDiffers = Reason(
    "warranty-price-differs", zh: "价格不符", en: "the amount paid is not the price", remedyZh: "核对支付金额与产品价格；重报正确的支付金额",
    remedyEn: "check the amount against the product's price, and send the right one")
  package static let orderUnknown = Reason(
    "warranty-order-unknown", zh: "订单未登记", en: "the order is not recorded", remedyZh: "核对订单号；订单登记后自动处理",
    remedyEn: "check the number; it is taken up once the order is recorded")
  package static let tableUnclear = Reason(
    "warranty-table-unclear", zh: "规则表无法判定", en: "a table cannot say", remedyZh: "修正 warranty/rules 中的 windows 或 split；每晚自动重试",
    remedyEn: "correct windows or split in warranty/rules; it is tried again every night")

  // MARK: refused

  package static let codeUnusable = Reason(
    "warranty-code-unusable", zh: "产品编码不能用作文件名", en: "the product code cannot be a file's name",
    remedyZh: "产品编码只用大写字母、数字和 -，不超过 40 位", remedyEn: "use capital letters, digits and - only, at most 40")
  package static let effectUnknown = Reason(
    "warranty-effect-unknown", zh: "生效方式无法识别", en: "the way it takes effect is not known",
    remedyZh: "填写 保修期满、购买即生效 或 固定日期（并填固定生效日期）", remedyEn: "write 保修期满, 购买即生效 or 固定日期, the last with 固定生效日期")
  package static let choiceOtherModel = Reason(
    "warranty-choice-other-model", zh: "选择与需求的型号不一致", en: "the choice is for another model than its demand", remedyZh: "更正型号或需求号",
    remedyEn: "correct the model or the demand")
  package static let clauseUnfit = Reason(
    "warranty-clause-unfit", zh: "所选条款不适用", en: "the clause chosen does not fit", remedyZh: "选用该品类或通用的条款；案例仅供参考",
    remedyEn: "choose clauses of this category or general ones; cases are for reference")
  package static let priceMissing = Reason(
    "warranty-price-missing", zh: "零价格仅限赠送", en: "a price of nought is for gifts alone", remedyZh: "填写价格，或将类型改为赠送",
    remedyEn: "give a price, or make it a gift")
  package static let paymentFailed = Reason(
    "warranty-payment-failed", zh: "支付未成功，不成立订单", en: "the payment failed: there is no order", remedyZh: "重新支付后以新的支付流水重报",
    remedyEn: "send it again with its new payment number once it is paid")
  package static let otherModel = Reason(
    "warranty-other-model", zh: "产品不适用于该主商品", en: "the product is not for this main product", remedyZh: "选择该型号的延保产品",
    remedyEn: "choose a product made for this model")
  package static let beforeLaunch = Reason(
    "warranty-before-launch", zh: "购买日期早于上市时间", en: "bought before the product was launched", remedyZh: "核对购买日期与上市时间",
    remedyEn: "check the day of purchase and the launch")
  package static let windowClosed = Reason(
    "warranty-window-closed", zh: "超过登记时限", en: "too late to register", remedyZh: "见 warranty/rules/windows；不再受理",
    remedyEn: "see warranty/rules/windows; it is not taken any more")
  package static let overlaps = Reason(
    "warranty-overlaps", zh: "保障期重叠", en: "the cover overlaps another one", remedyZh: "同一主商品同一时间只保一次；可在到期后续保",
    remedyEn: "a thing is covered once at a time; it may be covered again afterwards")
  package static let paymentUsed = Reason(
    "warranty-payment-used", zh: "支付流水已用于其他订单", en: "this payment was for another order", remedyZh: "核对支付流水；一笔支付一份订单",
    remedyEn: "check the payment number; a payment is for one order")
  package static let paymentMissing = Reason(
    "warranty-payment-missing", zh: "缺少支付流水", en: "the payment number is missing", remedyZh: "填写支付流水后重报；赠送订单除外",
    remedyEn: "give the payment number; only gifts have none")
  package static let orderFixed = Reason(
    "warranty-order-fixed", zh: "订单已登记，只可更新支付", en: "the order stands: only its payment may change",
    remedyZh: "退订请报送延保退保；登记有误请退保后重新下单", remedyEn: "cancel the order by a cancellation, and order anew")
  package static let ended = Reason(
    "warranty-ended", zh: "订单已退保或已到期", en: "the order was cancelled, or has run out", remedyZh: "无需处理", remedyEn: "nothing to do")
  package static let queryEmpty = Reason(
    "warranty-query-empty", zh: "查询缺少手机号和主商品识别号", en: "the query names neither phone nor serial number", remedyZh: "至少填写其中一项",
    remedyEn: "give one of them")
  package static let periodUnclear = Reason(
    "warranty-period-unclear", zh: "期间无法识别", en: "the month is not clear", remedyZh: "填写年月，如 2026-03",
    remedyEn: "write year and month: 2026-03")

  package static let all = [
    productMade, notCovered, nothingFound, modelUnknown, demandUnknown, clauseUnknown, productUnknown, unpaid, priceDiffers, orderUnknown,
    tableUnclear, codeUnusable, effectUnknown, choiceOtherModel, clauseUnfit, priceMissing, paymentFailed, otherModel, beforeLaunch,
    windowClosed, overlaps, paymentUsed, paymentMissing, orderFixed, ended, queryEmpty, periodUnclear,
  ]
}
