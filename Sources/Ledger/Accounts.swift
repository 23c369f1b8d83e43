import Values

/// The accounts of one working set, each under a small number, so that a posting is sixteen bytes and checking it touches no text.
/// It knows what the chart says to each, and the balance as far as it is known; it does not know entries.
struct Accounts: Sendable {
  /// What the hot path looks at, in one line of cache.
  struct Standing: Sendable {
    /// The balance, or only its change where nothing was loaded.
    var balance: Int64 = 0
    /// What was booked since the last changes were taken.
    var delta: Int64 = 0
    /// Equal numbers mean equal units.
    let unit: Int32
    let permission: Permission
    /// +1 where more is debit, −1 where more is credit.
    let sign: Int8
    var isLoaded = false
    var isTouched = false
  }

  enum Permission: Sendable {
    case free
    case floored
    case unknownAccount
    case wrongUnit
  }

  private(set) var keys: [AccountKey] = []
  var standings: [Standing] = []
  private var numbers: [AccountKey: Int32] = [:]
  /// By code: the same code is the same unit.
  private var units: [String: Int32] = [:]

  func known(_ key: AccountKey) -> AccountID? { numbers[key].map { AccountID(index: $0) } }

  mutating func intern(_ key: AccountKey, chart: Chart) -> AccountID {
    if let number = numbers[key] { return AccountID(index: number) }
    let number = Int32(keys.count)
    numbers[key] = number
    keys.append(key)
    let unit = units[key.unit.code] ?? Int32(units.count)
    units[key.unit.code] = unit
    standings.append(standing(of: key, unit: unit, chart))
    return AccountID(index: number)
  }

  private func standing(of key: AccountKey, unit: Int32, _ chart: Chart) -> Standing {
    switch chart.finding(for: key) {
    case .rule(let rule):
      Standing(unit: unit, permission: rule.hasFloor ? .floored : .free, sign: Int8(rule.side.sign))
    case .unknownAccount: Standing(unit: unit, permission: .unknownAccount, sign: 1)
    case .wrongUnit: Standing(unit: unit, permission: .wrongUnit, sign: 1)
    }
  }
}
