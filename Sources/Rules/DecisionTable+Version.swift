import Tables
import Values

/// The version of a table: SHA-256 over canonical headers and cleaned values, tab-joined, LF after each row, rows in file order
/// (contract.md, Content). Spelling that changes nothing (0.2 or 20%, full-width signs, a CSV file or a worksheet) changes no version.
extension DecisionTable {
  func canonicalDigest() -> Digest {
    var making = Digest.Making()
    for row in canonicalRows() { making.add(Array((row.joined(separator: "\t") + "\n").utf8)) }
    return making.finish()
  }

  /// The table as a file would hold it, every cell in its canonical spelling; columns in file order, or inputs, outputs and annotations one after
  /// the other, as a drawing has them.
  package func canonicalRows(asDrawn: Bool = false) -> [[String]] {
    let parts =
      (inputs.indices.map { (inputs[$0].column, Part.input($0)) } + outputs.indices.map { (outputs[$0].column, Part.output($0)) }
        + annotations.indices.map { (annotations[$0].column, Part.annotation($0)) })
    let columns = (asDrawn ? parts : parts.sorted { $0.0 < $1.0 }).map(\.1)
    var rows: [[String]] = [
      [policy.rawValue] + columns.map { self[$0].name },
      ["kind"] + columns.map(\.word),
      ["type"] + columns.map { if case .annotation = $0 { "" } else { self[$0].kind.rawValue } },
    ]
    if (inputs + outputs).contains(where: { !$0.listing.isEmpty }) { rows.append(["values"] + columns.map { self[$0].listing }) }
    for rule in (defaults.map { [$0] } ?? []) + rules {
      rows.append(
        [rule.id]
          + columns.map { part in
            switch part {
            case .input(let index): rule.tests.isEmpty ? "" : rule.tests[index].text
            case .output(let index): outputSpelling(rule.outputs[index], outputs[index].kind)
            case .annotation(let index): rule.annotations[index]
            }
          })
    }
    return rows
  }

  /// A text output that looks quoted or like `null` is quoted, so that it is read back as it is.
  private func outputSpelling(_ datum: Datum, _ kind: ValueKind) -> String {
    let spelling = spelled(datum, kind)
    guard kind == .text, !datum.isNone, spelling.isEmpty || spelling == "null" || NumberedRow.unquoted(spelling) != spelling else {
      return spelling
    }
    return "\"" + spelling.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private enum Part {
    case input(Int)
    case output(Int)
    case annotation(Int)

    var word: String {
      switch self {
      case .input: "input"
      case .output: "output"
      case .annotation: "annotation"
      }
    }
  }

  private subscript(_ part: Part) -> Column {
    switch part {
    case .input(let index): inputs[index]
    case .output(let index): outputs[index]
    case .annotation(let index): annotations[index]
    }
  }
}
