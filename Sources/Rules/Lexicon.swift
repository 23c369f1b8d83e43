/// The texts one column of a table speaks of, numbered in the order they first stand. A text not listed has no number and is told from
/// all of them, so it lies outside every literal and inside every `not(…)`. Texts are compared byte by byte.
package struct Lexicon: Sendable {
  package private(set) var texts: [String] = []
  private var numbers: [[UInt8]: Int64] = [:]

  package init() {}

  /// The point on the column's line where every text stands that the table does not list.
  package static let unlisted: Int64 = -1

  package mutating func number(of text: String) -> Int64 {
    if let known = numbers[Array(text.utf8)] { return known }
    let number = Int64(texts.count)
    numbers[Array(text.utf8)] = number
    texts.append(text)
    return number
  }

  package func find(_ text: String) -> Int64 { numbers[Array(text.utf8)] ?? Lexicon.unlisted }

  package subscript(_ number: Int64) -> String? { texts.indices.contains(Int(number)) ? texts[Int(number)] : nil }
}
