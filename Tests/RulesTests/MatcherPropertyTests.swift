import Rules
import Tables
import Testing
import Values

/// A cell the tests wrote themselves, with its own meaning: nothing of the product's reading or matching is asked.
indirect enum Cell {
  case any
  case null
  case literal(Int)
  case below(Int, includes: Bool)
  case above(Int, includes: Bool)
  case between(Int, Int, low: Bool, high: Bool)
  case list([Cell])
  case not([Cell])

  static func random(_ ordered: Bool, _ points: Int, depth: Int = 0, _ random: inout Seeded) -> Cell {
    let point = Int.random(in: 0..<points, using: &random)
    switch Int.random(in: 0..<(depth == 0 ? 14 : 8), using: &random) {
    case 0...2: return .literal(point)
    case 3 where ordered: return .below(point, includes: Bool.random(using: &random))
    case 4 where ordered: return .above(point, includes: Bool.random(using: &random))
    case 5...7 where ordered:
      let width = Int.random(in: 0...points / 3 + 1, using: &random)
      return .between(point, point + width, low: width < 2 || Bool.random(using: &random), high: width < 2 || Bool.random(using: &random))
    case 8: return .list((0...Int.random(in: 1...3, using: &random)).map { _ in Cell.random(ordered, points, depth: 1, &random) })
    case 9: return .not((0...Int.random(in: 0...2, using: &random)).map { _ in Cell.random(ordered, points, depth: 1, &random) })
    case 10 where Int.random(in: 0..<20, using: &random) == 0: return .null
    case 11...13: return .any
    default: return .literal(point)
    }
  }

  var namesNull: Bool {
    switch self {
    case .null: true
    case .list(let cells), .not(let cells): cells.contains(where: \.namesNull)
    case .any, .literal, .below, .above, .between: false
    }
  }

  /// DMN's three truths; nil value is a missing one. `line` says where on the value's line the cell's points lie.
  func truth(_ value: Int64?, _ line: (Int) -> Int64) -> Bool? {
    switch self {
    case .any: return true
    case .null: return value == nil
    case .literal(let point): return value == line(point)
    case .below(let point, let includes): return value.map { includes ? $0 <= line(point) : $0 < line(point) }
    case .above(let point, let includes): return value.map { includes ? $0 >= line(point) : $0 > line(point) }
    case .between(let from, let to, let low, let high):
      return value.map { (low ? $0 >= line(from) : $0 > line(from)) && (high ? $0 <= line(to) : $0 < line(to)) }
    case .list(let cells): return Cell.anyOf(cells, value, line)
    case .not(let cells): return Cell.anyOf(cells, value, line).map { !$0 }
    }
  }

  func truth(_ value: Int?) -> Bool? { truth(value.map(Int64.init)) { Int64($0) } }

  private static func anyOf(_ cells: [Cell], _ value: Int64?, _ line: (Int) -> Int64) -> Bool? {
    let truths = cells.map { $0.truth(value, line) }
    return truths.contains(true) ? true : truths.contains(nil) ? nil : false
  }

  func written(_ name: (Int) -> String) -> String {
    switch self {
    case .any: "-"
    case .null: "null"
    case .literal(let point): name(point)
    case .below(let point, let includes): (includes ? "<=" : "<") + name(point)
    case .above(let point, let includes): (includes ? ">=" : ">") + name(point)
    case .between(let from, let to, let low, let high): (low ? "[" : "(") + name(from) + ".." + name(to) + (high ? "]" : "[")
    case .list(let cells): cells.map { $0.written(name) }.joined(separator: ", ")
    case .not(let cells): "not(" + cells.map { $0.written(name) }.joined(separator: ",") + ")"
    }
  }
}

/// A random table with the meaning its cells were made with.
struct RandomTable {
  var table: DecisionTable
  var kinds: [ValueKind]
  var cells: [[Cell]]
  var outputs: [[String]]
  var points: Int
  /// Columns whose `values` row allows the points from 0 on and nothing below; and whether a default row answers where no rule does.
  var limited: [Bool] = []
  var hasDefault = false

