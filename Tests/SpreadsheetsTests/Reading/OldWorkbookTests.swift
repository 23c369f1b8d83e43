import FileKit
import Spreadsheets
import Tables
import Testing
import Values

@Suite("An old binary workbook is read whole")
struct OldWorkbookTests {
  typealias Book = OldWorkbook
  let files = Files()

  static func sheet(_ name: String, _ records: [UInt8], rows: Int = 4, columns: Int = 5, state: UInt8 = 0) -> Book.Sheet {
    Book.Sheet(name: name, state: state, records: Book.dimensions(rows, columns) + records)
  }

  @Test("Texts, numbers, days, truth values and errors; formulas give their saved results")
  func values() throws {
    let records =
      Book.shared(0, 0, 0) + Book.shared(0, 1, 1) + Book.number(1, 0, 1234.5) + Book.number(1, 1, 46027, style: 1)
      + Book.formula(1, 2, 10.5)
      + Book.formula(1, 3, text: "商业险") + Book.formula(1, 4, 46028, style: 1) + Book.truth(3, 0, 1, isError: false)
      + Book.truth(3, 1, 42, isError: true)
    let book = Book(sheets: [Self.sheet("清单", records)], texts: ["保单号", "abc"])
    #expect(try dump(files.write(book.bytes, "a.xls")) == ["1: 保单号|abc", "2: #1234.5|@46027|#10.5|商业险|@46028", "3: ", "4: ?1|!#N/A"])
  }

  @Test("Texts cut into two records are whole")
  func cutTexts() throws {
    let texts = ["甲乙丙丁", "保单号码", "投保人"]
    let records = (0..<3).flatMap { Book.shared(0, $0, $0) }
    for cut in [8 + 3 + 2, 8 + 3 + 4, 8 + 11 + 3 + 4] {
      let book = Book(sheets: [Self.sheet("a", records)], texts: texts, cut: cut)
      #expect(try dump(files.write(book.bytes, "a.xls")) == ["1: 甲乙丙丁|保单号码|投保人"])
    }
  }

  @Test("Days since 1904, hidden rows and hidden sheets")
  func marks() throws {
    let hidden = Self.sheet("隐", Book.number(0, 0, 1), state: 1)
    let shown = Self.sheet("数据", Book.hiddenRow(1) + Book.number(0, 0, 2) + Book.number(1, 0, 3))
    let path = files.write(Book(sheets: [hidden, Self.sheet("空", []), shown], globals: Book.record(0x0022, Book.short(1))).bytes, "a.xls")
    let reader = try SheetReader(path: path)
    #expect(reader.kind == .xls)
    #expect(
      reader.sheets == [Worksheet(name: "隐", hidden: true), Worksheet(name: "空", hidden: false), Worksheet(name: "数据", hidden: false)])
    #expect(reader.place.sheet == "数据")
    var grid = Grid()
    #expect(try reader.next(into: &grid) && grid.epoch1904)
    #expect(grid.rows.map(\.hidden) == [false, true])
    try reader.select(sheet: 0)
    #expect(try dump(reader) == ["1: #1"])
    #expect(refusal(path, hints: ReadHints(sheet: .number(4))) == "sheet-missing")
  }

  @Test("A workbook freexl opens as nothing is read by the walk alone")
  func embedded() throws {
    // A chart inside the sheet is what freexl gives up at.
    let chart = Book.beginning(0x20) + Book.number(0, 0, 99) + Book.end
    let records = Book.shared(0, 0, 0) + Book.number(0, 1, 7) + chart + Book.number(1, 0, 8)
    let book = Book(sheets: [Self.sheet("a", records)], texts: ["甲"])
    #expect(try dump(files.write(book.bytes, "a.xls")) == ["1: 甲|#7", "2: #8"])
  }

  @Test("Encrypted, cut off, looped or empty: refused by name")
  func hostile() throws {
    let book = Book(sheets: [Self.sheet("a", Book.number(0, 0, 1))])
    let locked = Book(sheets: book.sheets, globals: Book.record(0x002F, Book.short(0)))
    #expect(refusal(files.write(locked.bytes, "a.xls")) == "workbook-encrypted")
    #expect(refusal(files.write(Book.container("EncryptedPackage", [1, 2, 3]), "b.xls")) == "workbook-encrypted")
    #expect(refusal(files.write(Book.container("WordDocument", [1, 2, 3]), "c.xls")) == "kind-not-workbook")
    #expect(refusal(files.write(book.bytes.prefix(1600), "d.xls")) == "xls-damaged")
    var looped = book.bytes
    // The stream's first sector is followed by itself.
    let tables = 2
    looped.replaceSubrange(512 + 4 * (tables + 1)..<512 + 4 * (tables + 2), with: Book.long(tables + 1))
    #expect(refusal(files.write(looped, "e.xls")) == "xls-damaged")
    #expect(refusal(files.write(Book(sheets: []).bytes, "f.xls")) == "xls-damaged")
  }

  @Test("No cut or flipped byte makes it crash or run on")
  func damaged() {
    let book = Book(
      sheets: [Self.sheet("a", Book.shared(0, 0, 0) + Book.formula(0, 1, text: "x") + Book.formula(1, 1, 5))], texts: ["甲", "乙"])
    let bytes = book.bytes
    for cut in stride(from: 8, to: bytes.count, by: 97) { _ = try? dump(files.write(bytes.prefix(cut), "a.xls")) }
    for place in stride(from: 8, to: bytes.count, by: 41) {
      var broken = bytes
      broken[place] ^= 0xFF
      _ = try? dump(files.write(broken, "a.xls"))
    }
  }

  @Test("A group's name stands over the columns it is merged with, and over no others")
  func mergedGroups() throws {
    let rows = [["投保人信息", "", "", "保单号"], ["姓名", "手机", "备注", ""], ["张三", "13800138000", "x", "P1"]]
    func headers(merged columns: ClosedRange<Int>?) throws -> [String] {
      var book = Book(tables: [("清单", rows)])
      if let columns {
        book.sheets[0].records += Book.record(
          0x00E5, Book.short(1) + Book.short(0) + Book.short(0) + Book.short(columns.lowerBound) + Book.short(columns.upperBound))
      }
      let schema = Schema(
        name: "list",
        fields: [
          Field(name: "policy", header: "保单号", kind: .id, need: .required), Field(name: "name", header: "投保人信息/姓名", kind: .text),
          Field(name: "mobile", header: "投保人信息/手机", kind: .id), Field(name: "note", header: "备注", kind: .text),
        ])
      let reader = try SheetReader(path: files.write(book.bytes, "a.xls"))
      var grid = Grid()
      return try reader.findHeader(schema: schema, into: &grid).headers
    }
    #expect(try headers(merged: 0...1) == ["投保人信息/姓名", "投保人信息/手机", "备注", "保单号"])
    #expect(try headers(merged: 0...2) == ["投保人信息/姓名", "投保人信息/手机", "投保人信息/备注", "保单号"])
    // Nothing is said to be merged: the name is carried over the blanks, as in every other kind of file.
    #expect(try headers(merged: nil) == ["投保人信息/姓名", "投保人信息/手机", "投保人信息/备注", "保单号"])
  }
}
