import GRDB
import Synchronization

/// Short numbers for names that stand in millions of rows. Given within the writer's transaction, known to all readers.
final class Names: Sendable {
  private struct Known {
    var ids: [String: Int64] = [:]
    var texts: [Int64: String] = [:]
  }

  private let known = Mutex(Known())

  func load(_ database: Database) throws {
    let rows = try Row.fetchAll(database, sql: "SELECT id, text FROM name")
    known.withLock { known in
      for row in rows {
        let id: Int64 = row[0]
        let text: String = row[1]
        known.ids[text] = id
        known.texts[id] = text
      }
    }
  }

  func forget() { known.withLock { $0 = Known() } }

  /// The name's number, given now if it has none; only within a write.
  func id(_ text: String, _ database: Database) throws -> Int64 {
    if let id = known.withLock({ $0.ids[text] }) { return id }
    try database.execute(sql: "INSERT INTO name (text) VALUES (?)", arguments: [text])
    let id = database.lastInsertedRowID
    known.withLock { known in
      known.ids[text] = id
      known.texts[id] = text
    }
    return id
  }

  /// The number of a name that was written before, or nil.
  func id(of text: String) -> Int64? { known.withLock { $0.ids[text] } }
  func text(_ id: Int64) -> String { known.withLock { $0.texts[id] ?? "" } }

  /// All names as bytes with their length before them, for digests: numbers are given as names first come up, and say nothing.
  func prints() -> [Int64: [UInt8]] { known.withLock(\.texts).mapValues(ChainPiece.print) }
}
