import Tables
import Values

/// What a sender must know of a field, in words: the note on a template's header.
struct FieldNote {
  let field: Field
  let limits: FieldLimits
  let language: BookLanguage

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  var need: String {
    switch field.need {
    case .required: say("必填", "required")
    case .optional: say("选填", "optional")
    case .author: say("选填，须为本方编号", "optional; must be your own number")
    }
  }

  var kind: String {
    switch field.kind {
    case .text: say("文本", "text")
    case .id: say("编号（按文本填写）", "identifier (as text)")
    case .money: say("金额（元）", "amount (yuan)")
    case .rate: say("比率（如 20%）", "rate (such as 20%)")
    case .number: say("数值", "number")
    case .integer: say("整数", "whole number")
    case .date: say("日期（如 2026-01-31）", "date (such as 2026-01-31)")
    case .datetime: say("日期时间（如 2026-01-31 09:30:00）", "date and time (such as 2026-01-31 09:30:00)")
    case .boolean: say("是 / 否", "yes / no")
    }
  }

  /// The limits as sentences; empty when there are none.
  var rules: String {
    var parts: [String] = []
    if !choices.isEmpty { parts.append(say("只能是：", "one of: ") + choices.joined(separator: say("、", ", "))) }
    if let length = limits.length { parts.append(say("\(length) 个字符", "\(length) characters")) }
    let isText = field.kind == .text || field.kind == .id
    if let least = limits.least {
      parts.append(isText ? say("至少 \(least) 个字符", "at least \(least) characters") : say("不小于 ", "not below ") + shown(least))
    }
    if let most = limits.most {
      parts.append(isText ? say("最多 \(most) 个字符", "at most \(most) characters") : say("不大于 ", "not above ") + shown(most))
    }
    if let places = limits.places { parts.append(say("最多 \(places) 位小数", "at most \(places) decimals")) }
    if let future = limits.future { parts.append(say("不晚于业务日期后 \(future) 天", "at most \(future) days after the business day")) }
    if limits.check != nil {
      parts.append(limits.checkWarns ? say("校验号码规则（不符时提示）", "number is checked (warning)") : say("校验号码规则", "number is checked"))
    }
    return parts.joined(separator: say("；", "; "))
  }

  var choices: [String] {
    if field.kind == .boolean { return [language.words.yes, language.words.no] }
    return limits.oneOf.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The note on the header, at most 255 characters.
  var text: String {
    var lines = [need + say("，", ", ") + kind]
    if !rules.isEmpty { lines.append(rules) }
    if !field.aliases.isEmpty { lines.append(say("也可写作：", "also: ") + field.aliases.joined(separator: say("、", ", "))) }
    return String(lines.joined(separator: "\n").prefix(255))
  }

  func shown(_ value: Int64) -> String {
    switch field.kind {
    case .money: Decimals.trimmed(value, places: 2)
    case .rate: Rate(billionths: value).description
    case .number: Decimals.trimmed(value, places: 6)
    case .date: Day(number: Int32(value)).description
    case .datetime: Moment(seconds: value).description
    case .text, .id, .integer, .boolean: String(value)
    }
  }

  /// A value that fits the field, for the example row.
  func example(_ day: Day) -> BookCell {
    if field.kind == .boolean { return .text(language.words.no) }
    if let first = choices.first { return .text(first) }
    if let check = limits.check { return .text(FieldNote.example(check)) }
    switch field.kind {
    case .text:
      let word = say("示例", "example")
      let wanted = limits.length ?? Int(max(limits.least ?? 0, 0))
      let long = String(String(repeating: word, count: max(1, wanted / word.count + 1)).prefix(max(wanted, word.count)))
      return .text(String(long.prefix(limits.length ?? Int(min(limits.most ?? 100, 100)))))
    case .id: return .text(String("A20260001000000000000".prefix(limits.length ?? Int(min(limits.most ?? 12, 12)))))
    case .money: return .money(Money(minor: max(limits.least ?? 0, 100_000)))
    case .rate: return .rate(Rate(billionths: limits.most.map { min($0, 200_000_000) } ?? 200_000_000))
    case .number: return .number(max(limits.least ?? 0, 1_000_000))
    case .integer: return .integer(max(limits.least ?? 1, 1))
    case .date: return .date(limits.endsSomething ? day.advanced(by: 364) : day)
    case .datetime: return .moment(Moment(limits.endsSomething ? day.advanced(by: 364) : day, hour: 9, minute: 30))
    case .boolean: return .none
    }
  }

  /// A number that passes its own check, and belongs to nobody.
  private static func example(_ check: NumberCheck) -> String {
    switch check {
    case .vin: "1M8GDM9AXKP042788"
    case .plate: "粤B12345"
    case .residentID, .idNumber: "11010519491231002X"
    case .uscc: "91350100M000100Y43"
    case .mobile: "13800138000"
    case .bankCard: "6222020000000000000"
    case .imei: "490154203237518"
    case .serial: "SN20260001"
    case .tracking: "SF1234567890"
    case .policy: "PDAA20260001000001"
    }
  }

  var format: CellFormat {
    switch field.kind {
    case .text, .boolean: .text
    case .id: .id
    case .money: .money
    case .rate: .rate
    case .number: .number
    case .integer: .integer
    case .date: .date
    case .datetime: .moment
    }
  }
}
