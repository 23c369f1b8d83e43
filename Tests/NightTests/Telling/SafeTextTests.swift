import Foundation
import Night
import NightKit
import Testing
import Values

@Suite("Nothing personal leaves")
struct SafeTextTests {
  @Test(
    "A file's name keeps dates, short numbers and common words, and nothing that could be anybody's",
    arguments: [
      ("list_20260311.csv", "list_20260311.csv"), ("2026-03-11 (2).xlsx", "2026-03-11 (2).xlsx"), ("承保清单2026年3月.csv", "承保清单2026年3月.csv"),
      ("13800138000.csv", "***.csv"), ("138-0013-8000.csv", "***-***-***.csv"), ("张三.csv", "***.csv"), ("承保清单_张三.csv", "承保清单_***.csv"),
      ("11010519491231002X.xlsx", "***.xlsx"), ("LSVAM4187C2184847.csv", "***.csv"), ("粤B12345 投保.csv", "*** 投保.csv"),
      ("6222 0000 1111 2222.csv", "*** *** *** ***.csv"), ("list١٣٨٠٠١٣٨٠٠٠.csv", "***.csv"), ("a\u{202E}b.csv", "a?b.csv"),
      ("0311.csv", "0311.csv"), ("20261340.csv", "***.csv"),
    ])
  func names(name: String, shown: String) { #expect(SafeText.fileName(name) == shown) }

  @Test("A sentence loses what is as long as a telephone's number, and no date")
  func sentences() {
    #expect(SafeText.sentence("row 12: 13800138000 on 2026-03-11, 10000 rows") == "row 12: *** on 2026-03-11, 10000 rows")
    #expect(SafeText.sentence("证件 11010519491231002X\n次行") == "证件 *** 次行")
  }
}

@Suite("Figures for Prometheus")
struct MetricsTests {
  private let folder = ScratchFolder()

  /// One family as the format's grammar has it: HELP, TYPE, samples of that name alone; nil where a line breaks it.
  private func families(_ text: String) -> [String: [String: String]]? {
    var found: [String: [String: String]] = [:]
    var current = ""
    var isTyped = false
    guard text.hasSuffix("\n") else { return nil }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)*/) {
        current = String(match.1)
        isTyped = false
        if found.updateValue([:], forKey: current) != nil { return nil }
      } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) gauge/) {
        if String(match.1) != current || isTyped { return nil }
        isTyped = true
      } else if let match = line.wholeMatch(
        of:
          /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*")*\})? (-?[0-9]+(?:\.[0-9]+)?)/
      ) {
        if String(match.1) != current || !isTyped { return nil }
        if found[current]!.updateValue(String(match.3), forKey: String(match.2 ?? "")) != nil { return nil }
      } else {
        return nil
      }
    }
    return found
  }

  private func figures(_ root: TrialRoot, _ fault: Fault? = nil, alerts: [Alert] = [], now: Int64 = 1_773_280_800) throws -> [String:
    [String: String]]
  {
    let night = try root.night()
    let end = NightEnd(
      day: Day(iso: Evening.day)!, outcome: fault == nil ? NightOutcome() : nil, fault: fault, duration: .milliseconds(61_007))
    try night.measure(end, alerts: alerts, now: now)
    let text = String(decoding: try #require(root.bytes("state/metrics.prom")), as: UTF8.self)
    if (try? Program.run(["--version"], program: "promtool")) != nil, try Program.run(["--version"], program: "promtool").code == 0 {
      let checked = try Program.run(["sh", "-c", "promtool check metrics < \(root.path)/state/metrics.prom"], program: "env")
      #expect(checked.code == 0, "\(checked.errors)")
    }
    return try #require(families(text), "\(text)")
  }

  @Test("They say when a run last ended well, what it took, and what became of files, rows and money")
  func night() throws {
    let root = try Evening.root(at: folder.path + "/root")
    try root.operate("metrics: state/metrics.prom\n")
    try Evening.drop(into: root)
    try root.run(Evening.day)
    let alert = Alert("odd\"code\\", .urgent, place: "p", day: Day(iso: Evening.day)!, cause: "c", remedy: "r")
    let found = try figures(root, alerts: [alert])
    #expect(found["settle_last_success_timestamp_seconds"] == ["": "1773280800"])
    #expect(found["settle_run_duration_seconds"] == ["": "61.007"] && found["settle_last_run_exit_code"] == ["": "0"])
    #expect(found["settle_alerts"] == [#"{code="odd\"code\\",weight="urgent"}"#: "1"])
    #expect(Int(found["settle_rows"]?[#"{feed="underwriting",outcome="settled"}"#] ?? "") ?? 0 > 3)
    #expect(found["settle_amount_yuan"]?[#"{feed="merchants",outcome="in"}"#] == "0.00")
    #expect(found["settle_files"]?[#"{state="refused"}"#] == "3")
    #expect((found["settle_waiting_oldest_seconds"]?.values).map(Set.init) == ["0"])
    let fault = Fault(.inputOutput, code: "disk-full", place: "p", cause: "c", remedy: "r")
    let failed = try figures(root, fault, now: 1_773_290_000)
    #expect(failed["settle_last_success_timestamp_seconds"] == ["": "1773280800"], "carried on")
    #expect(failed["settle_last_run_exit_code"] == ["": "74"] && failed["settle_last_run_timestamp_seconds"] == ["": "1773290000"])
  }

  @Test("A root without a night has figures too; with metrics off nothing is written")
  func empty() throws {
    let root = try Evening.root(at: folder.path + "/root")
    try root.night().measure(
      NightEnd(day: Day(iso: Evening.day)!, outcome: NightOutcome(), fault: nil, duration: .zero), alerts: [], now: 1)
    #expect(root.bytes("state/metrics.prom") == nil)
    try root.operate("metrics: state/metrics.prom\n")
    #expect(try figures(root)["settle_rows"] == nil)
  }
}

@Suite("What an operator decides")
struct OperationsTests {
  private static let wrong = [
    ("alerts: {comand: [/bin/true]}", "comand"), ("alerts: {command: [tell]}", "absolute"), ("alerts: {at-least: loud}", "urgent"),
    ("alerts: {repeat-after: 3}", "3 days"), ("alerts: {per-run: 0}", "1 to 1000"), ("metrics: figures.prom", "absolute"),
    ("log: state/../../log", "below state"), ("retention: {archive: {default: 0 days}}", "keep"),
    ("retention: {ledger: {default: keep}}", "archive"),
    ("retention: {archive: {underwritings: 3 days}}", "underwritings"), ("retention: {outbound: {merchants: 3 days}}", "no sheet"),
    ("retentions: {}", "retention"), ("alerts: [1", "YAML"),
  ]

  @Test("What is not understood is a wrong setting with its place (78)", arguments: wrong)
  func refused(text: String, says: String) throws {
    let folder = ScratchFolder()
    let root = try Evening.root(at: folder.path + "/root")
    try root.operate(text + "\n")
    let fault = #expect(throws: Fault.self) { try root.run(Evening.day) }
    #expect(fault?.exitCode == 78 && fault?.place.hasPrefix("pipelines/operations.yaml") == true, "\(String(describing: fault))")
    #expect(fault?.description.contains(says) == true, "\(String(describing: fault))")
  }

  @Test("The shipped file is harmless: nobody is told, nothing is written, nothing is removed")
  func shipped() throws {
    let operations = try PipelineFiles(folder: Checkout.pipelines).operations
    #expect(operations.alerts.command.isEmpty && operations.metrics == nil && operations.log == nil && operations.retention.isOff)
  }
}
