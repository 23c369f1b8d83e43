import Foundation
import Night
import NightKit
import Rules
import Tables
import Testing
import Values

/// SplitMix64: the same tables on every run.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// A random rule table as rows of text: every type, every policy, texts that need care in one of the forms.
private struct RandomRows {
  var rows: [[String]] = []

  static let texts = [
    "商业险", "交强险", "a,b", "说\"是\"", "<否>", "&", "=1+1", "-5", "007", "1E5", "null", "not", "甲；乙", "'x", "A (B)", "]x", "２０％", "x\\y",
    "not(x)",
  ]

  init(_ random: inout Seeded) {
    let policy = ["U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#"].randomElement(using: &random)!
    let kinds = ["text", "number", "money", "rate", "date", "datetime", "boolean"]
    let isNumeric = ["C+", "C<", "C>"].contains(policy)
    var columns: [(role: String, kind: String)] = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      ("input", kinds.randomElement(using: &random)!)
    }
    let outputs = policy.hasPrefix("C") && policy != "C" ? 1 : Int.random(in: 1...2, using: &random)
    let listed = policy == "P" || policy == "O" || Bool.random(using: &random)
    for _ in 0..<outputs { columns.append(("output", isNumeric ? "money" : kinds.randomElement(using: &random)!)) }
    if Bool.random(using: &random) { columns.append(("annotation", "")) }
    // In two of three tables the columns stand as a drawing has them.
    if Int.random(in: 0..<3, using: &random) == 0 { columns.shuffle(using: &random) }
    rows = [[policy], ["kind"], ["type"]]
    for (index, column) in columns.enumerated() {
      rows[0].append("列\(index)")
      rows[1].append(column.role)
      rows[2].append(column.kind)
    }
    let choices = columns.map { column in column.role == "output" ? Self.choices(column.kind) : [] }
    if listed { rows.append(["values"] + columns.indices.map { choices[$0].map(Self.spelled).joined(separator: ",") }) }
    if Bool.random(using: &random) { rows.append(["default"] + choices.map { Self.spelledOutput($0.first ?? "") }) }
    for rule in 0..<Int.random(in: 1...8, using: &random) {
      rows.append(
        ["R-\(rule)"]
          + columns.indices.map { index in
            switch columns[index].role {
            case "input": return Self.test(columns[index].kind, &random)
            case "output":
              return Self.spelledOutput(Int.random(in: 0..<6, using: &random) == 0 ? "" : choices[index].randomElement(using: &random)!)
            default: return Bool.random(using: &random) ? "" : Self.texts.randomElement(using: &random)!
            }
          })
    }
  }

  private static func literal(_ kind: String, _ number: Int) -> String {
    switch kind {
    case "text": UnaryTest.spelled(texts[number % texts.count])
    case "number": Decimals.text(number * 25, places: 2)
    case "money": Decimals.text(number * 1050, places: 2)
    case "rate": "\(number % 90)%"
    case "date": Day(number: 20454).advanced(by: number * 9).description
    case "datetime":
      number % 3 == 0
        ? Day(number: 20454).advanced(by: number * 2).description
        : Moment(seconds: 1_767_225_600 + Int64(number) * 172_800 + 4000).description
    default: number % 2 == 0 ? "true" : "false"
    }
  }

  private static func test(_ kind: String, _ random: inout Seeded) -> String {
    let number = Int.random(in: 0..<40, using: &random)
    let value = literal(kind, number)
    let isOrdered = kind != "text" && kind != "boolean"
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return "-"
    case 1: return "not(\(value))"
    case 2: return "\(value),null"
    case 3 where kind != "boolean": return "\(value),\(literal(kind, number + 1))"
    case 4 where isOrdered: return ["<", "<=", ">", ">="].randomElement(using: &random)! + value
    case 5 where isOrdered && kind != "rate": return "[\(value)..\(literal(kind, number + 5)))"
    case 6 where isOrdered && kind != "rate": return "not((\(value)..\(literal(kind, number + 7))],null)"
    case 7: return "null"
    default: return value
    }
  }

  private static func choices(_ kind: String) -> [String] {
    kind == "boolean" ? ["true", "false"] : kind == "text" ? Array(texts.prefix(7)) : (1...5).map { literal(kind, $0 * 2) }
  }

  private static func spelled(_ text: String) -> String { texts.contains(text) ? UnaryTest.spelled(text) : text }
  private static func spelledOutput(_ text: String) -> String { text == "null" ? "\"null\"" : text }
}

@Suite("Rule files in every form")
struct RuleConversionTests {
  @Test("Whatever form a table is carried through, it comes back as the same table", arguments: 0..<4)
  func roundTrip(seed: Int) throws {
    let scratch = ScratchFolder("rules")
    var random = Seeded(state: UInt64(seed))
    var drawn = 0
    for round in 0..<20 {
      let made = RandomRows(&random)
      let original = try DecisionTable(name: "t", rows: made.rows, place: Place(file: "t.csv"))
      let source = "\(scratch.path)/\(round).csv"
      try Data(made.rows.map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n" }.joined().utf8)
        .write(to: URL(fileURLWithPath: source))
      let read = try RuleFile(path: source).table()
      try #require(read.version == original.version, "round \(round): reading the file made another table")
      func path(_ ending: String) -> String { "\(scratch.path)/\(round)-\(ending)" }
      let sheet = try RuleConversion.convert(source, to: path("a.xlsx"))[0]
      #expect(sheet.version == original.version)
      let model = try RuleConversion.convert(path("a.xlsx"), to: path("b.dmn"))[0]
      let back = try RuleConversion.convert(path("b.dmn"), to: path("c.csv"))[0]
      #expect(back.version == model.version)
      #expect(model.canonicalRows(asDrawn: true) == original.canonicalRows(asDrawn: true), "round \(round)")
      if model.version == original.version { drawn += 1 }
      #expect(try RuleConversion.convert(path("c.csv"), to: path("d.xml"))[0].version == model.version)
    }
    #expect(drawn >= 8, "columns in the order of a drawing keep their version through a model")
  }

  @Test("Written twice, a workbook is the same file byte by byte, and so is a model")
  func repeatable() throws {
    let scratch = ScratchFolder("rules")
    let source = Checkout.pipelines + "/settlement/rules/income.csv"
    for folder in ["a", "b"] {
      try FileManager.default.createDirectory(atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: true)
      for ending in ["xlsx", "dmn", "csv"] { _ = try RuleConversion.convert(source, to: "\(scratch.path)/\(folder)/x.\(ending)") }
    }
    for ending in ["xlsx", "dmn", "csv"] {
      let (first, second) = ("\(scratch.path)/a/x.\(ending)", "\(scratch.path)/b/x.\(ending)")
      #expect(FileManager.default.contents(atPath: first) == FileManager.default.contents(atPath: second), "\(ending)")
    }
  }

  @Test("A file that stands there already is not replaced unless that is asked for, and nothing half written is left")
  func standing() throws {
    let scratch = ScratchFolder("rules")
    let source = Checkout.pipelines + "/settlement/rules/income.csv"
    let target = scratch.path + "/x.xlsx"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: target))
    let fault = #expect(throws: Fault.self) { try RuleConversion.convert(source, to: target) }
    #expect(fault?.code == "file-stands" && FileManager.default.contents(atPath: target) == Data("mine".utf8))
    _ = try RuleConversion.convert(source, to: target, force: true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["x.xlsx"])
    #expect(throws: Fault.self) { try RuleConversion.convert(source, to: scratch.path + "/none/x.xlsx") }
  }
}
