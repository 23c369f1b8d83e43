import Flows
import Spreadsheets
import Tables
import Values

/// Prints what a feed makes of a file: the header found, what every column is, and the verdict on each row. Takes nothing in, so what only other rows
/// or registers can say (the same key twice, an unknown seller) is not said here.
struct VerdictView {
  let reader: SheetReader
  let feed: Feed
  let format: Read.Format?
  let shown: Int

  /// One row and its verdict.
  private struct Judged {
    let number: Int
    let kind: RowKind
    let findings: [Reject]
    /// What its fields hold after cleaning; empty unless it was accepted.
    let values: [String]
  }

  /// Rows rejected.
  func print() throws(Fault) -> Int {
    var answer = Answer()
    var grid = Grid()
    let header = try reader.findHeader(schema: feed.schema, shapes: feed.shapes, into: &grid)
    var verifier = try Verifier(header: header, place: reader.place)
    verifier.tellsKinds = true
    if format == .csv {
      answer.line(MachineText.record(["row", "verdict", "code", "reason", "remedy"] + feed.schema.fields.map(\.name)))
    }
    if format == nil { describe(header, &answer) }
    var told = 0
    var left = 0
    var rows = VerifiedRows(width: feed.schema.width)
    repeat {
      verifier.verify(grid, into: &rows)
      for row in judged(grid, rows, &verifier) {
        switch format {
        case .csv: answer.line(csv(row))
        case .jsonl: answer.line(json(row, header))
        case nil:
          for finding in row.findings {
            told += 1
            if told <= max(shown, 0) { answer.line(line(finding, row.kind, header)) } else { left += 1 }
          }
        }
      }
      rows.removeAll()
      grid.removeAll()
    } while try reader.next(into: &grid)
    verifier.finish()
    if format == nil { close(verifier, left, &answer) }
    answer.flush()
    return verifier.counts.rejected
  }

  private func judged(_ grid: Grid, _ rows: VerifiedRows, _ verifier: inout Verifier) -> [Judged] {
    let findings = Dictionary(grouping: verifier.takeRejects(), by: \.row)
    var accepted = 0
    return zip(grid.rows, verifier.takeKinds()).map { row, kind in
      var values: [String] = []
      if kind == .accepted {
        if format != nil { values = feed.schema.fields.indices.map { Canonical.text(rows.batch[accepted, $0], in: rows.batch) } }
        accepted += 1
      }
      return Judged(number: Int(row.number), kind: kind, findings: findings[Int(row.number)] ?? [], values: values)
    }
  }

  // MARK: For machines

  private func csv(_ row: Judged) -> String {
    func joined(_ texts: [String]) -> String { texts.filter { !$0.isEmpty }.joined(separator: "; ") }
    return MachineText.record(
      [
        "\(row.number)", row.kind.rawValue, joined(row.findings.map(\.reason.code)), joined(row.findings.map { reason($0) }),
        joined(row.findings.map(\.reason.remedyEn)),
      ] + (row.values.isEmpty ? feed.schema.fields.map { _ in "" } : row.values))
  }

  private func json(_ row: Judged, _ header: HeaderMap) -> String {
    let findings = row.findings.map { finding in
      var parts = ["\"code\":\"\(finding.reason.code)\"", "\"warning\":\(finding.isWarning)"]
      if let column = finding.column {
        parts += ["\"column\":\"\(Place.letters(column))\"", "\"header\":\(MachineText.json(title(column, header)))"]
      }
      parts += [
        "\"found\":\(MachineText.json(finding.found))", "\"reason\":\(MachineText.json(reason(finding)))",
        "\"remedy\":\(MachineText.json(finding.reason.remedyEn))",
      ]
      return "{" + parts.joined(separator: ",") + "}"
    }
    let values = zip(feed.schema.fields, row.values).filter { !$0.1.isEmpty }.map { "\"\($0.name)\":\(MachineText.json($1))" }
    return
      "{\"row\":\(row.number),\"verdict\":\"\(row.kind.rawValue)\",\"findings\":[\(findings.joined(separator: ","))],\"values\":{\(values.joined(separator: ","))}}"
  }

  // MARK: For people

  private func describe(_ header: HeaderMap, _ answer: inout Answer) {
    for line in GridView.description(of: reader) { answer.line(line) }
    answer.line("feed      \(feed.name) \(feed.title)" + (header.shape.map { ", shape \($0.name)" } ?? ""))
    let rows = header.firstRow == header.lastRow ? "row \(header.firstRow)" : "rows \(header.firstRow) to \(header.lastRow)"
    answer.line("header    \(rows)" + (header.above.isEmpty ? "" : ", \(header.above.count) texts above it"))
    for (column, field) in header.fieldOfColumn.enumerated() {
      let title = GridView.short(title(column, header))
      if field < 0 {
        if !title.isEmpty { answer.line("  \(Place.letters(column))  \(title): not declared, not read") }
      } else {
        let declared = feed.schema.fields[field]
        answer.line("  \(Place.letters(column))  \(title): \(declared.name) (\(declared.kind.rawValue))")
      }
    }
    answer.line("")
  }

  private func line(_ finding: Reject, _ kind: RowKind, _ header: HeaderMap) -> String {
    var text = "row \(finding.row)"
    if let column = finding.column { text += " column \(Place.letters(column)) (\(title(column, header)))" }
    text += finding.isWarning ? ", \(kind.rawValue), warning" : ", \(kind.rawValue)"
    if !finding.found.isEmpty { text += ": \"\(GridView.short(finding.found))\"" }
    return text + ": \(finding.reason.code), \(reason(finding)); \(finding.reason.remedyEn)"
  }

  private func close(_ verifier: Verifier, _ left: Int, _ answer: inout Answer) {
    if left > 0 { answer.line("… \(left) more findings; --rows N shows more, --format csv or jsonl all") }
    let counts = verifier.counts
    answer.line("rows      \(counts.physical): \(counts.accepted) accepted, \(counts.rejected) rejected")
    let besides = [
      (counts.above + counts.header, "header and above"), (counts.repeatedHeader, "repeated header"), (counts.blank, "blank"),
      (counts.total, "total"), (counts.notice, "notice"), (counts.hidden, "of them hidden"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !besides.isEmpty { answer.line("          " + besides.joined(separator: ", ")) }
    for sum in verifier.money where sum.inFile != .zero || sum.printed != nil {
      answer.line(
        "\(feed.schema.fields[sum.field].header): accepted \(sum.accepted.grouped), rejected \(sum.rejected.grouped)"
          + (sum.printed.map { ", the file's own total \($0.grouped)" } ?? ""))
    }
  }

  private func title(_ column: Int, _ header: HeaderMap) -> String {
    column < header.headers.count ? header.headers[column].replacing("\n", with: "") : ""
  }

  private func reason(_ finding: Reject) -> String { finding.reason.en + (finding.detail.isEmpty ? "" : " (\(finding.detail))") }
}
