/// Builds the tree once a night. A node is split by the input that leaves the fewest rules to look at; a rule whose test reaches over many of the
/// children is not copied into each, it hangs beside the node. All copying together stays within a fixed multiple of the table's size:
/// what would go beyond it becomes a node of bits.
extension CandidateTree {
  init(_ table: DecisionTable, on footing: Footing) {
    var builder = CandidateTreeBuilder(table)
    builder.build()
    nodes = Frozen(builder.nodes, on: footing)
    children = Frozen(builder.children, on: footing)
    starts = Frozen(builder.starts, on: footing)
    candidates = Frozen(builder.candidates, on: footing)
    bitNodes = Frozen(builder.bitNodes, on: footing)
    axes = Frozen(builder.axes, on: footing)
    words = Frozen(builder.words, on: footing)
  }
}

private struct CandidateTreeBuilder {
  /// As many rules as are quicker looked at than told apart.
  static let smallLeaf = 6
  /// A leaf that may not be split any more is still better scanned than turned into bits.
  static let largeLeaf = 48
  static let blocksOfBits = 256

  let table: DecisionTable
  /// By input: its test per rule, or nil where the rule does not care.
  let tests: [[SpanSet?]]
  var nodes: [CandidateTree.Node] = []
  var children: [Int32] = []
  var starts: [Int64] = []
  var candidates: [Int32] = []
  var bitNodes: [CandidateTree.BitNode] = []
  var axes: [CandidateTree.Axis] = []
  var words: [UInt64] = []
  /// How much more may be copied.
  private var left: Int

  /// A node to be made: its rules, and the inputs no longer worth a split.
  private struct Task {
    var node: Int
    var rules: [Int32]
    var spent: UInt64
    var depth: Int
  }

  init(_ table: DecisionTable) {
    self.table = table
    tests = table.inputs.indices.map { column in
      table.rules.map { $0.tests[column].points.isEverything ? nil : $0.tests[column].points }
    }
    left = 24 * table.rules.count + 4096
  }

  /// Nodes for known values come first, so that they have the budget; those for missing values take what is left.
  mutating func build() {
    nodes.append(.init(kind: .leaf))
    var tasks = [Task(node: 0, rules: table.rules.indices.map(Int32.init), spent: 0, depth: 0)]
    var later: [Task] = []
    while let task = tasks.popLast() ?? later.popLast() { make(task, &tasks, &later) }
  }

  private mutating func make(_ task: Task, _ tasks: inout [Task], _ later: inout [Task]) {
    if task.rules.count > CandidateTreeBuilder.smallLeaf, left > 0, task.depth < CandidateTree.deepest - 2, let split = bestSplit(task) {
      left -= split.copies + task.rules.count
      apply(split, to: task, &tasks, &later)
    } else if task.rules.count <= CandidateTreeBuilder.largeLeaf {
      nodes[task.node].first = Int32(candidates.count)
      nodes[task.node].count = Int32(task.rules.count)
      candidates += task.rules
    } else {
      nodes[task.node].kind = .bits
      nodes[task.node].first = Int32(bitNodes.count)
      appendBits(task.rules)
    }
  }

  // MARK: Choosing

  private struct Split {
    var column: Int
    var starts: [Int64]
    /// For each rule that hangs on the input: which blocks it reaches.
    var inside: [(rule: Int32, blocks: [Range<Int>])]
    var beside: [Int32]
    var copies: Int
    var cost: Double
  }

  private func bestSplit(_ task: Task) -> Split? {
    var best: Split?
    for column in tests.indices where task.spent >> UInt64(column) & 1 == 0 {
      guard let split = split(task.rules, column) else { continue }
      if split.cost < (best?.cost ?? Double(task.rules.count) * 0.6) { best = split }
    }
    return best
  }

  /// The costs here are estimates that steer speed alone; no result hangs on them.
  private func split(_ rules: [Int32], _ column: Int) -> Split? {
    var edges: [Int64] = [.min]
    for rule in rules {
      for span in tests[column][Int(rule)]?.spans ?? [] {
        edges.append(span.low)
        if span.high < .max { edges.append(span.high + 1) }
      }
    }
    let starts = CandidateTreeBuilder.distinct(edges)
    guard starts.count > 1 else { return nil }
    var reaching: [(rule: Int32, blocks: [Range<Int>], size: Int)] = []
    var beside: [Int32] = []
    for rule in rules {
      guard let test = tests[column][Int(rule)] else {
        beside.append(rule)
        continue
      }
      let blocks = test.spans.map { CandidateTreeBuilder.blocks(of: $0, in: starts) }
      reaching.append((rule, blocks, blocks.reduce(0) { $0 + $1.count }))
    }
    // Rules that reach far hang beside the node; those that do not care may be copied where the blocks are few.
    var copies = 0
    reaching.sort { ($0.size, $0.rule) < ($1.size, $1.rule) }
    var inside: [(rule: Int32, blocks: [Range<Int>])] = []
    for (rule, blocks, size) in reaching {
      if copies + size <= 2 * rules.count + 16 {
        copies += size
        inside.append((rule, blocks))
      } else {
        beside.append(rule)
      }
    }
    if copies + beside.count * starts.count <= 2 * rules.count + 16 {
      copies += beside.count * starts.count
      inside += beside.map { ($0, [0..<starts.count]) }
      beside = []
    }
    guard beside.count < rules.count else { return nil }
    var sizes = [Int](repeating: 0, count: starts.count + 1)
    for (_, blocks) in inside {
      for block in blocks {
        sizes[block.lowerBound] += 1
        sizes[block.upperBound] -= 1
      }
    }
    var (running, weighted, total) = (0, 0.0, 0.0)
    for size in sizes.dropLast() {
      running += size
      weighted += Double(running) * Double(running)
      total += Double(running)
    }
    let cost = (total > 0 ? weighted / total : 0) + 0.7 * Double(beside.count) + (beside.isEmpty ? 0 : 2)
    return Split(column: column, starts: starts, inside: inside, beside: beside, copies: copies, cost: cost)
  }

