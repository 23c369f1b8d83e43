/// One segment of an account path: the reversible escape that lets every id be one. What stays plain is also safe in an hledger journal,
/// where `;` begins a comment and two blanks end an account's name.
enum AccountSegment {
  /// `A:B` becomes `A%3AB`; an empty segment becomes a lone `%`.
  static func escaped(_ segment: String) -> String {
    if segment.utf8.allSatisfy(isHarmless), !segment.isEmpty { return segment }
    if segment.isEmpty { return "%" }
    let scalars = Array(segment.unicodeScalars)
    var text = ""
    for (index, scalar) in scalars.enumerated() {
      let isPlain: Bool
      if scalar == " " {
        let isEdge = index == 0 || index == scalars.count - 1
        isPlain = !isEdge && scalars[index - 1] != " "
      } else {
        isPlain = !isReserved(scalar)
      }
      if isPlain { text.unicodeScalars.append(scalar) } else { appendEscape(of: scalar, to: &text) }
    }
    return text
  }

  /// The way back; nil when an escape is broken.
  static func plain(_ segment: some StringProtocol) -> String? {
    if segment.isEmpty { return nil }
    if !segment.utf8.contains(percent) { return String(segment) }
    if segment == "%" { return "" }
    var bytes: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
      if byte != percent {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst(), let low = rest.popFirst(), let high = Hex.value(high), let low = Hex.value(low) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static let percent = UInt8(ascii: "%")

  /// Letters, digits and the marks that most ids are made of: no look at Unicode is needed.
  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D...0x2F, 0x5F: true
    default: false
    }
  }

  private static func isReserved(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ":", ";", "%", "*": return true
    default: return scalar.isInvisible
    }
  }

  private static func appendEscape(of scalar: Unicode.Scalar, to text: inout String) {
    for byte in UTF8.encode(scalar)! {
      text += "%"
      text.unicodeScalars.append(Hex.digit(byte >> 4))
      text.unicodeScalars.append(Hex.digit(byte & 15))
    }
  }
}

extension Unicode.Scalar {
  /// Controls, format marks and blanks of every width but the plain one: what a reader cannot see and a parser may stumble over.
  var isInvisible: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate: return true
    default: return false
    }
  }
}

/// Upper-case hex digits, both ways; lower case is not canonical.
enum Hex {
  static func digit(_ value: UInt8) -> Unicode.Scalar { Unicode.Scalar(value < 10 ? 0x30 + value : 0x37 + value) }

  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x37
    default: nil
    }
  }
}
