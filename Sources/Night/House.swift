import Flows
import Ledger
import Rules
import Store
import Tables
import Values

/// The flows of this root, made from their pipelines and put in order: a flow comes after those that publish what it reads.
struct House: Sendable {
  let access: Access
  let chart: Chart
  let flows: [any Flow]
  let widths: [String: Int]
  let ruleVersions: [Journal.RuleVersion]
  let statistics: [StatisticsModel]
  /// By feed and party.
  private let profiles: [String: [String: Profile]]
  /// Roles that need no access of their own, as the flows' settings stand.
  let openRoles: Set<String>
  /// The book of expected files, and the calendar it counts by.
  let expected: Expectations

  init(folder: String, makers: [NightShift.Maker]) throws(Fault) {
    let files = try PipelineFiles(folder: folder)
    access = files.access
    chart = files.chart
    var made: [any Flow] = []
    var versions: [Journal.RuleVersion] = []
    var widths: [String: Int] = [:]
    for pipeline in files.pipelines {
      guard let maker = makers.first(where: { $0.name == pipeline.name }) else {
        throw Fault(
          .setting, code: "flow-unknown", place: "pipelines/\(pipeline.name)", cause: "this program has no flow of that name",
          remedy: "use one of: \(makers.map(\.name).joined(separator: ", ")), or move the folder away")
      }
      made.append(try maker.make(pipeline))
      widths.merge(maker.kinds) { first, _ in first }
      let profiles = pipeline.profiles.map { ("profiles/\($0)", $1) }
      for (name, table) in (pipeline.tables.map { ($0, $1) } + profiles).sorted(by: { $0.0 < $1.0 }) {
        versions.append(Journal.RuleVersion(flow: pipeline.name, table: name, digest: table.version.hex, rows: table.rules.count))
      }
    }
    flows = try House.ordered(made)
    var models: [StatisticsModel] = []
    for flow in flows {
      for (name, setting) in files.pipelines.first(where: { $0.name == flow.name })?.statistics ?? [] {
        if models.contains(where: { $0.name == name }) || flows.contains(where: { $0.sheets.contains { $0.name == name } }) {
          throw setting.wrong("another sheet or model is called \(name)", "rename the file: its name is the workbook's")
        }
        models.append(try StatisticsFile(flow: flow, setting: setting).model(name))
      }
    }
    statistics = models
    var profiles: [String: [String: Profile]] = [:]
    for pipeline in files.pipelines where !pipeline.profiles.isEmpty {
      let feed = try pipeline.feed(pipeline.settings.required("profiles").text())
      for (party, table) in pipeline.profiles { profiles[feed.name, default: [:]][party] = try Profile(table, feed) }
    }
    self.profiles = profiles
    expected = try ExpectedFile(flows: flows, statistics: models).read(folder, files.calendar)
    for flow in flows { try House.check(flow.accounts, of: flow.name, chart) }
    self.widths = widths
    openRoles = made.reduce(into: []) { $0.formUnion($1.openRoles) }
    ruleVersions = versions
  }

  func flow(taking feed: String) -> (any Flow)? { flows.first { $0.feeds.contains { $0.name == feed || $0.title == feed } } }
  func profile(_ feed: String, of party: String) -> Profile? { profiles[feed]?[party] }

  /// The feed as a party's files may be laid out: what its profile fills need not be in them.
  func feed(_ name: String, of party: String) -> Feed? {
    feed(name).map { feed in profile(feed.name, of: party)?.applied(to: feed) ?? feed }
  }

  func feed(_ name: String) -> Feed? { flows.lazy.flatMap(\.feeds).first { $0.name == name || $0.title == name } }

  /// A family of accounts the chart has no row for, or not with the unit, is a wrong setting (78).
  private static func check(_ patterns: [AccountPattern], of flow: String, _ chart: Chart) throws(Fault) {
    for pattern in patterns {
      let cause: String
      switch chart.finding(for: pattern) {
      case .rule: continue
      case .unknownAccount: cause = "\(flow) books on \(pattern.text), and no row of the chart fits it"
      case .wrongUnit: cause = "\(flow) books \(pattern.unit.code) on \(pattern.text), and its row in the chart counts something else"
      }
      throw Fault(
        .setting, code: "account-missing", place: "pipelines/accounts.csv", cause: cause,
        remedy: "add the row \(pattern.text),\(pattern.unit.code) as the shipped file has it")
    }
  }

  /// Publishers before readers, else by name. A cycle is a wrong setting (78).
  static func ordered(_ flows: [any Flow]) throws(Fault) -> [any Flow] {
    var left = flows.sorted { $0.name < $1.name }
    var done: [any Flow] = []
    while !left.isEmpty {
      let open = Set(left.flatMap(\.publishes))
      guard let next = left.firstIndex(where: { flow in flow.reads.allSatisfy { !open.contains($0) || flow.publishes.contains($0) } })
      else {
        throw Fault(
          .setting, code: "flows-in-a-circle", place: "pipelines/",
          cause: "each of \(left.map(\.name).joined(separator: ", ")) reads what another of them publishes",
          remedy: "take one of these folders away")
      }
      done.append(left.remove(at: next))
    }
    return done
  }

  /// Every reason anybody may give, by code.
  func reasons(_ more: [Tables.Reason]) -> [String: Tables.Reason] {
    Dictionary((flows.flatMap(\.reasons) + more).map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
