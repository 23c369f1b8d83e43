import Foundation
import Pages
import Tables
import Testing
import Values

/// Pages as a reader's browser shows them, on a phone and on a desk. Skipped where there is no Chromium: `Tests/run --long` installs it.
/// With SETTLE_PICTURES set to a folder, pictures of every page are left there.
@Suite("A page in a browser", .enabled(if: Browser.program != nil), .serialized)
struct BrowserTests {
  /// A desk of 300 lines with long numbers, long reasons, negative amounts, and a list that is empty.
  static func desk(_ bench: Bench, cards: Bool = false) throws {
    let columns: [PagePlan.Column] = [
      .init("保单号", .id), .init("险种"), .init("供应商", .id), .init("签单日期", .moment), .init("含税保费", .number, total: true),
      .init("不含税保费", .number, total: true), .init("收入金额", .number, total: true), .init("支出合计", .number, total: true),
      .init("差额", .number, total: true), .init("付款状态"), .init("来源文件"), .init("处理建议", .long),
    ]
    var plan = Bench.plan(
      PagePlan.Table(
        title: "明细", heading: "汇总", columns: columns, breakdowns: [2, 1], measure: 6, grouped: cards ? 1 : nil,
        layout: cards ? .cards : .table))
    plan.tables.append(PagePlan.Table(title: "未结算", columns: [.init("业务键", .id), .init("原因", .long)]))
    plan.notes = ["全部明细、数据来源与规则版本见 business-desk.xlsx。"]
    var rows = Batch(width: columns.count)
    for index in 0..<300 {
      rows.appendEmptyRow()
      rows.set(index, 0, text: "PDAA2026440100000\(100_000 + index * 7919 % 300)")
      rows.set(index, 1, text: ["商业险", "交强险", "驾乘人员意外险"][index % 3])
      rows.set(index, 2, text: "SUP-\(["A", "B", "C", "D"][index % 4])")
      rows.set(index, 3, .date(Day(iso: "2026-03-01")!.advanced(by: index % 31)))
      for column in 4...8 { rows.set(index, column, .money(Money(minor: Int64(index * 104_729 % 900_001 - 200_000) * Int64(column)))) }
      rows.set(index, 9, text: index % 9 == 0 ? "暂扣：支出大于收入，待平台审批" : "应付")
      rows.set(index, 10, text: "承保清单（2026年3月）最终版(1).xlsx")
      if index % 5 == 0 { rows.set(index, 11, text: "由平台登记该商户，或更正销售商编号；每晚自动重试。若仍不通过，请联系平台运营核对规则版本与生效日期。") }
    }
    let writer = PageWriter(path: bench.path, plan: plan)
    try writer.append(to: 0, rows, columns: Array(columns.indices))
    writer.close(
      0, PageClosing(figures: [.init("期初应收", "1,234,567.89")], ties: [.init("收入金额", left: "1.00", right: "1.00", note: "明细合计 = 账簿")]))
    try PageCheck.run(try writer.finish())
  }

  static let widths = [390, 1280]

