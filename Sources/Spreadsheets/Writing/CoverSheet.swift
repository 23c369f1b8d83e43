import Values

/// 封面: whose workbook it is, which run made it, from which files and by which rules. (contract.md, Outbound)
struct CoverSheet {
  let plan: BookPlan
  let words: BookWords

  private static let widths = [16, 46, 18, 10, 66]
  private static let last = widths.count - 1

  func write(
    _ sheet: Sheet, sheets: [(name: String, rows: Int)], page: (Sheet) throws(Fault) -> Void
  ) throws(Fault) {
    try page(sheet)
    for (column, width) in Self.widths.enumerated() { sheet.width(column, width) }
    var row = 0
    sheet.height(row, 42)
    try sheet.merged(row, 0...Self.last, plan.title, Look(align: .centre, frame: .none, size: 22, bold: true))
    row += 2
    for line in particulars {
      sheet.height(row, 20)
      try sheet.text(row, 0, line.label, Look(frame: .underline, size: 11, colour: Look.grey))
      try sheet.merged(row, 1...2, line.text, Look(frame: .underline, size: 11, bold: row == 2))
      row += 1
    }
    row += 1
    if !plan.inputs.isEmpty {
      try heading(sheet, &row, words.inputs, [words.number, words.file, words.party, words.rows, words.digest])
      for (index, input) in plan.inputs.enumerated() {
        try line(sheet, &row, index, input.file, input.party, input.rows, input.digest.hex)
      }
      row += 1
    }
    if !plan.ruleVersions.isEmpty {
      try heading(sheet, &row, words.rules, [words.number, words.table, words.owner, words.rows, words.digest])
      for (index, rule) in plan.ruleVersions.enumerated() {
        try line(sheet, &row, index, rule.table, rule.owner, rule.rows, rule.digest.hex)
      }
      row += 1
    }
    try heading(sheet, &row, words.sheets, [words.number, words.sheet, "", words.rows])
    for (index, list) in sheets.enumerated() { try line(sheet, &row, index, list.name, "", list.rows, nil) }
    row += 1
    if !plan.notes.isEmpty {
      try section(sheet, &row, words.notes)
      for (index, note) in plan.notes.enumerated() {
        try sheet.merged(row, 0...Self.last, "\(index + 1). \(note)", Look(frame: .none, wraps: true))
        let lines = (Pen.width(of: note) + 4) / (Self.widths.reduce(0, +) - 4) + 1
        sheet.height(row, Double(lines) * 16)
        row += 1
      }
    }
    try sheet.printed(rows: row, columns: Self.widths.count, repeated: 0...0)
  }

  private var particulars: [BookPlan.Particular] {
    var lines = [BookPlan.Particular(words.recipient, plan.recipient)]
    if let mark = plan.mark { lines.append(.init(words.mark, mark)) }
    lines.append(.init(words.run, plan.run))
    lines.append(.init(words.day, plan.day.description))
    if let cutOff = plan.cutOff { lines.append(.init(words.cutOff, cutOff.description)) }
    return lines + plan.particulars
  }

  private func section(_ sheet: Sheet, _ row: inout Int, _ title: String) throws(Fault) {
    sheet.height(row, 22)
    try sheet.text(row, 0, title, Look(frame: .none, size: 12, bold: true))
    row += 1
  }

  private func heading(_ sheet: Sheet, _ row: inout Int, _ title: String, _ columns: [String]) throws(Fault) {
    try section(sheet, &row, title)
    sheet.height(row, 18)
    for (column, text) in columns.enumerated() { try sheet.text(row, column, text, Look.header) }
    row += 1
  }

  private func line(
    _ sheet: Sheet, _ row: inout Int, _ index: Int, _ name: String, _ owner: String, _ rows: Int, _ digest: String?
  ) throws(Fault) {
    let long = Pen.width(of: name) > Self.widths[1]
    sheet.height(row, long ? 32 : 18)
    try sheet.number(row, 0, Double(index + 1), Look.body(.integer).with { $0.align = .centre })
    try sheet.text(row, 1, name, Look.body(.id).with { $0.wraps = long })
    try sheet.text(row, 2, owner, Look.body(.id))
    try sheet.number(row, 3, Double(rows), Look.body(.integer).with { $0.align = .centre })
    if let digest {
      try sheet.text(
        row, 4, digest,
        Look.body(.id).with {
          $0.font = "Consolas"; $0.size = 9
        })
    }
    row += 1
  }
}
