import Foundation
import Pages
import Tables
import Testing
import Values

@Suite("A page")
struct PageTests {
  @Test("is read back as it was written: about, totals, rows")
  func roundTrip() throws {
    let bench = try Bench()
    let report = try bench.write(closing: PageClosing(figures: [.init("期初应收", "1,200.00")]))
    try PageCheck.run(report, rows: [0: 3], sums: [0: [2: -122_861_739]])
    let page = try PageReader(path: bench.path)
    #expect(page.title == "业务台")
    #expect(page.about.map(\.label) == ["收件方", "批次号", "业务日期", "数据截止时间"])
    #expect(page.about.map(\.text) == ["财务（finance）", "2026-11-21-1", "2026-11-21", "2026-11-21 23:59:59"])
    #expect(page.figures[0].map { "\($0.label) \($0.text)" } == ["行数 3", "保费 -1,228,617.39", "期初应收 1,200.00"])
    #expect(page.tables[0].titles == ["保单号", "险种", "保费", "签单日期", "说明"])
    #expect(page.tables[0].rows.map(\.cells)[2] == ["P-3", "商业险", "-1,234,567.89", "2026-11-03", ""])
  }

  @Test("never takes what it shows for markup, wherever it stands")
  func hostile() throws {
    let bench = try Bench()
    let evil = "</td></script><script>alert(1)</script>\"'&amp;<b onclick=x>\\\u{7}\u{202E}]]>"
    var columns = Bench.columns
    columns[1].title = "\"}</style><script>alert(2)</script>\\"
    let table = PagePlan.Table(title: evil, heading: evil, columns: columns, breakdowns: [1], measure: 2, grouped: 4)
    var plan = Bench.plan(table)
    plan.title = evil
    plan.recipient = evil
    plan.notes = [evil]
    let rows = Bench.rows([(evil, evil, 1, "2026-11-01", evil), ("x", "y", 2, "2026-11-01", "z")])
    let report = try bench.write(
      plan, rows, closing: PageClosing(figures: [.init(evil, evil)], ties: [.init(evil, left: evil, right: evil, note: evil)]))
    try PageCheck.run(report)
    let page = try PageReader(path: bench.path)
    let shown = evil.replacing("\u{7}", with: "\u{FFFD}").replacing("\u{202E}", with: "\u{FFFD}")
    #expect(page.tables[0].rows[0].cells[0] == shown && page.tables[0].rows[0].heading == shown)
    #expect(bench.text.ranges(of: "<script").count == 1 && bench.text.ranges(of: "</style").count == 1)
    #expect(!bench.text.contains("<b onclick"))
  }

  @Test("lets nothing run but its own style and script, and nothing call out")
  func policy() throws {
    let bench = try Bench()
    try bench.write()
    let text = bench.text
    func inside(_ tag: String) -> String {
      String(text.split(separator: "<\(tag)>", maxSplits: 1)[1].split(separator: "</\(tag)>", maxSplits: 1)[0])
    }
    func digest(_ text: String) -> String { Data(Digest(of: text).bytes).base64EncodedString() }
    #expect(text.contains("style-src 'sha256-\(digest(inside("style")))'"))
    #expect(text.contains("script-src 'sha256-\(digest(inside("script")))'"))
    #expect(text.contains("default-src 'none'"))
    for word in ["http:", "https:", "//", "style=", "onclick", "src=", "url(", "@import", "fetch", "XMLHttp", "localStorage", "eval"] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test("shows its limit of rows, says how many it left out, and sums them all")
  func limit() throws {
    let bench = try Bench()
    let report = try bench.write(Bench.plan(limit: 2))
    try PageCheck.run(report, rows: [0: 3], sums: [0: [2: -122_861_739]])
    let page = try PageReader(path: bench.path)
    #expect(page.tables[0].rows.count == 2 && page.tables[0].left == 1)
    #expect(page.totals[0] == [2: "-1,228,617.39"])
    #expect(bench.text.contains("本页只列前 2 行，另有 1 行未列出"))
  }

  @Test("puts rows under the heading of their group, wherever they come")
  func groups() throws {
    let bench = try Bench()
    let report = try bench.write(Bench.plan(PagePlan.Table(title: "产品", columns: Bench.columns, grouped: 1, layout: .cards)))
    try PageCheck.run(report)
    let page = try PageReader(path: bench.path)
    #expect(page.tables[0].rows.map { "\($0.heading) \($0.cells[0])" } == ["商业险 P-1", "商业险 P-3", "交强险 P-2"])
  }

  @Test("is the same bytes from the same rows, in either language")
  func repeats() throws {
    let (one, two) = (try Bench(), try Bench())
    try one.write()
    try two.write()
    #expect(one.bytes == two.bytes)
    var plan = Bench.plan()
    plan.language = .en
    try two.write(plan)
    #expect(two.text.contains("<html lang=\"en\">") && two.text.contains("Data until"))
  }

  @Test("draws the values that weigh most, and one bar for all others")
  func bars() throws {
    let bench = try Bench()
    try bench.write(Bench.plan(), Bench.rows((1...20).map { ("P-\($0)", "险种\($0)", Int64($0) * 100, "2026-11-01", "") }))
    #expect(bench.text.ranges(of: "<svg").count == 13)
    #expect(bench.text.contains("<td>其他</td>") && bench.text.contains("width=\"100.0\""))
  }

  @Test("An empty list says so")
  func empty() throws {
    let bench = try Bench()
    try PageCheck.run(try bench.write(Bench.plan(), Batch(width: 5)), rows: [0: 0], sums: [0: [2: 0]])
    #expect(bench.text.contains("没有行"))
  }

  /// The canary: what holds a page to what was meant must itself be able to fail.
  static let damage = [
    ("5,000.00", "5,000.01"), ("P-2", "P-9"), ("<tr><td>P-1</td>", "<td>P-1</td>"), ("</table>", ""), ("-1,228,617.39", "1,228,617.39"),
    ("</html>\n", ""), ("续保", "续&#38;保"),
  ]

  @Test("A damaged page is noticed", arguments: damage)
  func canary(_ from: String, _ to: String) throws {
    let bench = try Bench()
    let report = try bench.write()
    try PageCheck.run(report)
    try bench.spoil(from, to)
    #expect(throws: Fault.self) { try PageCheck.run(report) }
  }

  @Test("A page that does not say what the ledger says is noticed")
  func ledger() throws {
    let bench = try Bench()
    let report = try bench.write()
    #expect(throws: Fault.self) { try PageCheck.run(report, sums: [0: [2: -122_861_738]]) }
    #expect(throws: Fault.self) { try PageCheck.run(report, rows: [0: 4]) }
  }
}