  @Test("fits its width, light and dark, as a table and as cards, and its own policy lets its style and script run", arguments: widths)
  func fits(width: Int) throws {
    let bench = try Bench()
    let browser = try Browser()
    for (cards, dark) in [(false, false), (true, false), (false, true)] {
      try BrowserTests.desk(bench, cards: cards)
      try browser.show(bench.path, width: width, dark: dark)
      #expect(try browser.run("document.documentElement.scrollWidth") as? Int == width)
      #expect(
        try browser.run("[...document.querySelectorAll('main > section')].every(s => s.getBoundingClientRect().right <= innerWidth)")
          as? Bool == true)
      #expect(try browser.run("getComputedStyle(document.body).marginLeft") as? String == "0px", "the style does not hold")
      #expect(try browser.run("document.querySelector('.tools').hidden") as? Bool == false, "the script did not run")
      let colour = try browser.run("getComputedStyle(document.body).backgroundColor") as? String
      #expect(colour == (dark ? "rgb(16, 21, 27)" : "rgb(243, 245, 248)"))
      if let folder = ProcessInfo.processInfo.environment["SETTLE_PICTURES"] {
        let name = "\(folder)/page-\(width)-\(cards ? "cards" : "table")-\(dark ? "dark" : "light")"
        try browser.picture(to: name + ".png")
        try browser.run("document.querySelector('#t0').scrollIntoView()")
        try browser.picture(to: name + "-list.png")
      }
    }
  }

  static let visible =
    "[...document.querySelectorAll('#t0 tbody tr:not(.group)')].filter(r => r.offsetParent !== null || r.getClientRects().length > 0)"

  @Test("finds, filters and sorts its rows", arguments: widths)
  func tools(width: Int) throws {
    let bench = try Bench()
    try BrowserTests.desk(bench)
    let browser = try Browser()
    try browser.show(bench.path, width: width)
    func count() throws -> Int? { try browser.run("\(BrowserTests.visible).length") as? Int }
    func search(_ text: String) throws {
      try browser.run("{ const i = document.querySelector('#t0 input'); i.value = '\(text)'; i.dispatchEvent(new Event('input')) }")
    }
    #expect(try count() == 300)
    try search("pdaa2026440100000100007 ")
    #expect(try count() == 1)
    #expect(try browser.run("document.querySelector('#t0 output').value") as? String == "显示 1 / 300 行")
    try search("SUP-A 交强险")
    #expect(try count() == 25)
    try search("")
    try browser.run("{ const s = document.querySelectorAll('#t0 select')[0]; s.value = '=交强险'; s.dispatchEvent(new Event('change')) }")
    #expect(try count() == 100)
    try browser.run("{ const s = document.querySelectorAll('#t0 select')[0]; s.value = '*'; s.dispatchEvent(new Event('change')) }")

    let premiums = "\(BrowserTests.visible).map(r => parseFloat(r.cells[4].textContent.replace(/,/g, '')))"
    let sorted = "(a => a.every((v, i) => i === 0 || a[i - 1] <= v))(\(premiums))"
    #expect(try browser.run(sorted) as? Bool == false)
    if width < 800 {
      try browser.run(
        "{ const s = document.querySelector('#t0 .sort select'); s.value = '4 ascending'; s.dispatchEvent(new Event('change')) }")
      #expect(try browser.run("getComputedStyle(document.querySelector('#t0 .sort')).display") as? String != "none")
    } else {
      try browser.run("document.querySelectorAll('#t0 th button')[4].click()")
      #expect(try browser.run("document.querySelectorAll('#t0 th')[4].getAttribute('aria-sort')") as? String == "ascending")
    }
    #expect(try browser.run(sorted) as? Bool == true)
  }

  @Test("reads as well without a script", arguments: widths)
  func bare(width: Int) throws {
    let bench = try Bench()
    try BrowserTests.desk(bench)
    try bench.spoil("'use strict';", "return;")
    let browser = try Browser()
    try browser.show(bench.path, width: width)
    #expect(try browser.run("document.querySelector('.tools').hidden") as? Bool == true)
    #expect(try browser.run("\(BrowserTests.visible).length") as? Int == 300)
    #expect(try browser.run("document.documentElement.scrollWidth") as? Int == width)
  }

  /// The canary: what looks for a page that is too wide must be able to see one.
  @Test("A page that is too wide is noticed")
  func canary() throws {
    let bench = try Bench()
    try bench.write()
    try bench.spoil("<h1>", "<h1><svg width=\"2000\" viewBox=\"0 0 1 1\"></svg>")
    try bench.spoil("svg { display: block; width: 100%;", "svg { display: block; width: 2000px;")
    try bench.spoil("style-src 'sha256-", "style-src 'unsafe-inline' 'sha999-")
    let browser = try Browser()
    try browser.show(bench.path, width: 390)
    #expect(try browser.run("document.documentElement.scrollWidth") as? Int != 390)
  }
}
