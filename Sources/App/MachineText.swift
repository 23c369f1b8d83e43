/// Text as machines read it: a CSV record, a JSON string. Knows no table.
enum MachineText {
  static func record(_ cells: [String]) -> String {
    cells.map { $0.contains(where: { ",\"\r\n".contains($0) }) ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0 }.joined(separator: ",")
  }

  static func json(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        quoted += "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count) + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
