import Tables
import Values

/// 汇总: the figures that matter, a table for each breakdown, the amount in capitals, the lines for signatures. All sums are live
/// formulas over the lists, with the writer's exact sums cached. (domain.md C4, 2 and 5)
struct SummarySheet {
  let plan: BookPlan
  let words: BookWords
  let figures: Figures

  private static let rowHeight = 18.0

  func write(_ sheet: Sheet, _ closing: BookClosing, page: (Sheet) throws(Fault) -> Void) throws(Fault) {
    try page(sheet)
    let lists = [BookList.detail] + (plan.unsettled == nil ? [] : [.unsettled]) + plan.extras.indices.map { .extra($0) }
    let tabled = lists.filter { !figures.writer($0).plan.breakdowns.isEmpty || !figures.writer($0).plan.totals.isEmpty }
    let last = max(5, (tabled.map { figures.writer($0).plan.totals.count }.max() ?? 0) + 1)
    var widths = [26, 14] + Array(repeating: 13, count: last - 1)

    sheet.height(0, 34)
    try sheet.merged(0, 0...last, plan.title + words.space + words.summary, Look(align: .centre, frame: .none, size: 18, bold: true))
    let about = [plan.recipient, plan.run, plan.day.description].joined(separator: "　")
    try sheet.merged(1, 0...last - 3, about, Look(frame: .none, colour: Look.grey))
    try sheet.merged(1, (last - 2)...last, plan.unitLine ?? "", Look(align: .right, frame: .none, colour: Look.grey))
    var row = 3

    if !closing.headlines.isEmpty {
      try section(sheet, &row, words.figures)
      for headline in closing.headlines {
        let figure = figures.figure(headline.value)
        sheet.height(row, Self.rowHeight)
        try sheet.text(row, 0, headline.label, Look.body(.text))
        if case .text(let text) = figure.content {
          try sheet.merged(row, 1...3, text, Look.body(.id).with { $0.bold = true })
        } else {
          try sheet.figure(row, 1, figure) {
            $0.bold = true
            $0.align = .right
          }
          widths[1] = max(widths[1], figure.width + 2)
        }
        widths[0] = max(widths[0], min(Pen.width(of: headline.label) + 2, 44))
        row += 1
      }
      row += 1
    }
    for list in tabled { try tables(sheet, &row, list, &widths) }
    if let capital = closing.capitals { try amount(sheet, &row, capital, last) }
    try signatures(sheet, &row, last)
    for (column, width) in widths.enumerated() { sheet.width(column, width) }
    try sheet.printed(rows: row, columns: last + 1, repeated: 0...1)
  }

  // MARK: Tables

  private func tables(_ sheet: Sheet, _ row: inout Int, _ list: BookList, _ widths: inout [Int]) throws(Fault) {
    let writer = figures.writer(list)
    for (index, total) in writer.plan.totals.enumerated() {
      let format = writer.plan.columns[total].format
      let sum = Figure.exact(writer.tally.sums[index], format)
      widths[index + 2] = max(widths[index + 2], sum.width + 2, Pen.width(of: writer.plan.columns[total].title) + 2)
    }
    if writer.plan.breakdowns.isEmpty {
      try section(sheet, &row, writer.plan.title + words.space + words.total)
      try header(sheet, &row, words.item, writer)
      try total(sheet, &row, list, writer)
      row += 1
    }
    for (index, breakdown) in writer.plan.breakdowns.enumerated() {
      let column = writer.plan.columns[breakdown.column].title
      try section(sheet, &row, breakdown.title ?? writer.plan.title + words.colon + words.by + column)
      try header(sheet, &row, column, writer)
      let table = writer.tally.tables[index]
      for value in order(table, listed: breakdown.listed) {
        let label = String(decoding: table.values[value], as: UTF8.self)
        try line(sheet, row, label, value, table, writer)
        widths[0] = max(widths[0], min(Pen.width(of: label) + 2, 44))
        row += 1
      }
      if table.restCount > 0 { try rest(sheet, &row, table, list, writer) }
      try total(sheet, &row, list, writer)
      row += 1
    }
  }

  /// Listed values first, in their order; the others by their bytes.
  private func order(_ table: Tally.Table, listed: [String]) -> [Int] {
    let first = listed.indices.filter { table.index(of: listed[$0]) == $0 }
    return first
      + table.values.indices.dropFirst(Set(listed).count).sorted { table.values[$0].lexicographicallyPrecedes(table.values[$1]) }
  }

