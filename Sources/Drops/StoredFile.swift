package import Values

/// A file that came to rest in `archive` or `refused`, by its path below the root. The same text comes back from a journal row.
package struct StoredFile: Hashable, Sendable, CustomStringConvertible {
  /// `archive/2026-11-21/CH-A/underwriting/list (2).csv`.
  package let path: String

  package init(path: String) throws(Fault) {
    for part in path.split(separator: "/", omittingEmptySubsequences: false) { _ = try DropName(String(part)) }
    self.path = path
  }

  package var name: String { String(parts.last!) }
  var folders: [String] { parts.dropLast().map(String.init) }
  private var parts: [Substring] { path.split(separator: "/") }

  package var description: String { path }
}
