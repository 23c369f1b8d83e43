package import Flows
import GRDB
package import Tables
package import Values

/// Lines by the rows of one file, for the sheet that gives a sender its own rows back; and lines nobody has claimed.
extension Journal {
  /// The lines of a kind a run wrote about facts of one file, by the fact's physical row: places in a batch.
  package func lines(flow: any Flow, kind: Int, file: FileRecord, run: RunRecord) throws(Fault) -> (cells: Batch, rows: [Int: Int]) {
    try read("lines of a file") { [names] database in
      var cells = Batch(width: max(1, flow.lines[kind].schema.width))
      var rows: [Int: Int] = [:]
      guard let kindID = names.id(of: Journal.lineName(flow, kind)) else { return (cells, rows) }
      let statement = try Prepared(
        database,
        """
        SELECT f.row, l.payload FROM fact f JOIN line l ON l.fact = f.id WHERE f.file = ?1 AND l.run = ?2 AND l.kind = ?3 ORDER BY f.id
        """)
      statement.bind(1, file.id)
      statement.bind(2, run.id)
      statement.bind(3, kindID)
      while try statement.next() {
        rows[statement.int(0)] = cells.count
        guard Packed.read(statement.blob(1), into: &cells) else { throw Journal.damaged("line") }
      }
      return (cells, rows)
    }
  }

  /// Lines of a part, of the runs in which this run found claimed ones, whose fact nobody has claimed so far: the line's cells and its fact's.
  package func unclaimed(
    flow: any Flow, of kind: Int, without mark: Int, part: String, run: RunRecord
  ) throws(Fault) -> (cells: Batch, facts: Batch, feeds: [String]) {
    try read("lines not claimed") { [names] database in
      var cells = Batch(width: max(1, flow.lines[kind].schema.width))
      var facts = Batch(width: flow.feeds.map(\.schema.width).max() ?? 1)
      var feeds: [String] = []
      guard let kindID = names.id(of: Journal.lineName(flow, kind)), let markID = names.id(of: Journal.lineName(flow, mark)),
        let partID = names.id(of: part)
      else { return (cells, facts, feeds) }
      let statement = try Prepared(
        database,
        """
        SELECT f.feed, f.payload, l.payload FROM line l JOIN fact f ON f.id = l.fact
        WHERE l.kind = ?1 AND l.part = ?3 AND f.id <> 0
          AND l.run IN (SELECT DISTINCT o.run FROM line c JOIN line o ON o.fact = c.fact AND o.kind = ?1
                        WHERE c.run = ?4 AND c.kind = ?2 AND c.part = ?3)
          AND NOT EXISTS (SELECT 1 FROM line c WHERE c.fact = l.fact AND c.kind = ?2)
        ORDER BY l.run, l.number
        """)
      statement.bind(1, kindID)
      statement.bind(2, markID)
      statement.bind(3, partID)
      statement.bind(4, run.id)
      while try statement.next() {
        feeds.append(names.text(statement.int64(0)))
        guard Packed.read(statement.blob(1), into: &facts), Packed.read(statement.blob(2), into: &cells) else {
          throw Journal.damaged("line")
        }
      }
      return (cells, facts, feeds)
    }
  }
}
