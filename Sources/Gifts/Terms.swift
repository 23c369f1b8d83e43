import Flows
import Values

/// The settings gifts are given by, from `pipelines/gifts/pipeline.yaml`.
struct Terms: Sendable {
  enum Value: String, CaseIterable { case price, face }
  enum Payable: String, CaseIterable { case accepted, shipped }
  enum Approval: String, CaseIterable { case block, warn }
  enum Lookup: String, CaseIterable { case plate, identity, mobile }

  /// 险种 whose premium makes somebody eligible, and the one that may count besides. (domain.md B2-1)
  var commercialLines: Set<String>
  var compulsoryLines: Set<String>
  var countsCompulsory: Bool
  /// What a gift takes of a quota of money. (B2-2, B2-4)
  var value: Value
  /// A gift without 活动审批号 and 合规依据 is not given, or given with a word.
  var withoutApproval: Approval
  /// What a goods supplier is paid for. (B2-11)
  var payable: Payable
  var goodsTax: Rate
  var servicesTax: Rate
  var couponLength: Int
  var couponDays: Int
  /// A coupon that ran out gives its part of the quotas back.
  var expiryGivesBack: Bool
  /// What policies can be found by besides their number.
  var lookups: Set<Lookup>
  /// Policies an answer lists at most.
  var queryLimit: Int
  /// Who waits in a gift's queue is served in steps of so many.
  var queueStep = 200

  init(_ settings: Setting) throws(Fault) {
    commercialLines = Set(try settings.required("commercial-lines").texts())
    compulsoryLines = Set(try settings.required("compulsory-lines").texts())
    let premium = try settings.required("premium").text()
    guard ["commercial", "commercial-and-compulsory"].contains(premium) else {
      throw try settings.required("premium").wrong("\(premium) is not known here", "write commercial or commercial-and-compulsory")
    }
    countsCompulsory = premium != "commercial"
    value = try settings.required("quota-value").choice(Value.self)
    withoutApproval = try settings.required("without-approval").choice(Approval.self)
    payable = try settings.required("payable").choice(Payable.self)
    goodsTax = try settings.required("goods-tax").rate()
    servicesTax = try settings.required("services-tax").rate()
    couponLength = try settings.required("coupon-length").integer(12...40)
    couponDays = try settings.required("coupon-days").integer(0...3660)
    expiryGivesBack = try settings.required("expiry-gives-back").boolean()
    var lookups: Set<Lookup> = []
    for setting in try settings.required("lookup").list() { lookups.insert(try setting.choice(Lookup.self)) }
    self.lookups = lookups
    queryLimit = try settings.required("query-limit").integer(1...10_000)
  }
}
