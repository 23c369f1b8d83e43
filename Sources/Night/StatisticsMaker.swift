import Drops
import Flows
import Spreadsheets
import Store
import Tables
import Values

/// Makes a model's workbook for one recipient: everything collected as its detail, a table with a chart for each view, all sums tied to the postings.
/// Exact until the last cell: shares, growth, mean and variance are taken of whole numbers, and rounded once.
struct StatisticsMaker {
  let model: StatisticsModel
  let flow: any Flow
  let party: String
  /// Nil: all parts together.
  let part: String?
  let grant: Access.Grant
  let context: BookContext
  let run: RunRecord

  private var english: Bool { context.english }
  private func word(_ zh: String, _ en: String) -> String { english ? en : zh }
  /// Dimensions and measures the recipient may see.
  private var dimensions: [Int] { model.dimensions.indices.filter { grant.sees(model.dimensions[$0].group) } }
  private var measures: [Int] { model.measures.indices.filter { grant.sees(model.measures[$0].group) } }
  private func title(_ dimension: Int) -> String { word(model.dimensions[dimension].title, model.dimensions[dimension].titleEnglish) }
  private func title(of measure: Int) -> String { word(model.measures[measure].title, model.measures[measure].titleEnglish) }
  private var quantityTitle: String { word(model.quantity.title, model.quantity.titleEnglish) }

  static func name(_ model: StatisticsModel, _ run: RunRecord) -> String { "\(model.name)\(run.name.suffix).xlsx" }

  /// Everything collected that the recipient may know of.
  func collected() throws(Fault) -> [Aggregate] {
    let condition = part.flatMap { part in
      model.dimensions.firstIndex { if case .part = $0.source { true } else { false } }.map { (dimension: $0, value: part) }
    }
    return try context.night.store.aggregates(of: model, where: condition)
  }

  func make(at path: String) throws(Fault) -> (rows: Int, totals: String) {
    let all = try collected()
    // What the recipient may not see is added together.
    let seen = StatisticsTable.merged(all, keeping: dimensions)
    // A view by what the recipient may not see is not drawn.
    let views = model.views.filter { view in view.dimensions.allSatisfy(dimensions.contains) && measures.contains(view.measure) }
    let tables = views.map { StatisticsTable(view: $0, model: model, aggregates: all, day: run.name.day) }
    var plan = BookPlan(
      language: english ? .en : .zh, title: word(model.title, model.titleEnglish), recipient: context.name(party), run: "\(run.name)",
      day: run.name.day, cutOff: .end(of: run.name.day), detail: detail, extras: tables.map(list))
    plan.signOff = []
    if let since = try context.night.store.runs(of: model)?.first {
      plan.particulars.append(.init(word("统计自", "Collected since"), "\(since)"))
    }
    plan.particulars.append(.init(word("统计模型", "Model"), "\(model.flow)/statistics/\(model.name).yaml \(model.digest.short)"))
    plan.notes = [
      word(
        "占比＝该行金额÷合计；增长＝（本期－上期）÷上期，上期为零不计；均值、方差（元²）与标准差按过账行计，退保与批改各为一行。",
        "Share = amount by total; growth = (this period less the one before) by the one before, none where that is zero; mean, variance (yuan squared) and deviation are by posted line, a cancellation or an endorsement being one each."
      )
    ]
    let writer = try BookWriter(
      path: path, plan: plan, options: BookOptions(temporary: context.night.root.writingPath, rowLimit: context.night.options.rowLimit))
    for aggregate in seen { try writer.append(cells(aggregate)) }
    for (index, table) in tables.enumerated() {
      for row in table.rows { try writer.append(to: .extra(index), cells(row, table)) }
    }
    let report = try writer.finish(try closing(tables))
    guard report.disagreements.isEmpty else {
      throw Fault(
        .program, code: "sheet-does-not-tie", place: "\(party)/\(model.name)",
        cause: "these figures do not tie: \(report.disagreements.joined(separator: "; "))",
        remedy: "the sheet was not published and the night is not closed; keep the root as it is and report this message")
    }
    let sums = Dictionary(
      uniqueKeysWithValues: measures.enumerated().map { (firstMeasure + $0.offset, sum(seen, $0.element)) }
        + [(firstMeasure - 1, seen.reduce(0) { $0 + $1.quantity })])
    try BookCheck.run(report, rows: [.detail: seen.count], sums: [.detail: sums])
    let totals = measures.map { "\(title(of: $0))=\(plain(sum(seen, $0), $0))" }
    return (seen.count, totals.joined(separator: " "))
  }

