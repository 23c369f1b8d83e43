import Values

/// The books as an hledger journal that passes `hledger check --strict`. Account paths stand as they are; units are quoted where hledger
/// needs it. What hledger cannot hold in a quoted unit is written `%3B`.
enum HledgerText {
  static func begin(_ text: inout [UInt8]) { text.append("; Exported by settle. Debit is positive, credit negative.\n\n") }

  static func declare(_ unit: Unit, _ text: inout [UInt8]) {
    text.append("commodity 1000.\(String(repeating: "0", count: unit.places)) ")
    append(unit, &text)
    text.append("\n")
  }

  static func declare(_ account: AccountPath, _ text: inout [UInt8]) { text.append("account \(account.text)\n") }

  static func append(_ entry: BookedEntry, _ text: inout [UInt8]) {
    text.append("\n\(entry.day) * (")
    text.append(line: entry.id, except: "(", ")", ";")
    text.append(") ")
    text.append(line: entry.description, except: ";")
    text.append("\n")
    append("reference", entry.reference.text, &text)
    append("kind", entry.kind, &text)
    append("cause", entry.cause, &text)
    if let corrects = entry.corrects { append("corrects", corrects.text, &text) }
    if let hold = entry.hold { append("hold", hold.text, &text) }
    for line in entry.lines {
      append(line.key, line.amount, &text)
      text.append("\n")
    }
  }

  static func assert(_ key: AccountKey, _ balance: Int64, _ day: Day, _ text: inout [UInt8]) {
    text.append("\n\(day) * closing balance\n")
    append(key, 0, &text)
    text.append(" = ")
    append(balance, key.unit, &text)
    text.append("\n")
  }

  private static func append(_ tag: String, _ value: String, _ text: inout [UInt8]) {
    text.append("    ; \(tag): ")
    text.append(line: value)
    text.append("\n")
  }

  private static func append(_ key: AccountKey, _ amount: Int64, _ text: inout [UInt8]) {
    text.append("    \(key.path.text)  ")
    append(amount, key.unit, &text)
  }

  private static func append(_ amount: Int64, _ unit: Unit, _ text: inout [UInt8]) {
    text.append(Decimals.text(amount, places: unit.places))
    text.append(" ")
    append(unit, &text)
  }

  private static func append(_ unit: Unit, _ text: inout [UInt8]) {
    let isPlain = !unit.code.isEmpty && unit.code.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    if isPlain { return text.append(unit.code) }
    text.append("\"")
    text.append(line: unit.code, except: "\"", ";", "%")
    text.append("\"")
  }
}
