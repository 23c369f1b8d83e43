package import Values

/// How much two Chinese texts have in common: their bigrams, each weighing what it tells (tf-idf), the common weight by the weight of both. Whole
/// numbers from end to end, so that every machine ranks alike. (domain.md 4.9, E13)
package struct TextOverlap: Sendable {
  /// A text as its bigrams: two neighbouring characters of a Chinese stretch, a whole word of letters and digits. Marks part stretches.
  package typealias Grams = [String: Int]

  /// In how many of the documents each bigram stands.
  private var documents: [String: Int] = [:]
  private let count: Int

  /// The library that says how common each bigram is.
  package init(_ library: [Grams]) {
    count = library.count
    for grams in library { for gram in grams.keys { documents[gram, default: 0] += 1 } }
  }

  package static func grams(_ text: String) -> Grams {
    var grams: Grams = [:]
    var word = ""
    var last: Character?
    func end() {
      if !word.isEmpty { grams[word, default: 0] += 1 }
      word = ""
    }
    for character in text.lowercased() {
      if character.isASCII && (character.isLetter || character.isNumber) {
        word.append(character)
        last = nil
        continue
      }
      end()
      guard character.isLetter || character.isNumber else {
        last = nil
        continue
      }
      if let last { grams[String(last) + String(character), default: 0] += 1 }
      last = character
    }
    end()
    return grams
  }

  /// Common weight by joint weight: 0 for nothing in common, 1 for the same text.
  package func overlap(_ left: Grams, _ right: Grams) -> Rate {
    var common: Int64 = 0
    var joint: Int64 = 0
    for (gram, times) in left {
      let (weight, other) = (weight(gram), right[gram] ?? 0)
      common += Int64(min(times, other)) * weight
      joint += Int64(max(times, other)) * weight
    }
    for (gram, times) in right where left[gram] == nil { joint += Int64(times) * weight(gram) }
    return Rate.share(common, of: joint) ?? Rate(billionths: 0)
  }

  /// The rarer, the heavier: 1 + log₂((documents + 1) ∕ (those with it + 1)), in 65,536ths. What stands everywhere still weighs one.
  private func weight(_ gram: String) -> Int64 {
    65_536 + TextOverlap.logarithm(Int64(count + 1)) - TextOverlap.logarithm(Int64((documents[gram] ?? 0) + 1))
  }

  /// log₂ of a whole number in 65,536ths, digit by digit: squaring doubles the logarithm.
  package static func logarithm(_ number: Int64) -> Int64 {
    let whole = 63 - number.leadingZeroBitCount
    // The number as 1.x in 2⁻³⁰.
    var rest = whole <= 30 ? number << Int64(30 - whole) : number >> Int64(whole - 30)
    var digits: Int64 = 0
    for _ in 0..<16 {
      rest = (rest * rest) >> 30
      digits <<= 1
      if rest >= 1 << 31 {
        digits |= 1
        rest >>= 1
      }
    }
    return Int64(whole) << 16 | digits
  }
}