  // MARK: Making nodes

  private mutating func apply(_ split: Split, to task: Task, _ tasks: inout [Task], _ later: inout [Task]) {
    var blocks = [[Int32]](repeating: [], count: split.starts.count)
    for (rule, ranges) in split.inside {
      for range in ranges {
        for block in range { blocks[block].append(rule) }
      }
    }
    var node = nodes[task.node]
    node.column = Int32(split.column)
    var made: [Int32] = []
    let spent = task.spent | 1 << UInt64(split.column)
    for rules in blocks {
      made.append(rules.isEmpty ? CandidateTree.nothing : reserve(rules.sorted(), spent, task.depth + 1, &tasks))
    }
    let (reach, isWide) = split.starts[split.starts.count - 1].subtractingReportingOverflow(split.starts[1])
    let dense = split.starts.count > 2 && !isWide && reach < Int64(2 * split.starts.count)
    node.kind = dense ? .table : .search
    node.first = Int32(children.count)
    if dense {
      // Points side by side: one child per point, the first and the last block being what lies outside.
      node.base = split.starts[1]
      var block = 1
      for value in split.starts[1]..<split.starts[split.starts.count - 1] {
        while block + 1 < split.starts.count, split.starts[block + 1] <= value { block += 1 }
        children.append(made[block])
      }
      node.count = Int32(children.count) - node.first
      node.outside = outside(blocks, made, split, task, &tasks)
    } else {
      children += made
      node.count = Int32(made.count)
      node.firstStart = Int32(starts.count)
      starts += split.starts
    }
    if !split.beside.isEmpty { node.beside = reserve(split.beside.sorted(), task.spent, task.depth + 1, &tasks) }
    // A row that lacks the value may hit any of them, but for rules that say what a missing value means.
    let closed = table.inputs[split.column].namesMissing
    let besides = Set(split.beside)
    let open = task.rules.filter { !besides.contains($0) && (!closed || table.rules[Int($0)].tests[split.column].takesMissing) }
    if !open.isEmpty { node.missing = reserve(open, spent, task.depth + 1, &later) }
    nodes[task.node] = node
  }

  /// What lies below the first point and above the last: one child for both.
  private mutating func outside(_ blocks: [[Int32]], _ made: [Int32], _ split: Split, _ task: Task, _ tasks: inout [Task]) -> Int32 {
    let (below, above) = (blocks[0].sorted(), blocks[blocks.count - 1].sorted())
    if above.isEmpty || below == above { return made[0] }
    if below.isEmpty { return made[blocks.count - 1] }
    return reserve(Set(below + above).sorted(), task.spent | 1 << UInt64(split.column), task.depth + 1, &tasks)
  }

  private mutating func reserve(_ rules: [Int32], _ spent: UInt64, _ depth: Int, _ tasks: inout [Task]) -> Int32 {
    nodes.append(.init(kind: .leaf))
    tasks.append(Task(node: nodes.count - 1, rules: rules, spent: spent, depth: depth))
    return Int32(nodes.count - 1)
  }

  private mutating func appendBits(_ rules: [Int32]) {
    let width = (rules.count + 63) / 64
    let node = CandidateTree.BitNode(
      first: Int32(candidates.count), count: Int32(rules.count), firstAxis: Int32(axes.count), axes: 0)
    candidates += rules
    for column in tests.indices where rules.contains(where: { tests[column][Int($0)] != nil }) {
      var edges: [Int64] = []
      for rule in rules {
        for span in tests[column][Int(rule)]?.spans ?? [] {
          edges.append(span.low)
          if span.high < .max { edges.append(span.high + 1) }
        }
      }
      var blocks = CandidateTreeBuilder.distinct(edges + [.min])
      // Blocks may be coarser than the tests: the candidates are looked at one by one anyway.
      if blocks.count > CandidateTreeBuilder.blocksOfBits {
        blocks = (0..<CandidateTreeBuilder.blocksOfBits).map { blocks[$0 * blocks.count / CandidateTreeBuilder.blocksOfBits] }
      }
      var rows = [UInt64](repeating: 0, count: (blocks.count + 1) * width)
      for (place, rule) in rules.enumerated() {
        let bit = UInt64(1) << UInt64(place % 64)
        let everywhere = tests[column][Int(rule)] == nil
        for range in tests[column][Int(rule)]?.spans.map({ CandidateTreeBuilder.blocks(of: $0, in: blocks) }) ?? [0..<blocks.count] {
          for block in range { rows[block * width + place / 64] |= bit }
        }
        let closed = table.inputs[column].namesMissing
        if everywhere || !closed || table.rules[Int(rule)].tests[column].takesMissing { rows[blocks.count * width + place / 64] |= bit }
      }
      axes.append(.init(column: Int32(column), first: Int32(starts.count), count: Int32(blocks.count), firstWord: words.count))
      starts += blocks
      words += rows
    }
    bitNodes.append(node)
    bitNodes[bitNodes.count - 1].axes = Int32(axes.count) - node.firstAxis
  }

  private static func distinct(_ edges: [Int64]) -> [Int64] {
    var distinct: [Int64] = []
    for edge in edges.sorted() where edge != distinct.last { distinct.append(edge) }
    return distinct
  }

  /// The blocks a span reaches into.
  private static func blocks(of span: Span, in starts: [Int64]) -> Range<Int> {
    block(of: span.low, in: starts)..<block(of: span.high, in: starts) + 1
  }

  private static func block(of value: Int64, in starts: [Int64]) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}
