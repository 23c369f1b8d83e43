import Values

/// A summary as plain text: for the terminal, for `state/nights/<run>.summary.txt`, for the body of a mail. The verdict comes first, then what needs a
/// person, then the figures. Lines are short enough for a terminal of eighty columns but where a place is longer.
package struct SummaryText {
  private let english: Bool
  private var lines: [String] = []
  /// Of one kind so many are listed, and how many there are besides.
  private static let alike = 5

  private init(english: Bool) { self.english = english }

  package static func text(of summary: NightSummary, besides more: [String] = []) -> String {
    var text = SummaryText(english: summary.english)
    text.verdict(text.said("结算夜报", "Settlement, night") + " \(summary.run)", summary.alerts, isAll: summary.isAllSettled)
    text.needs(summary.alerts)
    text.lines.append("")
    text.files(summary)
    text.table(summary.feeds)
    text.money(summary.units)
    text.lines += more
    return text.lines.joined(separator: "\n") + "\n"
  }

  /// Where no night was closed: nothing was new, or a fault ended it.
  package static func text(title: String, alerts: [Alert], english: Bool, besides more: [String] = []) -> String {
    var text = SummaryText(english: english)
    text.verdict(title, alerts)
    text.needs(NightSummary.sorted(alerts))
    text.lines += more
    return text.lines.joined(separator: "\n") + "\n"
  }

  private func said(_ zh: String, _ en: String) -> String { english ? en : zh }

  // MARK: what needs a person

  private mutating func verdict(_ title: String, _ alerts: [Alert], isAll: Bool = false) {
    let pressing = alerts.filter { $0.weight >= .warning }
    let urgent = pressing.count { $0.weight == .urgent }
    lines.append(title)
    if pressing.isEmpty {
      lines.append(isAll ? said("全部办妥，无须处理。", "All settled; nothing needs you.") : said("没有需要处理的事项。", "Nothing needs you."))
    } else {
      let things = pressing.count == 1 ? "1 thing needs" : "\(pressing.count) things need"
      lines.append(
        said("有 \(pressing.count) 件事需要处理", "\(things) you")
          + (urgent > 0 ? said("，其中 \(urgent) 件紧急。", ", \(urgent) of them urgent.") : said("。", ".")))
    }
  }

  private mutating func needs(_ alerts: [Alert]) {
    var shown: [String: Int] = [:]
    let counts = Dictionary(alerts.map { ($0.weight.rawValue + $0.code, 1) }, uniquingKeysWith: +)
    for alert in alerts {
      let kind = alert.weight.rawValue + alert.code
      shown[kind, default: 0] += 1
      if shown[kind]! > Self.alike { continue }
      lines.append("")
      let mark = TextWidth.left(alert.weight.title(english: english), english ? 7 : 4)
      lines.append("  \(mark)  \(alert.title(english: english)): \(alert.place)")
      let indent = String(repeating: " ", count: english ? 11 : 8)
      lines += wrapped(alert.cause, indent: indent, first: indent)
      lines += wrapped(alert.remedy, indent: indent + "  ", first: indent + "→ ")
      if shown[kind]! == Self.alike, counts[kind]! > Self.alike {
        let rest = counts[kind]! - Self.alike
        lines.append(indent + said("… 同类另有 \(rest) 件，见 settle status", "… and \(rest) more of this kind: see settle status"))
      }
    }
  }

  /// Broken at blanks, and between Chinese characters, before the eightieth column.
  private func wrapped(_ text: String, indent: String, first: String) -> [String] {
    var found: [String] = []
    var line = first
    var word = ""
    func flush(_ word: String) {
      if TextWidth.of(line) + TextWidth.of(word) > 80, TextWidth.of(line) > TextWidth.of(indent) {
        while line.last == " " { line.removeLast() }
        found.append(line)
        line = indent + word.drop { $0 == " " }
      } else {
        line += word
      }
    }
    for character in text {
      let isWide = TextWidth.of(String(character)) > 1
      // No line begins with a closing mark.
      let closes = "，。；：、）,.;:)".contains(character)
      if (character == " " || isWide && !closes) && !word.isEmpty {
        flush(word)
        word = ""
      }
      word.append(character)
    }
    flush(word)
    found.append(line)
    return found
  }

  // MARK: figures

  private mutating func files(_ summary: NightSummary) {
    let names =
      english
      ? ["taken": "taken", "already": "seen before", "refused": "refused", "aside": "set aside", "left": "left in their folder"]
      : ["taken": "接收", "already": "重复", "refused": "退回", "aside": "搁置", "left": "留待"]
    let parts = summary.files.filter { $0.count > 0 }.map {
      english ? "\($0.count) \(names[$0.state]!)" : "\(names[$0.state]!) \($0.count)"
    }
    let total = summary.files.reduce(0) { $0 + $1.count }
    line(said("文件", "files"), total == 0 ? said("无", "none") : "\(total)  (\(parts.joined(separator: said("，", ", "))))")
    line(
      said("表单", "sheets"),
      said("送达 \(summary.sheets)", "\(summary.sheets) out")
        + (summary.unpublished > 0 ? said("，未送达 \(summary.unpublished)", ", \(summary.unpublished) not handed over") : ""))
  }

  private mutating func table(_ feeds: [NightSummary.Feed]) {
    if feeds.isEmpty { return }
    let titles =
      english
      ? ["feed", "waited", "in", "settled", "waits", "rejected", "repeated", "conflict"]
      : ["清单", "原待处理", "读入", "结算", "待处理", "拒绝", "重复", "冲突"]
    var rows: [[String]] = [titles]
    for feed in feeds {
      rows.append([feed.title] + feed.sums.map { $0.rows == 0 ? "·" : SummaryText.grouped("\($0.rows)") })
      if feed.sums.contains(where: { $0.amount != .zero }) {
        rows.append([said("  元", "  CNY")] + feed.sums.map { $0.amount == .zero ? "" : SummaryText.grouped("\($0.amount)") })
      }
    }
    // A column in which nothing stands tells nothing.
    let columns = titles.indices.filter { column in column == 0 || rows.dropFirst().contains { !["·", ""].contains($0[column]) } }
    let widths = columns.map { column in rows.map { TextWidth.of($0[column]) }.max()! }
    lines.append("")
    for row in rows {
      var text = ""
      for (place, column) in columns.enumerated() {
        text += column == 0 ? TextWidth.left(row[0], widths[place]) : "  " + TextWidth.right(row[column], widths[place])
      }
      while text.last == " " { text.removeLast() }
      lines.append(text)
    }
    lines.append("")
  }

  private mutating func money(_ units: [(unit: String, amount: String)]) {
    if units.isEmpty { return line(said("记账", "booked"), said("无", "nothing")) }
    for (index, unit) in units.enumerated() {
      line(index == 0 ? said("记账", "booked") : "", "\(unit.unit)  \(SummaryText.grouped(unit.amount))")
    }
  }

  /// A figure with its name before it.
  package static func line(_ name: String, _ text: String) -> String { TextWidth.left(name, 8) + text }
  private mutating func line(_ name: String, _ text: String) { lines.append(SummaryText.line(name, text)) }

  /// 1234567.89 → 1,234,567.89
  static func grouped(_ number: String) -> String {
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isNegative = parts[0].hasPrefix("-")
    var text = ""
    let digits = isNegative ? parts[0].dropFirst() : parts[0]
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (isNegative ? "-" : "") + text + (parts.count > 1 ? ".\(parts[1])" : "")
  }
}
