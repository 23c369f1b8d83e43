import CExpat
package import Values

/// A small XML file read whole into its elements: a DMN model, not a sheet. Document types are refused where they begin, so no entity is expanded and
/// none is fetched; what the elements mean is asked elsewhere.
package enum MarkupFile {
  /// Models people draw are a few hundred kilobytes.
  package static let largest = 64 << 20

  package static func read(path: String, name: String? = nil, limits: ReadLimits = .standard) throws(Fault) -> MarkupElement {
    var limits = limits
    limits.fileBytes = min(limits.fileBytes, largest)
    let file = try InputFile(path: path, name: name, limits: limits)
    let tree = try MarkupTree(file.name, limits: limits)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let got = file.read(into: buffer)
      guard got >= 0 else { throw file.failure() }
      try tree.parse(UnsafeRawBufferPointer(rebasing: buffer[..<got]), isLast: got == 0)
      if got == 0 { return tree.root }
    }
  }
}

/// A parser and the elements that are open in it.
private final class MarkupTree {
  private struct Context {
    var gate = XMLGuard()
    /// The elements from the root to where the parser stands; the first is a frame around the root.
    var open = [MarkupElement("")]
  }

  private let name: String
  private let limits: ReadLimits
  private let parser: XML_Parser
  private let context: UnsafeMutablePointer<Context>

  init(_ name: String, limits: ReadLimits) throws(Fault) {
    guard let parser = XML_ParserCreate(nil) else { throw MarkupTree.damaged(name, "no memory") }
    self.name = name
    self.limits = limits
    self.parser = parser
    context = .allocate(capacity: 1)
    context.initialize(to: Context(gate: XMLGuard(parser: parser, depthLimit: limits.depth)))
    XML_SetUserData(parser, context)
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        let context = data!.assumingMemoryBound(to: Context.self)
        context.pointee.gate.enter()
        var element = MarkupElement(String(cString: name!))
        var at = attributes!
        while let key = at[0], let value = at[1] {
          element.attributes.append((String(cString: key), String(cString: value)))
          at += 2
        }
        context.pointee.open.append(element)
      },
      { data, _ in
        let context = data!.assumingMemoryBound(to: Context.self)
        context.pointee.gate.leave()
        let closed = context.pointee.open.removeLast()
        context.pointee.open[context.pointee.open.count - 1].children.append(closed)
      })
    XML_SetCharacterDataHandler(parser) { data, text, length in
      let context = data!.assumingMemoryBound(to: Context.self)
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
      context.pointee.open[context.pointee.open.count - 1].text += String(decoding: bytes, as: UTF8.self)
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      data!.assumingMemoryBound(to: Context.self).pointee.gate.halt(.documentType)
    }
  }

  deinit {
    XML_ParserFree(parser)
    context.deinitialize(count: 1)
    context.deallocate()
  }

  var root: MarkupElement { context.pointee.open[0].children[0] }

  func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(Fault) {
    let status = XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), isLast ? 1 : 0)
    switch context.pointee.gate.stop {
    case .documentType:
      throw ReadFault.make(
        .data, .xmlDocumentType, name, "it declares entities of its own, which no model needs", "export the model again, as plain XML")
    case .depth:
      throw ReadFault.make(
        .data, .xmlTooDeep, name, "its XML nests deeper than \(limits.depth)", "export the model again from the program that drew it")
    case .no, .done: break
    }
    if status != XML_STATUS_OK {
      let line = XML_GetCurrentLineNumber(parser)
      throw MarkupTree.damaged(name, "line \(line): \(String(cString: XML_ErrorString(XML_GetErrorCode(parser))))")
    }
  }

  private static func damaged(_ name: String, _ cause: String) -> Fault {
    ReadFault.make(
      .data, .xmlDamaged, name, "its XML is not well-formed: \(cause)", "export the model again from the program that drew it")
  }
}
