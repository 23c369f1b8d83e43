package import Flows
import GRDB
package import Tables
package import Values

/// What the lines of past nights say about rules, and the facts behind them; reads only, in chunks, whatever their number.
extension Journal {
  /// Goes through a run's lines of a kind, part by part: their cells alone, without the facts they speak of.
  package func eachPart(flow: any Flow, kind: Int, run: RunRecord, chunk: Int = 4096, _ body: (String, Batch) throws -> Void) throws(Fault)
  {
    try read("lines") { [names] database in
      guard let kindID = names.id(of: Journal.lineName(flow, kind)) else { return }
      let statement = try Prepared(database, "SELECT part, payload FROM line WHERE run = ? AND kind = ? ORDER BY part, number")
      statement.bind(1, run.id)
      statement.bind(2, kindID)
      var cells = Batch(width: max(1, flow.lines[kind].schema.width))
      var part: Int64 = -1
      while try statement.next() {
        if cells.count == chunk || statement.int64(0) != part {
          if cells.count > 0 { try body(names.text(part), cells) }
          cells.removeAll()
          part = statement.int64(0)
        }
        guard Packed.read(statement.blob(1), into: &cells) else { throw Journal.damaged("line") }
      }
      if cells.count > 0 { try body(names.text(part), cells) }
    }
  }

  /// The facts that have a line of a flow in a run, each once, in the order of intake.
  package func settledFacts(flow: any Flow, run: RunRecord) throws(Fault) -> [Int64] {
    try read("facts") { [names] database in
      var found: Set<Int64> = []
      let statement = try Prepared(database, "SELECT fact FROM line WHERE run = ? AND kind = ?")
      for kind in flow.lines.indices {
        guard let kindID = names.id(of: Journal.lineName(flow, kind)) else { continue }
        statement.bind(1, run.id)
        statement.bind(2, kindID)
        while try statement.next() { found.insert(statement.int64(0)) }
      }
      return found.sorted()
    }
  }

  /// The facts of a flow that wait, in the order of intake.
  package func waitingFacts(flow: any Flow) throws(Fault) -> [Int64] {
    try read("facts") { [names] database in
      guard let flowID = names.id(of: flow.name) else { return [] }
      let statement = try Prepared(database, "SELECT id FROM fact WHERE flow = ? AND state = 0")
      statement.bind(1, flowID)
      var found: [Int64] = []
      while try statement.next() { found.append(statement.int64(0)) }
      return found.sorted()
    }
  }

  /// Facts as a flow is handed them.
  package func facts(_ ids: ArraySlice<Int64>, feeds: [Feed]) throws(Fault) -> [Fact] {
    try read("facts") { [names] database in
      let indexes = Dictionary(uniqueKeysWithValues: feeds.enumerated().map { ($1.name, $0) })
      let statement = try Prepared(database, "SELECT feed, party, file, row, since, payload FROM fact WHERE id = ?")
      var batches = feeds.map { Batch(width: $0.schema.width) }
      var heads: [(id: Int64, feed: Int, party: String, file: Int64, row: Int, since: Day, at: Int)] = []
      for id in ids {
        statement.bind(1, id)
        while try statement.next() {
          guard let feed = indexes[names.text(statement.int64(0))] else { continue }
          guard Packed.read(statement.blob(5), into: &batches[feed]) else { throw Journal.damaged("fact \(id)") }
          heads.append(
            (
              id, feed, names.text(statement.int64(1)), statement.int64(2), statement.int(3), Day(number: Int32(statement.int64(4))),
              batches[feed].count - 1
            ))
        }
      }
      return heads.map { head in
        Fact(
          id: head.id, feed: head.feed, party: head.party, file: head.file, rowNumber: head.row, since: head.since,
          row: batches[head.feed][head.at])
      }
    }
  }
}
