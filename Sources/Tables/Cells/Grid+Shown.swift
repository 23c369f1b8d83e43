/// A cell's text as its sender sees it in a spreadsheet program. Knows no field.
extension Grid {
  /// A day's serial as the day or the moment, a truth value as a word, everything else as it stands.
  package func shown(_ cell: Cell) -> String {
    switch cell.kind {
    case .blank: ""
    case .text, .number, .error: text(cell)
    case .serial, .boolean: Grid.reader.map { read(cell, $0) } ?? text(cell)
    }
  }

  private static let reader = try? CellParser(Field(name: "any", header: "any", kind: .text), place: Place(file: ""))

  private func read(_ cell: Cell, _ reader: CellParser) -> String {
    var scratch: [UInt8] = []
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(cell.length) + 64) { room in
      var arena = CellParser.Arena(base: room.baseAddress!, used: 0)
      let outcome = bytes.withUnsafeBufferPointer { bytes in
        reader.parse(
          UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)]), kind: cell.kind,
          epoch1904: epoch1904, arena: &arena, scratch: &scratch)
      }
      guard outcome.datum.tag == .text else { return text(cell) }
      let range = outcome.datum.textRange
      return String(decoding: UnsafeBufferPointer(rebasing: room[range]), as: UTF8.self)
    }
  }
}
