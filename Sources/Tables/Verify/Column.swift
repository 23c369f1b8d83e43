import Values

/// A mapped column of the file, as small as the inner loop needs it: the plain forms of each kind are read here, without a detour and without a look at
/// anything counted. Every other form is `CellParser`'s.
struct Column {
  let column: Int
  let field: Int
  let kind: Field.Kind
  let isRequired: Bool
  /// No limits: what was read stands.
  let isPlain: Bool
  let isAuthor: Bool
  /// The header's unit or the field's limits ask for the long way with every number.
  let isSlow: Bool
  /// Index among the money sums, -1 for other kinds.
  let sum: Int
  let least: Int64
  let most: Int64

  init(_ parser: CellParser, column: Int, field: Int, isRequired: Bool, isAuthor: Bool, sum: Int) {
    self.column = column
    self.field = field
    self.isRequired = isRequired
    self.isAuthor = isAuthor
    self.sum = sum
    kind = parser.field.kind
    isPlain = parser.limits.isEmpty
    isSlow = parser.unit != .none || parser.limits.future != nil || parser.limits.places != nil
    least = parser.limits.least ?? .min
    most = parser.limits.most ?? .max
  }

  @inline(__always)
  private func isWithin(_ bits: Int64) -> Bool { bits >= least && bits <= most }

  /// The datum of a cell in plain form; nil when the long way must be taken. Text is appended to the arena.
  @inline(__always)
  func plain(
    _ bytes: UnsafeBufferPointer<UInt8>, _ cell: Grid.Kind, epoch: Int32, _ parser: FieldReader, _ arena: inout CellParser.Arena
  ) -> Datum? {
    switch kind {
    case .text: return cell == .text && Column.isPlainText(bytes) ? text(bytes, parser, &arena) : nil
    case .id: return cell == .text && Column.isPlainID(bytes) ? text(bytes, parser, &arena) : nil
    case .money:
      guard cell == .text || cell == .number, !isSlow, let value = Column.decimal(bytes, places: 2), isWithin(value) else { return nil }
      return .money(Money(minor: value))
    case .rate:
      guard cell == .text || cell == .number, !isSlow else { return nil }
      if bytes.last == 0x25 {
        guard let value = Column.decimal(UnsafeBufferPointer(rebasing: bytes.dropLast()), places: 7), isWithin(value) else { return nil }
        return .rate(Rate(billionths: value))
      }
      guard let value = Column.decimal(bytes, places: 9), value.magnitude <= UInt64(Rate.scale), isWithin(value) else { return nil }
      return .rate(Rate(billionths: value))
    case .number:
      guard cell == .text || cell == .number, !isSlow, let value = Column.decimal(bytes, places: 6), isWithin(value) else { return nil }
      return .number(millionths: value)
    case .integer:
      guard cell == .text || cell == .number, !isSlow, let value = Column.decimal(bytes, places: 0), isWithin(value) else { return nil }
      return .integer(value)
    case .date:
      if cell == .serial {
        guard !isSlow, bytes.count == 5, bytes[0] > 0x30, let count = Column.decimal(bytes, places: 0), isWithin(count - Int64(epoch))
        else { return nil }
        return .date(Day(number: Int32(count) - epoch))
      }
      guard cell == .text, !isSlow, let day = Column.day(bytes), isWithin(Int64(day.number)) else { return nil }
      return .date(day)
    case .datetime:
      guard cell == .text, !isSlow, let moment = Column.moment(bytes), isWithin(moment.seconds) else { return nil }
      return .moment(moment)
    case .boolean: return nil
    }
  }

  @inline(__always)
  private func text(_ bytes: UnsafeBufferPointer<UInt8>, _ parser: FieldReader, _ arena: inout CellParser.Arena) -> Datum? {
    let start = arena.used
    let datum = arena.append(bytes)
    if isPlain { return datum }
    var length = bytes.count
    guard parser.holds(arena.base + start, &length) else {
      arena.used = start
      return nil
    }
    arena.used = start + length
    return .text(offset: start, length: length)
  }

