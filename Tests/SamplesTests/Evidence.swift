import Flows
import Foundation
import Night
import Pages
import Spreadsheets
import Store
import Tables
import Values

/// What a night left behind, as tables under the names that samples use for them.
struct Evidence {
  let day: Day
  let shift: NightShift
  let path: String
  var exit: Int32 = 0
  var fault: Fault?
  var oddities: [Oddity] = []
  /// Why sheets were not published.
  var failures: [String] = []

  /// The table an expectation of that path (under `out`) speaks of.
  func found(_ name: String, titles: [String]) throws -> Found {
    let parts = name.split(separator: "/").map(String.init)
    if parts.count == 3, parts[1].hasSuffix(".xlsx"), parts[2].hasSuffix(".csv") {
      return try Evidence.sheet("\(path)/parties/\(parts[0])/outbound/\(day)/\(parts[1])", String(parts[2].dropLast(4)), titles)
    }
    if parts.count == 3, parts[1].hasSuffix(".html"), parts[2].hasSuffix(".csv") {
      return page("\(path)/parties/\(parts[0])/outbound/\(day)/\(parts[1])", String(parts[2].dropLast(4)), titles)
    }
    if parts.count == 2, parts[1].hasSuffix(".csv") { return try comma("\(path)/parties/\(parts[0])/outbound/\(day)/\(parts[1])") }
    if name.hasPrefix("explain_") { return try explanation(String(name.dropFirst(8).dropLast(4))) }
    switch name {
    case "files.csv": return try files()
    case "folders.csv": return folders()
    case "workbooks.csv": return try workbooks()
    case "ledger.csv": return try ledger()
    case "waiting.csv": return try waiting()
    case "oddities.csv": return Found(titles: ["place", "reason"], rows: oddities.map { [.text($0.place), .text($0.reason)] })
    case "fault.csv":
      return Found(
        titles: ["code", "place", "exit"], rows: fault.map { [[.text($0.code), .text($0.place), .text("\($0.exitCode)")]] } ?? [])
    case let query where parts.count == 1 && query.hasSuffix(".csv"): return try self.query(String(name.dropLast(4)))
    default: throw SampleFlaw("\(name): no table of that name is known; see samples/README.md")
    }
  }

  // MARK: workbooks

  /// The list under the first row that holds all the titles, to the sheet's end; of 汇总 its labels and their values.
  static func sheet(_ path: String, _ sheet: String, _ titles: [String]) throws -> Found {
    guard FileManager.default.fileExists(atPath: path) else { return Found(flaw: "there is no such workbook") }
    let reader: SheetReader
    do { reader = try SheetReader(path: path, hints: ReadHints(sheet: .name(sheet))) } catch { return Found(flaw: "\(error)") }
    var grid = Grid()
    while try reader.next(into: &grid) {}
    let rows = grid.rows.map { row in (0..<Int(row.count)).map { Found.Cell(grid, grid.cell(row, $0)) } }
    if titles == ["项目", "值"] {
      return Found(
        titles: titles, rows: rows.compactMap { $0.count > 1 && !$0[0].text.isEmpty && !$0[1].text.isEmpty ? Array($0[0...1]) : nil },
        isKeyed: true)
    }
    guard let header = rows.firstIndex(where: { row in titles.allSatisfy { title in row.contains { $0.text == title } } }) else {
      let most = rows.max { $0.count < $1.count } ?? []
      return Found(flaw: "no row holds all the titles; the widest is \(most.map(\.text).joined(separator: " "))")
    }
    return Found(titles: rows[header].map(\.text), rows: Array(rows[(header + 1)...]))
  }

  // MARK: pages and comma-separated files

  /// A list of a page by its title, its heading as the column `#` where rows stand under one; of 汇总 every label above the lists.
  private func page(_ path: String, _ list: String, _ titles: [String]) -> Found {
    let page: PageReader
    do { page = try PageReader(path: path) } catch { return Found(flaw: "\(error)") }
    if titles == ["项目", "值"] {
      let lines = [("标题", page.title)] + page.about + page.figures.flatMap { $0 }
      return Found(titles: titles, rows: lines.map { [.text($0.0), Evidence.figure($0.1)] }, isKeyed: true)
    }
    guard let table = page.tables.first(where: { $0.title == list }) else {
      return Found(flaw: "the page has no list of that name; it has \(page.tables.map(\.title).joined(separator: " "))")
    }
    return Found(
      titles: ["#"] + table.titles, rows: table.rows.map { row in [.text(row.heading)] + row.cells.map(Evidence.figure) })
  }

