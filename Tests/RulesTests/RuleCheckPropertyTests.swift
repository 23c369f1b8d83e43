import Rules
import Tables
import Testing
import Values

extension RandomTable {
  /// Where a point of a column lies on its line; a text's number in the column's lexicon.
  func line(_ column: Int) -> (Int) -> Int64 {
    let kind = kinds[column]
    let lexicon = table.inputs[column].lexicon
    return { kind == .text ? lexicon.find(RandomTable.name($0, .text)) : RandomTable.datum($0, kind).bits }
  }

  func namesNull(_ column: Int) -> Bool { cells.contains { $0[column].namesNull } }

  /// The rules that match a row of points, by the cells' own meaning; `Int64.min` is a missing value.
  func matching(_ points: [Int64]) -> [Int] {
    let lines = kinds.indices.map(line)
    return cells.indices.filter { rule in
      kinds.indices.allSatisfy { column in
        cells[rule][column].truth(points[column] == .min ? nil : points[column], lines[column]) == true
      }
    }
  }

  /// Every row of the grid: all points the cells speak of, one on each side of them, one between two, and a missing value where that is a case.
  var grid: [[Int64]] {
    var rows: [[Int64]] = [[]]
    for column in kinds.indices {
      var points: Set<Int64>
      switch kinds[column] {
      case .boolean: points = [0, 1]
      case .text: points = Set((-1...self.points).map(line(column)))
      default:
        points = []
        for point in -1...self.points + 3 {
          let here = line(column)(point)
          points.formUnion([here - 1, here, here + 1])
        }
      }
      if namesNull(column) { points.insert(.min) }
      rows = rows.flatMap { row in points.sorted().map { row + [$0] } }
    }
    return rows
  }

  /// Some row inside a box: its corners and something between.
  func sample(_ box: Box, _ random: inout Seeded) -> [Int64] {
    box.sets.map { set in
      let span = set.spans.randomElement(using: &random)!
      if span.low == span.high { return span.low }
      switch Int.random(in: 0...2, using: &random) {
      case 0 where span.low > .min + 1: return span.low
      case 1 where span.high < .max: return span.high
      default: return Int64.random(in: max(span.low, -1 << 60)...max(span.low, min(span.high, 1 << 60)), using: &random)
      }
    }
  }
}

@Suite struct RuleCheckPropertyTests {
  @Test("Every gap told holds no rule anywhere, and no row of a grid without a rule lies outside the gaps told", arguments: 0..<2)
  func gaps(seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    var (told, shown) = (0, 0)
    for round in 0..<27 {
      let made = try RandomTable(policy: .unique, rules: 2 + round % 9, points: 3, columns: 3, &random)
      var check = RuleCheck(made.table)
      let gaps = check.gaps()
      try #require(check.isComplete)
      for box in gaps {
        told += 1
        for _ in 0..<8 {
          let points = made.sample(box, &random)
          try #require(box.contains(points))
          try #require(made.matching(points).isEmpty, "round \(round): \(points) is told as a gap")
        }
      }
      for points in made.grid where made.matching(points).isEmpty {
        shown += 1
        try #require(gaps.contains { $0.contains(points) }, "round \(round): \(points) has no rule and is not told")
      }
    }
    #expect(told > 40 && shown > 400)
  }

  @Test("Every overlap told is matched by both rules throughout, and no row of a grid with two rules lies outside them", arguments: 0..<2)
  func overlaps(seed: Int) throws {
    var random = Seeded(state: UInt64(100 + seed))
    var (told, shown) = (0, 0)
    for round in 0..<27 {
      let made = try RandomTable(policy: .unique, rules: 2 + round % 9, points: 3, columns: 3, &random)
      var check = RuleCheck(made.table)
      let overlaps = check.overlaps()
      try #require(check.isComplete)
      for (first, second, box) in overlaps {
        told += 1
        for _ in 0..<8 {
          let matching = made.matching(made.sample(box, &random))
          try #require(matching.contains(first) && matching.contains(second))
        }
      }
      for points in made.grid {
        let matching = made.matching(points)
        guard matching.count > 1 else { continue }
        shown += 1
        for (index, second) in matching.enumerated() {
          for first in matching[..<index] {
            try #require(overlaps.contains { $0.first == first && $0.second == second && $0.box.contains(points) })
          }
        }
      }
    }
    #expect(told > 40 && shown > 400)
  }

  @Test(
    "A rule told as unreachable never wins on a grid, and every rule that never could win is told", arguments: [HitPolicy.first, .priority])
  func unreachable(policy: HitPolicy) throws {
    var random = Seeded(state: 77)
    var told = 0
    for round in 0..<30 {
      let made = try RandomTable(policy: policy, rules: 3 + round % 9, points: 4, columns: 2, &random)
      let ids = Set(
        RuleCheck.findings(made.table).filter { $0.code == "rule-unreachable" || $0.code == "rule-duplicate" }
          .compactMap { finding in made.table.rules.first { $0.row == finding.place.row }?.id })
      let order = ["w", "v", "u"]
      func rank(_ rule: Int) -> Int { policy == .first ? rule : order.firstIndex(of: made.outputs[rule][0])! }
      var winners: Set<String> = []
      for points in made.grid {
        let matching = made.matching(points)
        let best = matching.map(rank).min()
        // Rules of one rank say the same under P: each of them wins.
        for rule in matching where rank(rule) == best { winners.insert(made.table.id(rule)) }
      }
      for rule in made.table.rules where ids.contains(rule.id) && policy == .first {
        told += 1
        #expect(!winners.contains(rule.id), "round \(round): \(rule.id) is told as unreachable and wins")
      }
      for rule in made.table.rules where !winners.contains(rule.id) {
        #expect(ids.contains(rule.id), "round \(round): \(rule.id) never wins and is not told")
      }
    }
    if policy == .first { #expect(told > 20) }
  }
}
