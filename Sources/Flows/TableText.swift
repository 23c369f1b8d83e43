package import Values

/// Tables as one text in a fact or a state, and their digest. Cells are canonical: they hold neither tabs nor line ends, and a form feed
/// stands in none of them. (contract.md, Content)
package enum TableText {
  package typealias Table = (name: String, rows: [[String]])

  /// Rows as lines, cells with tabs between.
  package static func text(rows: [[String]]) -> String {
    rows.map { $0.map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }.joined(separator: "\t") }.joined(separator: "\n")
  }

  package static func rows(_ text: some StringProtocol) -> [[String]] {
    String(text).split(separator: Character("\n"), omittingEmptySubsequences: false).map { line in
      line.split(separator: Character("\t"), omittingEmptySubsequences: false).map { String($0) }
    }
  }

  /// Each table under its name.
  package static func text(_ tables: [Table]) -> String {
    tables.map { $0.name + "\n" + text(rows: $0.rows) }.joined(separator: "\u{0C}")
  }

  package static func tables(_ text: String) -> [Table] {
    text.split(separator: Character("\u{0C}")).map { part in
      let end = part.firstIndex(of: "\n") ?? part.endIndex
      return (String(part[..<end]), rows(part[end...].dropFirst()))
    }
  }

  /// SHA-256 over the rows in their order, cells tab-joined, a line feed after each row; several tables one after the other.
  package static func digest(_ tables: [Table]) -> Digest {
    var making = Digest.Making()
    for row in tables.lazy.flatMap(\.rows) { making.add(Array((row.joined(separator: "\t") + "\n").utf8)) }
    return making.finish()
  }
}