  /// 1,234.50 as the number it is.
  private static func figure(_ text: String) -> Found.Cell {
    let plain = text.replacing(",", with: "")
    return plain.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?%?/) != nil ? .either(plain) : .text(text)
  }

  private func comma(_ path: String) throws -> Found {
    guard FileManager.default.fileExists(atPath: path) else { return Found(flaw: "there is no such file") }
    let table = try Table(file: path)
    return Found(titles: table.titles, rows: table.rows.map { $0.map { .either($0) } })
  }

  // MARK: answers and the store

  private func query(_ name: String) throws -> Found {
    var found = Found(titles: [], rows: [])
    try shift.query(
      name, conditions: [], begin: { table throws(Fault) in found.titles = table.titles },
      row: { cells throws(Fault) in found.rows.append(cells.map { .either($0) }) })
    return found
  }

  /// What `settle explain` says of a key: fields and the columns they came from, amounts, rules, postings.
  private func explanation(_ key: String) throws -> Found {
    var rows: [[Found.Cell]] = []
    for entry in try shift.explainRegisters(key) {
      // The first row is the entry as it stands, those behind it its history.
      for (number, row) in entry.rows.enumerated() {
        for amount in row { rows.append([.text("\(entry.key) \(number) \(amount.title)"), .either(amount.value), .text("")]) }
      }
      for booking in entry.bookings {
        for posting in booking.postings { rows.append([.text("\(booking.kind) \(posting.account)"), .either(posting.amount), .text("")]) }
      }
    }
    for fact in try shift.explain(key) {
      func add(_ what: String, _ value: String, _ from: String = "") {
        rows.append([.text("\(fact.key) \(what)"), .either(value), .text(from)])
      }
      for source in fact.sources { add(source.field, source.value, source.column) }
      for line in fact.lines {
        for amount in line.amounts { add("\(line.kind) \(amount.title)", amount.value) }
        for rule in line.rules { add(rule.rule, rule.table) }
      }
      for booking in fact.bookings { for posting in booking.postings { add(posting.account, posting.amount) } }
    }
    return Found(titles: ["what", "value", "from"], rows: rows, isKeyed: true)
  }

  /// Every file on the night's list and what became of it.
  private func files() throws -> Found {
    var rows: [[Found.Cell]] = []
    for name in try shift.store.runs() where name.day == day {
      guard let run = try shift.store.run(name) else { continue }
      for file in try shift.store.files(run: run) {
        rows.append(
          [
            file.party, file.folder, file.name, file.state.rawValue, file.reason ?? "", "\(file.reading.dataRows)",
            "\(file.reading.rejectedRows)",
            file.reading.encoding,
          ].map { .either($0) })
      }
    }
    return Found(titles: ["party", "feed", "file", "state", "code", "rows", "rejected", "encoding"], rows: rows)
  }

  /// The drop folders every party has.
  private func folders() -> Found {
    let files = FileManager.default
    func list(_ folder: String) -> [String] { ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted() }
    let rows = list("\(path)/parties").flatMap { party in
      list("\(path)/parties/\(party)/inbound").map { [Found.Cell.text(party), .text($0)] }
    }
    return Found(titles: ["party", "feed"], rows: rows)
  }

  private func workbooks() throws -> Found {
    let sheets = try shift.status().lastSheets
    return Found(titles: ["workbook", "state", "rows"], rows: sheets.map { [.text($0.path), .text($0.state), .either("\($0.rows)")] })
  }

  private func ledger() throws -> Found {
    let accounts = try shift.balances(upTo: day)
    return Found(
      titles: ["account", "balance"],
      rows: accounts.map { [.text($0.path), .either(Decimals.text($0.debit - $0.credit, places: $0.unit.places))] },
      isKeyed: true)
  }

  private func waiting() throws -> Found {
    let waiting = try shift.status().waiting
    return Found(
      titles: ["feed", "state", "reason", "rows", "amount", "since"],
      rows: waiting.map { [$0.feed, $0.state, $0.reason, "\($0.rows)", $0.amount, $0.since].map { .either($0) } })
  }
}
