import Tables
import Values

/// Grids and feeds as tests write them.
enum Grids {
  /// One row a line, cells between bars, blank cells for nothing; `#` before a cell makes it a number, `@` a day count, `!` an error.
  static func make(_ text: String, from number: Int = 1, epoch1904: Bool = false) -> Grid {
    var grid = Grid()
    grid.epoch1904 = epoch1904
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let first = grid.cells.count
      for cell in line.isEmpty ? [] : line.split(separator: "|", omittingEmptySubsequences: false) {
        switch cell.first {
        case nil: grid.append(.blank, [])
        case "#": grid.append(.number, cell.dropFirst().utf8)
        case "@": grid.append(.serial, cell.dropFirst().utf8)
        case "!": grid.append(.error, cell.dropFirst().utf8)
        default: grid.append(.text, cell.utf8)
        }
      }
      grid.endRow(number: number + index, first: first)
    }
    return grid
  }

  /// A list as it is underwritten, in small.
  static let underwriting = Schema(
    name: "underwriting",
    fields: [
      Field(name: "serial", header: "序号", kind: .integer),
      Field(name: "policy", header: "保单号", aliases: ["保险单号", "保单号码"], kind: .id, need: .required),
      Field(name: "line", header: "险种", aliases: ["险类"], kind: .text, need: .required, limits: "one-of:商业险|交强险"),
      Field(name: "premium", header: "保费", aliases: ["签单保费(含税)", "全保费"], kind: .money, need: .required),
      Field(name: "issued", header: "签单日期", aliases: ["出单日期"], kind: .date, need: .required),
      Field(name: "supplier", header: "供应商", kind: .text, need: .author),
      Field(name: "holder", header: "投保人", kind: .text, personal: "name"),
      Field(name: "holder-id", header: "证件号码", aliases: ["投保人/证件号码"], kind: .id, limits: "resident-id:reject", personal: "id-card"),
      Field(name: "commercial-policy", header: "商业险保单号", kind: .id),
      Field(name: "commercial-premium", header: "商业险保费", kind: .money),
      Field(name: "compulsory-policy", header: "交强险保单号", kind: .id),
      Field(name: "compulsory-premium", header: "交强险保费", kind: .money),
      Field(name: "total", header: "保费合计", kind: .money),
    ])

  static let plain = Shape(name: "plain", requires: ["policy", "line", "premium"])
  static let pair = Shape(
    name: "pair", requires: [],
    lines: [
      Shape.Line(
        fixed: ["line": "商业险"], takes: ["policy": "commercial-policy", "premium": "commercial-premium"], presentBy: "commercial-premium"),
      Shape.Line(
        fixed: ["line": "交强险"], takes: ["policy": "compulsory-policy", "premium": "compulsory-premium"], presentBy: "compulsory-premium"),
    ], checkedTotal: "total", summedField: "premium")
  static let single = Shape(
    name: "single", requires: ["policy"],
    lines: [
      Shape.Line(fixed: ["line": "商业险"], takes: ["premium": "commercial-premium"], presentBy: "commercial-premium"),
      Shape.Line(fixed: ["line": "交强险"], takes: ["premium": "compulsory-premium"], presentBy: "compulsory-premium"),
    ], checkedTotal: "total", summedField: "premium")
  static let shapes = [plain, pair, single]

  static func header(_ grid: Grid, _ schema: Schema = underwriting, _ shapes: [Shape] = shapes) throws -> HeaderMap {
    switch HeaderMap.find(in: grid, schema: schema, shapes: shapes) {
    case .found(let map): return map
    case .refused(let refusal): throw refusal.fault(Place(file: "list.csv"))
    }
  }

  /// Everything the verifier says of a sheet.
  struct Verdict {
    var rows: VerifiedRows
    var rejects: [Reject]
    var counts: RowCounts
    var money: [MoneySum]
    var header: HeaderMap

    var codes: [String] { rejects.map { "\($0.row):\($0.reason.code)" } }
  }

  static func verify(
    _ grid: Grid, _ schema: Schema = underwriting, _ shapes: [Shape] = shapes, settings: Verifier.Settings = .init()
  ) throws -> Verdict {
    let header = try header(grid, schema, shapes)
    var verifier = try Verifier(header: header, place: Place(file: "list.csv"), settings: settings)
    var rows = VerifiedRows(width: schema.width)
    verifier.verify(grid, into: &rows)
    verifier.finish()
    return Verdict(rows: rows, rejects: verifier.takeRejects(), counts: verifier.counts, money: verifier.money, header: header)
  }
}
