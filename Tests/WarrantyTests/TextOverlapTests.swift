import Foundation
import Testing
import Values
import Warranty

@Suite("Text overlap")
struct TextOverlapTests {
  static let library = [
    "服务期内屏幕、主板、电池因材料或工艺出现性能故障，免费维修或更换。", "人为损坏、进液、自行拆修、丢失不在保修范围内。",
    "服务期内压缩机、电机、主控板出现性能故障，免费上门维修。", "Screen and battery of model N1, 24 months.",
  ]
  static let overlap = TextOverlap(library.map(TextOverlap.grams))

  @Test("A text has all in common with itself, and nothing with one that shares no bigram")
  func ends() {
    for text in TextOverlapTests.library {
      let grams = TextOverlap.grams(text)
      #expect(TextOverlapTests.overlap.overlap(grams, grams) == Rate(billionths: Rate.scale))
    }
    #expect(TextOverlapTests.overlap.overlap(TextOverlap.grams("电视屏碎"), TextOverlap.grams("人为损坏")).billionths == 0)
    #expect(TextOverlapTests.overlap.overlap([:], [:]).billionths == 0)
  }

  @Test("The order of two texts does not matter, and marks and case do not either")
  func symmetric() {
    let all = TextOverlapTests.library.map(TextOverlap.grams)
    for left in all {
      for right in all { #expect(TextOverlapTests.overlap.overlap(left, right) == TextOverlapTests.overlap.overlap(right, left)) }
    }
    #expect(TextOverlap.grams("屏幕、主板") == ["屏幕": 1, "主板": 1])
    #expect(TextOverlap.grams("Model N1 model") == ["model": 2, "n1": 1])
    #expect(TextOverlap.grams("免费维修") == ["免费": 1, "费维": 1, "维修": 1])
  }

  @Test("What is rare in the library weighs more than what stands everywhere")
  func rare() {
    let common = TextOverlap.grams("性能故障")
    let rare = TextOverlap.grams("自行拆修")
    let both = TextOverlap.grams("性能故障、自行拆修")
    #expect(TextOverlapTests.overlap.overlap(both, rare) > TextOverlapTests.overlap.overlap(both, common))
  }

  @Test("The logarithm of whole numbers is exact to its last digit")
  func logarithm() {
    for number in Array(Int64(1)...3000) + [65_535, 1_000_000, 1 << 40, .max] {
      let expected = Foundation.log2(Double(number)) * 65_536
      #expect(abs(Double(TextOverlap.logarithm(number)) - expected) < 2)
    }
    #expect(TextOverlap.logarithm(1) == 0 && TextOverlap.logarithm(2) == 65_536)
  }
}
