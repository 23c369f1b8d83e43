import GRDB

/// What stood when a night closed: balances, open holds, what waits, states and statistics. The next run moves it on, so that it can be made anew
/// only until then.
extension Journal {
  static func standing(
    _ run: Int64, _ names: Names, _ database: Database, _ fresh: PieceMaker, _ untouched: [ChainPiece]?
  ) throws -> [ChainPiece] {
    var maker = fresh
    maker.begin(.accounts, limit: PieceMaker.standing)
    let accounts = try Prepared(database, "SELECT path, unit, places, side, floored, balance FROM account ORDER BY path, unit")
    while try accounts.next() {
      maker.row { "\(accounts.text(0)) \(accounts.text(1))" }
      maker.add(accounts, 0...5)
    }
    maker.begin(.openHolds, limit: PieceMaker.standing)
    let holds = try Prepared(
      database, "SELECT reference, amount, posted, placed, resolved FROM hold WHERE state = 'open' ORDER BY reference")
    while try holds.next() {
      maker.row { holds.text(0) }
      maker.add(holds, 0...4)
    }
    maker.begin(.waiting, limit: PieceMaker.standing)
    let waiting = try Prepared(database, "SELECT id, reason, detail, wake FROM fact WHERE state = 0 ORDER BY id")
    while try waiting.next() {
      maker.row { "fact \(waiting.int64(0))" }
      maker.add(waiting, 0)
      maker.add(name: waiting, 1)
      maker.add(waiting, 2...3)
    }
    var pieces = maker.finish()
    pieces += try byKind(
      .states, "state", touchedBy: "SELECT kind FROM touched WHERE run = ?", run, names, database, fresh, untouched,
      rows: "SELECT key, flow, family, rank, due, payload, due_run, due_pass FROM state WHERE kind = ? ORDER BY key"
    ) { maker, rows in
      // Keys of states may be personal; a place is told by kind and count.
      maker.row { "" }
      maker.add(rows, 0)
      maker.add(name: rows, 1)
      maker.add(rows, 2...7)
    }
    pieces += try byKind(
      .statistics, "aggregate", touchedBy: "SELECT model FROM aggregate_run WHERE run = ?", run, names, database, fresh, untouched,
      rows: """
        SELECT dimensions, period, measure, rows, amount, square_high, square_low FROM aggregate WHERE model = ?
        ORDER BY period, dimensions, measure
        """
    ) { maker, rows in
      maker.row { "" }
      maker.add(rows, 0...6)
    }
    return pieces
  }

  /// Pieces of a table that stands under kinds, `KIND`, `KIND, piece 2` …; kinds the run did not touch are taken over.
  private static func byKind(
    _ kind: ChainPiece.Kind, _ table: String, touchedBy sql: String, _ run: Int64, _ names: Names, _ database: Database,
    _ fresh: PieceMaker, _ untouched: [ChainPiece]?, rows: String, _ row: (inout PieceMaker, Prepared) -> Void
  ) throws -> [ChainPiece] {
    let column = table == "state" ? "kind" : "model"
    var found: [(String, Int64)] = []
    var last = Int64.min
    while let next = try Int64.fetchOne(
      database, sql: "SELECT \(column) FROM \(table) WHERE \(column) > ? ORDER BY \(column) LIMIT 1", arguments: [last])
    {
      found.append((names.text(next), next))
      last = next
    }
    let touched = Set(try Int64.fetchAll(database, sql: sql, arguments: [run]))
    let statement = try Prepared(database, rows)
    var pieces: [ChainPiece] = []
    for (name, id) in found.sorted(by: { $0.0 < $1.0 }) {
      let before = untouched?.filter { $0.kind == kind && ($0.subject == name || $0.subject.hasPrefix(name + ", piece ")) } ?? []
      if untouched != nil, !touched.contains(id), !before.isEmpty {
        pieces += before
        continue
      }
      var maker = fresh
      maker.begin(kind, limit: PieceMaker.standing)
      statement.bind(1, id)
      while try statement.next() { row(&maker, statement) }
      for (index, var piece) in maker.finish().enumerated() {
        piece.subject = index == 0 ? name : "\(name), piece \(index + 1)"
        pieces.append(piece)
      }
    }
    return pieces
  }
}
