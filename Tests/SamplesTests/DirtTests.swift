import Foundation
import Testing

/// Every line of the domain's catalogue of dirt, and every kind of number it knows a rule for, is shown by a sample that names it.
@Suite("The catalogue of dirt has its samples")
struct DirtTests {
  static let cited = Sample.all.map { (try? String(contentsOfFile: $0.folder + "/README.md", encoding: .utf8)) ?? "" }

  @Test("Lines C2-1 to C2-12", arguments: 1...12)
  func dirt(_ line: Int) {
    #expect(
      DirtTests.cited.contains { $0.contains("C2-\(line),") || $0.contains("C2-\(line).") || $0.contains("C2-\(line) ") },
      "no sample names C2-\(line)")
  }

  @Test(
    "Kinds of C5",
    arguments: [
      "VIN", "Plate", "Resident ID", "USCC", "Mobile", "Bank card", "IMEI", "Serial no.", "Tracking no.", "Policy no.", "Dates", "Amount",
    ])
  func kinds(_ kind: String) {
    #expect(DirtTests.cited.contains { $0.contains("C5 (\(kind))") }, "no sample names C5 (\(kind))")
  }

  @Test("A line nobody shows is noticed")
  func canary() {
    #expect(!DirtTests.cited.contains { $0.contains("C2-13.") || $0.contains("C2-13,") })
    #expect(!DirtTests.cited.contains { $0.contains("C5 (Passport)") })
  }
}
