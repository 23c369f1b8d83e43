import Drops
import Flows
import Spreadsheets
import Store
import Tables
import Values

/// The archived file a receipt was made of, as far as its rows sent back need it: which of them were rejected, and the personal cells of those wanted.
struct ReceiptOriginal {
  struct Cell {
    let kind: Grid.Kind
    let text: String
    /// As the receipt showed it before masking.
    let shown: String
  }

  private let file: FileRecord?
  private let feed: Feed
  private let rejected: Set<Int>
  /// Physical rows whose personal cells will be asked for.
  var wanted: Set<Int> = []
  /// One row of the grid for each row wanted; its cells are the personal fields in their order.
  private var cells = Grid()
  private var place: [Int: Int] = [:]
  private var fields: [Int] = []

  /// `beginning` is that of the file's digest. A file of another party or feed is not known.
  init(_ beginning: String, party: String, feed: Feed, _ night: NightShift) throws(Fault) {
    self.feed = feed
    file = try night.store.taken(party: party, feed: feed.name, digestBeginning: beginning)
    rejected = Set(try file.map { file throws(Fault) in try night.store.rejectedRows(file: file.id) } ?? [])
  }

  var isKnown: Bool { file != nil }

  func isRejected(_ row: Int) -> Bool { rejected.contains(row) }

  func cell(_ row: Int, _ field: Int) -> Cell? {
    guard let index = place[row], let column = fields.firstIndex(of: field) else { return nil }
    let cell = cells.cell(cells.rows[index], column)
    return cell.length == 0 ? nil : Cell(kind: cell.kind, text: cells.text(cell), shown: cells.shown(cell))
  }

  /// Reads the original for the rows wanted. Where it is itself a receipt that came back, its own masks are restored first.
  mutating func fetch(_ fields: [Int], _ night: NightShift, depth: Int) throws(Fault) {
    guard let file, let archived = file.archived, !wanted.isEmpty, !fields.isEmpty else { return }
    // What was removed cannot be given back: a mask in such a row rejects it, and a row written in full is taken.
    if try night.store.removal(archived) != nil { return }
    self.fields = fields
    let path = night.root.path + "/" + archived
    let reader = try SheetReader(path: path, name: file.name, limits: ReadLimits(feed.limits), hints: ReadHints(encoding: feed.encoding))
    var grid = Grid()
    let header = try reader.findHeader(schema: feed.schema, shapes: feed.shapes, into: &grid)
    let earlier = try CorrectedReceipt(file, at: path, header, feed, night, depth: depth + 1)
    let columns = fields.map { header.columnOfField[$0] }
    repeat {
      cells.epoch1904 = grid.epoch1904
      grid.rows.removeAll { !wanted.contains(Int($0.number)) }
      earlier?.restore(&grid)
      for row in grid.rows {
        let first = cells.cells.count
        for column in columns {
          let cell = column < 0 ? Grid.Cell(offset: 0, length: 0, kind: .blank) : grid.cell(row, column)
          cells.append(cell.kind, grid.bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)])
        }
        place[Int(row.number)] = cells.rows.count
        cells.endRow(number: Int(row.number), first: first)
      }
      grid.removeAll()
    } while try reader.next(into: &grid)
  }
}
