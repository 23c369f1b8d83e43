import Codes

/// A QR code drawn in a page: squares of one outline, black on white whatever the reader's device is set to. A text no code holds is not drawn;
/// it stands below in letters either way.
enum PageCode {
  static func drawing(of text: String, level: String) -> PageText {
    var page = PageText()
    guard !text.isEmpty, let code = try? QRCode(text, level: QRCode.Level(rawValue: level) ?? .quartile) else { return page }
    let side = code.size + 2 * QRCode.quietZone
    page.add("<svg class=\"qr\" role=\"img\" aria-label=\"QR\" shape-rendering=\"crispEdges\" viewBox=\"0 0 ")
    page.add(plain: "\(side) \(side)")
    page.add("\"><path d=\"")
    page.add(plain: code.outline())
    page.add("\"></path></svg>")
    return page
  }
}
