import Values

/// Free text and identifiers. An identifier that a spreadsheet program has made a quantity of is refused when digits are lost, and never guessed.
/// (domain.md C2-6, C5)
extension CellParser {
  func text(
    _ bytes: UnsafeBufferPointer<UInt8>, _ kind: Grid.Kind, _ epoch1904: Bool, _ arena: inout Arena, _ scratch: inout [UInt8]
  ) -> Outcome {
    switch kind {
    case .serial:
      let moment = moment(bytes, .serial, epoch1904, asDate: false, &scratch)
      if let value = moment.datum.moment {
        scratch = Array((value.secondOfDay == 0 ? value.day.description : value.description).utf8)
      } else {
        CellText.clean(bytes, .ends, into: &scratch)
      }
    case .number: CellParser.shortened(bytes, into: &scratch)
    case .boolean: scratch = Array((bytes.first == 0x31 ? "TRUE" : "FALSE").utf8)
    case .text, .blank, .error:
      CellText.clean(bytes, .ends, into: &scratch)
      if scratch.count >= 3, scratch[0] == 0x3D, scratch[1] == 0x22 { CellText.unwrap(&scratch) }
    }
    return kept(&arena, &scratch)
  }

  func id(
    _ bytes: UnsafeBufferPointer<UInt8>, _ kind: Grid.Kind, _ epoch1904: Bool, _ arena: inout Arena, _ scratch: inout [UInt8]
  ) -> Outcome {
    CellText.clean(bytes, .typed, into: &scratch)
    if CellParser.isNothing(scratch) { return Outcome(.none) }
    var note = false
    switch kind {
    case .number:
      // A workbook keeps fifteen digits of a number; of a longer one the rest is gone.
      guard let number = scratch.withUnsafeBufferPointer({ DecimalText($0) }), !number.isNegative,
        case .exact(let whole) = number.scaled(places: 0), whole < 1_000_000_000_000_000
      else { return .rejected(TableReasons.idDamaged) }
      scratch = Array(String(whole).utf8)
      note = true
    case .serial, .boolean: return .rejected(TableReasons.idDamaged)
    case .text, .blank, .error:
      if CellParser.isScientific(scratch) { return .rejected(TableReasons.idDamaged) }
      if !limits.allowsMasked, scratch.contains(0x2A), !(limits.check == .plate && scratch.allSatisfy { $0 == 0x2A }) {
        return .rejected(TableReasons.idMasked)
      }
      if scratch.contains(where: { $0 < 0x20 }) { return .rejected(TableReasons.controlCharacter) }
    }
    let outcome = kept(&arena, &scratch)
    return note && outcome.reason == nil && !outcome.datum.isNone ? outcome.warned(TableReasons.idFromNumber) : outcome
  }

  /// Holds a cleaned text to the limits and puts it into the arena.
  private func kept(_ arena: inout Arena, _ scratch: inout [UInt8]) -> Outcome {
    if scratch.isEmpty { return Outcome(.none) }
    if scratch.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }) {
      return .rejected(TableReasons.controlCharacter)
    }
    let before = arena.used
    let datum = scratch.withUnsafeBufferPointer { arena.append($0) }
    if limits.isEmpty { return Outcome(datum) }
    var length = scratch.count
    let outcome = held(arena.base + before, &length)
    arena.used = before + length
    guard let outcome else { return length == 0 ? Outcome(.none) : Outcome(.text(offset: before, length: length)) }
    if outcome.isWarning { return Outcome(.text(offset: before, length: length)).warned(outcome.reason!, outcome.detail) }
    arena.used = before
    return outcome
  }

  /// Holds a text, in place, to the limits: tidies it as its check does. Nil when nothing stands against it; a length of zero says it means nothing.
  @inline(never)
  func held(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> Outcome? {
    if limits.upper {
      for index in 0..<length where (0x61...0x7A).contains(text[index]) { text[index] -= 0x20 }
    }
    if !limits.oneOf.isEmpty {
      let bytes = UnsafeBufferPointer(start: text, count: length)
      if !limits.oneOf.contains(where: { $0.count == bytes.count && $0.elementsEqual(bytes) }) {
        return .rejected(TableReasons.valueUnknown, limits.oneOf.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|"))
      }
    }
    if limits.most != nil || limits.least != nil || limits.length != nil {
      var characters = 0
      for index in 0..<length where text[index] & 0xC0 != 0x80 { characters += 1 }
      if let most = limits.most, characters > most { return .rejected(TableReasons.textTooLong, "\(most)") }
      if let least = limits.least, characters < least { return .rejected(TableReasons.textTooShort, "\(least)") }
      if let exact = limits.length, characters != exact {
        return .rejected(characters > exact ? TableReasons.textTooLong : TableReasons.textTooShort, "\(exact)")
      }
    }
    guard let check = limits.check else { return nil }
    let verdict = check.inspect(text, &length)
    switch verdict {
    case .holds: return nil
    case .nothing:
      length = 0
      return nil
    case .wrong, .checkDigit, .damaged:
      var outcome = Outcome.rejected(check.reason(verdict))
      outcome.isWarning = limits.checkWarns && verdict != .damaged
      return outcome
    }
  }

  /// `2.11020020121201E+20`: what is left of a number a spreadsheet program has shortened for display.
  static func isScientific(_ text: [UInt8]) -> Bool {
    guard let mark = text.firstIndex(where: { $0 == 0x45 || $0 == 0x65 }), mark > 0, mark + 2 < text.count else { return false }
    guard text[mark + 1] == 0x2B || text[mark + 1] == 0x2D, text[0] >= 0x30, text[0] <= 0x39 else { return false }
    return text[..<mark].allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
      && text[(mark + 2)...].allSatisfy { (0x30...0x39).contains($0) }
  }

  /// A number cell as text: with at most fifteen significant digits, as programs show it.
  static func shortened(_ bytes: UnsafeBufferPointer<UInt8>, into scratch: inout [UInt8]) {
    CellText.clean(bytes, .ends, into: &scratch)
    guard scratch.count > 16, let number = scratch.withUnsafeBufferPointer({ DecimalText($0) }), number.significant > 15,
      number.power < 0, number.power > -30
    else { return }
    let drop = number.significant - 15
    let divisor = DecimalText.powers[drop]
    let rounded = (number.digits + divisor / 2) / divisor
    let places = -number.power - drop
    guard places >= 0 else { return }
    scratch = Array(((number.isNegative ? "-" : "") + Decimals.trimmed(rounded, places: places)).utf8)
  }
}
