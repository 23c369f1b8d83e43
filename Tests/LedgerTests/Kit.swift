import Ledger
import Values

/// What the tests of this room share: a chart and repeatable chance.
enum Kit {
  static let rows: [[String]] = [
    ["科目", "单位", "可为负", "方向", "备注"],
    ["asset:receivable:*", "CNY", "是", "", "供应商应付的收入"],
    ["liability:payable:*", "CNY", "否", "", ""],
    ["liability:card:*", "CNY", "no", "credit", ""],
    ["income:fee", "CNY", "yes", "", ""],
    ["expense:fee", "*", "yes", "", ""],
    ["memo:funds:*", "CNY", "no", "", ""],
    ["memo:frozen:*", "CNY", "no", "", ""],
    ["memo:paid:*", "CNY", "yes", "", ""],
    ["memo:world", "*", "yes", "", ""],
    ["stock:gift:*", "stock:*", "no", "", ""],
    ["", "", "", "", ""],
    ["quota:*:left", "CNY", "no", "", ""],
    ["quota:*:held", "CNY", "no", "", ""],
    ["quota:*:used", "CNY", "no", "", ""],
  ]

  static func chart() throws -> Chart { try Chart(rows: rows, file: "accounts.csv") }
  static func books() throws -> Books { Books(chart: try chart()) }

  static let income = AccountPath(.income, "fee")
  static let world = AccountPath(.memo, "world")
  static func payable(_ seller: String) -> AccountPath { AccountPath(.liability, "payable", seller) }
  static func funds(_ account: String) -> AccountPath { AccountPath(.memo, "funds", account) }
  static func frozen(_ account: String) -> AccountPath { AccountPath(.memo, "frozen", account) }
  static func paid(_ account: String) -> AccountPath { AccountPath(.memo, "paid", account) }

  static func entry(_ reference: Reference, _ postings: [Posting], corrects: Reference? = nil) -> Entry {
    Entry(reference: reference, kind: "test", cause: "a test", postings: postings, corrects: corrects)
  }
}

extension Books {
  /// An account with a stored balance.
  mutating func loaded(_ path: AccountPath, _ balance: Int64 = 0, _ unit: Unit = .cny) -> AccountID {
    load(AccountKey(path, unit), balance: balance)
    return account(path, unit)
  }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct Chance: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: Int) { state = UInt64(seed) }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Ids as nobody would choose them.
  mutating func awkwardText() -> String {
    let pieces = [
      "a", "Z", "0", "-", "--", ":", ";", "%", "*", " ", "  ", "人保", "é", "e\u{301}", "𠀀", "\u{3000}", "\t", "\"", "'", "\\", "x", "_",
      "%3A", "1Stock", ".",
    ]
    return (0..<Int.random(in: 0...6, using: &self)).map { _ in pieces.randomElement(using: &self)! }.joined()
  }
}
