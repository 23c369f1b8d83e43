/// What the candidates of one row come to, in whatever order they are met. It knows the hit policies; it allocates only where the answer
/// is a list.
struct Tally {
  /// For P and O: a smaller rank comes first. Elsewhere all are 0.
  private let policy: HitPolicy
  private let ranks: Frozen<Int32>
  /// Rules of one class have the same outputs.
  private let classes: Frozen<Int32>
  private let wantsList: Bool
  private(set) var list: [Int] = []

  private var count = 0
  /// The best match: by rank under P, by row elsewhere.
  private var best = -1
  private var differs = false
  /// The first rule that may match, once a missing value is known, and still change the answer.
  private var open = -1
  private var openRank = Int32.max
  private var openDiffers = false
  private var openClass = Int32.min

  init(policy: HitPolicy, ranks: Frozen<Int32>, classes: Frozen<Int32>, wantsList: Bool) {
    self.policy = policy
    self.ranks = ranks
    self.classes = classes
    self.wantsList = wantsList
  }

  @inline(__always)
  mutating func matches(_ rule: Int) {
    count += 1
    if wantsList { list.append(rule) }
    guard best >= 0 else {
      best = rule
      return
    }
    switch policy {
    case .priority:
      if ranks[rule] < ranks[best] {
        best = rule
        differs = false
      } else if ranks[rule] == ranks[best] {
        if classes[rule] != classes[best] { differs = true }
        best = min(best, rule)
      }
    case .any:
      if classes[rule] != classes[best] { differs = true }
      best = min(best, rule)
    case .unique, .first, .ruleOrder, .outputOrder, .collect, .sum, .minimum, .maximum, .count:
      best = min(best, rule)
    }
  }

  @inline(__always)
  mutating func mayMatch(_ rule: Int) {
    if policy == .priority {
      if ranks[rule] < openRank {
        (openRank, openClass, openDiffers, open) = (ranks[rule], classes[rule], false, rule)
        return
      }
      guard ranks[rule] == openRank else { return }
    }
    if openClass == Int32.min { openClass = classes[rule] } else if openClass != classes[rule] { openDiffers = true }
    open = open < 0 ? rule : min(open, rule)
  }

  enum Answer {
    case none
    case one(Int)
    case several
    /// The answer hangs on a value the row lacks; this rule asks for it.
    case open(Int)
  }

  /// A missing value matters only where it could still change the answer.
  var answer: Answer {
    switch policy {
    case .unique:
      if count > 1 { return .several }
      if open >= 0 { return .open(open) }
    case .first:
      if open >= 0, best < 0 || open < best { return .open(open) }
    case .any:
      if differs { return .several }
      if open >= 0, best < 0 || openDiffers || openClass != classes[best] { return .open(open) }
    case .priority:
      if open >= 0 {
        if best < 0 || openRank < ranks[best] { return .open(open) }
        if !differs, openRank == ranks[best], openDiffers || openClass != classes[best] { return .open(open) }
      }
      if differs { return .several }
    case .ruleOrder, .outputOrder, .collect, .sum, .minimum, .maximum, .count:
      if open >= 0 { return .open(open) }
      return count == 0 ? .none : .several
    }
    return best < 0 ? .none : .one(best)
  }

  /// The rules behind `several`, in the policy's order.
  var ordered: [Int] {
    let sorted = list.sorted()
    switch policy {
    case .priority:
      let top = sorted.map { ranks[$0] }.min() ?? 0
      return sorted.filter { ranks[$0] == top }
    case .outputOrder: return sorted.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    case .unique, .any, .first, .ruleOrder, .collect, .sum, .minimum, .maximum, .count: return sorted
    }
  }
}
