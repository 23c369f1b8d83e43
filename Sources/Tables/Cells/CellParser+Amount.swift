import Values

/// Amounts, rates and other numbers, in the forms real lists hold. (domain.md C2-5)
extension CellParser {
  /// A text taken apart into sign, number and what stands after it.
  private struct Parts {
    var isNegative = false
    var number: DecimalText
    var suffix: Substring

    /// The number itself is read without its sign, wherever that stood.
    func signed(_ value: Int64) -> Int64 { isNegative ? -value : value }
  }

  func money(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: Grid.Kind, _ scratch: inout [UInt8]) -> Outcome {
    guard var parts = quantity(bytes, kind) ?? cleaned(bytes, &scratch, currency: true) else {
      return CellParser.isNothing(scratch) ? Outcome(.none) : .rejected(TableReasons.amountUnclear)
    }
    var note = ""
    var suffix = parts.suffix
    if let open = suffix.firstIndex(of: "("), suffix.hasSuffix(")") {
      note = String(suffix[open...].dropFirst().dropLast())
      suffix = suffix[..<open]
    }
    guard let power = CellParser.power(of: suffix) else { return .rejected(TableReasons.amountUnclear) }
    parts.number.power += power == 0 && unit == .tenThousand ? 4 : power
    var outcome: Outcome
    switch parts.number.scaled(places: 2) {
    case .exact(let value): outcome = Outcome(.money(Money(minor: parts.signed(value))))
    case .mended(let value):
      outcome = Outcome(.money(Money(minor: parts.signed(value))))
      outcome = outcome.warned(TableReasons.amountMended, Money(minor: outcome.datum.bits).description)
    case .tooFine: return .rejected(TableReasons.amountTooFine)
    case .tooLarge: return .rejected(TableReasons.amountTooLarge)
    }
    guard outcome.datum.bits.magnitude <= UInt64(Money.cellLimit) else { return .rejected(TableReasons.amountTooLarge) }
    return note.isEmpty ? outcome : outcome.warned(TableReasons.amountNote, note)
  }

  func rate(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: Grid.Kind, _ scratch: inout [UInt8]) -> Outcome {
    guard var parts = quantity(bytes, kind) ?? cleaned(bytes, &scratch, currency: false) else {
      return CellParser.isNothing(scratch) ? Outcome(.none) : .rejected(TableReasons.rateUnclear)
    }
    switch parts.suffix {
    case "":
      if unit == .percent { parts.number.power -= 2 }
    case "%", "个点", "点", "个百分点", "百分点": parts.number.power -= 2
    case "‰": parts.number.power -= 3
    // 8折 is what is left to pay: 80 %; 85折 is 85 %.
    case "折":
      parts.number.power -= 1
      if case .exact(let tenths) = parts.number.scaled(places: 9), tenths > Rate.scale { parts.number.power -= 1 }
    default: return .rejected(TableReasons.rateUnclear)
    }
    let value: Int64
    switch parts.number.scaled(places: 9) {
    case .exact(let scaled), .mended(let scaled): value = parts.signed(scaled)
    case .tooFine: return .rejected(TableReasons.rateTooFine)
    case .tooLarge: return .rejected(TableReasons.rateUnclear)
    }
    // 20 in a rate column is twenty percent to one reader and two thousand to another.
    if parts.suffix.isEmpty, unit != .percent, value.magnitude > UInt64(Rate.scale) { return .rejected(TableReasons.rateUnclear) }
    return Outcome(.rate(Rate(billionths: value)))
  }

