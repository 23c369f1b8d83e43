import Flows
import Values

/// The choices of `pipelines/vouchers/pipeline.yaml`. (domain.md A3, B4, E 9, 10, 23)
struct Terms: Sendable {
  /// Whose server this root is: the applicant's bank's, the insurer's bank's, or both. (domain.md 3.15, 3.16)
  enum Role: String, CaseIterable { case first, second, both }

  /// What becomes of a voucher whose release is asked for while the conditions are not met.
  enum OnUnmet: String, CaseIterable {
    case expire
    case waitUntilDeadline = "wait-until-deadline"
  }

  /// What a bank statement that differs from our frozen total does.
  enum OnMismatch: String, CaseIterable { case warn, block }

  enum Amount: String, CaseIterable {
    case premium
    case withVehicleTax = "premium-and-vehicle-tax"
  }

  /// Whether the days of grace are counted one after another, or only those that are worked.
  enum Counting: String, CaseIterable { case days, workdays }

  let role: Role
  let onUnmet: OnUnmet
  let onMismatch: OnMismatch
  let amount: Amount
  /// Business days an instruction may come late with a stamp in time.
  let graceDays: Int
  /// Nil: every day counts.
  private let workdays: WorkCalendar?
  /// Business days an instruction for an unknown voucher is kept.
  let poolDays: Int
  /// Days before a deadline on which the banks are warned; 0: never.
  let warnDays: Int
  /// What insurers call a policy in force.
  let confirmed: Set<String>

  init(_ settings: Setting, calendar: WorkCalendar) throws(Fault) {
    role = try settings.required("role").choice(Role.self)
    onUnmet = try settings.required("on-unmet").choice(OnUnmet.self)
    onMismatch = try settings.required("on-frozen-mismatch").choice(OnMismatch.self)
    amount = try settings.required("amount").choice(Amount.self)
    graceDays = try settings.required("grace-days").integer(0...30)
    let counting = try settings["grace-counts"]?.choice(Counting.self) ?? .days
    workdays = counting == .workdays ? calendar : nil
    poolDays = try settings.required("pool-days").integer(0...30)
    warnDays = try settings.required("warn-days").integer(0...60)
    confirmed = Set(try settings.required("confirmed").texts())
  }

  /// The first server keeps the applicant's accounts, and so the freezes.
  var keepsFunds: Bool { role != .second }
  /// Only where both servers stand here do the accounts of both banks.
  var knowsPayees: Bool { role == .both }

  /// The time it is for deadlines when a business day closes: all that was stamped that day has come, and what came late still may.
  func clock(_ day: Day) -> Moment {
    guard let workdays else { return Moment(day.advanced(by: 1 - graceDays)) }
    // The last day whose grace is over with this one.
    var last = day
    while workdays.adding(workdays: graceDays, to: last) > day { last = last.advanced(by: -1) }
    return Moment(last.advanced(by: 1))
  }

  /// The night that lets a deadline pass is the first whose clock lies behind it.
  func falls(_ deadline: Moment) -> Moment {
    let days = workdays.map { $0.adding(workdays: graceDays, to: deadline.day) - deadline.day } ?? graceDays
    return Moment(seconds: deadline.seconds + Int64(days) * Moment.secondsPerDay)
  }

  /// The night whose close warns of a deadline.
  func warning(_ deadline: Moment) -> Moment { .end(of: deadline.day.advanced(by: -warnDays)) }
}
