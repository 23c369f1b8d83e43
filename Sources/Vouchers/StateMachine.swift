package import Values

/// The life of a voucher as a table: where it stands × what is asked × the two deadlines → one named answer. It knows no money, no party and
/// no table of conditions; the tests walk all of it. (domain.md A3 3.2–3.12, B4)
package enum StateMachine {
  /// A moment beside a deadline; the deadline's own second is in time.
  package enum Side: Int, CaseIterable, Sendable {
    case before, at, after

    package init(_ moment: Moment, beside deadline: Moment) { self = moment < deadline ? .before : moment == deadline ? .at : .after }
  }

  /// The instruction's own time beside the deadline of receipt and that of release.
  package struct Timing: Hashable, Sendable {
    package var receipt: Side
    package var release: Side

    package init(receipt: Side, release: Side) {
      self.receipt = receipt
      self.release = release
    }

    /// All that can be: receipt ends no later than release.
    package static let all = Side.allCases.flatMap { receipt in
      Side.allCases.filter { $0.rawValue <= receipt.rawValue }.map { Timing(receipt: receipt, release: $0) }
    }
  }

  package enum Answer: String, CaseIterable, Sendable {
    /// The number is given, the premium frozen, both banks told.
    case issue
    /// A voucher of this number exists.
    case exists
    case receive
    /// The conditions are looked at: release, or what `on-unmet` says.
    case request
    /// The freeze is undone, the voucher goes back to the first bank.
    case cancel
    /// The same, because a deadline passed.
    case lapse
    /// The conditions of an earlier request are looked at once more.
    case recheck
    /// Nothing is left to do; the first result stands.
    case same
    /// It was paid: a return now is a matter of endorsement and refund. (B4-7)
    case afterRelease
    /// Its own time lies behind the deadline, or the voucher lapsed before it came. (迟到指令)
    case late
    /// The voucher became invalid before.
    case ended
    /// There is no such voucher: kept for a while, then rejected.
    case unknown
    /// A release before receipt waits for the receipt.
    case waitForReceipt
    case nothing
  }

  /// One row: it holds for all timings named.
  package struct Row: Sendable {
    let standing: Standing
    let act: Act
    var receipt: Set<Side> = Set(Side.allCases)
    var release: Set<Side> = Set(Side.allCases)
    let answer: Answer
  }

  private static let inTime: Set<Side> = [.before, .at]

  package static let rows: [Row] = [
    Row(standing: .absent, act: .issue, receipt: inTime, answer: .issue),
    Row(standing: .absent, act: .issue, receipt: [.after], answer: .late),
    Row(standing: .absent, act: .receive, answer: .unknown),
    Row(standing: .absent, act: .cancel, answer: .unknown),
    Row(standing: .absent, act: .request, answer: .unknown),
    Row(standing: .absent, act: .night, answer: .nothing),

    Row(standing: .issued, act: .issue, answer: .exists),
    Row(standing: .issued, act: .receive, receipt: inTime, answer: .receive),
    Row(standing: .issued, act: .receive, receipt: [.after], answer: .late),
    Row(standing: .issued, act: .cancel, answer: .cancel),
    Row(standing: .issued, act: .request, release: inTime, answer: .waitForReceipt),
    Row(standing: .issued, act: .request, release: [.after], answer: .late),
    Row(standing: .issued, act: .night, receipt: inTime, answer: .nothing),
    Row(standing: .issued, act: .night, receipt: [.after], answer: .lapse),

    Row(standing: .received, act: .issue, answer: .exists),
    Row(standing: .received, act: .receive, answer: .same),
    Row(standing: .received, act: .cancel, answer: .cancel),
    Row(standing: .received, act: .request, release: inTime, answer: .request),
    Row(standing: .received, act: .request, release: [.after], answer: .late),
    Row(standing: .received, act: .night, release: inTime, answer: .nothing),
    Row(standing: .received, act: .night, release: [.after], answer: .lapse),

    Row(standing: .requested, act: .issue, answer: .exists),
    Row(standing: .requested, act: .receive, answer: .same),
    Row(standing: .requested, act: .cancel, answer: .cancel),
    Row(standing: .requested, act: .request, release: inTime, answer: .request),
    Row(standing: .requested, act: .request, release: [.after], answer: .late),
    Row(standing: .requested, act: .night, release: inTime, answer: .recheck),
    Row(standing: .requested, act: .night, release: [.after], answer: .lapse),

    Row(standing: .released, act: .issue, answer: .exists),
    Row(standing: .released, act: .receive, answer: .same),
    Row(standing: .released, act: .cancel, answer: .afterRelease),
    Row(standing: .released, act: .request, answer: .same),
    Row(standing: .released, act: .night, answer: .nothing),

    Row(standing: .lapsed, act: .issue, answer: .exists),
    Row(standing: .lapsed, act: .receive, answer: .late),
    Row(standing: .lapsed, act: .cancel, answer: .same),
    Row(standing: .lapsed, act: .request, answer: .late),
    Row(standing: .lapsed, act: .night, answer: .nothing),

    Row(standing: .void, act: .issue, answer: .exists),
    Row(standing: .void, act: .receive, answer: .ended),
    Row(standing: .void, act: .cancel, answer: .same),
    Row(standing: .void, act: .request, answer: .ended),
    Row(standing: .void, act: .night, answer: .nothing),
  ]

  /// Every row that holds; the tests see to it that it is always one.
  package static func rows(_ standing: Standing, _ act: Act, _ timing: Timing) -> [Row] {
    rows.filter {
      $0.standing == standing && $0.act == act && $0.receipt.contains(timing.receipt) && $0.release.contains(timing.release)
    }
  }

  package static func answer(_ standing: Standing, _ act: Act, _ timing: Timing) -> Answer {
    let acts = Act.allCases.firstIndex(of: act)!
    return answers[((standing.rawValue * Act.allCases.count + acts) * 3 + timing.receipt.rawValue) * 3 + timing.release.rawValue]
  }

  /// The table laid out flat; a combination no row holds for (receipt before release cannot be passed) says nothing.
  private static let answers: [Answer] = Standing.allCases.flatMap { standing in
    Act.allCases.flatMap { act in
      Side.allCases.flatMap { receipt in
        Side.allCases.map { release in rows(standing, act, Timing(receipt: receipt, release: release)).first?.answer ?? .nothing }
      }
    }
  }
}
