import CExpat
import Values

/// The texts a workbook keeps once for all its cells: one stretch of bytes and where each begins. Never objects: a list may have millions.
final class SharedStrings {
  fileprivate struct Context {
    var gate = XMLGuard()
    var bytes = RawBytes()
    var starts = RawBytes()  // UInt32 each
    var count = 0
    /// Inside `t`, and not inside a reading aid (rPh).
    var isText = false
    var phonetic = 0
    var itemDepth = 0
    var limit = 0
    var isOver = false
    var start = 0

    mutating func endItem() {
      if start < bytes.count { bytes.count = start + EscapedText.decode(bytes.base + start, bytes.count - start) }
      count += 1
      mark()
    }

    /// Writes where the next text begins.
    mutating func mark() {
      start = bytes.count
      if bytes.count + starts.count > limit || bytes.count > Int(UInt32.max) {
        isOver = true
        gate.halt(.done)
        return
      }
      withUnsafeBytes(of: UInt32(bytes.count)) { starts.append($0.baseAddress!, 4) }
    }
  }

  private let context: UnsafeMutablePointer<Context>
  var count: Int { context.pointee.count }

  /// Nil: a workbook without shared texts.
  init(_ part: ZipPart?, limits: ReadLimits) throws(Fault) {
    context = .allocate(capacity: 1)
    context.initialize(to: Context())
    context.pointee.limit = limits.sharedStringBytes
    context.pointee.mark()
    guard let part else { return }
    let gate = UnsafeMutableRawPointer(context).advanced(by: MemoryLayout<Context>.offset(of: \Context.gate)!).assumingMemoryBound(
      to: XMLGuard.self)
    let stream = try XMLStream(part, limits: limits, context: context, gate: gate)
    stream.setHandlers(
      start: { data, name, _ in
        let context = data!.assumingMemoryBound(to: Context.self)
        context.pointee.gate.enter()
        let name = XMLName.local(name!)
        if XMLName.equals(name, "t") {
          context.pointee.isText = context.pointee.phonetic == 0
        } else if XMLName.equals(name, "rPh") {
          context.pointee.phonetic += 1
        }
      },
      end: { data, name in
        let context = data!.assumingMemoryBound(to: Context.self)
        context.pointee.gate.leave()
        let name = XMLName.local(name!)
        if XMLName.equals(name, "t") {
          context.pointee.isText = false
        } else if XMLName.equals(name, "rPh") {
          context.pointee.phonetic -= 1
        } else if XMLName.equals(name, "si") {
          context.pointee.endItem()
        }
      },
      text: { data, text, length in
        let context = data!.assumingMemoryBound(to: Context.self)
        if context.pointee.isText, context.pointee.bytes.count + Int(length) <= context.pointee.limit {
          context.pointee.bytes.append(text!, Int(length))
        } else if context.pointee.isText {
          context.pointee.isOver = true
          context.pointee.gate.halt(.done)
        }
      },
      doctype: { data, _, _, _, _ in data!.assumingMemoryBound(to: Context.self).pointee.gate.halt(.documentType) })
    while try stream.advance() {}
    if context.pointee.isOver { throw ReadFault.sharedStrings(part.file, limits.sharedStringBytes) }
  }

  deinit {
    context.pointee.bytes.free()
    context.pointee.starts.free()
    context.deinitialize(count: 1)
    context.deallocate()
  }

  /// The text at an index, valid as long as this lives.
  @inline(__always)
  subscript(index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard index >= 0, index < context.pointee.count else { return nil }
    let starts = UnsafeRawPointer(context.pointee.starts.base)
    let from = Int(starts.load(fromByteOffset: index * 4, as: UInt32.self))
    let to = Int(starts.load(fromByteOffset: index * 4 + 4, as: UInt32.self))
    return UnsafeBufferPointer(start: context.pointee.bytes.base + from, count: to - from)
  }
}
