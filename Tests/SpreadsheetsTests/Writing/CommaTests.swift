import Spreadsheets
import Testing
import Values

@Suite("Comma-separated text")
struct CommaTests {
  private func line(_ cells: [String], guarded: Bool = true) -> String {
    var text = CommaText(guardsFormulas: guarded)
    text.append(cells)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test("Cells with commas, quotes, line breaks or outer blanks are quoted, others are not")
  func quoting() {
    #expect(line(["a", "b,c", "d\"e", "f\r\ng", " h", ""]) == "a,\"b,c\",\"d\"\"e\",\"f\r\ng\",\" h\",\r\n")
  }

  @Test("What a spreadsheet program would calculate is made a text", arguments: ["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "＝1", "-1-1"])
  func formulas(text: String) {
    #expect(line([text]) == "'\(text)\r\n")
    #expect(line([text], guarded: false) == "\(text)\r\n")
  }

  @Test("Numbers stay numbers", arguments: ["-12.50", "+3", "-16.5%"])
  func numbers(text: String) {
    #expect(line([text]) == "\(text)\r\n")
  }

  @Test("A file is complete or gone")
  func file() throws {
    let scratch = Scratch()
    do {
      let writer = try CommaWriter(path: scratch.file("a.csv"))
      try writer.append(["x"])
    }
    #expect(scratch.names == [])
    let writer = try CommaWriter(path: scratch.file("b.csv"))
    try writer.append(["行", "原因"])
    try writer.finish()
    #expect(scratch.bytes("b.csv") == [0xEF, 0xBB, 0xBF] + Array("行,原因\r\n".utf8))
    #expect(throws: Fault.self) { _ = try CommaWriter(path: "/proc/none.csv") }
  }

  @Test("A disk that takes no more is a fault, and the short file goes")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let scratch = Scratch()
      Limits.files(bytes: 8)
      let writer = try CommaWriter(path: scratch.file("a.csv"))
      try writer.append(["0123456789"])
      #expect(throws: Fault.self) { try writer.finish() }
    }
  }
}
