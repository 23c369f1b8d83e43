import Values

/// Which cell styles show a number as a date or a time. Read from the styles part; by the built-in numbers and by the letters of the format. (domain.md C2-7)
struct NumberFormats {
  /// For each cell style, whether it is one.
  private(set) var isDate: [Bool] = []

  init() {}

  init(_ part: ZipPart, limits: ReadLimits) throws(Fault) {
    var custom: [Int: Bool] = [:]
    var styles: [Int] = []
    var isInCellFormats = false
    try XMLWalk.walk(part, limits: limits) { event in
      switch event {
      case .start("numFmt", let attributes):
        if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
          custom[id] = NumberFormats.isDate(code)
        }
      case .start("cellXfs", _): isInCellFormats = true
      case .end("cellXfs"): isInCellFormats = false
      case .start("xf", let attributes):
        if isInCellFormats, styles.count < 1 << 17 { styles.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0) }
      case .start, .end, .text: break
      }
    }
    isDate = styles.map { custom[$0] ?? NumberFormats.isBuiltInDate($0) }
  }

  /// The built-in formats that are dates or times, those of the Chinese, Japanese and Korean editions included.
  static func isBuiltInDate(_ id: Int) -> Bool {
    switch id {
    case 14...22, 27...36, 45...47, 50...58: true
    default: false
    }
  }

  /// `yyyy"年"m"月"`, `[h]:mm`, `m/d/yy`: letters of days and hours outside quotes and brackets. `[Red]0.00`, `General`, `0.00E+00` are not.
  static func isDate(_ code: String) -> Bool {
    var isQuoted = false
    var bracket: [Unicode.Scalar]?
    var isEscaped = false
    for scalar in code.unicodeScalars {
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        isQuoted = scalar != "\""
      } else if let inner = bracket {
        if scalar == "]" {
          // [h], [mm], [ss] count beyond a day.
          if !inner.isEmpty, inner.allSatisfy({ "hmsHMS".unicodeScalars.contains($0) }) { return true }
          bracket = nil
        } else {
          bracket = inner + [scalar]
        }
      } else {
        switch scalar {
        case "\"": isQuoted = true
        case "[": bracket = []
        case "\\", "_", "*": isEscaped = true
        case ";": return false
        case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S":
          return !code.lowercased().hasPrefix("general") && !code.lowercased().hasPrefix("standard")
        default: break
        }
      }
    }
    return false
  }
}
