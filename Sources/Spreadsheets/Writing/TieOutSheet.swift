import Values

/// 勾稽: pairs of figures that must be equal, each with its difference and its verdict as live formulas.
struct TieOutSheet {
  let plan: BookPlan
  let words: BookWords
  let figures: Figures

  /// Returns the labels of the lines that do not tie.
  func write(_ sheet: Sheet, _ lines: [BookClosing.TieOut], page: (Sheet) throws(Fault) -> Void) throws(Fault) -> [String] {
    try page(sheet)
    let headers = [words.number, words.item, words.left, words.right, words.difference, words.verdict, words.note]
    sheet.height(0, 24)
    for (column, header) in headers.enumerated() { try sheet.text(0, column, header, Look.header) }
    sheet.frozen(rows: 1)
    var disagreements: [String] = []
    var noteWidth = 30
    var labelWidth = 30
    for (index, line) in lines.enumerated() {
      let row = index + 1
      sheet.height(row, 20)
      let (left, right) = (figures.figure(line.left), figures.figure(line.right))
      try sheet.number(row, 0, Double(row), Look.body(.integer).with { $0.align = .centre })
      try sheet.text(row, 1, line.label, Look.body(.text))
      try sheet.figure(row, 2, left)
      try sheet.figure(row, 3, right)
      let agrees: Bool
      let verdict: String
      if case .number(_, let leftExact) = left.content, case .number(_, let rightExact) = right.content {
        agrees = leftExact == rightExact
        let places = left.format == .money ? 2 : 6
        try sheet.formula(
          row, 4, "ROUND(C\(row + 1)-D\(row + 1),\(places))", cached: leftExact - rightExact, left.format, Look.body(left.format))
        verdict = "IF(E\(row + 1)=0,\"\(words.agrees)\",\"\(words.disagrees)\")"
      } else {
        agrees = text(left) == text(right)
        try sheet.text(row, 4, "", Look.body(.text))
        verdict = "IF(EXACT(C\(row + 1),D\(row + 1)),\"\(words.agrees)\",\"\(words.disagrees)\")"
      }
      let look = Look.body(.text).with {
        $0.align = .centre; $0.number = ""
      }
      try sheet.formula(row, 5, verdict, cached: agrees ? words.agrees : words.disagrees, agrees ? look : look.marked)
      try sheet.text(row, 6, line.note, Look.body(.text))
      if !agrees { disagreements.append(line.label) }
      noteWidth = max(noteWidth, min(Pen.width(of: line.note) + 2, 70))
      labelWidth = max(labelWidth, min(Pen.width(of: line.label) + 2, 60))
    }
    for (column, width) in [8, labelWidth, 20, 20, 16, 10, noteWidth].enumerated() { sheet.width(column, width) }
    try sheet.printed(rows: lines.count + 1, columns: headers.count, repeated: 0...0)
    return disagreements
  }

  private func text(_ figure: Figure) -> String? {
    if case .text(let text) = figure.content { text } else { nil }
  }
}
