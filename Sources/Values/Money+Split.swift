/// An amount split so that the parts add up to it.
extension Money {
  /// Splits by weights so that the parts add up to the whole: largest remainder, ties by place in the list.
  /// Weights are not negative and not all zero. 603.17 as 60/30/10 → 361.90 / 180.95 / 60.32. (domain.md B0)
  package func split(by weights: [Int64]) -> [Money] {
    precondition(weights.allSatisfy { $0 >= 0 }, "a weight is below zero")
    let total = weights.reduce(Int128(0)) { $0 + Int128($1) }
    precondition(total > 0, "the weights are all zero")
    let size = Int128(minor.magnitude)
    var parts = weights.map { Int64(size * Int128($0) / total) }
    let remainders = weights.map { size * Int128($0) % total }
    let left = Int64(size) - parts.reduce(0, +)
    let order = weights.indices.sorted { (remainders[$0], $1) > (remainders[$1], $0) }
    for index in order.prefix(Int(left)) { parts[index] += 1 }
    return parts.map { Money(minor: minor < 0 ? -$0 : $0) }
  }
}
