import Foundation
import NightKit

/// The project's own files as text: what the rules of the house are held against.
struct Sources {
  struct File {
    let place: String
    let text: String
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// Code without comments and without what stands in string literals.
    var code: [(number: Int, text: String)] {
      var isInBlock = false
      return lines.enumerated().map { index, line in
        let trimmed = line.drop { $0 == " " }
        if trimmed.hasPrefix("\"\"\"") || trimmed.hasSuffix("\"\"\"") || line.contains("\"\"\"") {
          isInBlock.toggle()
          return (index + 1, "")
        }
        if isInBlock || trimmed.hasPrefix("//") { return (index + 1, "") }
        return (index + 1, String(line))
      }
    }
    /// Modules named in import lines.
    var imports: [String] {
      lines.compactMap { line in
        let words = line.split(separator: " ").filter {
          !["package", "public", "internal", "private", "fileprivate", "@preconcurrency", "@testable"].contains($0)
        }
        guard words.first == "import", words.count > 1 else { return nil }
        // `import struct Foundation.Data`
        let name = words.count > 2 ? words[2] : words[1]
        return name.split(separator: ".").first.map(String.init)
      }
    }
  }

  let folder: String
  init(_ folder: String = Checkout.path + "/Sources") { self.folder = folder }

  var rooms: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  func files(_ room: String) -> [File] {
    let walk = FileManager.default.enumerator(atPath: "\(folder)/\(room)")
    var found: [File] = []
    while let name = walk?.nextObject() as? String {
      guard name.hasSuffix(".swift") else { continue }
      found.append(File(place: "\(room)/\(name)", text: (try? String(contentsOfFile: "\(folder)/\(room)/\(name)", encoding: .utf8)) ?? ""))
    }
    return found.sorted { $0.place < $1.place }
  }

  /// Rooms of our own C libraries hold module maps and shims alone.
  var swiftRooms: [String] { rooms.filter { !files($0).isEmpty } }
}
