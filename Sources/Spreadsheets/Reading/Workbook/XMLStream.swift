import CExpat
import Values

/// One XML part going through expat, piece by piece. Document types are refused where they begin, so no entity is ever expanded and none is fetched.
/// Whoever reads a part sets the handlers; their context begins with an `XMLGuard`.
final class XMLStream {
  private let part: ZipPart
  private let limits: ReadLimits
  private let parser: XML_Parser
  private let gate: UnsafeMutablePointer<XMLGuard>
  private(set) var isAtEnd = false

  /// `context` is handed to the handlers as it is; `gate` lies in it.
  init(_ part: ZipPart, limits: ReadLimits, context: UnsafeMutableRawPointer, gate: UnsafeMutablePointer<XMLGuard>) throws(Fault) {
    self.part = part
    self.limits = limits
    self.gate = gate
    guard let parser = XML_ParserCreate(nil) else { throw ReadFault.xml(part.file, part.name, "no memory") }
    self.parser = parser
    gate.pointee = XMLGuard(parser: parser, depthLimit: limits.depth)
    XML_SetUserData(parser, context)
  }

  deinit { XML_ParserFree(parser) }

  func setHandlers(
    start: @escaping XML_StartElementHandler, end: @escaping XML_EndElementHandler, text: @escaping XML_CharacterDataHandler,
    doctype: @escaping XML_StartDoctypeDeclHandler
  ) {
    XML_SetElementHandler(parser, start, end)
    XML_SetCharacterDataHandler(parser, text)
    XML_SetStartDoctypeDeclHandler(parser, doctype)
  }

  /// Parses one more piece of the part; false at its end.
  func advance() throws(Fault) -> Bool {
    if isAtEnd { return false }
    let size = 1 << 16
    guard let buffer = XML_GetBuffer(parser, Int32(size)) else { throw ReadFault.xml(part.file, part.name, "no memory") }
    let got = try part.read(into: buffer, size)
    isAtEnd = got == 0
    try judge(XML_ParseBuffer(parser, Int32(got), isAtEnd ? 1 : 0))
    return !isAtEnd
  }

  /// The next bytes of the part, before the parser sees them; 0 at its end.
  func read(into buffer: UnsafeMutableRawPointer, _ size: Int) throws(Fault) -> Int { try part.read(into: buffer, size) }

  /// Parses bytes that were read.
  func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(Fault) {
    isAtEnd = isLast
    try judge(XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), isLast ? 1 : 0))
  }

  private func judge(_ status: XML_Status) throws(Fault) {
    switch gate.pointee.stop {
    case .no: break
    case .documentType: throw ReadFault.documentType(part.file, part.name)
    case .depth: throw ReadFault.nesting(part.file, part.name, limits.depth)
    case .done:
      isAtEnd = true
      return
    }
    if status != XML_STATUS_OK {
      let line = XML_GetCurrentLineNumber(parser)
      throw ReadFault.xml(part.file, part.name, "line \(line): \(String(cString: XML_ErrorString(XML_GetErrorCode(parser))))")
    }
  }
}

/// What every context of handlers keeps: how deep it is, and why parsing was stopped.
struct XMLGuard {
  enum Stop {
    case no
    case documentType
    case depth
    /// The reader has all it wanted.
    case done
  }

  private(set) var parser: XML_Parser?
  private var depthLimit = 0
  private(set) var stop = Stop.no
  private(set) var depth = 0

  init() {}
  init(parser: XML_Parser, depthLimit: Int) {
    self.parser = parser
    self.depthLimit = depthLimit
  }

  @inline(__always)
  mutating func enter() {
    depth &+= 1
    if depth > depthLimit { halt(.depth) }
  }

  @inline(__always)
  mutating func leave() { depth &-= 1 }

  mutating func halt(_ reason: Stop) {
    if stop == .no {
      stop = reason
      XML_StopParser(parser, XML_Bool(0))
    }
  }
}

/// A name without its prefix, compared byte by byte.
enum XMLName {
  /// The local name: `x:row` → `row`.
  @inline(__always)
  static func local(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
    var at = name
    var start = name
    while at.pointee != 0 {
      if at.pointee == 0x3A { start = at + 1 }
      at += 1
    }
    return start
  }

  @inline(__always)
  static func equals(_ name: UnsafePointer<CChar>, _ text: StaticString) -> Bool {
    let bytes = text.utf8Start
    for index in 0..<text.utf8CodeUnitCount where UInt8(bitPattern: name[index]) != bytes[index] { return false }
    return name[text.utf8CodeUnitCount] == 0
  }
}

/// A small part walked element by element: relationships, the workbook itself, styles.
enum XMLWalk {
  enum Event {
    /// Local name, and attributes by local name.
    case start(String, [String: String])
    case end(String)
    case text(String)
  }

  private struct Context {
    var gate = XMLGuard()
    let body: (Event) -> Void
  }

  static func walk(_ part: ZipPart, limits: ReadLimits, _ body: @escaping (Event) -> Void) throws(Fault) {
    let context = UnsafeMutablePointer<Context>.allocate(capacity: 1)
    context.initialize(to: Context(body: body))
    defer {
      context.deinitialize(count: 1)
      context.deallocate()
    }
    let gate = UnsafeMutableRawPointer(context).advanced(by: MemoryLayout<Context>.offset(of: \Context.gate)!).assumingMemoryBound(
      to: XMLGuard.self)
    let stream = try XMLStream(part, limits: limits, context: context, gate: gate)
    stream.setHandlers(
      start: { data, name, attributes in
        let context = data!.assumingMemoryBound(to: Context.self)
        context.pointee.gate.enter()
        var values: [String: String] = [:]
        var at = attributes!
        while let key = at[0], let value = at[1] {
          values[String(cString: XMLName.local(key))] = String(cString: value)
          at += 2
        }
        context.pointee.body(.start(String(cString: XMLName.local(name!)), values))
      },
      end: { data, name in
        let context = data!.assumingMemoryBound(to: Context.self)
        context.pointee.gate.leave()
        context.pointee.body(.end(String(cString: XMLName.local(name!))))
      },
      text: { data, text, length in
        let context = data!.assumingMemoryBound(to: Context.self)
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
        context.pointee.body(.text(String(decoding: bytes, as: UTF8.self)))
      },
      doctype: { data, _, _, _, _ in data!.assumingMemoryBound(to: Context.self).pointee.gate.halt(.documentType) })
    while try stream.advance() {}
  }
}