  private func line(
    _ sheet: Sheet, _ row: Int, _ label: String, _ value: Int, _ table: Tally.Table, _ writer: ListWriter
  ) throws(Fault) {
    sheet.height(row, Self.rowHeight)
    let cell = label.isEmpty ? nil : "$A\(row + 1)"
    try sheet.text(row, 0, label.isEmpty ? words.blank : label, Look.body(.id))
    let count = writer.ranges.countWhere(by: table.column, equals: label, cell: cell)
    try sheet.formula(row, 1, count, cached: table.counts[value], .integer, Look.body(.integer))
    for (index, total) in writer.plan.totals.enumerated() {
      let format = writer.plan.columns[total].format
      let formula = writer.ranges.sumWhere(total, by: table.column, equals: label, cell: cell)
      try sheet.formula(row, index + 2, formula, cached: table.sum(value, index), format, Look.body(format))
    }
  }

  /// More values than a page can show: what is left is the whole less the lines above.
  private func rest(_ sheet: Sheet, _ row: inout Int, _ table: Tally.Table, _ list: BookList, _ writer: ListWriter) throws(Fault) {
    let first = row - table.values.count + 1
    sheet.height(row, Self.rowHeight)
    try sheet.text(row, 0, words.other, Look.body(.id))
    try sheet.formula(
      row, 1, "\(writer.ranges.count(writer.plan.counted))-SUM(B\(first):B\(row))", cached: table.restCount, .integer, Look.body(.integer))
    for (index, total) in writer.plan.totals.enumerated() {
      let letters = Place.letters(index + 2)
      let format = writer.plan.columns[total].format
      try sheet.formula(
        row, index + 2, "\(writer.ranges.sum(total))-SUM(\(letters)\(first):\(letters)\(row))",
        cached: table.restSums.isEmpty ? 0 : table.restSums[index], format, Look.body(format))
    }
    row += 1
  }

  private func header(_ sheet: Sheet, _ row: inout Int, _ key: String, _ writer: ListWriter) throws(Fault) {
    sheet.height(row, 20)
    try sheet.text(row, 0, key, Look.header)
    try sheet.text(row, 1, writer.plan.rowsTitle ?? words.rows, Look.header)
    for (index, total) in writer.plan.totals.enumerated() {
      try sheet.text(row, index + 2, writer.plan.columns[total].title, Look.header)
    }
    row += 1
  }

  private func total(_ sheet: Sheet, _ row: inout Int, _ list: BookList, _ writer: ListWriter) throws(Fault) {
    sheet.height(row, Self.rowHeight)
    try sheet.text(row, 0, words.total, Look.body(.text).foot)
    try sheet.figure(row, 1, figures.figure(.count(list))) { $0 = $0.foot }
    for (index, total) in writer.plan.totals.enumerated() {
      try sheet.figure(row, index + 2, figures.figure(.sum(list, column: total))) { $0 = $0.foot }
    }
    row += 1
  }

  // MARK: Foot

  private func amount(_ sheet: Sheet, _ row: inout Int, _ capital: BookClosing.Capital, _ last: Int) throws(Fault) {
    let figure = figures.figure(.sum(.detail, column: capital.column))
    guard case .number(_, let minor) = figure.content else { return }
    let label = Look.body(.text).with { $0.bold = true }
    sheet.height(row, 20)
    try sheet.text(row, 0, capital.label + words.small, label)
    try sheet.figure(row, 1, figure) { $0.bold = true }
    row += 1
    sheet.height(row, 20)
    try sheet.text(row, 0, capital.label + words.capital, label)
    try sheet.merged(row, 1...last, Capitals.renminbi(Money(minor: minor)), label)
    row += 2
  }

  private func signatures(_ sheet: Sheet, _ row: inout Int, _ last: Int) throws(Fault) {
    guard !plan.signOff.isEmpty else { return }
    row += 1
    sheet.height(row, 26)
    // Each signature has its share of the columns; nobody signs on more lines than there are columns.
    let count = min(plan.signOff.count, last + 1)
    for index in 0..<count {
      let first = index * (last + 1) / count
      let next = (index + 1) * (last + 1) / count
      let end = next - first > 1 ? next - 2 : first
      try sheet.merged(row, first...end, plan.signOff[index] + words.colon, Look(frame: .underline, size: 11))
    }
    row += 1
  }

  private func section(_ sheet: Sheet, _ row: inout Int, _ title: String) throws(Fault) {
    sheet.height(row, 22)
    try sheet.text(row, 0, title, Look(frame: .none, size: 12, bold: true))
    row += 1
  }
}
