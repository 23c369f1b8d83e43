package import Values

/// On which days a file is due: 每日, 工作日, 每周一, 每月5日, 月末, 首个工作日, 末个工作日, several of them, each moved to the next workday where 顺延 is said.
package struct DueDays: Hashable, Sendable {
  private enum Kind: Hashable, Sendable {
    case daily, workdays, monthEnd, firstWorkday, lastWorkday
    /// 0 is Monday.
    case weekday(Int)
    /// In a shorter month its last day.
    case dayOfMonth(Int)
  }
  private struct Choice: Hashable, Sendable {
    var kind: Kind
    var rolls: Bool
  }
  private var choices: [Choice] = []

  /// What may be written, for messages.
  package static let words = "每日 工作日 每周一 每月5日 月末 首个工作日 末个工作日 (daily workdays monday day-5 month-end first-workday last-workday)"

  /// Nil where a word is not known.
  package init?(_ text: String) {
    for word in text.split(whereSeparator: { "、，,; ；".contains($0) }) {
      var word = word.lowercased()
      let rolls = word.hasSuffix("顺延") || word.hasSuffix("-rolled")
      if rolls { word = String(word.dropLast(word.hasSuffix("顺延") ? 2 : 7)) }
      guard let kind = DueDays.kind(word) else { return nil }
      choices.append(Choice(kind: kind, rolls: rolls))
    }
    if choices.isEmpty { return nil }
  }

  private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  private static func kind(_ word: String) -> Kind? {
    switch word {
    case "每日", "每天", "daily": return .daily
    case "工作日", "每个工作日", "workdays": return .workdays
    case "月末", "每月末", "month-end": return .monthEnd
    case "首个工作日", "每月首个工作日", "first-workday": return .firstWorkday
    case "末个工作日", "每月末个工作日", "last-workday": return .lastWorkday
    default: break
    }
    if let index = weekdays.firstIndex(of: word) { return .weekday(index) }
    if word.hasPrefix("每周"), word.count == 3 {
      return word.last.flatMap { Array("一二三四五六日").firstIndex(of: $0 == "天" ? "日" : $0) }.map(Kind.weekday)
    }
    var number: Substring?
    if word.hasPrefix("每月"), word.hasSuffix("日") || word.hasSuffix("号") { number = word.dropFirst(2).dropLast() }
    if word.hasPrefix("day-") { number = word.dropFirst(4) }
    return number.flatMap { Int($0) }.flatMap { (1...31).contains($0) ? .dayOfMonth($0) : nil }
  }

  package func contains(_ day: Day, _ calendar: WorkCalendar) -> Bool {
    choices.contains { choice in
      guard choice.rolls else { return DueDays.falls(choice.kind, day, calendar) }
      // All the days that were not worked since the last workday are made up for on the next.
      guard calendar.isWorkday(day) else { return false }
      var before = day
      repeat {
        if DueDays.falls(choice.kind, before, calendar) { return true }
        before = before.advanced(by: -1)
      } while !calendar.isWorkday(before)
      return false
    }
  }

  private static func falls(_ kind: Kind, _ day: Day, _ calendar: WorkCalendar) -> Bool {
    let (year, month, number) = day.civil
    let length = Day.days(in: month, of: year)
    switch kind {
    case .daily: return true
    case .workdays: return calendar.isWorkday(day)
    case .weekday(let weekday): return day.weekday == weekday
    case .dayOfMonth(let wanted): return number == min(wanted, length)
    case .monthEnd: return number == length
    case .firstWorkday: return calendar.isWorkday(day) && calendar.workday(before: day).civil.month != month
    case .lastWorkday: return calendar.isWorkday(day) && calendar.workday(after: day).civil.month != month
    }
  }
}

/// Until when a file of a business day counts as in time: `23:30`, or `次日 01:00` on the day after.
package struct CutOff: Hashable, Sendable {
  private let minutes: Int

  package init?(_ text: String) {
    var text = text.filter { $0 != " " }.replacing("：", with: ":").lowercased()
    var days = 0
    for word in ["次日", "next-day"] where text.hasPrefix(word) {
      days = 1
      text = String(text.dropFirst(word.count))
      break
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour),
      (0...59).contains(minute)
    else { return nil }
    minutes = days * 1440 + hour * 60 + minute
  }

  package func moment(_ day: Day) -> Moment { Moment(seconds: Moment(day).seconds + Int64(minutes) * 60) }
}
