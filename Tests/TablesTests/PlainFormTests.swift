import Tables
import Testing
import Values

/// The short way through the verifier must never say anything else than the long way: every text goes both ways.
@Suite("The short way and the long way agree")
struct PlainFormTests {
  static let texts = [
    "P1\t", " P1", "P1 ", "2.1E+20", "A*B", "A+B", "1.0", "1.5", "甲\u{3000}乙", "\u{3000}甲", "ＡＢ", "'1", "=\"1\"", "-", "--", "/", "0", "-0",
    "00012", "1,234.50", "1234.5", ".5", "5.",
    "-.5", "1e3", "12.345", "999999999999999.99", "2026-01-05", "2026/01/05", "2026-02-30", "2026-1-5", "0000-00-00", "2026-01-05 10:11:12",
    "2026-01-05 24:00:00", "20%", "0.2", "20",
    "1", "100%", "0.0000000001", "é", "a\u{7F}b", "a\u{0}b", "文", "商业险", "🚗", "\u{200B}1", "12a", "+5", "５", "5 ", "5元", "张三",
  ]

  @Test("For every kind of field", arguments: Field.Kind.allCases)
  func agree(_ kind: Field.Kind) throws {
    let schema = Schema(name: "s", fields: [Field(name: "a", header: "甲", kind: .text), Field(name: "b", header: "乙", kind: kind)])
    // A row that ends in a blank cell the header does not have goes the long way.
    for text in Self.texts {
      for cell in [Grid.Kind.text, .number, .serial, .boolean] {
        func verdict(long: Bool) throws -> (String, [String]) {
          var grid = Grids.make("甲|乙")
          let first = grid.cells.count
          grid.append(.text, "x".utf8)
          grid.append(cell, text.utf8)
          if long { grid.append(.blank, []) }
          grid.endRow(number: 2, first: first)
          let verdict = try Grids.verify(grid, schema, [])
          let row =
            verdict.rows.batch.count > 0
            ? "\(verdict.rows.batch[0, 1].tag) \(verdict.rows.batch[0].text(1) ?? String(verdict.rows.batch[0, 1].bits))" : "none"
          return (row, verdict.codes)
        }
        let (short, long) = (try verdict(long: false), try verdict(long: true))
        #expect(short == long, "\(text) as \(kind) in a \(cell) cell")
      }
    }
  }
}
