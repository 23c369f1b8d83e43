/// One element of an XML file that is small enough to be held whole: a name with its prefix, attributes, its own text, children in order.
package struct MarkupElement: Sendable, Equatable {
  package var name: String
  package var attributes: [(name: String, value: String)]
  /// The parts of its own text, joined.
  package var text = ""
  package var children: [MarkupElement] = []

  package init(_ name: String, attributes: [(name: String, value: String)] = []) {
    self.name = name
    self.attributes = attributes
  }

  package static func == (left: MarkupElement, right: MarkupElement) -> Bool {
    left.name == right.name && left.text == right.text && left.children == right.children
      && left.attributes.elementsEqual(right.attributes) { $0 == $1 }
  }
}