  private func sum(_ aggregates: [Aggregate], _ measure: Int) -> Int64 { aggregates.reduce(0) { $0 + $1.spreads[measure].sum } }
  private func plain(_ sum: Int64, _ measure: Int) -> String { Decimals.text(sum, places: model.measures[measure].isMoney ? 2 : 0) }

  // MARK: detail

  /// Period, dimensions, quantity, measures.
  private var firstMeasure: Int { dimensions.count + 2 }

  private var detail: ListPlan {
    var columns = [ListPlan.Column(word("期间", "Period"), .id, width: 10)]
    columns += dimensions.map { ListPlan.Column(title($0), .id, width: 14) }
    columns.append(ListPlan.Column(quantityTitle, .integer, width: 10, total: true))
    columns += measures.map { ListPlan.Column(title(of: $0), format($0), width: 14, total: true) }
    return ListPlan(
      title: word("明细", "Detail"), columns: columns, counted: 0, breakdowns: (0...dimensions.count).map { ListPlan.Breakdown(column: $0) },
      rowsTitle: word("组合数", "Combinations"))
  }

  private func format(_ measure: Int) -> CellFormat { model.measures[measure].isMoney ? .money : .integer }
  private func amount(_ value: Int64?, _ measure: Int) -> BookCell {
    value.map { model.measures[measure].isMoney ? .money(Money(minor: $0)) : .integer($0) } ?? .none
  }

  private func cells(_ aggregate: Aggregate) -> [BookCell] {
    [.id(model.period.title(aggregate.period))] + aggregate.dimensions.map { .id($0) } + [.integer(aggregate.quantity)]
      + measures.map { amount(aggregate.spreads[$0].sum, $0) }
  }

  // MARK: views

  private func list(_ table: StatisticsTable) -> ListPlan {
    let view = table.view
    var columns = view.byPeriod ? [ListPlan.Column(word("期间", "Period"), .id, width: 10)] : []
    columns += view.dimensions.map { ListPlan.Column(title($0), .id, width: 16) }
    let labels = max(0, columns.count - 1)
    columns.append(ListPlan.Column(quantityTitle, .integer, width: 10, total: true))
    let first = columns.count
    columns += measures.map { ListPlan.Column(title(of: $0), self.format($0), width: 14, total: true) }
    let drawn = first + measures.firstIndex(of: view.measure)!
    let (name, format) = (title(of: view.measure), self.format(view.measure))
    columns += [ListPlan.Column(name + word("占比", " share"), .rate, width: 10)]
    if !view.byPeriod {
      columns += [
        ListPlan.Column(word("本期", "This period"), format, width: 14), ListPlan.Column(word("上期", "Period before"), format, width: 14),
      ]
    }
    columns += [
      ListPlan.Column(word("增长", "Growth"), .rate, width: 10), ListPlan.Column(word("均值", "Mean"), format, width: 14),
      ListPlan.Column(word("方差", "Variance"), .money, width: 18), ListPlan.Column(word("标准差", "Deviation"), format, width: 14),
    ]
    columns += ratios.map {
      ListPlan.Column(word($0.title, $0.titleEnglish), $0.kind == .rate ? .rate : .money, width: 12)
    }
    let chart: ListPlan.Chart? =
      view.byPeriod && !view.dimensions.isEmpty
      ? nil : ListPlan.Chart(view.byPeriod ? .columns : .bars, title: name, labels: labels, values: drawn)
    return ListPlan(title: word(view.title, view.titleEnglish), columns: columns, counted: first - 1, chart: chart)
  }

