import Flows
import Values

/// The settings a settlement is computed by, from `pipelines/settlement/pipeline.yaml`.
struct Terms: Sendable {
  enum CapMeasure: String, Sendable, CaseIterable { case expenditure, income }
  enum NegativeMargin: String, Sendable, CaseIterable { case hold, pay }
  /// Whether the platform's tables settle suppliers without published rules of their own.
  enum HouseRules: String, Sendable, CaseIterable { case allowed, off }
  enum OverCredit: String, Sendable, CaseIterable { case warn, hold }

  enum Payable: String, Sendable, CaseIterable {
    /// The payable arises when the line settles.
    case onSettlement = "on-settlement"
    /// It is held until the seller's own sheet names the line.
    case needsSellerSheet = "needs-seller-sheet"
  }

  var rounding: Rounding
  var premiumVat: Rate
  var incomeVat: Rate
  var payeeVat: Rate
  var feeIncludesTax: Bool
  var negativeMargin: NegativeMargin
  var capMeasures: CapMeasure
  var overCredit: OverCredit
  var cancellationRestocks: Bool
  var houseRules: HouseRules
  var payable: Payable
  /// 差额 up to which a seller's amount counts as ours.
  var sellerTolerance: Money
  /// The flow every policy is handed to when it enters or changes; nil: none.
  var policiesTo: String?

  init(_ settings: Setting) throws(Fault) {
    rounding = try settings.required("rounding").choice(Rounding.self)
    premiumVat = try settings.required("premium-vat").rate()
    incomeVat = try settings.required("income-vat").rate()
    payeeVat = try settings.required("payee-vat").rate()
    feeIncludesTax = try settings.required("fee-includes-tax").boolean()
    negativeMargin = try settings.required("negative-margin").choice(NegativeMargin.self)
    capMeasures = try settings.required("cap-measures").choice(CapMeasure.self)
    overCredit = try settings.required("over-credit").choice(OverCredit.self)
    cancellationRestocks = try settings.required("cancellation-restocks").boolean()
    payable = try settings.required("payable").choice(Payable.self)
    sellerTolerance = try settings.required("seller-tolerance").money()
    houseRules = try settings.required("house-rules").choice(HouseRules.self)
    let reader = try settings["policies-to"]?.text() ?? "none"
    policiesTo = reader == "none" ? nil : reader
  }
}

extension EndorsingRules {
  init(_ settings: Setting, _ terms: Terms) throws(Fault) {
    let endorsing = try settings.required("endorsements")
    self.init(
      rounding: terms.rounding, premiumVat: terms.premiumVat,
      dayIsEarned: try endorsing.required("cancellation-day-earned").boolean(),
      term: try endorsing.required("cancellation-term").choice(Term.self),
      chargeIsNoPremium: try endorsing.required("charge-before-inception").text() == "claw-back-whole",
      compulsoryLines: Set(try endorsing.required("compulsory-lines").texts()),
      compulsoryReasons: Set(try endorsing.required("compulsory-reasons").texts()))
  }
}
