package import Values

/// What the books answer to an entry or a step of a hold. The cases stand in order of precedence: when several things are wrong, the first
/// in this list is told, so that the same mistake gets the same answer every night. Nothing is booked but by `accepted`.
package enum Verdict: Equatable, Sendable {
  case accepted
  /// No set of books could take it: no postings, all zero, an amount of nothing.
  case malformed(String)
  /// The postings of this unit add up to something.
  case unbalanced(Unit, by: Int64)
  /// No row of the chart fits the path.
  case unknownAccount(AccountPath)
  /// The chart knows the account, but not with this unit.
  case wrongUnit(AccountKey)
  /// The same reference with the same content was posted before: nothing is left to do.
  case alreadyPosted
  /// The reference was used before for something else.
  case differs(Reference)
  case holdUnknown(Reference)
  /// All of it was posted before.
  case holdPosted(Reference)
  case holdVoided(Reference)
  case holdExpired(Reference)
  /// It may be used until this second, or has no end at all.
  case holdNotDue(Reference, until: Moment?)
  /// More is asked for than is still held.
  case overRest(Reference, Unit, rest: Int64)
  /// An account with a floor whose balance was never loaded: load it and post again.
  case notLoaded(AccountKey)
  /// The account would pass zero by so many minor units.
  case belowFloor(AccountKey, missing: Int64)

  /// The books stand as the caller wanted them.
  package var isDone: Bool { self == .accepted || self == .alreadyPosted }

  /// Stable names in order of precedence.
  package enum Code: String, Sendable, CaseIterable, Comparable {
    case accepted
    case malformed
    case unbalanced
    case unknownAccount = "unknown-account"
    case wrongUnit = "wrong-unit"
    case alreadyPosted = "already-posted"
    case differs
    case holdUnknown = "hold-unknown"
    case holdPosted = "hold-posted"
    case holdVoided = "hold-voided"
    case holdExpired = "hold-expired"
    case holdNotDue = "hold-not-due"
    case overRest = "over-rest"
    case notLoaded = "not-loaded"
    case belowFloor = "below-floor"

    package static func < (left: Code, right: Code) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
  }

  package var code: Code {
    switch self {
    case .accepted: .accepted
    case .malformed: .malformed
    case .unbalanced: .unbalanced
    case .unknownAccount: .unknownAccount
    case .wrongUnit: .wrongUnit
    case .alreadyPosted: .alreadyPosted
    case .differs: .differs
    case .holdUnknown: .holdUnknown
    case .holdPosted: .holdPosted
    case .holdVoided: .holdVoided
    case .holdExpired: .holdExpired
    case .holdNotDue: .holdNotDue
    case .overRest: .overRest
    case .notLoaded: .notLoaded
    case .belowFloor: .belowFloor
    }
  }
}

extension Verdict: CustomStringConvertible {
  /// One sentence without an end: what is wrong, with names and amounts.
  package var description: String {
    switch self {
    case .accepted: "accepted"
    case .malformed(let why): "this is no entry: \(why)"
    case .unbalanced(let unit, let by): "debit and credit in \(unit) differ by \(unit.text(by))"
    case .unknownAccount(let path): "the chart of accounts has no row for \(path)"
    case .wrongUnit(let key): "the chart of accounts does not let \(key.path) count \(key.unit)"
    case .alreadyPosted: "posted before with the same content"
    case .differs(let reference): "\(reference) was posted before with other content"
    case .holdUnknown(let hold): "there is no hold \(hold)"
    case .holdPosted(let hold): "the hold \(hold) was posted before"
    case .holdVoided(let hold): "the hold \(hold) was voided before"
    case .holdExpired(let hold): "the hold \(hold) expired before"
    case .holdNotDue(let hold, let until?): "the hold \(hold) lasts until \(until)"
    case .holdNotDue(let hold, nil): "the hold \(hold) never expires"
    case .overRest(let hold, let unit, let rest): "the hold \(hold) has only \(unit.text(rest)) left"
    case .notLoaded(let key): "the balance of \(key) was not loaded"
    case .belowFloor(let key, let missing): "\(key) would pass zero by \(key.unit.text(missing))"
    }
  }
}

extension Unit {
  /// `12.00 CNY`.
  func text(_ amount: Int64) -> String { Decimals.text(amount, places: places) + " " + code }
}