  func number(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: Grid.Kind, places: Int, _ scratch: inout [UInt8]) -> Outcome {
    let reason = places == 0 ? TableReasons.integerUnclear : TableReasons.numberUnclear
    guard var parts = quantity(bytes, kind) ?? cleaned(bytes, &scratch, currency: false) else {
      return CellParser.isNothing(scratch) ? Outcome(.none) : .rejected(reason)
    }
    if !parts.suffix.isEmpty {
      if limits.units.contains(where: { $0.elementsEqual(parts.suffix.utf8) }) {
        // The unit is the field's own.
      } else if let power = CellParser.power(of: parts.suffix), power > 0, !parts.suffix.hasSuffix("元") {
        parts.number.power += power
      } else {
        return .rejected(reason)
      }
    } else if unit == .tenThousand {
      parts.number.power += 4
    }
    if let allowed = limits.places, places > 0, case .tooFine = parts.number.scaled(places: allowed) {
      return .rejected(TableReasons.numberTooFine, "\(allowed)")
    }
    switch parts.number.scaled(places: places) {
    case .exact(let value), .mended(let value):
      let signed = parts.signed(value)
      return Outcome(places == 0 ? .integer(signed) : .number(millionths: signed))
    case .tooFine: return .rejected(places == 0 ? TableReasons.integerUnclear : TableReasons.numberTooFine)
    case .tooLarge: return .rejected(TableReasons.valueTooLarge)
    }
  }

  /// `-`, `--`, `—`, `/`: nothing, as lists write it.
  static func isNothing(_ text: [UInt8]) -> Bool {
    text.allSatisfy { $0 == 0x2D } || text == [0x2F]
  }

  /// The power of ten a word after a number stands for.
  private static func power(of suffix: Substring) -> Int? {
    switch suffix {
    case "", "元", "圆", "元整", "整", "RMB", "CNY", "人民币": 0
    case "万", "万元": 4
    case "亿", "亿元": 8
    default: nil
    }
  }

  /// A workbook's number cell needs no cleaning.
  private func quantity(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: Grid.Kind) -> Parts? {
    guard kind == .number, let number = DecimalText(bytes) else { return nil }
    var plain = number
    plain.isNegative = false
    return Parts(isNegative: number.isNegative, number: plain, suffix: "")
  }

  /// Cleans into `scratch` and takes apart what is there; nil when it is nothing (`isNothing`) or no number.
  private func cleaned(_ bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout [UInt8], currency: Bool) -> Parts? {
    CellText.clean(bytes, .typed, into: &scratch)
    return CellParser.isNothing(scratch) ? nil : take(scratch, currency: currency)
  }

  /// Sign or brackets, a currency mark, a number, and the rest.
  private func take(_ text: [UInt8], currency: Bool) -> Parts? {
    var rest = Substring(decoding: text, as: UTF8.self)
    var negative = false
    if rest.first == "(", rest.last == ")" {
      negative = true
      rest = rest.dropFirst().dropLast()
    }
    var signs = 0
    prefix: while let first = rest.first {
      switch first {
      case "-", "+":
        signs += 1
        if first == "-" { negative = !negative }
        rest = rest.dropFirst()
      case " ": rest = rest.dropFirst()
      case "¥" where currency: rest = rest.dropFirst()
      default:
        let words = ["RMB", "CNY", "人民币"]
        guard currency, let word = words.first(where: { rest.hasPrefix($0) }) else { break prefix }
        rest = rest.dropFirst(word.count)
      }
    }
    guard signs <= 1 else { return nil }
    let bytes = Array(rest.utf8)
    var end = 0
    while end < bytes.count {
      let byte = bytes[end]
      let isExponent = byte == 0x45 || byte == 0x65
      let isSign = (byte == 0x2D || byte == 0x2B) && end > 0 && (bytes[end - 1] == 0x45 || bytes[end - 1] == 0x65)
      guard (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x2C || isExponent || isSign else { break }
      end += 1
    }
    guard let number = bytes[..<end].withUnsafeBufferPointer({ DecimalText($0) }) else { return nil }
    var suffix = Substring(decoding: bytes[end...], as: UTF8.self)
    while suffix.first == " " { suffix = suffix.dropFirst() }
    while suffix.last == " " { suffix = suffix.dropLast() }
    // 500.00- as some ledgers print it.
    if suffix == "-", signs == 0, !negative {
      negative = true
      suffix = ""
    }
    return Parts(isNegative: negative, number: number, suffix: suffix)
  }
}
