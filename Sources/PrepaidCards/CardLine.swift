package import Flows
import Tables
import Values

/// The lines of the cards' sheets: cards issued, insurance asked for, premium settled, a claim shown movement by movement, and what needs a look.
package enum CardLine: Int, CaseIterable {
  case issue, insure, premium, claim, exception

  private var name: String {
    switch self {
    case .issue: "issue"
    case .insure: "insure"
    case .premium: "premium"
    case .claim: "claim"
    case .exception: "exception"
    }
  }

  private var fields: [(String, Field.Kind)] {
    switch self {
    case .issue:
      [
        ("account", .id), ("sub-card", .id), ("change", .text), ("kind", .text), ("named", .boolean), ("amount", .money),
        ("gift", .money), ("uses", .integer), ("balance", .money), ("principal", .money), ("day", .date), ("until", .date),
        ("order", .id), ("insurer", .id), ("note", .text),
      ]
    case .insure:
      [
        ("account", .id), ("sub-card", .id), ("request", .text), ("issuer", .id), ("kind", .text), ("named", .boolean),
        ("amount", .money), ("from", .date), ("to", .date), ("days", .integer), ("rate", .rate), ("premium-rule", .text),
        ("premium", .money),
      ]
    case .premium:
      [
        ("account", .id), ("sub-card", .id), ("period", .text), ("insurer", .id), ("policy", .id), ("sum", .money), ("from", .date),
        ("to", .date), ("days", .integer), ("rate", .rate), ("premium-rule", .text), ("premium", .money), ("told", .money),
        ("difference", .money), ("deductible", .money),
      ]
    case .claim:
      [
        ("account", .id), ("sub-card", .id), ("row", .text), ("at", .datetime), ("number", .id), ("amount", .money), ("moved", .number),
        ("balance", .number), ("principal", .money), ("shares", .text), ("policy", .id), ("sum", .money), ("deductible", .money),
        ("payable", .money), ("paid", .money), ("reason-rule", .text), ("note", .text),
      ]
    case .exception:
      [
        ("account", .id), ("sub-card", .id), ("what", .text), ("at", .datetime), ("number", .id), ("amount", .money), ("told", .money),
        ("ours", .money), ("difference", .money), ("note", .text),
      ]
    }
  }

  /// Stands before every field's name in the sheets: a cell a line leaves blank shows the field of that name of the row it speaks of, and none of these
  /// is meant to.
  private var prefix: String {
    switch self {
    case .issue: "issued"
    case .insure: "asked"
    case .premium: "settled"
    case .claim: "claim"
    case .exception: "finding"
    }
  }

  private var totals: [String] {
    switch self {
    case .issue: ["amount", "gift"]
    case .insure: ["amount", "premium"]
    case .premium: ["sum", "premium", "told", "difference"]
    case .claim: ["payable", "paid"]
    case .exception: ["difference"]
    }
  }

  package static let kinds: [LineKind] = allCases.map { line in
    LineKind(
      name: line.name, fields: line.fields.map { ("\(line.prefix)-\($0.0)", $0.1) }, totals: line.totals.map { "\(line.prefix)-\($0)" },
      rules: line == .insure || line == .premium
        ? ["\(line.prefix)-premium-rule": "premium"] : line == .claim ? ["claim-reason-rule": "claim-reasons"] : [:])
  }

  private static let places: [[String: Int]] = allCases.map { line in
    Dictionary(uniqueKeysWithValues: line.fields.enumerated().map { ($1.0, $0) })
  }

  /// Adds a line; cells are named as the fields are.
  func add(part: String, about fact: Int64, _ desk: inout Desk, _ fill: (inout Cells) -> Void) {
    desk.line(rawValue, part: part, about: fact) { batch, row in
      var cells = Cells(batch: batch, row: row, places: CardLine.places[rawValue])
      batch = Batch(width: 1)
      fill(&cells)
      batch = cells.batch
    }
  }

  struct Cells {
    var batch: Batch
    let row: Int
    let places: [String: Int]

    mutating func set(_ name: String, _ text: String) { if !text.isEmpty { batch.set(row, places[name]!, text: text) } }
    mutating func set(_ name: String, _ datum: Datum) { batch.set(row, places[name]!, datum) }
    mutating func set(_ name: String, _ money: Money) { set(name, .money(money)) }
    mutating func set(_ name: String, _ minor: Int64) { set(name, .money(Money(minor: minor))) }
  }
}
