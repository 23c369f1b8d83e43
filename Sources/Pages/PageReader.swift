package import Values

/// A page as a reader finds it: its title, the figures on top, its lists. Reads the file afresh, tag by tag, and knows nothing of how it was
/// written; every tag must be closed by its own, or the page is not what was meant.
package struct PageReader {
  package struct Table: Sendable {
    package var title = ""
    package var titles: [String] = []
    /// Rows with the heading they stand under, "" where there is none.
    package var rows: [(heading: String, cells: [String])] = []
    /// Rows the page says it left out.
    package var left = 0
  }

  package private(set) var title = ""
  /// Label and text, in the order of the page: what stands above every list, then each list's own.
  package private(set) var about: [(label: String, text: String)] = []
  package private(set) var figures: [[(label: String, text: String)]] = []
  /// Printed totals by column, for each table.
  package private(set) var totals: [[Int: String]] = []
  package private(set) var tables: [Table] = []

  private let path: String

  package init(path: String) throws(Fault) {
    self.path = path
    try read(try PageFile.read(path))
  }

  // MARK: what stands where

  private struct Open {
    var name: String
    var attributes: [String: String]
  }

  private mutating func read(_ bytes: [UInt8]) throws(Fault) {
    var tags = MarkupStream(bytes)
    var open: [Open] = []
    var text = ""
    var (label, column) = ("", Int?.none)
    var heading = ""
    var cells: [String] = []
    while let event = tags.next() {
      switch event {
      case .text(let piece): text += piece
      case .begin(let name, let attributes):
        text = ""
        if MarkupStream.void.contains(name) { continue }
        open.append(Open(name: name, attributes: attributes))
        switch name {
        case "section" where attributes["class"] == "summary":
          figures.append([])
          totals.append([:])
        case "section": tables.append(Table())
        case "div": if let number = attributes["data-column"] { column = Int(number) }
        case "tr": cells = []
        case "p": if let left = attributes["data-left"].flatMap({ Int($0) }), !tables.isEmpty { tables[tables.count - 1].left = left }
        case "tbody": heading = ""
        default: break
        }
      case .end(let name):
        guard let top = open.popLast(), top.name == name else { throw wrong("</\(name)> closes no <\(name)>") }
        let inList = !tables.isEmpty
        switch name {
        case "h1": title = text
        case "h2": if inList { tables[tables.count - 1].title = text }
        case "dt": label = text
        case "dd" where open.contains { $0.name == "header" }: about.append((label, text))
        case "dd" where !figures.isEmpty:
          figures[figures.count - 1].append((label, text))
          if let number = column { totals[totals.count - 1][number] = text }
          column = nil
        case "th" where inList:
          if open.last?.attributes["class"] == "group" { heading = text } else { tables[tables.count - 1].titles.append(text) }
        case "td" where inList: cells.append(text)
        case "tr" where inList && !cells.isEmpty: tables[tables.count - 1].rows.append((heading, cells))
        default: break
        }
        text = ""
      case .broken(let what): throw wrong(what)
      }
    }
    if let left = open.last { throw wrong("<\(left.name)> is never closed") }
    if title.isEmpty { throw wrong("the page has no title") }
  }

  private func wrong(_ cause: String) -> Fault {
    Fault(
      .inputOutput, code: "page-not-well-formed", place: path, cause: cause,
      remedy: "the page was not published; look at the disk and run again, and report it if it stays")
  }
}
