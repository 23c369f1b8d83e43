/// Arrays that a compiled table reads for every row, laid down once. A `Frozen` is a bare pointer that nobody counts, so reading it costs a
/// load and nothing else; the `Footing` beside it in the compiled table keeps the memory alive and gives it back.
struct Frozen<Element: BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: written in `init` alone, read-only ever after.
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: some Collection<Element>, on footing: Footing) {
    count = elements.count
    base = footing.allocate(Element.self, max(1, elements.count))
    var at = base
    for element in elements {
      at.initialize(to: element)
      at += 1
    }
  }

  @inline(__always)
  subscript(_ index: Int) -> Element {
    assert(index >= 0 && index < count, "a compiled table reads beyond itself")
    return base[index]
  }

  var bytes: UnsafeRawPointer { UnsafeRawPointer(base) }
}

/// The owner of a compiled table's memory.
final class Footing: @unchecked Sendable {
  // Unchecked: blocks are added while the table is compiled, by one thread, and never after.
  private var blocks: [UnsafeMutableRawPointer] = []

  func allocate<Element>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
    let pointer = UnsafeMutablePointer<Element>.allocate(capacity: count)
    blocks.append(UnsafeMutableRawPointer(pointer))
    return pointer
  }

  deinit {
    for block in blocks { block.deallocate() }
  }
}
