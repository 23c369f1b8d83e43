package import Values

/// Typed intake of one sheet: chunks of cells in, rows that passed out, and for every other physical row a word on what it was. Knows the header and
/// the feed's fields; keeps counts, sums and the tie-out with the file's own totals. It stops for nothing: a wrong row is data.
package struct Verifier: Sendable {
  package struct Settings: Sendable {
    /// Names the author column may hold, compared after cleaning. Empty: it is not checked.
    package var author: [String]
    /// The business day, for limits that look ahead.
    package var day: Day?

    package init(author: [String] = [], day: Day? = nil) {
      self.author = author
      self.day = day
    }
  }

  package let header: HeaderMap
  package private(set) var counts = RowCounts()
  package private(set) var money: [MoneySum] = []
  /// Rejects and warnings since they were last taken.
  package private(set) var rejects: [Reject] = []
  /// What each row was, in the order of the rows, while `tellsKinds` is set: for those who show a file row by row.
  package private(set) var kinds: [RowKind] = []
  package var tellsKinds = false

  private let columns: [Column]
  private let readers: [FieldReader]
  private let required: [Int]
  private let author: Set<String>
  /// The author's name as the last row had it that was found to be right.
  private var knownAuthor: [UInt8] = []
  private let lineCheck: LineCheck?
  private let orders: [DateOrder]
  /// How often a mended value was remarked on, by reason and column: beyond the first hundred only counted.
  private var remarks: [Remark: Int] = [:]
  private var lastRow = 0
  /// Values of the row being read that were mended, by column.
  private var mended: [(Int, CellParser.Outcome)] = []
  private var scratch: [UInt8] = []

  private struct Remark: Hashable {
    let code: String
    let column: Int
  }

  /// Throws a setting's fault when a field's limits cannot be understood; `place` names the feeds file or the file read.
  package init(header: HeaderMap, place: Place, settings: Settings = Settings()) throws(Fault) {
    self.header = header
    author = Set(settings.author.map { HeaderText($0).key })
    lineCheck = LineCheck(header.schema, header.shape)
    orders = try DateOrder.all(in: header.schema, place: place).filter {
      header.columnOfField[$0.field] >= 0 && header.columnOfField[$0.other] >= 0
    }
    let required = LineCheck.rowRequired(header.schema, header.shape)
    self.required = required.sorted()
    var columns: [Column] = []
    var readers: [FieldReader] = []
    for (field, column) in header.columnOfField.enumerated() where column >= 0 {
      let declared = header.schema.fields[field]
      let parser = try CellParser(declared, unit: header.units[column], day: settings.day, place: place)
      let isMoney = declared.kind == .money
      columns.append(
        Column(
          parser, column: column, field: field, isRequired: required.contains(field), isAuthor: declared.need == .author && !author.isEmpty,
          sum: isMoney ? money.count : -1))
      readers.append(FieldReader(parser))
      if isMoney { money.append(MoneySum(field: field)) }
    }
    self.columns = columns
    self.readers = readers
  }

  /// What was found since this was last asked.
  package mutating func takeRejects() -> [Reject] {
    defer { rejects = [] }
    return rejects
  }

  /// Rows that somebody else has dealt with and left out of the chunk: counted here, so that every physical row is accounted for.
  package mutating func passOver(_ rows: Int) { counts.unchanged += rows }

  /// A row that passed and that somebody else then found wrong: it counts as rejected, with its amounts.
  package mutating func withdraw(_ row: Batch.Row, _ reject: Reject) {
    counts.accepted -= 1
    for index in money.indices {
      let value = row.money(money[index].field) ?? .zero
      money[index].accepted -= value
      money[index].rejected += value
    }
    self.reject(reject)
  }

  /// A row somebody else has found wrong and left out of the chunk.
  package mutating func reject(_ reject: Reject) {
    counts.rejected += 1
    rejects.append(reject)
  }

  /// What the rows were since this was last asked.
  package mutating func takeKinds() -> [RowKind] {
    defer { kinds = [] }
    return kinds
  }

  /// Reads a chunk. Rows up to the header's last are passed over; rows that passed are appended to `rows`.
  package mutating func verify(_ grid: Grid, into rows: inout VerifiedRows) {
    let width = header.schema.width
    let columns = columns
    let readers = readers
    // Text never grows in cleaning, but a workbook's number or day that is written out may.
    let texts = grid.isDelimited ? 0 : columns.count { $0.kind == .text || $0.kind == .id }
    let room = grid.bytes.count + grid.rows.count * texts * 20 + 64
    var kept: [Int32] = []
    kept.reserveCapacity(grid.rows.count)
    rows.batch.fill(rows: grid.rows.count, bytes: room) { data, base, used in
      var arena = CellParser.Arena(base: base, used: used)
      grid.bytes.withUnsafeBufferPointer { bytes in
        grid.cells.withUnsafeBufferPointer { cells in
          columns.withUnsafeBufferPointer { columns in
            readers.withUnsafeBufferPointer { readers in
              for physical in grid.rows {
                let target = data + kept.count * width
                let mark = arena.used
                let before = tellsKinds ? counts : nil
                defer { if let before { kinds.append(counts.kind(since: before)) } }
                if read(physical, bytes, cells, columns, readers, target, &arena, grid) {
                  kept.append(physical.number)
                } else {
                  arena.used = mark
                  target.update(repeating: .none, count: width)
                }
              }
            }
          }
        }
      }
      return (kept.count, arena.used)
    }
    rows.numbers.append(contentsOf: kept)
  }

  /// One row: true when it passed and its data stand at `target`.
  @inline(__always)
  private mutating func read(
    _ row: Grid.Row, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<Grid.Cell>, _ columns: UnsafeBufferPointer<Column>,
    _ readers: UnsafeBufferPointer<FieldReader>, _ target: UnsafeMutablePointer<Datum>, _ arena: inout CellParser.Arena, _ grid: Grid
  ) -> Bool {
    let number = Int(row.number)
    lastRow = number
    if number <= header.lastRow {
      if number < header.firstRow { counts.above += 1 } else { counts.header += 1 }
      return false
    }
    if row.hidden { counts.hidden += 1 }
    if row.broken != nil {
      reject(broken: row, grid)
      return false
    }
    let first = Int(row.first)
    let count = Int(row.count)
    let mark = arena.used
    let epoch: Int32 = grid.epoch1904 ? 24_107 : 25_569
    mended.removeAll(keepingCapacity: true)
    var clean = !mayBeMore(row, first, count, bytes, cells)
    if clean {
      for index in 0..<columns.count {
        let column = columns.baseAddress! + index
        guard column.pointee.column < count else {
          if column.pointee.isRequired {
            clean = false
            break
          }
          continue
        }
        let cell = cells[first + column.pointee.column]
        if cell.length == 0 {
          if column.pointee.isRequired {
            clean = false
            break
          }
          continue
        }
        let text = UnsafeBufferPointer(start: bytes.baseAddress! + Int(cell.offset), count: Int(cell.length))
        let datum: Datum
        if let plain = column.pointee.plain(text, cell.kind, epoch: epoch, readers[index], &arena) {
          datum = plain
        } else {
          let outcome = readers[index].parser.parse(text, kind: cell.kind, epoch1904: grid.epoch1904, arena: &arena, scratch: &scratch)
          guard outcome.reason == nil ? !(outcome.datum.isNone && column.pointee.isRequired) : Verifier.isMended(outcome) else {
            clean = false
            break
          }
          if outcome.reason != nil { mended.append((index, outcome)) }
          datum = outcome.datum
        }
        if column.pointee.isAuthor, !isKnownAuthor(text) {
          clean = false
          break
        }
        target[column.pointee.field] = datum
      }
    }
    guard clean else {
      arena.used = mark
      return readSlowly(row, bytes, columns, readers, target, &arena, grid)
    }
    for (index, outcome) in mended {
      let column = columns[index]
      let cell = cells[first + column.column]
      let text = UnsafeBufferPointer(start: bytes.baseAddress! + Int(cell.offset), count: Int(cell.length))
      note(row, column, readers[index].parser.field, text, outcome.reason!, outcome.detail, true)
    }
    var holds = lineCheck == nil || hold(row, target)
    if !orders.isEmpty, !isInOrder(row, target) { holds = false }
    for index in 0..<columns.count where columns[index].sum >= 0 {
      let value = Money(minor: target[columns[index].field].bits)
      if holds { money[columns[index].sum].accepted += value } else { money[columns[index].sum].rejected += value }
      money[columns[index].sum].sinceTotal += value
    }
    if holds { counts.accepted += 1 } else { counts.rejected += 1 }
    return holds
  }

  @inline(never)
  private func isKnownAuthor(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    knownAuthor.count == text.count && knownAuthor.elementsEqual(text)
  }

  /// Whether a row must be looked at more closely before it is taken for data: a total, a repeated header, cells beyond the header.
  @inline(__always)
  private func mayBeMore(
    _ row: Grid.Row, _ first: Int, _ count: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<Grid.Cell>
  ) -> Bool {
    if count > header.headers.count { return true }
    var index = first
    while index < first + count, cells[index].length == 0 { index += 1 }
    guard index < first + count else { return true }
    return TotalWord.mayBegin(bytes[Int(cells[index].offset)])
  }

  /// One row, every form of every cell, with a word on all that is wrong.
  @inline(never)
  private mutating func readSlowly(
    _ row: Grid.Row, _ bytes: UnsafeBufferPointer<UInt8>, _ columns: UnsafeBufferPointer<Column>,
    _ readers: UnsafeBufferPointer<FieldReader>,
    _ target: UnsafeMutablePointer<Datum>, _ arena: inout CellParser.Arena, _ grid: Grid
  ) -> Bool {
    target.update(repeating: .none, count: header.schema.width)
    if isBlank(row, grid, bytes) {
      counts.blank += 1
      return false
    }
    if isRepeatedHeader(row, grid) {
      counts.repeatedHeader += 1
      return false
    }
    let before = rejects.count
    var failed = false
    var missing = 0
    for (index, column) in columns.enumerated() {
      let cell = grid.cell(row, column.column)
      let text = UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)])
      var outcome = readers[index].parser.parse(text, kind: cell.kind, epoch1904: grid.epoch1904, arena: &arena, scratch: &scratch)
      if outcome.reason == nil, outcome.datum.isNone, column.isRequired {
        outcome = .rejected(TableReasons.valueMissing)
        missing += 1
      }
      if column.isAuthor, outcome.datum.tag == .text {
        let range = outcome.datum.textRange
        let name = String(decoding: UnsafeBufferPointer(start: arena.base + range.lowerBound, count: range.count), as: UTF8.self)
        if author.contains(HeaderText(name).key) { knownAuthor = Array(text) } else { outcome = .rejected(TableReasons.authorOther) }
      }
      target[column.field] = outcome.datum
      guard let reason = outcome.reason else { continue }
      if !outcome.isWarning { failed = true }
      note(row, column, readers[index].parser.field, text, reason, outcome.detail, outcome.isWarning)
    }
    let firstCell = firstText(row, grid, bytes)
    if let firstCell, TotalWord.begins(firstCell.text), isTotal(row, columns, target, firstCell.column) {
      rejects.removeSubrange(before...)
      tieOut(row, columns, target, grid, bytes)
      return false
    }
    if failed, missing > 0, isNotice(row, grid, bytes, columns, target) {
      rejects.removeSubrange(before...)
      counts.notice += 1
      rejects.append(
        Reject(
          row: Int(row.number), column: nil, reason: TableReasons.notice,
          found: firstCell.map { String(String(decoding: $0.text, as: UTF8.self).prefix(80)) } ?? "", isWarning: true))
      return false
    }
    if lineCheck != nil, !failed { failed = !hold(row, target) }
    if !failed { failed = !isInOrder(row, target) }
    if Int(row.count) > header.headers.count { failed = beyond(row, grid, bytes) || failed }
    for column in columns where column.sum >= 0 {
      let datum = target[column.field]
      let value = datum.money ?? .zero
      money[column.sum].sinceTotal += value
      if failed { money[column.sum].rejected += value } else { money[column.sum].accepted += value }
      if failed, datum.isNone, rejects[before...].contains(where: { $0.column == column.column && $0.reason != TableReasons.valueMissing })
      {
        money[column.sum].illegible += 1
      }
    }
    if failed { counts.rejected += 1 } else { counts.accepted += 1 }
    return !failed
  }

  /// After the last chunk: says how often values were mended without a word each.
  package mutating func finish() {
    for (remark, count) in remarks.sorted(by: { ($0.key.column, $0.key.code) < ($1.key.column, $1.key.code) })
    where count > Verifier.remarkLimit {
      guard let reason = TableReasons.all.first(where: { $0.code == remark.code }) else { continue }
      rejects.append(
        Reject(row: lastRow, column: remark.column, reason: reason, detail: "\(count - Verifier.remarkLimit) more", isWarning: true))
    }
  }

  private static let remarkLimit = 100

  /// Reasons that say a value was read in another form than it should have: remarked on, never in the way.
  private static func isMending(_ reason: Reason) -> Bool {
    reason == TableReasons.amountMended || reason == TableReasons.idFromNumber || reason == TableReasons.dateFromSerial
  }

  private static func isMended(_ outcome: CellParser.Outcome) -> Bool { outcome.isWarning && isMending(outcome.reason!) }
}

