import Flows
import Rules
import Tables
import Values

/// What the tables of this flow may test: attributes of the policy, and of the gift. A row of them is made once for a policy. (domain.md 1.2, 1.14)
enum RuleInputs {
  static let policy: [(name: String, kind: Field.Kind)] = [
    ("商业险保费", .money), ("交强险保费", .money), ("资格保费", .money), ("保单保费", .money), ("机构", .text), ("渠道", .text), ("销售商", .text),
    ("供应商", .text), ("产品编码", .text), ("险种", .text), ("签单日期", .date), ("起保日期", .date), ("终保日期", .date),
  ]
  static let gift: [(name: String, kind: Field.Kind)] = [
    ("礼品编码", .text), ("礼品名称", .text), ("类别", .text), ("品类", .text), ("提供商", .text), ("单价", .money), ("面值", .money), ("券数", .number),
  ]

  /// What stands where the list says nothing: a rule that asks for a value never finds it.
  static let blank = "未填写"

  static let all = policy + gift
  static let bindings = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })
  static let schema = Schema(name: "gifts", fields: all.map { Field(name: $0.name, header: $0.name, kind: $0.kind) })

  static func row(_ policy: Policy, _ premium: EligiblePremium) -> Batch {
    var row = Batch(width: all.count)
    row.appendEmptyRow()
    func set(_ column: Int, _ text: String) { row.set(0, column, text: text.isEmpty ? blank : text) }
    row.set(0, 0, .money(premium.commercial))
    row.set(0, 1, .money(premium.compulsory))
    row.set(0, 2, .money(premium.eligible))
    row.set(0, 3, .money(premium.all))
    let line = policy.lines[0]
    set(4, line.branch)
    set(5, line.channel)
    set(6, line.seller)
    set(7, line.supplier)
    set(8, line.product)
    set(9, policy.lines.map(\.line).joined(separator: "+"))
    row.set(0, 10, .date(policy.signed))
    if let starts = policy.lines.compactMap(\.starts).min() { row.set(0, 11, .date(starts)) }
    if let ends = policy.lines.compactMap(\.ends).max() { row.set(0, 12, .date(ends)) }
    return row
  }

  static func describe(_ gift: Gift, in row: inout Batch) {
    let first = policy.count
    func set(_ column: Int, _ text: String) { row.set(0, first + column, text: text.isEmpty ? blank : text) }
    set(0, gift.key)
    set(1, gift.name)
    set(2, gift.kind.rawValue)
    set(3, gift.category)
    set(4, gift.provider)
    row.set(0, first + 5, .money(gift.price))
    row.set(0, first + 6, .money(gift.face))
    row.set(0, first + 7, .number(millionths: gift.coupons * 1_000_000))
  }

  static func output(_ table: DecisionTable, _ name: String) throws(Fault) -> Int {
    guard let index = table.outputIndex(name) else {
      throw Fault(
        .setting, code: "rule-output-missing", place: table.place.description, cause: "there is no output \(name)",
        remedy: "give the table an output column \(name)")
    }
    return index
  }

  static func wrong(_ table: DecisionTable, _ rule: Int, _ cause: String, _ remedy: String) -> Fault {
    Fault(
      .setting, code: "rule-output-wrong", place: table.place(ofRule: rule).description, cause: "\(table.id(rule)): \(cause)",
      remedy: remedy)
  }
}

/// The premium that makes somebody eligible; vehicle tax is never part of it. (domain.md B2-1)
struct EligiblePremium {
  var commercial = Money.zero
  var compulsory = Money.zero
  var eligible = Money.zero
  var all = Money.zero

  init(_ policy: Policy, _ terms: Terms) {
    for line in policy.lines {
      all += line.premium
      if terms.compulsoryLines.contains(line.line) { compulsory += line.premium }
      if terms.commercialLines.contains(line.line) { commercial += line.premium }
    }
    eligible = commercial + (terms.countsCompulsory ? compulsory : .zero)
  }
}

extension Policy {
  /// The first of its lines was signed on this day: periods of quotas count by it. (domain.md B2-6)
  var signed: Day { lines.map(\.signed).min() ?? Day(number: 0) }
  var starts: Day { lines.compactMap(\.starts).min() ?? signed }
}
