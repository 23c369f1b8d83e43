import Spreadsheets
import Tables
import Values

/// What must hold of whatever is read: cells lie in their bytes and are characters, rows come in order, every row is counted once, amounts add up.
enum Promises {
  static let limits: ReadLimits = {
    var limits = ReadLimits()
    (limits.fileBytes, limits.inflatedBytes, limits.rows, limits.columns) = (1 << 20, 8 << 20, 20_000, 300)
    (limits.cellBytes, limits.recordBytes, limits.sharedStringBytes) = (4096, 1 << 16, 1 << 20)
    return limits
  }()

  static let fields: [Field] = [
    Field(name: "policy", header: "保单号", aliases: ["a"], kind: .id, need: .required, limits: "max:30"),
    Field(name: "line", header: "险种", aliases: ["b"], kind: .text, limits: "max:40"),
    Field(name: "premium", header: "保费", kind: .money, limits: "min:0"),
    Field(name: "rate", header: "费率", kind: .rate), Field(name: "signed", header: "签单日期", kind: .date, limits: "future:90"),
    Field(name: "at", header: "签单时间", kind: .datetime, limits: "not-before:signed"), Field(name: "count", header: "数量", kind: .number),
    Field(name: "whole", header: "件数", kind: .integer, limits: "unit:件"),
    Field(name: "plate", header: "车牌号", kind: .id, limits: "plate:warn", personal: "plate"),
    Field(name: "vin", header: "车架号", kind: .id, limits: "vin:reject upper"),
    Field(name: "identity", header: "证件号码", kind: .id, limits: "id-number:reject", personal: "id-card"),
    Field(name: "mobile", header: "手机", kind: .id, limits: "mobile:warn", personal: "mobile"),
    Field(name: "correction", header: "更正", kind: .boolean),
  ]
  static let schema = Schema(name: "fuzz", fields: fields)

  /// A file read twice: as it stands, and as a list.
  static func list(in path: String) {
    do {
      let reader = try SheetReader(path: path, limits: limits)
      var grid = Grid()
      var last: Int32 = 0
      while try reader.next(into: &grid, atLeast: 16) {
        check(grid, &last)
        grid.removeAll()
      }
      try verify(path)
    } catch {
      hold(error is Fault && !(error as! Fault).cause.isEmpty, "a refusal says why")
    }
  }

  private static func check(_ grid: Grid, _ last: inout Int32) {
    for row in grid.rows {
      hold(row.number > last, "rows come in order")
      last = row.number
      hold(Int(row.first) + Int(row.count) <= grid.cells.count, "a row's cells are in the grid")
      for index in Int(row.first)..<Int(row.first) + Int(row.count) {
        let cell = grid.cells[index]
        hold(Int(cell.offset) + Int(cell.length) <= grid.bytes.count, "a cell's bytes are in the grid")
        let text = grid.bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)]
        if row.broken == nil { hold(String(validating: text, as: UTF8.self) != nil, "a cell is made of characters") }
        _ = grid.shown(cell)
      }
    }
  }

  private static func verify(_ path: String) throws {
    let reader = try SheetReader(path: path, limits: limits)
    var grid = Grid()
    let header = try reader.findHeader(schema: schema, into: &grid)
    var verifier = try Verifier(header: header, place: reader.place, settings: .init(day: Day(iso: "2026-03-31")))
    verifier.tellsKinds = true
    var rows = VerifiedRows(width: schema.width)
    var (physical, accepted, sum) = (0, 0, Money.zero)
    repeat {
      physical += grid.rows.count
      verifier.verify(grid, into: &rows)
      hold(verifier.takeKinds().count == grid.rows.count, "every row has a kind")
      for row in 0..<rows.batch.count {
        sum += rows.batch[row, 2].money ?? .zero
        _ = RowContent(schema: schema).digest(rows.batch, row)
      }
      accepted += rows.batch.count
      rows.removeAll()
      grid.removeAll()
    } while try reader.next(into: &grid, atLeast: 16)
    verifier.finish()
    hold(verifier.counts.physical == physical, "every row is counted once")
    hold(verifier.counts.accepted == accepted, "accepted rows are handed over")
    if let money = verifier.money.first(where: { $0.field == 2 }) { hold(money.accepted == sum, "accepted amounts add up") }
    for reject in verifier.takeRejects() {
      hold(!reject.reason.code.isEmpty && !reject.reason.remedyZh.isEmpty, "a reject says what to do")
    }
  }

  /// Rows in the plain form are read from the bytes; a comment before them leaves them to the parser. Both must say the same.
  static func sheet(_ bytes: UnsafeRawBufferPointer) {
    let rows = Array(bytes)
    let short = outcome(Parts.sheet(rows, before: ""))
    let long = outcome(Parts.sheet(rows, before: "<!-- -->"))
    if short != long {
      print("short way: \(short.joined(separator: "; "))\nthe parser: \(long.joined(separator: "; "))")
      hold(false, "the short way says what the parser says")
    }
  }

  private static func outcome(_ workbook: [UInt8]) -> [String] {
    MemoryFile(workbook).open { outcome(of: $0) }
  }

  private static func outcome(of path: String) -> [String] {
    do {
      let reader = try SheetReader(path: path, limits: limits)
      var grid = Grid()
      var lines: [String] = []
      var last: Int32 = 0
      while try reader.next(into: &grid, atLeast: 7) {
        check(grid, &last)
        for row in grid.rows {
          let cells = (0..<Int(row.count)).map { "\(grid.cell(row, $0).kind):\(grid.text(grid.cell(row, $0)))" }
          lines.append("\(row.number) \(row.hidden) \(row.broken.map { "\($0)" } ?? "") \(cells)")
        }
        grid.removeAll()
      }
      return lines
    } catch { return ["refused: \(error.code)"] }
  }

  /// The first byte says which kind of cell it is.
  static func cell(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first, String(validating: bytes.dropFirst(), as: UTF8.self) != nil else { return }
    let kinds: [Grid.Kind] = [.text, .number, .serial, .boolean, .error, .blank]
    let kind = kinds[Int(first) % kinds.count]
    var grid = Grid()
    for (row, texts) in [fields.map { Array($0.header.utf8) }, fields.map { _ in Array(bytes.dropFirst()) }].enumerated() {
      let start = grid.cells.count
      for text in texts { grid.append(row == 0 ? .text : kind, text) }
      grid.endRow(number: row + 1, first: start)
    }
    grid.epoch1904 = first & 0x80 != 0
    guard case .found(let header) = HeaderMap.find(in: grid, schema: schema) else { return hold(false, "its own header is found") }
    guard var verifier = try? Verifier(header: header, place: Place(file: "cell")) else { return hold(false, "the fields are right") }
    var rows = VerifiedRows(width: schema.width)
    verifier.verify(grid, into: &rows)
    hold(verifier.counts.physical == 2, "every row is counted once")
    for row in 0..<rows.batch.count {
      for column in 0..<schema.width {
        let datum = rows.batch[row, column]
        if datum.tag == .text {
          hold(String(validating: rows.batch.arena[datum.textRange], as: UTF8.self) != nil, "a cleaned text is made of characters")
        }
      }
    }
    for kind in Mask.kinds {
      hold(Mask.text(String(decoding: bytes.dropFirst(), as: UTF8.self), as: kind).count <= bytes.count, "a mask is no longer")
    }
  }
}
