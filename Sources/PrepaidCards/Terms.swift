import Flows
import Values

/// The choices of `pipelines/cards/pipeline.yaml`. (domain.md A2, B3, E 11, 12, 20)
struct Terms: Sendable {
  /// What one policy covers.
  enum Insured: String, CaseIterable {
    case card = "sub-card"
    case account
  }

  enum Renewal: String, CaseIterable { case ask, none }

  let insured: Insured
  let renewal: Renewal
  /// Days before a policy's end on which its renewal is asked for.
  let renewalDays: Int
  /// Months a policy is asked for.
  let months: Int
  /// Days a year's premium rate is for.
  let yearDays: Int64
  let payOrder: CardRule.PayOrder
  let trust: CardRule.Trust
  /// Days a row waits for what it speaks of: its account, its original, its policy.
  let poolDays: Int
  /// A remainder below it is issued with a warning.
  let tiny: Money

  init(_ settings: Setting) throws(Fault) {
    insured = try settings.required("insure").choice(Insured.self)
    renewal = try settings.required("renewal").choice(Renewal.self)
    renewalDays = try settings.required("renewal-days").integer(0...365)
    months = try settings.required("insurance-months").integer(1...120)
    yearDays = Int64(try settings.required("year-days").integer(360...366))
    payOrder = try settings.required("pay-order").choice(CardRule.PayOrder.self)
    trust = try settings.required("trust").choice(CardRule.Trust.self)
    poolDays = try settings.required("pool-days").integer(0...365)
    tiny = try settings.required("tiny-remainder").money()
  }
}