  /// Printable ASCII and common Chinese characters without blanks at the ends: cleaning would change nothing.
  @inline(__always)
  static func isPlainText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = bytes.count
    guard count > 0, bytes[0] > 0x20, bytes[count - 1] > 0x20, bytes[0] != 0x3D else { return false }
    var at = 0
    while at < count {
      let byte = bytes[at]
      if byte < 0x80 {
        if byte < 0x20 || byte == 0x7F { return false }
        at += 1
      } else if byte >= 0xE4 && byte <= 0xE9 {
        at += 3
      } else {
        return false
      }
    }
    return true
  }

  /// Plain text that begins with a letter or digit and has neither a mask's `*` nor the marks of an exponent.
  @inline(__always)
  static func isPlainID(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = bytes.count
    guard count > 0, bytes[count - 1] > 0x20 else { return false }
    let first = bytes[0]
    guard (first >= 0x30 && first <= 0x39) || (first >= 0x41 && first <= 0x5A) || first >= 0xE4 else { return false }
    var at = 0
    while at < count {
      let byte = bytes[at]
      if byte < 0x80 {
        if byte < 0x20 || byte == 0x7F || byte == 0x2A || byte == 0x2B || (byte == 0x2E && first <= 0x39) { return false }
        at += 1
      } else if byte >= 0xE4 && byte <= 0xE9 {
        at += 3
      } else {
        return false
      }
    }
    return true
  }

  /// `-1234.5` in units of `10^-places`, up to fifteen digits; nil for every other form.
  @inline(__always)
  static func decimal(_ bytes: UnsafeBufferPointer<UInt8>, places: Int) -> Int64? {
    var at = 0
    let count = bytes.count
    guard count > 0, count <= 17 else { return nil }
    let negative = bytes[0] == 0x2D
    if negative { at = 1 }
    var value: Int64 = 0
    var digits = 0
    while at < count {
      let digit = bytes[at] &- 0x30
      if digit > 9 { break }
      value = value &* 10 &+ Int64(digit)
      digits &+= 1
      at &+= 1
    }
    guard digits > 0 else { return nil }
    var left = places
    if at < count {
      guard bytes[at] == 0x2E else { return nil }
      at += 1
      guard at < count, count - at <= places else { return nil }
      while at < count {
        let digit = bytes[at] &- 0x30
        guard digit <= 9 else { return nil }
        value = value &* 10 &+ Int64(digit)
        digits &+= 1
        left &-= 1
        at &+= 1
      }
    }
    guard digits + left <= 15 else { return nil }
    while left > 0 {
      value = value &* 10
      left &-= 1
    }
    return negative ? -value : value
  }

  /// `2026-01-05` or `2026/01/05`.
  @inline(__always)
  static func day(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
    guard bytes.count == 10 else { return nil }
    return civil(bytes)
  }

  @inline(__always)
  private static func civil(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
    guard bytes[4] == 0x2D || bytes[4] == 0x2F, bytes[7] == bytes[4] else { return nil }
    var worst: UInt8 = 0
    @inline(__always) func digit(_ index: Int) -> Int {
      let digit = bytes[index] &- 0x30
      worst = max(worst, digit)
      return Int(digit)
    }
    let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
    let month = digit(5) * 10 + digit(6)
    let day = digit(8) * 10 + digit(9)
    guard worst <= 9, year >= 1800 else { return nil }
    return Day(year: year, month: month, day: day)
  }

  /// `2026-01-05 14:06:51`.
  @inline(__always)
  static func moment(_ bytes: UnsafeBufferPointer<UInt8>) -> Moment? {
    guard bytes.count == 19, bytes[10] == 0x20, bytes[13] == 0x3A, bytes[16] == 0x3A, let day = civil(bytes) else { return nil }
    var worst: UInt8 = 0
    @inline(__always) func pair(_ index: Int) -> Int {
      let (tens, ones) = (bytes[index] &- 0x30, bytes[index + 1] &- 0x30)
      worst = max(worst, tens, ones)
      return Int(tens) * 10 + Int(ones)
    }
    let (hour, minute, second) = (pair(11), pair(14), pair(17))
    guard worst <= 9, hour < 24, minute < 60, second < 60 else { return nil }
    return Moment(day, hour: hour, minute: minute, second: second)
  }
}

/// A field's parser behind a reference, so that the inner loop can name it without copying it.
final class FieldReader: Sendable {
  let parser: CellParser

  init(_ parser: CellParser) { self.parser = parser }

  /// Whether a text passes its limits without remark; tidied in place.
  func holds(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> Bool {
    parser.held(text, &length) == nil && length > 0
  }
}
