import Drops
import Flows
package import Foundation
package import Night
import Gifts
import Parties
import PrepaidCards
import Settlement
import Store
package import Values
import Vouchers
import Warranty

/// A working root laid out for a test, with ways to drop files and run nights on it.
package struct TrialRoot: Sendable {
  package let path: String
  package var makers: [NightShift.Maker] { didSet { houses = Houses() } }
  /// Roots with the house's own flows share what they read of their pipelines.
  private var houses: Houses
  private static let shared = Houses()

  package static let houseMakers = [
    NightShift.Maker("parties", kinds: PartiesFlow.kinds) { pipeline throws(Fault) in try PartiesFlow(pipeline) },
    NightShift.Maker("settlement", kinds: SettlementFlow.kinds) { pipeline throws(Fault) in
      try SettlementFlow(pipeline)
    },
    NightShift.Maker("vouchers", kinds: VouchersFlow.kinds) { pipeline throws(Fault) in try VouchersFlow(pipeline) },
    NightShift.Maker("warranty", kinds: WarrantyFlow.kinds) { pipeline throws(Fault) in try WarrantyFlow(pipeline) },
    NightShift.Maker("gifts", kinds: GiftsFlow.kinds) { pipeline throws(Fault) in try GiftsFlow(pipeline, seal: seal) },
    NightShift.Maker("cards", kinds: CardsFlow.kinds) { pipeline throws(Fault) in try CardsFlow(pipeline) },
  ]

  /// A key for coupons that everybody knows: samples name the codes it makes.
  package static let seal = Seal(key: Array("a key for tests alone: 32 bytes!".utf8))

  /// Opens what stands at the path.
  package init(at path: String, makers: [NightShift.Maker]? = nil) {
    self.path = path
    self.makers = makers ?? TrialRoot.houseMakers
    houses = makers == nil ? TrialRoot.shared : Houses()
  }

  /// Lays a root out with these pipelines. The shipped ones settle nobody who has no rules of its own: most tests let the platform's tables do it.
  package init(
    new path: String, pipelines: String = Checkout.pipelines, makers: [NightShift.Maker]? = nil, houseRules: Bool = true
  ) throws {
    self.init(at: path, makers: makers)
    try WorkingRoot(path: path).create(parties: ["platform", "finance", "applicants", "public"])
    try FileManager.default.removeItem(atPath: path + "/pipelines")
    try FileManager.default.copyItem(atPath: pipelines, toPath: path + "/pipelines")
    if houseRules { try Checkout.allowHouseRules(in: path + "/pipelines") }
    try night().layOut()
  }

  /// The same root elsewhere, as it stands now.
  package func copied(to path: String) throws -> TrialRoot {
    try FileManager.default.copyItem(atPath: self.path, toPath: path)
    var copy = TrialRoot(at: path, makers: makers)
    copy.houses = houses
    return copy
  }

  package func night(
    _ steps: Steps? = nil, workers: Int = 1, chunk: Int = 2000, pageLimit: Int? = nil, began: Moment? = nil,
    flows: [String] = [],
    report: @escaping @Sendable (NightEvent) -> Void = { _ in }
  ) throws(Fault) -> NightShift {
    let steps = steps ?? Steps()
    let before = steps.store
    let root = WorkingRoot(path: path, steps: steps.drops)
    let store = try Journal(path: root.statePath + "/settle.db", pageLimit: pageLimit, before: before)
    var options = NightOptions(workers: workers, quiet: .zero, chunk: chunk, report: report, before: before)
    options.houses = houses
    options.began = began
    options.flows = flows
    return NightShift(root: root, store: store, makers: makers, options: options)
  }

  /// One night, as `settle run` makes it.
  @discardableResult
  package func run(_ day: String, _ steps: Steps? = nil, workers: Int = 1, chunk: Int = 2000) throws(Fault) -> NightOutcome {
    try night(steps, workers: workers, chunk: chunk).run(day: Day(iso: day)!)
  }

  package func drop(_ text: String, as name: String, from party: String, to feed: String) throws {
    try drop(Data(text.utf8), as: name, from: party, to: feed)
  }

  package func drop(_ bytes: Data, as name: String, from party: String, to feed: String) throws {
    let folder = "\(path)/parties/\(party)/inbound/\(feed)"
    for folder in [folder, "\(path)/parties/\(party)/outbound"] where !FileManager.default.fileExists(atPath: folder) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// As if a file of the root had been written at an instant of the business clock.
  package func date(_ place: String, _ moment: Moment) throws {
    let seconds = Double(moment.seconds - Moment.offset)
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: "\(path)/\(place)")
  }

  package func bytes(_ place: String) -> Data? { FileManager.default.contents(atPath: "\(path)/\(place)") }

  /// Every file below a folder of the root, by its place.
  package func files(under folder: String) -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: "\(path)/\(folder)") else { return [] }
    var found: [String] = []
    while let name = walk.nextObject() as? String {
      if walk.fileAttributes?[.type] as? FileAttributeType != .typeDirectory { found.append("\(folder)/\(name)") }
    }
    return found.sorted()
  }
}
