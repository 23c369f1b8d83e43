import Values

/// The books as a beancount file that passes `bean-check`. Names are escaped (`BeancountName`), and the true ones stand beside them as metadata.
enum BeancountText {
  static func begin(_ text: inout [UInt8]) {
    text.append("; Exported by settle. Debit is positive, credit negative.\n")
    text.append("option \"title\" \"settle\"\noption \"operating_currency\" \"CNY\"\n\n")
  }

  static func declare(_ unit: Unit, _ since: Day, _ text: inout [UInt8]) {
    text.append("\(since) commodity \(BeancountName.currency(unit.code))\n")
    append("code", unit.code, &text)
  }

  static func declare(_ account: AccountPath, _ units: [Unit], _ since: Day, _ text: inout [UInt8]) {
    text.append("\(since) open \(BeancountName.account(account)) \(units.map { BeancountName.currency($0.code) }.joined(separator: ","))\n")
    append("path", account.text, &text)
  }

  static func append(_ entry: BookedEntry, _ text: inout [UInt8]) {
    text.append("\n\(entry.day) * ")
    append(string: entry.description, &text)
    text.append("\n")
    append("entry", entry.id, &text)
    append("reference", entry.reference.text, &text)
    append("kind", entry.kind, &text)
    append("cause", entry.cause, &text)
    if let corrects = entry.corrects { append("corrects", corrects.text, &text) }
    if let hold = entry.hold { append("hold", hold.text, &text) }
    for line in entry.lines {
      text.append("  \(BeancountName.account(line.key.path))  \(Decimals.text(line.amount, places: line.key.unit.places)) ")
      text.append("\(BeancountName.currency(line.key.unit.code))\n")
    }
  }

  /// Beancount checks a balance at the beginning of a day, and lets it be wrong by one last digit unless it is told `~ 0`.
  static func assert(_ key: AccountKey, _ balance: Int64, _ day: Day, _ text: inout [UInt8]) {
    text.append("\(day.advanced(by: 1)) balance \(BeancountName.account(key.path))  ")
    text.append("\(Decimals.text(balance, places: key.unit.places)) ~ 0 \(BeancountName.currency(key.unit.code))\n")
  }

  private static func append(_ name: String, _ value: String, _ text: inout [UInt8]) {
    text.append("  \(name): ")
    append(string: value, &text)
    text.append("\n")
  }

  private static func append(string value: String, _ text: inout [UInt8]) {
    text.append("\"")
    text.append(line: value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))
    text.append("\"")
  }
}
