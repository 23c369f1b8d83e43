import Flows
import Night
import NightKit
import Testing
import Values
import Warranty

@Suite("Refunds and shares")
struct RefundTests {
  static func terms(_ changes: [String: String] = [:]) throws -> Terms {
    let files = try PipelineFiles(folder: Checkout.pipelines)
    let shipped = files.pipelines.first { $0.name == "warranty" }!.settings
    guard case .map(let entries) = shipped.content else { return try Terms(shipped) }
    let changed = entries.map { entry in
      (name: entry.name, value: changes[entry.name].map { Setting(.scalar($0), place: entry.name) } ?? entry.value)
    }
    return try Terms(Setting(.map(changed), place: shipped.place))
  }

  static let period = ServicePeriod(starts: Day(iso: "2027-02-01")!, ends: Day(iso: "2029-01-31")!)
  static let price = Money(minor: 29_900)

  @Test("299.00 with 181 of 731 days used gives back 224.97; before the first day all of it")
  func worked() throws {
    let terms = try RefundTests.terms()
    let (refund, left) = terms.refund(of: RefundTests.price, RefundTests.period, on: Day(iso: "2027-07-31")!)
    #expect("\(refund)" == "224.97")
    #expect(left == 550)
    #expect(terms.refund(of: RefundTests.price, RefundTests.period, on: Day(iso: "2027-01-31")!).refund == RefundTests.price)
    #expect(terms.refund(of: RefundTests.price, RefundTests.period, on: RefundTests.period.ends).refund == .zero)
  }

  @Test("Given back, the day of a cancellation is worth one day more")
  func dayReturned() throws {
    let (earned, returned) = (try RefundTests.terms(), try RefundTests.terms(["cancellation-day": "returned"]))
    for offset in 0..<RefundTests.period.days {
      let day = RefundTests.period.starts.advanced(by: offset)
      #expect(
        returned.refund(of: RefundTests.price, RefundTests.period, on: day).daysLeft
          == earned.refund(of: RefundTests.price, RefundTests.period, on: day).daysLeft + 1)
    }
  }

  @Test("A refund falls from day to day, and never below nothing")
  func falling() throws {
    let terms = try RefundTests.terms()
    var last = RefundTests.price
    for offset in -3..<RefundTests.period.days {
      let refund = terms.refund(of: RefundTests.price, RefundTests.period, on: RefundTests.period.starts.advanced(by: offset)).refund
      #expect(refund <= last && !refund.isNegative)
      last = refund
    }
  }

  @Test("60/25/15 of 299.00 and of 299.99, and of what is paid back, add up to the fen")
  func shares() {
    let weights: [Int64] = [600_000_000, 250_000_000, 150_000_000]
    #expect(Money(minor: 29_900).split(by: weights).map { "\($0)" } == ["179.40", "74.75", "44.85"])
    #expect(Money(minor: 29_999).split(by: weights).map { "\($0)" } == ["179.99", "75.00", "45.00"])
    for minor in stride(from: Int64(1), to: 60_000, by: 7) {
      let refund = (Money.zero - Money(minor: minor)).split(by: weights)
      #expect(refund.reduce(.zero, +) == .zero - Money(minor: minor))
      #expect(refund == Money(minor: minor).split(by: weights).map { .zero - $0 })
    }
  }

  @Test(
    "Settings that cannot be are named before a night",
    arguments: [
      ("count", "yesterday"), ("register-at", "ftp://warranty.example/{product}"), ("register-at", "https://warranty.example/"),
      ("cancellation-day", "sold"), ("refund-after-repair", "half"), ("suggestions", "0"),
    ])
  func settings(_ name: String, _ value: String) {
    #expect(throws: Fault.self) { try RefundTests.terms([name: value]) }
  }

  @Test(
    "A product code is a file's name and nothing else", arguments: ["YB-24", "2026", "A"],
    ["", "-A", "yb", "A/B", "../A", "A_B", "延保", "A.html"])
  func codes(_ good: String, _ bad: String) {
    #expect(WarrantyProduct.isCode(good) && !WarrantyProduct.isCode(bad))
    #expect(!WarrantyProduct.isCode(String(repeating: "A", count: 41)))
  }
}