  /// Points of a kind as a table writes them, and as a row holds them.
  static func name(_ point: Int, _ kind: ValueKind) -> String {
    switch kind {
    case .text: "文\(point)"
    case .number: Decimals.trimmed(point * 5, places: 1)
    case .money: Decimals.text(point * 10000 + 50, places: 2)
    case .rate: "\(point)%"
    case .date: Day(number: 20454).advanced(by: point).description
    case .datetime: Moment(seconds: 1_767_225_600 + Int64(point) * 3600).description
    case .boolean: point % 2 == 0 ? "false" : "true"
    }
  }

  static func datum(_ point: Int, _ kind: ValueKind) -> Datum {
    switch kind {
    case .text, .number: .number(millionths: Int64(point) * 500_000)
    case .money: .money(Money(minor: Int64(point) * 10000 + 50))
    case .rate: .rate(Rate(percent: Int64(point)))
    case .date: .date(Day(number: 20454).advanced(by: point))
    case .datetime: .moment(Moment(seconds: 1_767_225_600 + Int64(point) * 3600))
    case .boolean: .boolean(point % 2 == 1)
    }
  }

  /// With `framed`, one table in two has allowed values, and one in two a default row.
  init(policy: HitPolicy, rules: Int, points: Int, columns most: Int = 5, framed: Bool = false, _ random: inout Seeded) throws {
    self.points = points
    let columns = Int.random(in: 1...most, using: &random)
    kinds = (0..<columns).map { _ in ValueKind.allCases.randomElement(using: &random)! }
    let kinds = kinds
    cells = []
    outputs = []
    let numeric = policy.aggregates && policy != .count
    var rows: [[String]] = [
      [policy.rawValue] + (0..<columns).map { "c\($0)" } + ["out"], ["kind"] + kinds.map { _ in "input" } + ["output"],
      ["type"] + kinds.map(\.rawValue) + [numeric ? "money" : "text"],
    ]
    limited = kinds.map { $0 != .boolean && framed && Bool.random(using: &random) }
    hasDefault = framed && Bool.random(using: &random)
    let allowed = zip(kinds, limited).map { kind, isLimited in
      !isLimited
        ? ""
        : kind == .text ? (0...points * 2).map { RandomTable.name($0, .text) }.joined(separator: ",") : ">=" + RandomTable.name(0, kind)
    }
    if policy.needsOrder || limited.contains(true) { rows.append(["values"] + allowed + [policy.needsOrder ? "w,v,u" : ""]) }
    if hasDefault { rows.append(["default"] + kinds.map { _ in "" } + [numeric ? "5" : "u"]) }
    func zero(_ kind: ValueKind) -> Int64 { RandomTable.datum(0, kind).bits }
    for rule in 0..<rules {
      var line: [Cell] = []
      for (column, kind) in kinds.enumerated() {
        while true {
          let cell = Cell.random(kind.isOrdered, kind == .boolean ? 2 : points, &random)
          var lexicon = Lexicon()
          // Cells that can never be true are refused, and have a test of their own.
          // So are cells that lie wholly outside the allowed values.
          if let test = try? UnaryTest(reading: cell.written { RandomTable.name($0, kind) }, as: kind, lexicon: &lexicon),
            !limited[column] || kind == .text || test.namesMissing || test.points.spans.contains(where: { $0.high >= zero(kind) })
          {
            line.append(cell)
            break
          }
        }
      }
      cells.append(line)
      let output = numeric ? "\(Int.random(in: 1...9, using: &random))" : ["u", "v", "w"].randomElement(using: &random)!
      outputs.append([output])
      rows.append(["R\(rule)"] + zip(line, kinds).map { cell, kind in cell.written { RandomTable.name($0, kind) } } + [output])
    }
    table = try DecisionTable(name: "random", rows: rows, place: Place(file: "random.csv"))
  }

  /// The plain scan: every rule is asked, and the policy is applied as the contract words it.
  func expected(_ values: [Int?]) -> Outcome {
    if let column = kinds.indices.first(where: { limited[$0] && (values[$0] ?? 0) < 0 }) { return .unlisted(column: column) }
    let found = ruled(values)
    guard found == .none, hasDefault else { return found }
    return table.policy.isCollecting ? .hits([cells.count]) : .hit(rule: cells.count)
  }

