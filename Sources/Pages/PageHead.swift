import Values

/// The head of every page: what may run on it and what may not. The policy allows exactly the style and the script that stand in the page, by their
/// digests, and nothing from anywhere else; so text that slipped through as markup could still neither run nor call out.
struct PageHead {
  let language: PageLanguage
  let title: String
  let style: String
  let script: String

  func write(to page: inout PageText) {
    page.add("<!doctype html>\n<html lang=\"")
    page.add(plain: language.words.code)
    page.add(
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
    )
    page.add(plain: PageHead.base64(Digest(of: style).bytes))
    page.add("'; script-src 'sha256-")
    page.add(plain: PageHead.base64(Digest(of: script).bytes))
    page.add("'; ")
    page.add("base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    page.add("<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
    page.text(title)
    page.add("</title>\n<style>")
    page.add(plain: style)
    page.add("</style>\n</head>\n")
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let piece = bytes[start..<min(start + 3, bytes.count)]
      var bits = UInt32(0)
      for offset in 0..<3 { bits = bits << 8 | (offset < piece.count ? UInt32(piece[start + offset]) : 0) }
      for place in 0..<4 { text.append(place <= piece.count ? digits[Int(bits >> (18 - 6 * UInt32(place)) & 63)] : 0x3D) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
