/// One element of an XML file as far as DMN needs it: a name, attributes, text and children. A device room parses bytes into it; `DMN` makes
/// tables of it and back. Names keep their prefix in `name`; `local` is what counts.
package struct DMNElement: Sendable, Equatable {
  package struct Attribute: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package var name: String
  package var attributes: [Attribute]
  /// The element's own text, its parts joined.
  package var text: String
  package var children: [DMNElement]

  package init(_ name: String, _ attributes: [(String, String)] = [], text: String = "", children: [DMNElement] = []) {
    self.name = name
    self.attributes = attributes.map { Attribute(name: $0.0, value: $0.1) }
    self.text = text
    self.children = children
  }

  package var local: String { name.split(separator: ":").last.map(String.init) ?? name }

  package subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

  func all(_ local: String) -> [DMNElement] { children.filter { $0.local == local } }
  func first(_ local: String) -> DMNElement? { children.first { $0.local == local } }
  /// The trimmed text of a child's `<text>`.
  func cell(_ local: String) -> String { first(local)?.expression ?? "" }
  var expression: String { Literal.trimmed(first("text")?.text ?? text) }

  /// The whole file as XML, two blanks a level.
  package var document: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + written(0) }

  private func written(_ depth: Int) -> String {
    let indent = String(repeating: "  ", count: depth)
    var open = indent + "<" + name
    for attribute in attributes { open += " \(attribute.name)=\"\(DMNElement.escaped(attribute.value, inAttribute: true))\"" }
    if children.isEmpty && text.isEmpty { return open + "/>\n" }
    if children.isEmpty { return open + ">" + DMNElement.escaped(text, inAttribute: false) + "</\(name)>\n" }
    return open + ">\n" + children.map { $0.written(depth + 1) }.joined() + indent + "</\(name)>\n"
  }

  /// Control characters that XML cannot hold become blanks.
  private static func escaped(_ text: String, inAttribute: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where inAttribute: result += "&quot;"
      case "\n" where inAttribute: result += "&#10;"
      case "\t" where inAttribute: result += "&#9;"
      default: result.unicodeScalars.append(scalar.value < 0x20 && scalar != "\n" && scalar != "\t" ? " " : scalar)
      }
    }
    return result
  }
}