  private func ruled(_ values: [Int?]) -> Outcome {
    var certain: [Int] = []
    var open: [Int] = []
    for rule in cells.indices {
      var verdict: Bool? = true
      for column in kinds.indices {
        let cell = cells[rule][column]
        if values[column] != nil || cells.contains(where: { $0[column].namesNull }) {
          if cell.truth(values[column]) != true { verdict = false }
        } else if case .any = cell {
          continue
        } else if alwaysTrue(rule, column) {
          continue
        } else if verdict == true {
          verdict = nil
        }
      }
      if verdict == true { certain.append(rule) } else if verdict == nil { open.append(rule) }
    }
    return answer(certain, open, values)
  }

  /// `not(...)` and lists may come to everything, and then ask for nothing: `<3,>=3`. A boolean's two points are all it has.
  private func alwaysTrue(_ rule: Int, _ column: Int) -> Bool {
    let test = table.rules[rule].tests[column]
    return test.points.isEverything
  }

  private func answer(_ certain: [Int], _ open: [Int], _ values: [Int?]) -> Outcome {
    func missing(_ rule: Int) -> Outcome {
      let column = kinds.indices.first { column in
        if case .any = cells[rule][column] { return false }
        return values[column] == nil && !cells.contains { $0[column].namesNull } && !alwaysTrue(rule, column)
      }!
      return .missing(column: column, rule: rule)
    }
    let order = ["w", "v", "u"]
    func rank(_ rule: Int) -> Int { order.firstIndex(of: outputs[rule][0])! }
    switch table.policy {
    case .unique:
      if certain.count > 1 { return .ambiguous(certain) }
      if let rule = open.first { return missing(rule) }
    case .first:
      if let rule = open.first, rule < certain.first ?? .max { return missing(rule) }
    case .any:
      if Set(certain.map { outputs[$0] }).count > 1 { return .ambiguous(certain) }
      if let rule = open.first, Set((certain + open).map { outputs[$0] }).count > 1 || certain.isEmpty { return missing(rule) }
    case .priority:
      let best = certain.map(rank).min()
      if let top = open.map(rank).min(), top < best ?? .max { return missing(open.first { rank($0) == top }!) }
      return certain.first { rank($0) == best }.map { .hit(rule: $0) } ?? .none
    case .outputOrder:
      if let rule = open.first { return missing(rule) }
      return certain.isEmpty ? .none : .hits(certain.sorted { (rank($0), $0) < (rank($1), $1) })
    case .ruleOrder, .collect, .sum, .minimum, .maximum, .count:
      if let rule = open.first { return missing(rule) }
      return certain.isEmpty ? .none : .hits(certain)
    }
    return certain.first.map { .hit(rule: $0) } ?? .none
  }
}

