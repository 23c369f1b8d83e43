import Parties
import Testing

@Suite("Numbers that are given")
struct GivenNumberTests {
  @Test("A 标识码 depends on the merchant alone and no two merchants share one")
  func codes() {
    let merchants = (1...5000).map { "M\($0)" }
    let codes = merchants.map(GivenNumber.identification)
    #expect(Set(codes).count == merchants.count)
    #expect(codes == merchants.map(GivenNumber.identification))
    #expect(codes.allSatisfy { $0.utf8.count == 13 && $0.hasPrefix("BS") })
  }

  @Test("The number of an applicant may be a folder's name")
  func numbers() {
    #expect((1...200).allSatisfy { PartiesFlow.isFolderName(GivenNumber.merchant(creditCode: "\($0)")) })
  }
}
