import Values

/// Days and moments, in every form real lists hold: separators of all kinds, 年月日, packed digits, day counts of workbooks. A form that can be
/// read in two ways is refused, never guessed. (domain.md C2-7)
extension CellParser {
  func moment(
    _ bytes: UnsafeBufferPointer<UInt8>, _ kind: Grid.Kind, _ epoch1904: Bool, asDate: Bool, _ scratch: inout [UInt8]
  ) -> Outcome {
    CellText.clean(bytes, .typed, into: &scratch)
    if CellParser.isNothing(scratch) { return Outcome(.none) }
    if kind == .number || kind == .serial {
      guard let number = scratch.withUnsafeBufferPointer({ DecimalText($0) }) else { return .rejected(TableReasons.dateUnclear) }
      if kind == .number, case .exact(let whole) = number.scaled(places: 0), whole >= 10_000_000 {
        return packed(scratch.filter { (0x30...0x39).contains($0) }, asDate)
      }
      return serial(number, epoch1904, asDate)
    }
    let text = DayText(scratch)
    switch text.form {
    case .nothing: return Outcome(.none)
    case .unclear: return .rejected(TableReasons.dateUnclear)
    case .withoutYear: return .rejected(TableReasons.dateWithoutYear)
    case .packed: return packed(scratch, asDate)
    case .serial:
      guard let number = scratch.withUnsafeBufferPointer({ DecimalText($0) }), case .exact(let whole) = number.scaled(places: 0),
        (36_526...73_050).contains(whole)
      else { return .rejected(TableReasons.dateUnclear) }
      let outcome = serial(number, epoch1904, asDate)
      return outcome.warned(TableReasons.dateFromSerial, outcome.datum.date?.description ?? outcome.datum.moment?.description ?? "")
    case .parts:
      return made(text.year, text.month, text.day, text.hour, text.minute, text.second, hasTime: text.hasTime, zone: text.zone, asDate)
    }
  }

  /// `20260105`, `202601051406`, `20260105140651`.
  private func packed(_ digits: [UInt8], _ asDate: Bool) -> Outcome {
    guard [8, 12, 14].contains(digits.count) else { return .rejected(TableReasons.dateUnclear) }
    func value(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    return made(
      value(0..<4), value(4..<6), value(6..<8), digits.count >= 12 ? value(8..<10) : 0, digits.count >= 12 ? value(10..<12) : 0,
      digits.count == 14 ? value(12..<14) : 0, hasTime: digits.count >= 12, zone: nil, asDate)
  }

  private func made(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int, hasTime: Bool, zone: Int?,
    _ asDate: Bool
  ) -> Outcome {
    if year == 0, month == 0, day == 0 { return Outcome(.none) }
    guard let civil = Day(year: year, month: month, day: day), year >= 1800 else {
      return .rejected(TableReasons.dateImpossible)
    }
    let isEnd = hour == 24 && minute == 0 && second == 0
    guard isEnd || (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      return .rejected(TableReasons.dateImpossible)
    }
    var moment = Moment(civil, hour: hour, minute: minute, second: second)
    if let zone { moment.seconds += Moment.offset - Int64(zone) * 60 }
    if asDate {
      // 2026年12月31日24时 is the last instant of that day, as policies write their end.
      return Outcome(.date(isEnd && zone == nil ? civil : moment.day))
    }
    // A deadline that names only its day lasts until that day ends. (contract.md, Instants)
    return Outcome(.moment(limits.dayEnd && !hasTime ? .end(of: civil) : moment))
  }

  /// A workbook's day count. Day 60 of the 1900 system is a 29 February that never was.
  private func serial(_ number: DecimalText, _ epoch1904: Bool, _ asDate: Bool) -> Outcome {
    // Ten billionths of a day are finer than a millisecond; what is finer still is the tail of a binary fraction.
    guard !number.isNegative, case let scaled = CellParser.rounded(number, places: 8), let scaled, scaled < 2_958_466 * 100_000_000 else {
      return .rejected(TableReasons.dateUnclear)
    }
    // The day and its fraction apart: the seconds of a far day times a hundred million are more than a word holds.
    let (days, fraction) = scaled.quotientAndRemainder(dividingBy: 100_000_000)
    var seconds = days * 86_400 + (fraction * 86_400 + 50_000_000) / 100_000_000
    let whole = seconds / 86_400
    if epoch1904 {
      seconds -= 24_107 * 86_400
    } else {
      guard whole != 60, whole >= 1 else { return .rejected(TableReasons.dateImpossible) }
      seconds -= (whole < 60 ? 25_568 : 25_569) * 86_400
    }
    let moment = Moment(seconds: seconds)
    if asDate { return Outcome(.date(moment.day)) }
    return Outcome(.moment(limits.dayEnd && moment.secondOfDay == 0 ? .end(of: moment.day) : moment))
  }

  private static func rounded(_ number: DecimalText, places: Int) -> Int64? {
    let shift = number.power + places
    if shift >= 0 {
      if case .exact(let value) = number.scaled(places: places) { return value }
      return nil
    }
    guard -shift <= 18 else { return 0 }
    return Int64(number.digits / DecimalText.powers[-shift])
  }
}

/// A date in text, taken apart. Knows forms, not calendars.
struct DayText {
  enum Form {
    case nothing
    case unclear
    case withoutYear
    /// Eight, twelve or fourteen digits.
    case packed
    /// Five digits: perhaps a day count.
    case serial
    case parts
  }