// MARK: Kinds of rows

extension Verifier {
  private func isBlank(_ row: Grid.Row, _ grid: Grid, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in Int(row.first)..<Int(row.first) + Int(row.count) {
      let cell = grid.cells[index]
      if cell.length > 0, !CellText.isBlank(UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)])) {
        return false
      }
    }
    return true
  }

  /// The header again, as some programs print it every fifty rows.
  private func isRepeatedHeader(_ row: Grid.Row, _ grid: Grid) -> Bool {
    header.rows.contains { cells in
      var same = 0
      for (column, text) in cells.enumerated() where !text.isEmpty {
        let cell = grid.cell(row, column)
        guard cell.kind == .text, HeaderRow.oneLine(grid.text(cell)).utf8.elementsEqual(text) else { return false }
        same += 1
      }
      return same > 1 || header.headers.count == 1 && same == 1
    }
  }

  private func firstText(
    _ row: Grid.Row, _ grid: Grid, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (text: UnsafeBufferPointer<UInt8>, column: Int)? {
    for column in 0..<Int(row.count) {
      let cell = grid.cell(row, column)
      let text = UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)])
      if !text.isEmpty, !CellText.isBlank(text) { return cell.kind == .text ? (text, column) : nil }
    }
    return nil
  }

  /// A total's word alone makes no total: some column that every row needs must be blank, or hold the word itself.
  private func isTotal(
    _ row: Grid.Row, _ columns: UnsafeBufferPointer<Column>, _ target: UnsafeMutablePointer<Datum>, _ word: Int
  ) -> Bool {
    columns.contains { $0.isRequired && (target[$0.field].isNone || $0.column == word) } || required.isEmpty
  }

  /// A sentence below the data: one cell alone in a row that lacks what every row needs, or a line of labels.
  private func isNotice(
    _ row: Grid.Row, _ grid: Grid, _ bytes: UnsafeBufferPointer<UInt8>, _ columns: UnsafeBufferPointer<Column>,
    _ target: UnsafeMutablePointer<Datum>
  ) -> Bool {
    let needed = columns.count { $0.isRequired }
    let absent = columns.count { $0.isRequired && target[$0.field].isNone }
    var cells = 0
    for index in Int(row.first)..<Int(row.first) + Int(row.count) where grid.cells[index].length > 0 {
      let cell = grid.cells[index]
      if !CellText.isBlank(UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)])) { cells += 1 }
    }
    guard let first = firstText(row, grid, bytes), header.headers.count > 2 else { return false }
    if cells == 1 {
      // A number or a word alone may be the rest of a row; a sentence is not.
      var characters = 0
      for byte in first.text where byte & 0xC0 != 0x80 { characters += 1 }
      return absent >= max(1, needed - 1) && characters >= 6 && first.text.contains { $0 >= 0x80 || $0 == 0x20 }
    }
    let text = String(decoding: first.text, as: UTF8.self)
    return absent == needed && needed > 1 && (text.contains("：") || text.contains(":"))
  }

  /// Compares a printed total with what was read; a difference is a warning, for a total may be older than its rows. (domain.md C2-3)
  private mutating func tieOut(
    _ row: Grid.Row, _ columns: UnsafeBufferPointer<Column>, _ target: UnsafeMutablePointer<Datum>, _ grid: Grid,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    counts.total += 1
    let word = firstText(row, grid, bytes).map { String(decoding: $0.text, as: UTF8.self) } ?? ""
    let isPart = word.contains("小计") || word.lowercased().contains("sub")
    for column in columns where column.sum >= 0 {
      let since = money[column.sum].sinceTotal
      money[column.sum].sinceTotal = .zero
      guard let printed = target[column.field].money else { continue }
      let all = money[column.sum].inFile
      if !isPart { money[column.sum].printed = printed }
      if printed == all || printed == since { continue }
      let sum = isPart ? since : all
      var detail = "\(printed.grouped) ≠ \(sum.grouped)"
      if money[column.sum].illegible > 0 { detail += " (\(money[column.sum].illegible) ?)" }
      rejects.append(
        Reject(
          row: Int(row.number), column: column.column, reason: TableReasons.totalDiffers, found: printed.description, detail: detail,
          isWarning: true))
    }
  }

  /// Whether the row holds the lines its shape speaks of, each with what it needs.
  private mutating func hold(_ row: Grid.Row, _ target: UnsafeMutablePointer<Datum>) -> Bool {
    guard let check = lineCheck else { return true }
    var holds = true
    var present = 0
    var sum = Money.zero
    for line in check.lines where LineCheck.isPresent(target[line.presentBy]) {
      present += 1
      for field in line.required where target[field].isNone {
        holds = false
        let column = header.columnOfField[field]
        rejects.append(
          Reject(
            row: Int(row.number), column: column < 0 ? nil : column, reason: TableReasons.valueMissing,
            detail: header.schema.fields[field].header))
      }
      if let summed = line.summed, let amount = target[summed].money { sum += amount }
    }
    if present == 0 {
      rejects.append(
        Reject(
          row: Int(row.number), column: nil, reason: TableReasons.noLine,
          detail: check.lines.map { header.schema.fields[$0.presentBy].header }.joined(separator: ", ")))
      return false
    }
    if let total = check.total, let printed = target[total].money, printed != sum,
      printed != sum + (check.withTax.flatMap { target[$0].money } ?? .zero)
    {
      rejects.append(
        Reject(
          row: Int(row.number), column: header.columnOfField[total], reason: TableReasons.linesDoNotSum, found: printed.description,
          detail: "\(printed.grouped) ≠ \(sum.grouped)", isWarning: true))
    }
    return holds
  }

  /// Whether the row's dates are to each other what they must be.
  private mutating func isInOrder(_ row: Grid.Row, _ target: UnsafeMutablePointer<Datum>) -> Bool {
    var holds = true
    for order in orders {
      guard let reason = order.judge(target[order.field], target[order.other]) else { continue }
      if !order.isWarning { holds = false }
      rejects.append(
        Reject(
          row: Int(row.number), column: header.columnOfField[order.field], reason: reason,
          detail: header.schema.fields[order.other].header, isWarning: order.isWarning))
    }
    return holds
  }

  /// Cells to the right of the header: in delimited text the row has slipped, in a workbook somebody jotted something down. True when it rejects.
  private mutating func beyond(_ row: Grid.Row, _ grid: Grid, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for column in header.headers.count..<Int(row.count) {
      let cell = grid.cell(row, column)
      let text = UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)])
      if text.isEmpty || CellText.isBlank(text) { continue }
      let reason = grid.isDelimited ? TableReasons.recordTooWide : TableReasons.cellsBeyondHeader
      rejects.append(
        Reject(
          row: Int(row.number), column: column, reason: reason, found: String(String(decoding: text, as: UTF8.self).prefix(80)),
          isWarning: !grid.isDelimited))
      return grid.isDelimited
    }
    return false
  }

  private mutating func reject(broken row: Grid.Row, _ grid: Grid) {
    counts.rejected += 1
    counts.broken += 1
    let reason =
      switch row.broken! {
      case .quote: TableReasons.recordQuote
      case .encoding: TableReasons.recordEncoding
      case .tooLong: TableReasons.recordTooLong
      case .tooManyColumns: TableReasons.recordTooWide
      }
    // The cells of a broken record cannot be told apart, so nobody can say which of them is personal: nothing of it is shown.
    rejects.append(Reject(row: Int(row.number), column: nil, reason: reason))
  }

  private mutating func note(
    _ row: Grid.Row, _ column: Column, _ field: Field, _ text: UnsafeBufferPointer<UInt8>, _ reason: Reason, _ detail: String,
    _ isWarning: Bool
  ) {
    if isWarning, Verifier.isMending(reason) {
      let remark = Remark(code: reason.code, column: column.column)
      remarks[remark, default: 0] += 1
      if remarks[remark]! > Verifier.remarkLimit { return }
    }
    var found = String(String(decoding: text, as: UTF8.self).prefix(80))
    if !field.personal.isEmpty { found = Mask.text(found, as: field.personal) }
    rejects.append(
      Reject(row: Int(row.number), column: column.column, reason: reason, found: found, detail: detail, isWarning: isWarning))
  }
}
