import Flows
import Store
import Tables
import Values

/// A line of one kind in the columns of a sheet: each cell from the trunk, from the line, or where the line leaves it blank from the fact it speaks of.
struct LineRows {
  private enum Source {
    /// By the fact's feed: the field may stand elsewhere in each, or in none.
    case cells(line: Int?, facts: [Int?])
    case part, file, row, party
  }

  private let sources: [Source]
  private let masks: [String]
  private let feeds: [String]
  private let files: [Int64: FileRecord]
  private var feed = 0

  /// `masks`: how each column is masked; empty where it is not.
  init(_ columns: [Sheet.Column], masks: [String], flow: any Flow, kind: LineKind, files: [Int64: FileRecord]) {
    let schemas = flow.feeds.map(\.schema)
    sources = columns.map { column in
      switch column.field {
      // A line may name the part it belongs under where all parts stand together.
      case "part": return kind.schema.index(of: "part").map { .cells(line: $0, facts: []) } ?? .part
      case "author": return .party
      case "source-file": return .file
      case "source-row": return .row
      default: return .cells(line: kind.schema.index(of: column.field), facts: schemas.map { $0.index(of: column.field) })
      }
    }
    self.masks = masks
    feeds = flow.feeds.map(\.name)
    self.files = files
  }

  /// Fills `out` with the lines handed over, row by row.
  mutating func fill(_ out: inout Batch, _ views: [Journal.LineView], _ cells: Batch, _ facts: Batch) {
    out.removeAll()
    for (index, view) in views.enumerated() {
      out.appendEmptyRow()
      if feeds[feed] != view.feed { feed = feeds.firstIndex(of: view.feed) ?? feed }
      for (column, source) in sources.enumerated() {
        switch source {
        case .cells(let line, let places):
          if let line, !cells[index, line].isNone {
            out.copy(cells, index, line, as: masks[column], to: index, column)
          } else if view.factID != 0, feed < places.count, let at = places[feed] {
            out.copy(facts, index, at, as: masks[column], to: index, column)
          }
        case .part: out.set(index, column, text: view.part)
        case .party: out.set(index, column, text: view.party)
        case .file: out.set(index, column, text: files[view.file]?.name ?? "")
        case .row: if view.factID != 0 { out.set(index, column, .integer(Int64(view.rowNumber))) }
        }
      }
    }
  }
}

extension Batch {
  /// A cell as it is, or masked as the reader's access says.
  mutating func copy(_ cells: Batch, _ row: Int, _ field: Int, as mask: String, to index: Int, _ column: Int) {
    if mask.isEmpty {
      copy(index, column, from: cells, cells[row, field])
    } else if let text = cells.text(cells[row, field]) {
      set(index, column, text: Mask.text(text, as: mask))
    }
  }
}
