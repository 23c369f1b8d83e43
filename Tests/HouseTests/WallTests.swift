import Foundation
import NightKit
import Testing

/// The architecture: which room may import which. SwiftPM lets an undeclared import of a sibling through on an incremental build; this table does not.
enum Walls {
  static let rooms: [String: Set<String>] = {
    let pure: Set = ["Values", "Tables", "Rules", "Ledger"]
    let flows = pure.union(["Flows"])
    return [
      "Values": [], "Tables": ["Values"], "Rules": ["Values", "Tables"], "Ledger": ["Values"], "Flows": pure, "Parties": flows,
      "Settlement": flows, "Gifts": flows, "Vouchers": flows, "PrepaidCards": flows, "Warranty": flows, "Codes": ["Values"],
      "Spreadsheets": ["Values", "Tables"], "Pages": ["Values", "Tables", "Codes"], "Drops": ["Values", "Tables"],
      "Store": ["Values", "Tables", "Ledger", "Flows"],
      "Night": flows.union(["Codes", "Spreadsheets", "Pages", "Drops", "Store"]),
      "App": flows.union([
        "Parties", "Settlement", "Vouchers", "Gifts", "PrepaidCards", "Warranty", "Spreadsheets", "Drops", "Store", "Night",
      ]),
    ]
  }()

  /// What comes from outside, and who may use it.
  static let outside: [String: Set<String>] = [
    "CCSV": ["Spreadsheets"], "CXLSXWriter": ["Spreadsheets"], "CDeflate": ["Spreadsheets"], "CZip": ["Spreadsheets"],
    "CExpat": ["Spreadsheets"], "CFreeXL": ["Spreadsheets"], "CUchardet": ["Spreadsheets"], "CQRCode": ["Codes"], "CPNG": ["Codes"],
    "CCrypto": ["Values"],
    "CLinux": ["Drops"],
    "GRDB": ["Store"], "GRDBSQLite": ["Store"], "Yams": ["Night"], "ArgumentParser": ["App"],
    "Foundation": ["Spreadsheets", "Store", "Night", "App"], "Dispatch": ["Night"],
    "Glibc": ["Spreadsheets", "Pages", "Drops", "Night", "App"],
    "Synchronization": ["Settlement", "Spreadsheets", "Store", "Night", "App"],
  ]

  /// What a checkout does that the table forbids, in sentences.
  static func breaches(in sources: Sources) -> [String] {
    var found: [String] = []
    for room in sources.swiftRooms {
      guard let allowed = rooms[room] else {
        found.append("\(room): no wall is drawn for this room; add it to the table")
        continue
      }
      for file in sources.files(room) {
        for module in file.imports where module != "Swift" {
          if rooms[module] != nil {
            if !allowed.contains(module) { found.append("\(file.place): \(room) may not import \(module)") }
          } else if outside[module]?.contains(room) != true {
            found.append("\(file.place): \(room) may not import \(module)")
          }
        }
      }
    }
    return found
  }
}

@Suite("The walls of the house")
struct WallTests {
  @Test("Every room imports only rooms below it, and what it may from outside")
  func walls() { #expect(Walls.breaches(in: Sources()) == []) }

  @Test("Every room of the table stands")
  func rooms() { #expect(Set(Sources().swiftRooms) == Set(Walls.rooms.keys)) }

  static let planted = [
    ("Tables/Batch.swift", "import Store"), ("Settlement/Terms.swift", "package import Spreadsheets"),
    ("Spreadsheets/Writing/Pen.swift", "import Flows"),
    ("Pages/Bars.swift", "import Spreadsheets"), ("Ledger/Books.swift", "import Foundation"), ("Night/House.swift", "import Settlement"),
    ("Flows/Desk.swift", "import struct Foundation.Data"),
    ("Drops/File.swift", "@preconcurrency import GRDB"), ("Parties/Reasons.swift", "import Settlement"),
  ]

  @Test("A forbidden import is found", arguments: planted)
  func canary(place: String, line: String) throws {
    let folder = ScratchFolder("walls")
    let copy = folder.path + "/Sources"
    try FileManager.default.copyItem(atPath: Checkout.path + "/Sources", toPath: copy)
    let text = try String(contentsOfFile: "\(copy)/\(place)", encoding: .utf8)
    try Data((line + "\n" + text).utf8).write(to: URL(fileURLWithPath: "\(copy)/\(place)"))
    let found = Walls.breaches(in: Sources(copy))
    #expect(found.count == 1 && found[0].hasPrefix(place))
  }

  @Test("SQL stands in Store alone")
  func sql() {
    let statement = /\b(SELECT .+ FROM|INSERT (OR REPLACE )?INTO|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA )\b/
    for room in Sources().swiftRooms where room != "Store" {
      for file in Sources().files(room) where file.text.contains(statement) { Issue.record("\(file.place) speaks SQL") }
    }
    #expect(Sources().files("Store").contains { $0.text.contains(statement) })
  }

  @Test("The night knows no flow by name")
  func noFlowByName() {
    for file in Sources().files("Night") {
      for line in file.code where line.text.contains(/"(settlement|parties|underwriting|merchants)"/) {
        Issue.record("\(file.place) row \(line.number) names a flow or a feed")
      }
    }
  }
}
