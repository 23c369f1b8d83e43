import Values

/// The books as one line a posting, for whatever reads CSV. Texts stand as they are, quoted where they must be.
enum CSVText {
  static func begin(_ text: inout [UInt8]) {
    text.append("entry,day,reference,kind,cause,corrects,hold,description,account,amount,unit\n")
  }

  static func append(_ entry: BookedEntry, _ text: inout [UInt8]) {
    let head = [
      entry.id, entry.day.description, entry.reference.text, entry.kind, entry.cause, entry.corrects?.text ?? "", entry.hold?.text ?? "",
      entry.description,
    ].map(quoted).joined(separator: ",")
    for line in entry.lines {
      text.append(head)
      text.append(
        ",\(quoted(line.key.path.text)),\(Decimals.text(line.amount, places: line.key.unit.places)),\(quoted(line.key.unit.code))\n")
    }
  }

  private static func quoted(_ value: String) -> String {
    let needsQuotes =
      value.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D } || value.first == " " || value.last == " "
    return needsQuotes ? "\"" + value.replacing("\"", with: "\"\"") + "\"" : value
  }
}
