import Tables
import Values

/// A breakdown as a small table with bars: the values that weigh most, and one line for all others. SVG drawn in place, sparing: one colour, no axis.
struct Bars {
  let table: PageTable
  let breakdown: PageTable.Breakdown
  let words: PageWords
  /// Lines drawn; what is beyond them is one line.
  static let lines = 12

  private struct Line {
    var label: String
    var rows: Int
    var sum: Int64
  }

  func draw(into page: inout PageText) {
    let measure = table.plan.measure
    var all = breakdown.values.map { Line(label: $0.key.isEmpty ? words.blank : $0.key, rows: $0.value.rows, sum: $0.value.sum) }
    func weight(_ line: Line) -> UInt64 { measure == nil ? UInt64(line.rows) : line.sum.magnitude }
    all.sort { left, right in
      if weight(left) != weight(right) { return weight(left) > weight(right) }
      return left.label.utf8.lexicographicallyPrecedes(right.label.utf8)
    }
    var drawn = Array(all.prefix(Bars.lines))
    var rest = Line(label: words.other, rows: breakdown.rest.rows, sum: breakdown.rest.sum)
    for line in all.dropFirst(Bars.lines) {
      rest.rows += line.rows
      rest.sum &+= line.sum
    }
    if rest.rows > 0 { drawn.append(rest) }
    let most = max(1, drawn.map(weight).max() ?? 1)

    page.add("<div class=\"chart\"><h3>")
    page.text(words.by + table.plan.columns[breakdown.column].title)
    page.add("</h3><table><thead><tr><th></th><th></th>")
    if let measure {
      page.add("<th class=\"n\">")
      page.text(table.plan.columns[measure].title)
      page.add("</th>")
    }
    page.add("<th class=\"n\">")
    page.text(words.rows)
    page.add("</th></tr></thead><tbody>\n")
    for line in drawn {
      page.add("<tr><td>")
      page.text(line.label)
      page.add("</td><td class=\"b\"><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect ")
      if measure != nil && line.sum < 0 { page.add("class=\"neg\" ") }
      page.add("height=\"8\" rx=\"1\" width=\"")
      page.add(plain: Decimals.text(Rounding.halfUp.quotient(Int128(weight(line)) * 1000, Int128(most)), places: 1))
      page.add("\"></rect></svg></td>")
      if let measure {
        page.add("<td class=\"n\">")
        page.text(PageCell.number(line.sum, table.tags[measure] ?? .integer))
        page.add("</td>")
      }
      page.add("<td class=\"n\">")
      page.add(plain: String(line.rows))
      page.add("</td></tr>\n")
    }
    page.add("</tbody></table></div>\n")
  }
}
