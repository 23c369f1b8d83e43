/// Where a voucher stands (凭证状态): 待开证 → 已开证 → 已收证 → 已申请解付 → 已解付 or 已失效. The last two are never left. (domain.md B4)
package enum Standing: Int, CaseIterable, Sendable {
  /// Nobody issued it yet.
  case absent
  /// Issued; the premium is frozen.
  case issued
  /// The second bank received it in time.
  case received
  /// Its release was asked for; the conditions are looked at.
  case requested
  /// Paid.
  case released
  /// A deadline passed: returned to the first bank, the freeze undone.
  case lapsed
  /// The insurance was returned, or the conditions were not met: returned to the first bank, the freeze undone.
  case void

  package var title: String {
    switch self {
    case .absent: "待开证"
    case .issued: "已开证"
    case .received: "已收证"
    case .requested: "已申请解付"
    case .released: "已解付"
    case .lapsed, .void: "已失效"
    }
  }

  /// Whether the premium is still frozen for it.
  package var isOpen: Bool { self == .issued || self == .received || self == .requested }
}

/// Why a voucher became invalid (失效原因).
package enum Ending: String, CaseIterable, Sendable {
  case notReceived = "逾期未收证"
  case notRequested = "逾期未申请解付"
  case stillUnmet = "期满时解付条件仍不满足"
  case unmet = "解付条件不满足"
  case returned = "所购保险已退回"

  package var standing: Standing {
    switch self {
    case .notReceived, .notRequested, .stillUnmet: .lapsed
    case .unmet, .returned: .void
    }
  }
}

/// What is asked of a voucher: the four instructions (指令类型), and the night that passes.
package enum Act: String, CaseIterable, Sendable {
  case issue = "开证"
  case receive = "收证"
  /// 退回所购保险: the insurance was returned.
  case cancel = "退回"
  case request = "申请解付"
  case night = "到期"

  /// State logic, not the order of files: what money is there, then issue, receipt, return, release, and last what ran out. (domain.md B4-11)
  package var rank: Int {
    switch self {
    case .issue: 1
    case .receive: 2
    case .cancel: 3
    case .request: 4
    case .night: 5
    }
  }
}