  private func cells(_ row: StatisticsTable.Row, _ table: StatisticsTable) -> [BookCell] {
    let (view, measure) = (table.view, table.view.measure)
    let spread = row.spreads[measure]
    var labels = row.isRest ? [word("其他", "Other")] : row.labels.map { $0.isEmpty ? word("（空）", "(blank)") : $0 }
    let width = view.dimensions.count + (view.byPeriod ? 1 : 0)
    labels += Array(repeating: "", count: max(0, width - labels.count))
    var cells: [BookCell] = labels.map { $0.isEmpty ? .none : .id($0) }
    cells.append(.integer(row.quantity))
    cells += measures.map { amount(row.spreads[$0].sum, $0) }
    cells.append(Rate.share(spread.sum, of: table.whole).map(BookCell.rate) ?? .none)
    if !view.byPeriod { cells += [amount(row.now, measure), amount(row.before, measure)] }
    cells.append(Rate.growth(from: row.before, to: row.now).map(BookCell.rate) ?? .none)
    // In yuan squared to the hundredth, which a money cell shows; a whole number's variance likewise.
    let variance = model.measures[measure].isMoney ? spread.variance(by: 100) : spread.variance(times: 100)
    // Beyond what a cell shows to the hundredth there is only the deviation.
    let shown = variance.flatMap { $0 < 9_000_000_000_000_000 ? $0 : nil }
    cells += [amount(spread.mean, measure), shown.map { .money(Money(minor: $0)) } ?? .none, amount(spread.deviation, measure)]
    return cells + ratios.map { ratio($0, row) }
  }

  /// Ratios of what the recipient may see.
  private var ratios: [StatisticsModel.Ratio] {
    model.ratios.filter { ratio in [ratio.above, ratio.below].allSatisfy { $0.map(measures.contains) ?? true } }
  }

  private func ratio(_ ratio: StatisticsModel.Ratio, _ row: StatisticsTable.Row) -> BookCell {
    func sum(_ measure: Int?) -> Int64 { measure.map { row.spreads[$0].sum } ?? row.quantity }
    let (above, overflow) = sum(ratio.above).multipliedReportingOverflow(by: ratio.times)
    let below = sum(ratio.below)
    if overflow || below <= 0 { return .none }
    switch ratio.kind {
    case .rate: return Rate.share(above, of: below).map(BookCell.rate) ?? .none
    case .money: return .money(Money(minor: Rounding.halfUp.quotient(Int128(above), Int128(below))))
    }
  }

  // MARK: ties

  private func closing(_ tables: [StatisticsTable]) throws(Fault) -> BookClosing {
    var closing = BookClosing()
    closing.headlines.append(.init(quantityTitle, .sum(.detail, column: firstMeasure - 1)))
    for (offset, measure) in measures.enumerated() {
      closing.headlines.append(.init(title(of: measure), .sum(.detail, column: firstMeasure + offset)))
      guard case .cells(let line?, _) = model.measures[measure].source, flow.lines[model.lines].totals.contains(line) else { continue }
      let posted = try context.night.store.totals(since: model, flow: flow, field: line, part: part)
      closing.tieOuts.append(
        .init(
          title(of: measure), left: .sum(.detail, column: firstMeasure + offset),
          right: model.measures[measure].isMoney ? .money(Money(minor: posted)) : .integer(posted),
          note: word("明细合计 = 历次过账合计", "detail = sums kept with the postings of all runs")))
    }
    for (index, table) in tables.enumerated() {
      let quantity = table.view.dimensions.count + (table.view.byPeriod ? 1 : 0)
      let name = word(table.view.title, table.view.titleEnglish)
      for offset in 0...measures.count {
        closing.tieOuts.append(
          .init(
            "\(name) \(offset == 0 ? quantityTitle : title(of: measures[offset - 1]))",
            left: .sum(.extra(index), column: quantity + offset),
            right: .sum(.detail, column: firstMeasure - 1 + offset), note: word("各表合计 = 明细合计", "table = detail")))
      }
    }
    return closing
  }
}
