import Testing

@Suite("Samples")
struct SamplesTests {
  @Test("There are samples") func some() { #expect(Sample.all.count > 100) }

  @Test("A sample's nights leave what it says", arguments: Sample.asked)
  func holds(_ sample: Sample) async throws {
    let walk = try await Walk.of(sample)
    for difference in walk.differences { Issue.record("\(difference)") }
    #expect(walk.tables > 0, "the sample states nothing")
  }

  /// The canary: what compares samples must itself be able to fail.
  @Test("One changed cell of any table a sample states is noticed", arguments: Sample.asked)
  func canary(_ sample: Sample) async throws {
    let walk = try await Walk.of(sample)
    #expect(walk.unnoticed.isEmpty)
  }
}