@Suite struct MatcherPropertyTests {
  @Test("The compiled matcher agrees with a plain scan over random tables", arguments: HitPolicy.allCases)
  func agrees(policy: HitPolicy) throws {
    var random = Seeded(state: UInt64(policy.rawValue.hashValueOfScalars))
    var seen: [String: Int] = [:]
    for round in 0..<36 {
      let size = [3, 9, 40, 150][round % 4]
      let made = try RandomTable(policy: policy, rules: size, points: [4, 12, 40][round % 3], framed: true, &random)
      let compiled = try compiled(made.table)
      var batch = Batch(width: made.kinds.count)
      for row in 0..<50 {
        var values: [Int?] = []
        batch.appendEmptyRow()
        for (column, kind) in made.kinds.enumerated() {
          let isMissing = Int.random(in: 0..<12, using: &random) == 0
          let value = Int.random(in: kind == .boolean ? 0...1 : -1...made.points, using: &random)
          values.append(isMissing ? nil : value)
          if isMissing { continue }
          if kind == .text {
            batch.set(row, column, text: RandomTable.name(value, .text))
          } else {
            batch.set(row, column, RandomTable.datum(value, kind))
          }
        }
        let found = compiled.decide(batch, row)
        let expected = made.expected(values)
        try #require(found == expected, "\(policy) round \(round) row \(row): \(values)")
        seen["\(found)".prefix { $0 != "(" }.description, default: 0] += 1
      }
    }
    // The random tables must reach every kind of answer, or the comparison proves little.
    #expect(seen["missing", default: 0] > 20)
    #expect(seen[policy.isCollecting ? "hits" : "hit", default: 0] > 100)
    #expect(seen["unlisted", default: 0] > 20)
    if policy == .unique || policy == .any { #expect(seen["ambiguous", default: 0] > 100) }
  }

  @Test("One compiled table answers several threads at once as it answers one")
  func threads() async throws {
    var random = Seeded(state: 4)
    let made = try RandomTable(policy: .first, rules: 120, points: 12, &random)
    let compiled = try compiled(made.table)
    var filled = Batch(width: made.kinds.count)
    for row in 0..<400 {
      filled.appendEmptyRow()
      for (column, kind) in made.kinds.enumerated() where kind != .text {
        filled.set(row, column, RandomTable.datum(Int.random(in: 0..<12, using: &random), kind))
      }
    }
    let batch = filled
    let alone = (0..<400).map { compiled.decide(batch, $0) }
    await withTaskGroup(of: [Outcome].self) { group in
      for _ in 0..<4 { group.addTask { (0..<400).map { compiled.decide(batch, $0) } } }
      for await together in group { #expect(together == alone) }
    }
  }

  @Test("A large table is split, hung and packed into bits without losing a rule", arguments: [1, 2, 3])
  func large(seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let kinds: [[ValueKind]] = [[.money, .date], [.text, .money, .date], [.number, .number, .number]]
    let chosen = kinds[seed - 1]
    var rows: [[String]] = [
      ["C"] + chosen.indices.map { "c\($0)" } + ["out"], ["kind"] + chosen.map { _ in "input" } + ["output"],
      ["type"] + chosen.map(\.rawValue) + ["text"],
    ]
    var cells: [[Cell]] = []
    for rule in 0..<1500 {
      let line = chosen.map { kind -> Cell in
        let from = Int.random(in: 0..<2000, using: &random)
        let width = Int.random(in: 0...700, using: &random)
        if from < 200 { return .any }
        return kind == .text ? .literal(from % 300) : .between(from, from + width, low: true, high: true)
      }
      cells.append(line)
      rows.append(["R\(rule)"] + zip(line, chosen).map { cell, kind in cell.written { RandomTable.name($0, kind) } } + ["x"])
    }
    let table = try DecisionTable(name: "large", rows: rows, place: house)
    let compiled = try compiled(table)
    var batch = Batch(width: chosen.count)
    for row in 0..<200 {
      batch.appendEmptyRow()
      let values = chosen.map { kind -> Int? in
        if Int.random(in: 0..<6, using: &random) == 0 { return nil }
        return kind == .text ? Int.random(in: 0..<320, using: &random) : Int.random(in: 0..<2400, using: &random)
      }
      for (column, kind) in chosen.enumerated() {
        guard let value = values[column] else { continue }
        if kind == .text {
          batch.set(row, column, text: RandomTable.name(value, .text))
        } else {
          batch.set(row, column, RandomTable.datum(value, kind))
        }
      }
      let possible = cells.indices.filter { rule in
        chosen.indices.allSatisfy { values[$0] == nil || cells[rule][$0].truth(values[$0]) == true }
      }
      let asking = possible.lazy.compactMap { rule in
        chosen.indices.first { values[$0] == nil && cells[rule][$0].truth(nil as Int?) != true }.map { (rule, $0) }
      }.first
      if let (rule, column) = asking {
        #expect(compiled.decide(batch, row) == .missing(column: column, rule: rule))
      } else {
        #expect(compiled.decide(batch, row) == (possible.isEmpty ? .none : .hits(possible)))
      }
    }
  }
}

extension String {
  /// A seed that is the same on every run, unlike `hashValue`.
  fileprivate var hashValueOfScalars: Int { unicodeScalars.reduce(7) { $0 &* 31 &+ Int($1.value) } }
}
