package import Values

/// The name of one file or folder, as it may be used in a path: never a way out of the folder it stands in, never unreadable on a screen.
/// Everything else is shown to people escaped and not touched.
package struct DropName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  /// What is wrong with a name.
  package enum Flaw: Equatable, Sendable {
    case notUTF8
    case controlCharacters
    /// Empty, `.`, `..`, with a `/`, or longer than 255 bytes: no folder lists such a name, somebody made it up.
    case noName
  }

  /// Judges the bytes of a directory entry.
  package static func reading(_ bytes: [UInt8]) -> Result<DropName, Flaw> {
    if bytes.isEmpty || bytes.count > longest || bytes == [dot] || bytes == [dot, dot] || bytes.contains(slash) || bytes.contains(0) {
      return .failure(.noName)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return .failure(.notUTF8) }
    return text.unicodeScalars.contains(where: isControl) ? .failure(.controlCharacters) : .success(DropName(checked: text))
  }

  /// A name that the program itself puts together, or that a journal row holds.
  package init(_ text: String) throws(Fault) {
    guard case .success(let name) = DropName.reading(Array(text.utf8)) else {
      throw Fault(
        .program, code: "name-unsafe", place: DropName.escaped(Array(text.utf8)),
        cause: "this cannot be the name of a file in the working root",
        remedy: "report it: names are checked before they come here")
    }
    self = name
  }

  private init(checked text: String) { self.text = text }

  /// Left alone without a word: unfinished uploads, hidden files, lock files of office programs. (contract.md, the working root)
  package var isLeftAlone: Bool {
    let lower = text.lowercased()
    return text.hasPrefix(".") || text.hasPrefix("~$") || DropName.unfinished.contains { lower.hasSuffix($0) }
  }

  /// `list.csv` for `list.csv.done`; nil for any other name.
  var marked: String? { text.hasSuffix(DropName.done) && text.utf8.count > DropName.done.utf8.count ? String(text.dropLast(5)) : nil }

  /// `list.csv.done`.
  var marker: String { text + DropName.done }

  /// `list (2).csv`: the name of the second file of this name. The middle of a long name gives way.
  func numbered(_ number: Int, room: Int = longest) -> String {
    if number == 1 && text.utf8.count <= room { return text }
    let point = text.dropFirst().lastIndex(of: ".") ?? text.endIndex
    let end = (number == 1 ? "" : " (\(number))") + (text[point...].utf8.count < 32 ? text[point...] : "")
    var stem = text[..<point]
    while stem.utf8.count + end.utf8.count > room { stem.removeLast() }
    return stem + end
  }

  /// Bytes as people may safely read them in a log or a table: `\x0A` for what is invisible or no text.
  package static func escaped(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      if let character = String(validating: rest.prefix(length), as: UTF8.self), !character.unicodeScalars.contains(where: isControl),
        character != "\\"
      {
        text += character
        rest = rest.dropFirst(length)
      } else {
        text += "\\x" + (first < 16 ? "0" : "") + String(first, radix: 16, uppercase: true)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  package static func < (left: DropName, right: DropName) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }
  package static func == (left: DropName, right: DropName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
  package func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
  package var description: String { text }

  static let longest = 255
  private static let done = ".done"
  private static let unfinished = [".part", ".tmp", ".filepart", ".crdownload"]
  private static let dot = UInt8(ascii: ".")
  private static let slash = UInt8(ascii: "/")

  /// Controls, line ends and marks that turn the direction of writing, which make `slx.exe` read as something else.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    // Joiners are part of some scripts' ordinary writing.
    case .format: return scalar != "\u{200C}" && scalar != "\u{200D}"
    default: return false
    }
  }
}

extension DropName.Flaw: Error {}
