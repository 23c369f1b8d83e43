import Foundation
import Spreadsheets
import Testing
import Values

@Suite("Small XML files")
struct MarkupFileTests {
  private func read(_ text: String, _ limits: ReadLimits = .standard) throws(Fault) -> MarkupElement {
    let path = NSTemporaryDirectory() + "/markup-\(UUID().uuidString).xml"
    _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try MarkupFile.read(path: path, name: "m.dmn", limits: limits)
  }

  @Test("Elements, attributes, text and CDATA come out as they stand, prefixes and order kept")
  func tree() throws {
    let root = try read(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- x --><a:r xmlns:a=\"u\" k=\"1 &amp; 2\"><t>甲&lt;<![CDATA[ <b> ]]>乙</t><e/><t>丙</t></a:r>"
    )
    #expect(root.name == "a:r" && root.attributes.map(\.name) == ["xmlns:a", "k"] && root.attributes[1].value == "1 & 2")
    #expect(root.children.map(\.name) == ["t", "e", "t"])
    #expect(root.children.map(\.text) == ["甲< <b> 乙", "", "丙"])
  }

  @Test(
    "What could be a bomb or is cut off is refused by name, and costs nothing",
    arguments: [
      ("<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><r>&b;</r>", "xml-document-type"),
      ("<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><r/>", "xml-document-type"),
      (String(repeating: "<a>", count: 5000), "xml-too-deep"), ("<r><t>", "xml-damaged"), ("<r></t></r>", "xml-damaged"),
      ("<r>&unknown;</r>", "xml-damaged"), ("", "file-empty"),
    ])
  func refused(text: String, code: String) {
    let fault = #expect(throws: Fault.self) { try read(text) }
    #expect(fault?.code == code)
    #expect(fault?.place == "m.dmn")
  }

  @Test("A file larger than any model is not begun")
  func large() {
    var limits = ReadLimits.standard
    limits.fileBytes = 100
    let fault = #expect(throws: Fault.self) { try read("<r>" + String(repeating: "x", count: 200) + "</r>", limits) }
    #expect(fault?.code == "file-too-large")
  }
}