  private(set) var form = Form.unclear
  private(set) var year = 0
  private(set) var month = 0
  private(set) var day = 0
  private(set) var hour = 0
  private(set) var minute = 0
  private(set) var second = 0
  private(set) var hasTime = false
  /// Minutes east of UTC, where the text says so.
  private(set) var zone: Int?

  init(_ text: [UInt8]) {
    guard !text.isEmpty else {
      form = .nothing
      return
    }
    if text.allSatisfy({ (0x30...0x39).contains($0) }) {
      form = text.count == 5 ? .serial : .packed
      return
    }
    var rest = Substring(decoding: text, as: UTF8.self).unicodeScalars[...]
    guard let first = DayText.number(&rest), let mark = rest.popFirst() else { return }
    if mark == "月" {
      form = .withoutYear
      return
    }
    guard "-/.年".unicodeScalars.contains(mark) else { return }
    DayText.skip(&rest)
    guard let second = DayText.number(&rest) else { return }
    switch first.digits {
    case 4: year = first.value
    case 2 where (20...39).contains(first.value): year = 2000 + first.value
    default: return
    }
    month = second.value
    guard let next = rest.popFirst(), mark == "年" ? next == "月" : next == mark else { return }
    DayText.skip(&rest)
    guard let third = DayText.number(&rest), third.digits <= 2 else { return }
    day = third.value
    if mark == "年", let last = rest.first, last == "日" || last == "号" { rest.removeFirst() }
    if time(&rest) { form = .parts }
  }

  /// `14:06:51`, `0时`, `下午2:06`, `T00:00:00+08:00`, or nothing.
  private mutating func time(_ rest: inout Substring.UnicodeScalarView) -> Bool {
    DayText.skip(&rest)
    if rest.first == "T" || rest.first == "t" { rest.removeFirst() }
    DayText.skip(&rest)
    if rest.isEmpty { return true }
    hasTime = true
    let afternoon = DayText.take(&rest, ["下午", "PM", "pm"])
    let morning = !afternoon && DayText.take(&rest, ["上午", "AM", "am"])
    DayText.skip(&rest)
    guard let hours = DayText.number(&rest), hours.digits <= 2 else { return false }
    hour = hours.value
    if let mark = rest.popFirst() {
      guard mark == ":" || mark == "时" || mark == "点" else { return false }
      if let minutes = DayText.number(&rest) {
        minute = minutes.value
        if rest.first == ":" || rest.first == "分" {
          rest.removeFirst()
          if let seconds = DayText.number(&rest) {
            second = seconds.value
            if rest.first == "." {
              rest.removeFirst()
              _ = DayText.number(&rest)
            }
            if rest.first == "秒" { rest.removeFirst() }
          }
        }
      } else if mark == ":" {
        return false
      }
    } else {
      return false
    }
    DayText.skip(&rest)
    let afterwards = DayText.take(&rest, ["PM", "pm"])
    let before = !afterwards && DayText.take(&rest, ["AM", "am"])
    if afternoon || afterwards { if hour < 12 { hour += 12 } }
    if morning || before { if hour == 12 { hour = 0 } }
    return zoned(&rest)
  }

  private mutating func zoned(_ rest: inout Substring.UnicodeScalarView) -> Bool {
    DayText.skip(&rest)
    guard let sign = rest.popFirst() else { return true }
    if sign == "Z" || sign == "z" {
      zone = 0
      return rest.isEmpty
    }
    guard sign == "+" || sign == "-", let hours = DayText.number(&rest) else { return false }
    var minutes = hours.digits == 4 ? hours.value / 100 * 60 + hours.value % 100 : hours.value * 60
    if rest.first == ":" {
      rest.removeFirst()
      guard let more = DayText.number(&rest) else { return false }
      minutes += more.value
    }
    guard minutes <= 14 * 60 else { return false }
    zone = sign == "-" ? -minutes : minutes
    return rest.isEmpty
  }

  private static func number(_ rest: inout Substring.UnicodeScalarView) -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while let scalar = rest.first, (0x30...0x39).contains(scalar.value), digits < 9 {
      value = value * 10 + Int(scalar.value - 0x30)
      digits += 1
      rest.removeFirst()
    }
    return digits == 0 ? nil : (value, digits)
  }

  private static func skip(_ rest: inout Substring.UnicodeScalarView) {
    while let scalar = rest.first, CellText.isBlank(scalar.value) { rest.removeFirst() }
  }

  private static func take(_ rest: inout Substring.UnicodeScalarView, _ words: [String]) -> Bool {
    for word in words where rest.starts(with: word.unicodeScalars) {
      rest.removeFirst(word.unicodeScalars.count)
      return true
    }
    return false
  }
}
