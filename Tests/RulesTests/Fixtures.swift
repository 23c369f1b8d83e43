import Rules
import Tables
import Testing
import Values

/// A table in test text: one line a row, cells between bars.
func rows(_ text: String) -> [[String]] {
  text.split(separator: "\n").map { line in
    line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
  }
}

let house = Place(file: "income.csv", sheet: "收入规则")

func table(_ text: String, name: String = "income") throws -> DecisionTable {
  try DecisionTable(name: name, rows: rows(text), place: house)
}

/// The fault a text of a table is refused with.
func refusal(_ text: String) -> Fault? {
  do {
    _ = try DecisionTable(name: "income", rows: rows(text), place: house)
    return nil
  } catch { return error }
}

/// A batch of one row whose columns are the table's inputs, read from text as the table's kinds are; blank is missing.
func outcome(_ table: DecisionTable, _ cells: String...) throws -> Outcome {
  var batch = Batch(width: max(1, table.inputs.count))
  batch.appendEmptyRow()
  for (index, cell) in cells.enumerated() where !cell.isEmpty {
    let kind = table.inputs[index].kind
    if kind == .text {
      batch.set(0, index, text: cell)
    } else {
      batch.set(0, index, Datum(tag: kind.tag, bits: try Literal.read(cell, as: kind).low))
    }
  }
  return try compiled(table).decide(batch, 0)
}

func compiled(_ table: DecisionTable) throws -> CompiledTable {
  try table.compile(inputs: Dictionary(uniqueKeysWithValues: table.inputs.enumerated().map { ($1.name, $0) }))
}

/// The ids that an outcome names.
func ids(_ outcome: Outcome, _ table: DecisionTable) -> [String] {
  switch outcome {
  case .hit(let rule): [table.id(rule)]
  case .hits(let rules), .ambiguous(let rules): rules.map(table.id)
  case .none, .missing, .unlisted: []
  }
}

/// Whether one cell of a kind lets a value pass.
func passes(_ cell: String, _ value: String, _ kind: ValueKind) throws -> Bool {
  var lexicon = Lexicon()
  let test = try UnaryTest(reading: cell, as: kind, lexicon: &lexicon)
  return test.points.contains(kind == .text ? lexicon.find(value) : try Literal.read(value, as: kind).low)
}

/// SplitMix64: the same tables on every run.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
