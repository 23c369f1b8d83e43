import Flows
import Store
import Values

/// One view of a model: its rows ranked, shared out and compared with the period before. Pure; exact whole numbers in, exact whole numbers out.
struct StatisticsTable {
  struct Row {
    var labels: [String]
    var isRest = false
    var quantity: Int64 = 0
    var spreads: [Spread]
    /// The view's measure in this period and in the one before: of the business day, or of the row's own period where the view is by period.
    var now: Int64 = 0
    var before: Int64 = 0
  }

  let view: StatisticsModel.View
  private(set) var rows: [Row] = []
  /// The measure over all rows.
  private(set) var whole: Int64 = 0

  init(view: StatisticsModel.View, model: StatisticsModel, aggregates: [Aggregate], day: Day) {
    self.view = view
    let (now, before) = (model.period.start(of: day), model.period.before(model.period.start(of: day)))
    struct Key: Hashable {
      var period: Day?
      var labels: [String]
    }
    var sums: [Key: Row] = [:]
    for aggregate in aggregates {
      let key = Key(period: view.byPeriod ? aggregate.period : nil, labels: view.dimensions.map { aggregate.dimensions[$0] })
      let labels = (view.byPeriod ? [model.period.title(aggregate.period)] : []) + key.labels
      var row = sums[key] ?? Row(labels: labels, spreads: Array(repeating: Spread(), count: model.measures.count))
      row.add(aggregate.quantity, aggregate.spreads)
      let amount = aggregate.spreads[view.measure].sum
      whole += amount
      if view.byPeriod || aggregate.period == now { row.now += amount }
      if !view.byPeriod && aggregate.period == before { row.before += amount }
      sums[key] = row
    }
    if view.byPeriod {
      for key in Array(sums.keys) {
        sums[key]!.before = sums[Key(period: model.period.before(key.period!), labels: key.labels)]?.now ?? 0
      }
      rows = sums.sorted {
        ($0.key.period!, $0.key.labels.joined(separator: "\t")) < ($1.key.period!, $1.key.labels.joined(separator: "\t"))
      }
      .map(\.value)
    } else {
      rows = sums.values.sorted { left, right in
        let (mine, theirs) = (left.spreads[view.measure].sum, right.spreads[view.measure].sum)
        if mine != theirs { return mine > theirs }
        return left.labels.joined(separator: "\t").utf8.lexicographicallyPrecedes(right.labels.joined(separator: "\t").utf8)
      }
      if view.top > 0 && rows.count > view.top {
        var rest = Row(labels: [], isRest: true, spreads: Array(repeating: Spread(), count: model.measures.count))
        for row in rows[view.top...] {
          rest.add(row.quantity, row.spreads)
          rest.now += row.now
          rest.before += row.before
        }
        rows = Array(rows[..<view.top]) + [rest]
      }
    }
  }

  /// Aggregates with only these dimensions: what differs in another is added together.
  static func merged(_ aggregates: [Aggregate], keeping dimensions: [Int]) -> [Aggregate] {
    var found: [Aggregate] = []
    var places: [String: Int] = [:]
    for aggregate in aggregates {
      var kept = aggregate
      kept.dimensions = dimensions.map { aggregate.dimensions[$0] }
      let key = "\(aggregate.period.number)\t" + kept.dimensions.joined(separator: "\t")
      if let place = places[key] {
        found[place].quantity += kept.quantity
        for index in kept.spreads.indices { found[place].spreads[index].add(kept.spreads[index]) }
      } else {
        places[key] = found.count
        found.append(kept)
      }
    }
    return found
  }
}

extension StatisticsTable.Row {
  fileprivate mutating func add(_ more: Int64, _ spreads: [Spread]) {
    quantity += more
    for index in spreads.indices { self.spreads[index].add(spreads[index]) }
  }
}
