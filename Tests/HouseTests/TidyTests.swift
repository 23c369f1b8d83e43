import Flows
import Foundation
import Night
import NightKit
import Testing

@Suite("The house is tidy")
struct TidyTests {
  /// Longer than a screen and a half can show, each for its reason.
  static let long: [String: String] = [
    "Tables/Verify/Verifier.swift": "one pass over a row's cells, which the optimiser must see whole",
    "Spreadsheets/Reading/Workbook/WorksheetStream.swift": "one state machine of the sheet's XML events",
  ]
  static let lines = 300

  private var files: [Sources.File] { Sources().swiftRooms.flatMap { Sources().files($0) } }

  @Test("Every file opens with its door sign: what it knows, and what it does not")
  func doorSigns() {
    for file in files {
      let comments = file.lines.contains { $0.hasPrefix("///") }
      if !comments { Issue.record("\(file.place) says nowhere what it is") }
    }
  }

  @Test("No file is longer than three hundred lines but those that say why")
  func length() {
    for file in files {
      let count = file.lines.count
      if count > TidyTests.lines && TidyTests.long[file.place] == nil { Issue.record("\(file.place) has \(count) lines") }
      if count <= TidyTests.lines && TidyTests.long[file.place] != nil {
        Issue.record("\(file.place) is short enough; strike it from the list")
      }
    }
  }

  @Test("Nothing is left to do, and no path of one machine stands in the sources")
  func leftovers() {
    // Put together here, so that this file does not hold the words itself.
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "not yet " + "supported", "not " + "implemented"]
    let paths = ["/ho" + "me/", "/wo" + "rk/", "/Us" + "ers/", "/ro" + "ot/"]
    let tests = Sources(Checkout.path + "/Tests")
    for file in files + tests.rooms.flatMap({ tests.files($0) }) {
      for word in words + paths where file.text.contains(word) { Issue.record("\(file.place) says \(word)") }
    }
  }

  /// Weighs branches of a search tree against each other; no amount is near.
  static let weighing = ["Rules/CandidateTree+Building.swift"]

  @Test("No floating point touches money below the workbook's last cell")
  func noFloatingPoint() {
    for room in ["Values", "Tables", "Rules", "Ledger", "Flows", "Parties", "Settlement", "Vouchers", "PrepaidCards", "Store"] {
      for file in Sources().files(room) where !TidyTests.weighing.contains(file.place) {
        for line in file.code where line.text.contains(/\b(Double|Float|Decimal)\b/) {
          Issue.record("\(file.place) row \(line.number): \(line.text)")
        }
      }
    }
  }

  @Test("Names say what things are")
  func names() {
    for file in files {
      let name = file.place.split(separator: "/").last!.dropLast(6)
      for word in ["Manager", "Helper", "Util", "Service", "Info"] where name.hasSuffix(word) {
        Issue.record("\(file.place): \(word) says nothing")
      }
      for line in file.code where line.text.contains(/\b(class|struct|enum|protocol) \w*(Manager|Helper|Utils?|Service|Info)\b/) {
        Issue.record("\(file.place) row \(line.number): \(line.text)")
      }
    }
  }

  @Test("Nothing is public: rooms speak to each other as one package")
  func nothingPublic() {
    for file in files {
      for line in file.code where line.text.contains(/\bpublic (func|var|let|struct|enum|class|init|protocol|static|import|extension)\b/) {
        Issue.record("\(file.place) row \(line.number) is public")
      }
    }
  }

  @Test("Every pipeline folder loads cleanly, with its examples")
  func pipelines() throws {
    let files = try PipelineFiles(folder: Checkout.pipelines)
    let folders = try FileManager.default.contentsOfDirectory(atPath: Checkout.pipelines).filter {
      FileManager.default.fileExists(atPath: "\(Checkout.pipelines)/\($0)/pipeline.yaml")
    }
    #expect(files.pipelines.map(\.name) == folders.sorted())
    for pipeline in files.pipelines { #expect(!pipeline.feeds.isEmpty) }
  }
}
