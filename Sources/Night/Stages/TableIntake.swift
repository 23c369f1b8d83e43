import Drops
import Flows
import Rules
import Spreadsheets
import Store
import Tables
import Values

/// Reads a file that brings tables instead of rows: each sheet of a workbook, or the one text, is a table by its name, checked as such and kept
/// in canonical cells. A workbook with every decision table of the feed is one fact; else each table is. (contract.md, rules)
struct TableIntake {
  let night: NightShift
  let flow: any Flow
  let feed: Feed

  private struct Found {
    var form: Feed.TableForm
    var rows: [[String]]
  }

  func read(_ file: FileRecord, _ run: RunRecord) throws(Fault) -> FileRecord.Reading {
    let reader = try SheetReader(
      path: night.root.path(of: file.claimed), name: file.name, limits: ReadLimits(feed.limits), hints: ReadHints(encoding: feed.encoding))
    var reading = FileRecord.Reading()
    reading.kind = reader.kind.rawValue
    reading.encoding = reader.encoding
    var found: [Found] = []
    var names: [String] = []
    for index in reader.sheets.indices where !reader.sheets[index].hidden {
      let sheet = reader.sheets[index].name
      // A workbook of one sheet may be named after its table by its file.
      let isOnly = reader.sheets.count { !$0.hidden } == 1
      guard let form = form(sheet) ?? (isOnly ? form(Self.stem(file.name)) : nil) else { continue }
      if reader.sheets.count > 1 { try reader.select(sheet: index) }
      guard !found.contains(where: { $0.form.name == form.name }) else {
        throw wrong(reader.place, "\(form.name) 有两张")
      }
      let grid = try grid(reader, &reading)
      found.append(Found(form: form, rows: try rows(grid, form, reader.place, run)))
      names.append(form.name)
    }
    if found.isEmpty {
      throw Fault(
        .data, code: NightReasons.tableUnknown.code, place: file.name, cause: NightReasons.tableUnknown.zh,
        remedy: NightReasons.tableUnknown.remedyZh)
    }
    let facts = facts(found)
    let chunk = chunk(facts)
    try night.store.append(chunk, file: file, flow: flow.name, feed: feed, day: run.name.day)
    reading.sheet = names.joined(separator: " ")
    reading.dataRows = facts.count
    // What is neither a table's own row nor blank does not exist here: header, rules and all belong to the table.
    reading.headerRows = max(0, reading.physicalRows - reading.blankRows - facts.count)
    reading.physicalRows = reading.dataRows + reading.blankRows + reading.headerRows
    return reading
  }

  /// The table a sheet or a file is named after: `收入规则`, `收入规则_2026-04`, `income`.
  private func form(_ name: String) -> Feed.TableForm? {
    let name = name.lowercased()
    if name.isEmpty { return nil }
    func fits(_ word: String) -> Bool { name == word.lowercased() || name.hasPrefix(word.lowercased()) }
    return feed.tables.first { ([$0.name] + $0.aliases).contains { $0.lowercased() == name } }
      ?? feed.tables.first { ([$0.name] + $0.aliases).contains(where: fits) }
  }

  private static func stem(_ file: String) -> String { file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file }

  private func grid(_ reader: SheetReader, _ reading: inout FileRecord.Reading) throws(Fault) -> Grid {
    var grid = Grid()
    var more = true
    while more { more = try reader.next(into: &grid) }
    reading.physicalRows += grid.rows.count
    reading.blankRows += grid.rows.count { row in (0..<Int(row.count)).allSatisfy { grid.cell(row, $0).kind == .blank } }
    return grid
  }

  private func rows(_ grid: Grid, _ form: Feed.TableForm, _ place: Place, _ run: RunRecord) throws(Fault) -> [[String]] {
    guard let list = form.list else {
      do throws(Fault) {
        return try DecisionTable(name: form.name, grid: grid, place: place).canonicalRows()
      } catch {
        throw Fault(
          .data, code: NightReasons.tableWrong.code, place: error.place, cause: "\(NightReasons.tableWrong.zh)：\(error.cause)",
          remedy: error.remedy)
      }
    }
    return try listRows(grid, list, place, run)
  }

  private func listRows(_ grid: Grid, _ schema: Schema, _ place: Place, _ run: RunRecord) throws(Fault) -> [[String]] {
    let header: HeaderMap
    switch HeaderMap.find(in: grid, schema: schema, shapes: [Shape(name: schema.name, requires: schema.fields.map(\.name))]) {
    case .found(let found): header = found
    case .refused(let refusal): throw refusal.fault(place)
    }
    var verifier = try Verifier(header: header, place: place, settings: .init(day: run.name.day))
    var verified = VerifiedRows(width: schema.width)
    verifier.verify(grid, into: &verified)
    verifier.finish()
    if let reject = verifier.takeRejects().first(where: { !$0.isWarning }) {
      var here = place
      here.row = reject.row
      here.column = reject.column
      throw wrong(here, "\(reject.reason.zh)：\(reject.found)")
    }
    return [schema.fields.map(\.header)]
      + (0..<verified.batch.count).map { row in
        schema.fields.indices.map { Canonical.text(verified.batch[row, $0], in: verified.batch) }
      }
  }

  private func wrong(_ place: Place, _ cause: String) -> Fault {
    Fault(
      .data, code: NightReasons.tableWrong.code, place: place.description, cause: "\(NightReasons.tableWrong.zh)：\(cause)",
      remedy: NightReasons.tableWrong.remedyZh)
  }

  /// One fact for a whole set, in the order of the feed's tables; else one a table.
  private func facts(_ found: [Found]) -> [(name: String, tables: [TableText.Table])] {
    let tables = feed.tables.compactMap { form in found.first { $0.form.name == form.name }.map { (name: form.name, rows: $0.rows) } }
    let decisions = feed.tables.filter { $0.list == nil }
    if decisions.count > 1, decisions.allSatisfy({ decision in tables.contains { $0.name == decision.name } }) {
      return [(feed.wholeSet, tables)]
    }
    return tables.map { ($0.name, [$0]) }
  }

  private func chunk(_ facts: [(name: String, tables: [TableText.Table])]) -> FactChunk {
    var chunk = FactChunk(width: feed.schema.width)
    let content = RowContent(schema: feed.schema)
    let index = flow.feeds.firstIndex { $0.name == feed.name }!
    func field(_ name: String) -> Int { feed.schema.index(of: name)! }
    for (number, fact) in facts.enumerated() {
      chunk.rows.appendEmptyRow()
      chunk.rows.set(number, field("table"), text: fact.name)
      chunk.rows.set(number, field("digest"), text: TableText.digest(fact.tables).hex)
      chunk.rows.set(number, field("cells"), text: TableText.text(fact.tables))
      let row = chunk.rows[number]
      chunk.heads.append(
        FactChunk.Head(
          rowNumber: number + 1, key: feed.keyText(row), order: flow.order(of: row, feed: index), amount: 0, corrects: false))
      chunk.digests.append(contentsOf: content.digest(chunk.rows, number).bytes)
    }
    return chunk
  }
}
