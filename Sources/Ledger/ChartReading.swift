import Values

/// Reads the rows of the chart of accounts. Every refusal names the row and the cell, and what may stand there.
struct ChartReading {
  let file: String

  private enum Column: CaseIterable {
    case account, unit, belowZero, side

    var names: [String] {
      switch self {
      case .account: ["account", "科目"]
      case .unit: ["unit", "单位"]
      case .belowZero: ["below-zero", "可为负"]
      case .side: ["side", "方向"]
      }
    }

    var isRequired: Bool { self != .side }
  }

  func rules(of rows: [[String]]) throws(Fault) -> [ChartRule] {
    guard let header = rows.first else {
      throw fault("chart-empty", row: nil, "the chart of accounts is empty", "write a header row and one row for each account")
    }
    let columns = try columns(of: header)
    var rules: [ChartRule] = []
    for (index, cells) in rows.enumerated().dropFirst() where !cells.allSatisfy({ trimmed($0).isEmpty }) {
      let rule = try rule(of: cells, columns, row: index + 1)
      for earlier in rules { try compare(rule, with: earlier) }
      rules.append(rule)
    }
    return rules
  }

  private func columns(of header: [String]) throws(Fault) -> [Column: Int] {
    var columns: [Column: Int] = [:]
    for (index, cell) in header.enumerated() {
      guard let column = Column.allCases.first(where: { $0.names.contains(trimmed(cell)) }) else { continue }
      guard columns[column] == nil else {
        throw fault("chart-column-twice", row: 1, "the column \(trimmed(cell)) stands twice", "keep one of them")
      }
      columns[column] = index
    }
    for column in Column.allCases where column.isRequired && columns[column] == nil {
      throw fault(
        "chart-column-missing", row: 1, "the column \(column.names[0]) is missing", "add it; it may also be named \(column.names[1])")
    }
    return columns
  }

  private func rule(of cells: [String], _ columns: [Column: Int], row: Int) throws(Fault) -> ChartRule {
    func cell(_ column: Column) -> String {
      guard let index = columns[column], index < cells.count else { return "" }
      return trimmed(cells[index])
    }
    let pattern = cell(.account)
    // A star is no canonical segment, so the pattern is read with a letter in its place.
    let segments = pattern.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let path = AccountPath(segments.map { $0 == "*" ? "x" : $0 }.joined(separator: ":")), segments[0] != "*" else {
      let kinds = AccountKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault(
        "chart-account", row: row, "\(quoted(pattern)) is no account",
        "write a kind (\(kinds)), then segments parted by colons; * stands for one segment")
    }
    let unit = cell(.unit)
    guard !unit.isEmpty, !unit.dropLast().contains("*") else {
      throw fault("chart-unit", row: row, "\(quoted(unit)) is no unit", "write a unit such as CNY, a family such as stock:*, or * for any")
    }
    return ChartRule(
      pattern: pattern, unit: unit, hasFloor: try !belowZero(cell(.belowZero), row: row),
      side: try side(cell(.side), row: row) ?? path.kind.side,
      row: row, segments: segments)
  }

  private func belowZero(_ cell: String, row: Int) throws(Fault) -> Bool {
    switch cell {
    case "yes", "是": return true
    case "no", "否": return false
    default: throw fault("chart-below-zero", row: row, "below-zero is \(quoted(cell))", "write yes or no (是, 否)")
    }
  }

  private func side(_ cell: String, row: Int) throws(Fault) -> Side? {
    switch cell {
    case "": return nil
    case "debit", "借": return .debit
    case "credit", "贷": return .credit
    default: throw fault("chart-side", row: row, "side is \(quoted(cell))", "write debit or credit (借, 贷), or leave it blank")
    }
  }

  private func compare(_ rule: ChartRule, with earlier: ChartRule) throws(Fault) {
    if rule.segments == earlier.segments {
      guard rule.unit != earlier.unit else {
        throw fault(
          "chart-row-twice", row: rule.row, "\(rule.pattern) with \(rule.unit) stands in row \(earlier.row) too", "keep one of them")
      }
      guard !rule.unit.hasSuffix("*"), !earlier.unit.hasSuffix("*") else {
        throw fault(
          "chart-units-overlap", row: rule.row, "the units \(rule.unit) of \(rule.pattern) meet \(earlier.unit) in row \(earlier.row)",
          "name single units in both rows, or keep one row")
      }
    }
    if rule.nests(with: earlier) {
      throw fault(
        "chart-nested", row: rule.row, "\(rule.pattern) and \(earlier.pattern) in row \(earlier.row) lie above one another",
        "an account with postings has no sub-accounts: give the shorter one a last segment of its own")
    }
  }

  private func fault(_ code: String, row: Int?, _ cause: String, _ remedy: String) -> Fault {
    Fault(.setting, code: code, place: row.map { "\(file) row \($0)" } ?? file, cause: cause, remedy: remedy)
  }

  private func quoted(_ cell: String) -> String { cell.isEmpty ? "blank" : "“\(cell)”" }

  private func trimmed(_ cell: String) -> String {
    let blank: (Character) -> Bool = { $0.isWhitespace }
    guard let first = cell.firstIndex(where: { !blank($0) }), let last = cell.lastIndex(where: { !blank($0) }) else { return "" }
    return String(cell[first...last])
  }
}
