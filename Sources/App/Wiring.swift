import Drops
import Flows
import Foundation
import Gifts
import Night
import Parties
import PrepaidCards
import Settlement
import Store
import Values
import Vouchers
import Warranty

/// Which flows this program has, and how a root is opened.
enum Wiring {
  /// The flows as their files alone make them; without a root no coupon is made.
  static let makers = makers(seal: Seal(key: []))

  private static func makers(seal: Seal) -> [NightShift.Maker] {
    [
      NightShift.Maker("parties", kinds: PartiesFlow.kinds) { pipeline throws(Fault) in try PartiesFlow(pipeline) },
      NightShift.Maker("settlement", kinds: SettlementFlow.kinds) { pipeline throws(Fault) in try SettlementFlow(pipeline) },
      NightShift.Maker("vouchers", kinds: VouchersFlow.kinds) { pipeline throws(Fault) in try VouchersFlow(pipeline) },
      NightShift.Maker("gifts", kinds: GiftsFlow.kinds) { pipeline throws(Fault) in try GiftsFlow(pipeline, seal: seal) },
      NightShift.Maker("cards", kinds: CardsFlow.kinds) { pipeline throws(Fault) in try CardsFlow(pipeline) },
      NightShift.Maker("warranty", kinds: WarrantyFlow.kinds) { pipeline throws(Fault) in try WarrantyFlow(pipeline) },
    ]
  }

  /// What the flows answer by name, for help texts.
  static let questions = PartiesFlow.questionNames + GiftsFlow.questionNames + WarrantyFlow.questionNames

  /// Opens a root that `settle init` laid out.
  static func open(_ path: String, options: NightOptions = NightOptions()) throws(Fault) -> NightShift {
    let root = WorkingRoot(path: path)
    try root.check()
    return NightShift(
      root: root, store: try Journal(path: root.statePath + "/settle.db", before: options.before),
      makers: makers(seal: try CouponKey.seal(state: root.statePath)), options: options)
  }

  /// Opens a copy of a root that is thrown away with the trial; the root itself is not even opened.
  static func open(trial path: String, options: NightOptions) throws(Fault) -> (night: NightShift, trial: Trial) {
    let root = WorkingRoot(path: path)
    try root.check()
    let trial = try Trial(of: root)
    var options = options
    options.isTrial = true
    let night = try open(trial.path, options: options)
    try night.adoptCopies()
    return (night, trial)
  }

  /// The business day: today in Shanghai, before `day-starts` (06:00) yesterday.
  static func businessDay(now: Int64 = Int64(Date().timeIntervalSince1970), dayStarts hour: Int = 6) -> Day {
    let moment = Moment(unix: now)
    return moment.secondOfDay < hour * 3600 ? moment.day.advanced(by: -1) : moment.day
  }

  /// What stands in the example dates of templates.
  static let templateDay = Day(year: 2026, month: 1, day: 31)!

  static func day(_ text: String) throws(Fault) -> Day {
    guard let day = Day(iso: text) else {
      throw Fault(.usage, code: "day-wrong", place: text, cause: "this is no day", remedy: "write it as 2026-11-21")
    }
    return day
  }

  /// The shipped pipelines: beside the program, or in the checkout it was built in.
  static func shippedPipelines(_ given: String?) throws(Fault) -> String {
    var candidates: [String] = given.map { [$0] } ?? []
    if given == nil {
      var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      candidates.append(folder.deletingLastPathComponent().appendingPathComponent("share/settle/pipelines").path)
      while folder.path != "/" {
        candidates.append(folder.appendingPathComponent("pipelines").path)
        folder = folder.deletingLastPathComponent()
      }
    }
    guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0 + "/access.csv") }) else {
      throw Fault(
        .missing, code: "pipelines-missing", place: given ?? "the program's folder", cause: "the shipped pipelines are not there",
        remedy: "name their folder with --pipelines")
    }
    return found
  }
}
