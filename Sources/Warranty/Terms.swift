package import Flows
package import Values

/// What the pipeline leaves to the operator about warranties. (domain.md B5, E13, E14)
package struct Terms: Sendable {
  /// Whether the day of a cancellation was used.
  package enum CancellationDay: String, Sendable, CaseIterable { case earned, returned }
  /// What is given back once a repair that cost something was paid. (domain.md B5-5)
  package enum AfterRepair: String, Sendable, CaseIterable {
    case none
    case proRata = "pro-rata"
  }

  package var count: ServicePeriod.Count
  package var registerAt: String
  package var guide: String
  package var suggestions: Int
  package var leastScore: Int
  package var cancellationDay: CancellationDay
  package var afterRepair: AfterRepair

  package init(_ settings: Setting) throws(Fault) {
    count = try settings.required("count").choice(ServicePeriod.Count.self)
    let address = try settings.required("register-at")
    registerAt = try address.text()
    guard registerAt.hasPrefix("https://") || registerAt.hasPrefix("http://"), registerAt.contains("{product}") else {
      throw address.wrong("\(registerAt) is no address with {product} in it", "write https://…{manufacturer}…{product}")
    }
    guide = try settings.required("guide").text()
    suggestions = try settings.required("suggestions").integer(1...1000)
    leastScore = try settings.required("least-score").integer(0...1000)
    cancellationDay = try settings.required("cancellation-day").choice(CancellationDay.self)
    afterRepair = try settings.required("refund-after-repair").choice(AfterRepair.self)
  }

  /// Purchase and registration address plus product code. Numbers of parties and products hold nothing an address must escape.
  package func link(manufacturer: String, product: String) -> String {
    registerAt.replacing("{manufacturer}", with: manufacturer).replacing("{product}", with: product)
  }

  /// 299.00 × 550 ∕ 731 = 224.97: what is left of the price on a day, by days; all of it before the cover began. (domain.md B5-5)
  package func refund(of price: Money, _ period: ServicePeriod, on day: Day) -> (refund: Money, daysLeft: Int) {
    if day < period.starts { return (price, period.days) }
    let used = day - period.starts + (cancellationDay == .earned ? 1 : 0)
    let left = max(0, period.days - used)
    return (price.share(Int64(left), of: Int64(period.days)), left)
  }
}
