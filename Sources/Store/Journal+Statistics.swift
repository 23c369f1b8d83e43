package import Flows
import Foundation
import GRDB
import Tables
package import Values

/// What one combination of dimensions came to in one period, up to now.
package struct Aggregate: Sendable {
  package var period: Day
  package var dimensions: [String]
  package var quantity: Int64
  /// By measure.
  package var spreads: [Spread]
}

/// Statistics: added up with the lines, in the same transaction; read as they stand.
extension Journal {
  /// Adds a chunk's lines to every model of their kind.
  static func collect(
    _ desk: Desk, _ facts: [Fact], _ flow: any Flow, _ models: [StatisticsModel], _ run: Int64, _ names: Names, _ database: Database
  ) throws {
    let models = models.filter { model in desk.lines.contains { $0.kind == model.lines } }
    if models.isEmpty { return }
    var known = Dictionary(facts.map { ($0.id, (feed: $0.feed, row: $0.row)) }, uniquingKeysWith: { first, _ in first })
    for model in models {
      // By key the place of a sum, which is then added to without being looked for.
      var places: [String: Int] = [:]
      var sums: [(key: String, period: Int32, dimensions: String, quantity: Spread, spreads: [Spread])] = []
      for line in desk.lines where line.kind == model.lines {
        if line.fact != 0 && known[line.fact] == nil { known[line.fact] = try fact(line.fact, flow, names, database) }
        let read = model.read(part: line.part, cells: desk.cells[line.kind], row: line.row, fact: known[line.fact], day: desk.day)
        let dimensions = read.dimensions.joined(separator: "\t")
        let key = "\(read.period.number)\t\(dimensions)"
        let place = places[key] ?? sums.count
        if place == sums.count {
          places[key] = place
          sums.append((key, read.period.number, dimensions, Spread(), Array(repeating: Spread(), count: model.measures.count)))
        }
        sums[place].quantity.add(read.quantity)
        for (index, amount) in read.amounts.enumerated() { if let amount { sums[place].spreads[index].add(amount) } }
      }
      let id = try names.id(model.key, database)
      try database.execute(sql: "INSERT OR IGNORE INTO aggregate_run (model, run) VALUES (?, ?)", arguments: [id, run])
      for sum in sums.sorted(by: { $0.key < $1.key }) {
        for (measure, spread) in ([sum.quantity] + sum.spreads).enumerated() where spread.count > 0 {
          try add(spread, id, sum.period, sum.dimensions, measure, database)
        }
      }
    }
  }

  /// Squares are kept in two halves, so that SQLite adds them exactly: 2⁶² × high + low.
  private static func add(
    _ spread: Spread, _ model: Int64, _ period: Int32, _ dimensions: String, _ measure: Int, _ database: Database
  ) throws {
    let insert = try Prepared(
      database,
      """
      INSERT INTO aggregate (model, period, dimensions, measure, rows, amount, square_high, square_low) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (model, period, dimensions, measure) DO UPDATE SET rows = rows + excluded.rows, amount = amount + excluded.amount,
        square_high = square_high + excluded.square_high + ((square_low + excluded.square_low) >> 62),
        square_low = (square_low + excluded.square_low) & 0x3FFFFFFFFFFFFFFF
      """)
    insert.bind(1, model)
    insert.bind(2, Int64(period))
    insert.bind(3, dimensions)
    insert.bind(4, measure)
    insert.bind(5, spread.count)
    insert.bind(6, spread.sum)
    insert.bind(7, Int64(spread.squares >> 62))
    insert.bind(8, Int64(spread.squares & ((1 << 62) - 1)))
    try insert.run()
  }

  /// A fact a line speaks of that is not of the chunk: an older one that was seen again, or one a due reminded of.
  private static func fact(_ id: Int64, _ flow: any Flow, _ names: Names, _ database: Database) throws -> (feed: Int, row: Batch.Row)? {
    guard let found = try Row.fetchOne(database, sql: "SELECT feed, payload FROM fact WHERE id = ?", arguments: [id]),
      let feed = flow.feeds.firstIndex(where: { $0.name == names.text(found[0]) })
    else { return nil }
    var batch = Batch(width: flow.feeds[feed].schema.width)
    guard (found[1] as Data).withUnsafeBytes({ Packed.read($0, into: &batch) }) else { throw damaged("fact \(id)") }
    return (feed, batch[0])
  }

  // MARK: reading

  /// The first and the last run that added to a model; nil where none did.
  package func runs(of model: StatisticsModel) throws(Fault) -> (first: RunName, last: Int64)? {
    try read("statistics") { [names] database in
      guard let id = names.id(of: model.key) else { return nil }
      let found = try Row.fetchOne(
        database,
        sql: """
          SELECT r.day, r.number, (SELECT MAX(run) FROM aggregate_run WHERE model = ?1) FROM run r
          WHERE r.id = (SELECT MIN(run) FROM aggregate_run WHERE model = ?1)
          """, arguments: [id])
      return found.map { (RunName(day: Day(number: $0[0]), number: $0[1]), $0[2]) }
    }
  }

  /// Everything a model collected, by period and dimensions; `where` keeps only one value of one dimension.
  package func aggregates(of model: StatisticsModel, where condition: (dimension: Int, value: String)? = nil) throws(Fault) -> [Aggregate] {
    try read("statistics") { [names] database in
      guard let id = names.id(of: model.key) else { return [] }
      let statement = try Prepared(
        database,
        """
        SELECT period, dimensions, measure, rows, amount, square_high, square_low FROM aggregate WHERE model = ?
        ORDER BY period, dimensions, measure
        """)
      statement.bind(1, id)
      var found: [Aggregate] = []
      var last = ""
      while try statement.next() {
        let (period, text) = (Day(number: Int32(statement.int64(0))), statement.text(1))
        let key = "\(period.number)\t\(text)"
        if key != last {
          let dimensions = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
          found.append(
            Aggregate(
              period: period, dimensions: dimensions, quantity: 0, spreads: Array(repeating: Spread(), count: model.measures.count)))
          last = key
        }
        let measure = statement.int(2)
        if measure == 0 {
          found[found.count - 1].quantity = statement.int64(4)
        } else {
          found[found.count - 1].spreads[measure - 1] = Spread(
            count: statement.int64(3), sum: statement.int64(4),
            squares: Int128(statement.int64(5)) << 62 + Int128(statement.int64(6)))
        }
      }
      guard let condition else { return found }
      return found.filter { $0.dimensions[condition.dimension] == condition.value }
    }
  }

  /// What the postings of the runs that added to a model come to in a field its lines sum: what its totals are held against.
  package func totals(
    since model: StatisticsModel, flow: any Flow, field: Int, part: String?
  ) throws(Fault) -> Int64 {
    try read("statistics") { [names] database in
      guard let id = names.id(of: model.key), let kind = names.id(of: Journal.lineName(flow, model.lines)) else { return 0 }
      return try Int64.fetchOne(
        database,
        sql: """
          SELECT COALESCE(SUM(amount), 0) FROM part_total
          WHERE kind = ?1 AND field = ?2 AND run IN (SELECT run FROM aggregate_run WHERE model = ?3) AND (?4 IS NULL OR part = ?4)
          """, arguments: [kind, field, id, part.map { names.id(of: $0) ?? -1 }])!
    }
  }
}
