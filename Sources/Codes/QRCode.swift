import CQRCode
package import Values

/// A QR code: the squares (modules) a text becomes. It knows no paper: what is drawn of it, and how large, is said where it is drawn.
/// Made by libqrencode; the same text and level give the same squares. (domain.md 4.13, E14)
package struct QRCode: Sendable, Equatable {
  /// How much of a printed code may be lost: about 7, 15, 25 or 30 percent of it. Packages are scratched, so Q is what printers take.
  package enum Level: String, Sendable, CaseIterable {
    case low = "L"
    case medium = "M"
    case quartile = "Q"
    case high = "H"

    fileprivate var level: QRecLevel {
      switch self {
      case .low: QR_ECLEVEL_L
      case .medium: QR_ECLEVEL_M
      case .quartile: QR_ECLEVEL_Q
      case .high: QR_ECLEVEL_H
      }
    }
  }

  /// The blank margin a reader needs on every side, in modules. (ISO/IEC 18004)
  package static let quietZone = 4

  /// Modules on a side, without the quiet zone.
  package let size: Int
  /// Row by row from the top left.
  private let dark: [Bool]

  /// The text's bytes in UTF-8. One too long for any code of this level is a fault of the row it came from.
  package init(_ text: String, level: Level) throws(Fault) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, level.level) else {
      throw Fault(
        .data, code: "qr-code", place: String(text.prefix(60)),
        cause: bytes.isEmpty ? "there is nothing to encode" : "\(bytes.count) bytes make no QR code of level \(level.rawValue)",
        remedy: "shorten the address or the code it ends with")
    }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    dark = (0..<size * size).map { code.pointee.data[$0] & 1 == 1 }
  }

  package func isDark(_ row: Int, _ column: Int) -> Bool { dark[row * size + column] }

  /// The dark squares as the outline of a drawing whose unit is one module, the quiet zone around it: one stretch a run of a row.
  package func outline(quiet: Int = quietZone) -> String {
    var path = ""
    for row in 0..<size {
      var column = 0
      while column < size {
        let start = column
        while column < size, isDark(row, column) { column += 1 }
        if column > start { path += "M\(start + quiet) \(row + quiet)h\(column - start)v1h-\(column - start)z" } else { column += 1 }
      }
    }
    return path
  }
}
