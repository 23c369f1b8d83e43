import Codes
package import Values

/// One entry of a register as a page of its own: its values, its long texts, the address it leads to. Made for a phone held in one hand, and read the
/// same at a desk and on paper. Nothing of clock or run stands in it: as long as the entry stays, so does the page. (domain.md 4.14)
package struct LeafPage: Sendable {
  package struct Text: Sendable, Equatable {
    package var label: String
    package var text: String

    package init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// Where the page leads: the address on its button, and as a QR code for a reader with another device.
  package struct Address: Sendable {
    package var label: String
    package var address: String
    package var level: String

    package init(_ label: String, _ address: String, level: String) {
      self.label = label
      self.address = address
      self.level = level
    }
  }

  package var language: PageLanguage
  package var title: String
  /// Short values, a tile each.
  package var facts: [Text]
  /// Long ones, each under its label; line ends stay.
  package var passages: [Text]
  package var address: Address?

  package init(language: PageLanguage = .zh, title: String, facts: [Text], passages: [Text], address: Address? = nil) {
    self.language = language
    self.title = title
    self.facts = facts
    self.passages = passages
    self.address = address
  }

  /// Writes the page and reads it back: every value must be found again. (design.md, law 5)
  package func write(to path: String) throws(Fault) {
    try PageFile.write(bytes, to: path)
    let page = try PageReader(path: path)
    let found = page.figures.joined().map { Text($0.label, $0.text) }
    let meant = (facts + passages).map { Text(PageText.clean($0.label), PageText.clean($0.text)) }
    guard page.title == PageText.clean(title), found == meant else {
      throw Fault(
        .inputOutput, code: "page-not-as-written", place: path, cause: "a value is not what was written",
        remedy: "the page was not published; look at the disk and run again, and report it if it stays")
    }
  }

  private var bytes: [UInt8] {
    var page = PageText()
    PageHead(language: language, title: title, style: PageStyle.sheet(labels: "") + LeafPage.style, script: "").write(to: &page)
    page.add("<body class=\"leaf\">\n<header>\n<h1>")
    page.text(title)
    page.add("</h1>\n</header>\n<main>\n<section class=\"summary\">\n<dl class=\"tiles\">\n")
    for fact in facts { line(fact, &page) }
    page.add("</dl>\n")
    if let address, LeafPage.isAddress(address.address) {
      page.add("<p class=\"go\"><a href=\"")
      page.text(address.address)
      page.add("\">")
      page.text(address.label)
      page.add("</a></p>\n")
    }
    page.add("<dl class=\"passages\">\n")
    for passage in passages { line(passage, &page) }
    page.add("</dl>\n</section>\n</main>\n<footer>\n")
    if let address {
      page.add(PageCode.drawing(of: address.address, level: address.level))
      page.add("<p>")
      page.text(address.address)
      page.add("</p>\n")
    }
    page.add("</footer>\n<script></script>\n</body>\n</html>\n")
    return page.bytes
  }

  private func line(_ text: Text, _ page: inout PageText) {
    page.add("<div><dt>")
    page.text(text.label)
    page.add("</dt><dd>")
    page.text(text.text)
    page.add("</dd></div>\n")
  }

  /// A button leads to a web address or nowhere.
  private static func isAddress(_ text: String) -> Bool { text.hasPrefix("https://") || text.hasPrefix("http://") }

  private static let style = """
    .leaf header, .leaf main, .leaf footer { max-width: 46rem }
    .leaf .tiles { grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 100%), 1fr)) }
    .passages div { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .6rem .9rem; margin-top: .6rem }
    .passages dt { font-weight: 600; margin-bottom: .2rem }
    .passages dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; line-height: 1.65 }
    .go { margin: .9rem 0 0 }
    .go a { display: block; text-align: center; background: var(--accent); color: var(--paper); text-decoration: none; font-weight: 600;
      border-radius: .6rem; padding: .8rem 1rem; font-size: 1.05rem }
    .leaf footer { overflow-wrap: anywhere }
    @media print { .go { display: none } }

    """
}
