import CXLSXWriter
import Values

/// Native charts: what they show stands in cells of their own sheet, so they follow whatever is changed there.
extension WorkbookFile {
  /// Draws a chart under a list's rows; the number of rows the sheet prints with it.
  func draw(_ plan: ListPlan.Chart, on sheet: Sheet, rows: Int, from row: Int) throws(Fault) -> Int {
    let kind = plan.kind == .bars ? LXW_CHART_BAR : LXW_CHART_COLUMN
    guard let chart = workbook_add_chart(book, UInt8(kind.rawValue)), let series = chart_add_series(chart, nil, nil) else {
      throw WorkbookFile.fault(path, "workbook-memory", "no memory to draw a chart", "free some memory and run again")
    }
    chart_series_set_categories(series, sheet.name, 1, UInt16(plan.labels), UInt32(rows), UInt16(plan.labels))
    chart_series_set_values(series, sheet.name, 1, UInt16(plan.values), UInt32(rows), UInt16(plan.values))
    chart_series_set_name(series, plan.title)
    chart_title_set_name(chart, plan.title)
    chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
    // Bars are drawn from the bottom up: the first row of the list shall stand on top.
    if plan.kind == .bars { chart_axis_set_reverse(chart.pointee.y_axis) }
    // As it comes a chart is 480 by 288 pixels, and a row 20 high.
    let scale = plan.kind == .bars ? max(0.9, min(3, Double(rows) / 10)) : 1
    var options = lxw_chart_options()
    options.x_scale = 1.4
    options.y_scale = scale
    try sheet.check(worksheet_insert_chart_opt(sheet.pointer, UInt32(row), 0, chart, &options), row, 0)
    return row + Int(scale * 288 / 20) + 2
  }
}
