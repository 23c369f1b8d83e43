import Tables
package import Values

/// A table told to people: what a rule asks and what it gives, and until when the table holds.
extension DecisionTable {
  /// `险种 商业险，保费 [3000..5000)`; 任何情况 for a rule that asks nothing.
  package func conditions(_ rule: Int) -> String {
    let asked = inputs.indices.compactMap { index -> String? in
      let test = self.rule(rule).tests[index]
      return test.isAny ? nil : "\(inputs[index].name) \(test.text)"
    }
    return asked.isEmpty ? "任何情况" : asked.joined(separator: "，")
  }

  /// `费率 20%，计费口径 net`.
  package func results(_ rule: Int) -> String {
    outputs.compactMap { column -> String? in
      let datum = output(rule, column.name)
      if datum.isNone { return nil }
      return "\(column.name) \(spelled(datum, column.kind))"
    }.joined(separator: "，")
  }

  /// The last day on which some rule can hit, as far as its tests of days say; nil where one has no end.
  package var lastDay: Day? {
    var last: Day?
    for rule in rules {
      var end: Day?
      for (index, test) in rule.tests.enumerated() {
        guard let high = test.points.spans.last?.high, high != .max else { continue }
        let day: Day
        switch inputs[index].kind {
        case .date: day = Day(number: Int32(clamping: high))
        case .datetime: day = Moment(seconds: high).day
        case .text, .number, .money, .rate, .boolean: continue
        }
        end = end.map { min($0, day) } ?? day
      }
      guard let end else { return nil }
      last = last.map { max($0, end) } ?? end
    }
    return last
  }
}
