import Flows
import Foundation
import Night
import NightKit
import Store
import Tables
import Values

/// A root whose only flows are trial flows, each with a feed of its own.
struct TrialNight {
  let folder = ScratchFolder("trial")
  let root: TrialRoot

  init(
    _ makers: [NightShift.Maker] = [TrialFlow.maker()], feed settings: String = "",
    chart: String = "account,unit,below-zero,note\nasset:cash,CNY,yes,\n", sheets: [String: String] = [:], access grants: String = ""
  ) throws {
    let pipelines = folder.path + "/pipelines"
    let files = FileManager.default
    try files.createDirectory(atPath: pipelines, withIntermediateDirectories: true)
    func write(_ place: String, _ text: String) throws {
      let path = "\(pipelines)/\(place)"
      try files.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    var access = "role,feed,sheet,scope,columns,masked\n"
    for maker in makers {
      for role in ["platform", "finance"] { access += "\(role),\(maker.name)-list,,,,\n" }
      try write("\(maker.name)/feeds/\(maker.name)-list.csv", TrialFlow.fields)
      try write(
        "\(maker.name)/pipeline.yaml",
        "feeds:\n  \(maker.name)-list:\n    title: \(maker.name)清单\n    key: [id]\n    amount: amount\n\(settings)")
    }
    try write("access.csv", access + "platform,,receipt,own,*,\nfinance,,receipt,own,*,\n" + grants)
    try write("accounts.csv", chart)
    for maker in makers { for (name, columns) in sheets { try write("\(maker.name)/sheets/\(name).csv", columns) } }
    root = try TrialRoot(new: folder.path + "/root", pipelines: pipelines, makers: makers)
  }

  static let header = "编号,动作,组,金额,日期,到期,次序,更正\n"

  /// Drops rows of `编号,动作,组,金额,日期,到期,次序,更正`; cells at the end may be left out.
  func drop(_ rows: [String], as name: String = "list.csv", from party: String = "platform", flow: String = "trial") throws {
    let text = rows.map { row in row + String(repeating: ",", count: 7 - row.count { $0 == "," }) + "\n" }.joined()
    try root.drop(TrialNight.header + text, as: name, from: party, to: "\(flow)-list")
  }

  /// What the flow did, in order.
  func log(_ flow: String = "trial") throws -> [String] {
    let state = try root.night().store.state(StateKey("log", flow), width: 1)
    return (state?.rows[0].text(0) ?? "").split(separator: "\n").map(String.init)
  }

  /// Facts under a key: party and state, oldest first.
  func facts(_ key: String, flow: String = "trial") throws -> [String] {
    let night = try root.night()
    let feed = try PipelineFiles(folder: root.path + "/pipelines").pipelines.first { $0.name == flow }!.feed("\(flow)-list")
    return try night.store.facts(feed: feed, keyPrefix: key).sorted { $0.id < $1.id }.map {
      "\($0.party) \($0.contested ? "contested" : "\($0.state)")\($0.reason.isEmpty || ($0.state == .waiting && !$0.contested) ? "" : " \($0.reason)")"
    }
  }
}
