/// Finds the parts of a space for which the set of rules that hold there has a property: none holds (a gap), their shares do not add up, one table
/// holds and another does not. Exact: it walks the inputs one by one, cuts each at the ends of the rules' tests, and goes on with the
/// rules left. Parts with the same answer are joined again, so what comes out reads like something a person would say.
struct BoxSearch {
  let domain: [SpanSet]
  /// The rules as boxes.
  let rules: [Box]
  /// Whether a part where exactly these rules hold is looked for.
  let wanted: ([Int32]) -> Bool
  /// Whether nothing can be wanted any more where this rule covers all that is left: true of every rule when gaps are looked for.
  let ends: (Int32) -> Bool

  private var effort: Effort
  private var order: [Int] = []
  private var known: [Key: [[SpanSet]]] = [:]

  private struct Key: Hashable {
    var depth: Int
    var rules: [Int32]
  }

  init(domain: [SpanSet], rules: [Box], effort: Effort, ends: @escaping (Int32) -> Bool, wanted: @escaping ([Int32]) -> Bool) {
    self.domain = domain
    self.rules = rules
    self.ends = ends
    self.effort = effort
    self.wanted = wanted
  }

  /// Disjoint boxes that together are exactly what is wanted; fewer when the effort is spent, which `effort.isSpent` tells.
  mutating func boxes(_ effort: inout Effort) -> [Box] { boxes(&effort, order: usualOrder) }

  /// The same, cut along whatever order of the inputs takes the fewest boxes: each order is exact, some read better. What the other orders may cost
  /// is a share of the effort that is left, so that looking for the better words never cuts the search short.
  mutating func fewestBoxes(_ effort: inout Effort) -> [Box] {
    let before = effort.left
    var best = boxes(&effort)
    let cost = before - effort.left
    guard !effort.isSpent, best.count > 1 else { return best }
    var allowance = min(effort.left / 4, 40 * cost)
    for order in otherOrders {
      guard allowance > cost else { break }
      var own = Effort(steps: min(allowance, 4 * cost))
      let whole = own.left
      let found = boxes(&own, order: order)
      allowance -= whole - own.left
      _ = effort.take(whole - own.left)
      if !own.isSpent, BoxSearch.length(found).lexicographicallyPrecedes(BoxSearch.length(best)) { best = found }
    }
    return best
  }

  /// Inputs with many different tests first: they tell the rules apart soonest.
  private var usualOrder: [Int] {
    let spread = domain.indices.map { column in Set(rules.map { $0.sets[column] }).count }
    return domain.indices.sorted { (-spread[$0], $0) < (-spread[$1], $1) }
  }

  /// All orders of a few inputs; of many, each input once at the front.
  private var otherOrders: [[Int]] {
    let usual = usualOrder
    guard usual.count <= 4 else { return usual.indices.dropFirst().map { [usual[$0]] + usual[..<$0] + usual[($0 + 1)...] } }
    var orders: [[Int]] = [[]]
    for _ in usual { orders = orders.flatMap { order in usual.filter { !order.contains($0) }.map { order + [$0] } } }
    return orders.filter { $0 != usual }
  }

  /// How much there is to read: boxes, then the runs they are made of.
  private static func length(_ boxes: [Box]) -> [Int] { [boxes.count, boxes.reduce(0) { $0 + $1.sets.reduce(0) { $0 + $1.spans.count } }] }

  private mutating func boxes(_ effort: inout Effort, order: [Int]) -> [Box] {
    self.effort = effort
    self.order = order
    known = [:]
    let found = search(0, rules.indices.filter { rules[$0].intersects(Box(domain)) }.map(Int32.init))
    effort = self.effort
    return found.map { sets in
      var box = Box(domain)
      for (depth, set) in sets.enumerated() { box.sets[order[depth]] = set }
      return box
    }
  }

  private mutating func search(_ depth: Int, _ held: [Int32]) -> [[SpanSet]] {
    // What is remembered is counted too.
    guard effort.take(1 + 3 * held.count) else { return [] }
    if depth == order.count { return wanted(held) ? [[]] : [] }
    if held.contains(where: { ends($0) && coversRest(Int($0), depth) }) { return [] }
    if held.isEmpty { return wanted(held) ? [order[depth...].map { domain[$0] }] : [] }
    let key = Key(depth: depth, rules: held)
    if let answer = known[key] { return answer }
    var joined: [[[SpanSet]]: SpanSet] = [:]
    var sequence: [[[SpanSet]]] = []
    for (set, rules) in parts(order[depth], held) {
      let below = search(depth + 1, rules)
      if below.isEmpty { continue }
      if let other = joined[below] {
        joined[below] = other.union(set)
      } else {
        joined[below] = set
        sequence.append(below)
      }
    }
    let answer = sequence.flatMap { below in below.map { [joined[below]!] + $0 } }
    known[key] = answer
    return answer
  }

  private func coversRest(_ rule: Int, _ depth: Int) -> Bool {
    order[depth...].allSatisfy { domain[$0].isSubset(of: rules[rule].sets[$0]) }
  }

  /// The input's line cut where a test begins or ends; the pieces where the same rules hold, as one set.
  private mutating func parts(_ column: Int, _ held: [Int32]) -> [(SpanSet, [Int32])] {
    var edges: [(at: Int64, rule: Int32)] = []
    for rule in held {
      for span in rules[Int(rule)].sets[column].intersection(domain[column]).spans {
        edges.append((span.low, rule))
        if span.high < .max { edges.append((span.high + 1, rule)) }
      }
    }
    edges.sort { $0.at < $1.at }
    var inside: [Int32] = []  // in order
    var pieces: [[Int32]: [Span]] = [:]
    var sequence: [[Int32]] = []
    var next = 0
    var low = Int64.min
    while true {
      while next < edges.count, edges[next].at == low {
        BoxSearch.flip(edges[next].rule, in: &inside)
        next += 1
      }
      let high = next < edges.count ? edges[next].at - 1 : .max
      guard effort.take(1 + inside.count) else { return [] }
      if pieces[inside] == nil { sequence.append(inside) }
      pieces[inside, default: []].append(Span(low, high))
      if high == .max { break }
      low = high + 1
    }
    return sequence.compactMap { rules in
      let set = SpanSet(pieces[rules]!).intersection(domain[column])
      return set.isEmpty ? nil : (set, rules)
    }
  }

  /// Puts a rule into an ordered list, or takes it out: a test's spans neither touch nor overlap, so edges alternate.
  private static func flip(_ rule: Int32, in list: inout [Int32]) {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < rule { low = middle + 1 } else { high = middle }
    }
    if low < list.count, list[low] == rule { list.remove(at: low) } else { list.insert(rule, at: low) }
  }
}
