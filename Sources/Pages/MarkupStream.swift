/// The tags and texts of a page, one after the other. Knows the markup this room writes and refuses any other: quoted attributes, five entities,
/// style and script as they stand.
struct MarkupStream {
  enum Event {
    case begin(String, [String: String])
    case end(String)
    case text(String)
    case broken(String)
  }

  /// Tags that are never closed.
  static let void: Set<String> = ["meta", "input", "img", "!doctype"]

  private let bytes: [UInt8]
  private var at = 0
  private var raw: String?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Event? {
    guard at < bytes.count else { return nil }
    if let name = raw { return rawText(name) }
    return bytes[at] == 0x3C ? tag() : text()
  }

  /// All of a style or a script, up to its end.
  private mutating func rawText(_ name: String) -> Event {
    let end = Array("</\(name)>".utf8)
    raw = nil
    let start = at
    while at + end.count <= bytes.count {
      if bytes[at] == 0x3C, bytes[at..<at + end.count].elementsEqual(end) {
        return .text(String(decoding: bytes[start..<at], as: UTF8.self))
      }
      at += 1
    }
    at = bytes.count
    return .broken("<\(name)> is never closed")
  }

  private mutating func text() -> Event {
    let start = at
    while at < bytes.count && bytes[at] != 0x3C { at += 1 }
    guard let text = MarkupStream.unescaped(bytes[start..<at]) else { return .broken("an entity near byte \(start) is not known") }
    return .text(text)
  }

  private mutating func tag() -> Event {
    let start = at
    at += 1
    let isEnd = at < bytes.count && bytes[at] == 0x2F
    if isEnd { at += 1 }
    let name = word()
    if name.isEmpty { return .broken("a < at byte \(start) begins no tag") }
    var attributes: [String: String] = [:]
    while at < bytes.count {
      switch bytes[at] {
      case 0x3E:
        at += 1
        if isEnd { return .end(name) }
        if name == "style" || name == "script" { raw = name }
        return .begin(name, attributes)
      case 0x20, 0x0A: at += 1
      default:
        let key = word()
        if key.isEmpty { return .broken("the tag at byte \(start) is not well-formed") }
        guard at + 1 < bytes.count, bytes[at] == 0x3D, bytes[at + 1] == 0x22 else {
          if name == "!doctype" { continue }
          return .broken("the attribute \(key) at byte \(at) has no quoted value")
        }
        let first = at + 2
        guard let last = bytes[first...].firstIndex(of: 0x22), let value = MarkupStream.unescaped(bytes[first..<last]) else {
          return .broken("the attribute \(key) at byte \(at) does not end")
        }
        attributes[key] = value
        at = last + 1
      }
    }
    return .broken("the tag at byte \(start) does not end")
  }

  private mutating func word() -> String {
    let start = at
    while at < bytes.count {
      switch bytes[at] {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x21: at += 1
      default: return String(decoding: bytes[start..<at], as: UTF8.self)
      }
    }
    return String(decoding: bytes[start...], as: UTF8.self)
  }

  private static let entities: [(name: [UInt8], byte: UInt8)] = [
    (Array("&amp;".utf8), 0x26), (Array("&lt;".utf8), 0x3C), (Array("&gt;".utf8), 0x3E), (Array("&quot;".utf8), 0x22),
    (Array("&#39;".utf8), 0x27),
  ]

  /// Nil when an ampersand begins nothing known, or the bytes are no text.
  private static func unescaped(_ source: ArraySlice<UInt8>) -> String? {
    guard source.contains(0x26) else { return String(validating: source, as: UTF8.self) }
    var plain: [UInt8] = []
    var rest = source
    while let byte = rest.first {
      if byte != 0x26 {
        plain.append(byte)
        rest = rest.dropFirst()
      } else {
        guard let entity = entities.first(where: { rest.starts(with: $0.name) }) else { return nil }
        plain.append(entity.byte)
        rest = rest.dropFirst(entity.name.count)
      }
    }
    return String(validating: plain, as: UTF8.self)
  }
}
