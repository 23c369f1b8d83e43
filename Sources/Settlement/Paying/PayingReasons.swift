package import Tables

/// Why a payment does not close anything yet; each with an exhibit under `samples/`.
package enum PayingReasons {
  package static let statementUnknown = Reason(
    "statement-unknown", zh: "结算单不存在，或与该收款方无关", en: "no such statement, or it owes this payee nothing",
    remedyZh: "核对结算单号与收款方；每晚自动重试", remedyEn: "check statement number and payee; it is tried again every night")
  package static let paymentOver = Reason(
    "payment-over", zh: "付款超过该结算单的应付余额", en: "more is paid than the statement still owes",
    remedyZh: "核对金额；暂扣部分须先放行", remedyEn: "check the amount; what is held must be approved first")
  package static let overCredit = Reason(
    "over-credit", zh: "超出授信额度", en: "over the seller's credit line",
    remedyZh: "付清前期结算单，或由平台提高授信", remedyEn: "settle earlier statements, or have the platform raise the credit line")

  package static let all = [statementUnknown, paymentOver, overCredit]
}
