import Foundation
import Glibc
import NightKit
import Testing

/// The program as an operator hears of it: the command an alert is handed to, the log, the figures, the summary.
@Suite("The program tells people", .serialized)
struct TellingTests {
  private let folder = ScratchFolder("telling")
  private let root: TrialRoot

  init() throws { root = try ProgramTests.settled.get().root.copied(to: folder.path + "/root") }

  /// A program that keeps what it was handed: the arguments, the text, the JSON.
  private func hook(_ body: String = "", rules: String = "") throws {
    let path = folder.path + "/hook"
    try Data("#!/bin/sh\n\(body)\n{ echo \"args $*\"; echo \"$SETTLE_ALERT_TEXT\"; cat; } >> \(folder.path)/told\n".utf8).write(
      to: URL(fileURLWithPath: path))
    chmod(path, 0o755)
    let text = "alerts: {command: [\(path), --to, \"two words; $HOME\"]\(rules)}\nmetrics: state/metrics.prom\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: root.path + "/pipelines/operations.yaml"))
  }

  private var told: String { FileManager.default.contents(atPath: folder.path + "/told").map { String(decoding: $0, as: UTF8.self) } ?? "" }

  @Test("An alert reaches the command with its arguments as they stand, as text and as JSON")
  func handedOver() throws {
    try hook()
    try root.drop(Evening.unreadable, as: "broken2.csv", from: "S002", to: "underwriting")
    let ran = try Program.run(["run", root.path, "--as-of", "2026-03-13"])
    #expect(ran.code == 0, "\(ran.errors)")
    #expect(told.contains("args --to two words; $HOME\n[注意] 文件退回  parties/S002/inbound/underwriting/broken2.csv"))
    let line = try #require(told.split(separator: "\n").first { $0.hasPrefix("{") })
    let message = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
    #expect(message["code"] == "file-refused" && message["kind"] == "raised" && message["root"] == root.path)
    #expect(ran.output.hasPrefix("结算夜报 2026-03-13-1\n有 1 件事需要处理。") && ran.output.contains("已送出 1"))
    #expect(root.bytes("state/metrics.prom") != nil)
  }

  @Test(
    "A command that fails, hangs or is not there fails no night and is said",
    arguments: [("exit 3", "code 3"), ("sleep 60 & sleep 60", "longer than 1 s"), ("kill -9 $$", "signal 9")])
  func failing(body: String, says: String) throws {
    try hook(body, rules: ", timeout: 1")
    try root.drop(Evening.unreadable, as: "broken2.csv", from: "S002", to: "underwriting")
    let began = ContinuousClock.now
    let ran = try Program.run(["run", root.path, "--as-of", "2026-03-13"])
    #expect(ran.code == 0 && ran.errors.contains(says) && ran.output.contains("未送出 1"), "\(ran.errors)")
    #expect(ContinuousClock.now - began < .seconds(20))
    #expect(try Program.run(["status", root.path, "--json"]).code == 0)
    try hook()
    #expect(try Program.run(["run", root.path, "--as-of", "2026-03-13"]).output.contains("已送出 1"))
    #expect(told.contains("broken2.csv"))
  }

  @Test("A wrong pipeline ends the run with 78 and is told; put right, that is over")
  func wrongPipeline() throws {
    try hook()
    let file = root.path + "/pipelines/settlement/pipeline.yaml"
    let right = try String(contentsOfFile: file, encoding: .utf8)
    try Data((right + "\nfeeds: again\n").utf8).write(to: URL(fileURLWithPath: file))
    let ran = try Program.run(["run", root.path, "--as-of", "2026-03-13"])
    #expect(ran.code == 78 && told.contains("[紧急] 夜间处理未完成  settle run (") && ran.output.contains("未完成"))
    #expect(root.bytes("state/metrics.prom").map { String(decoding: $0, as: UTF8.self).contains("settle_last_run_exit_code 78") } == true)
    try Data(right.utf8).write(to: URL(fileURLWithPath: file))
    #expect(try Program.run(["run", root.path, "--as-of", "2026-03-13"]).code == 0)
    #expect(told.contains("[已解除] 夜间处理未完成"))
  }

  @Test("A root that cannot be opened is told of as well")
  func unopened() throws {
    try hook()
    chmod(root.path + "/state", 0o755)
    #expect(try Program.run(["run", root.path, "--as-of", "2026-03-13"]).code == 78)
    #expect(told.contains("settle run (state-not-private)"))
  }

  @Test("A disk that takes nothing more is told of, though nothing can be kept of it")
  func fullDisk() throws {
    try hook()
    try root.drop(Evening.later, as: "later.csv", from: "S001", to: "underwriting")
    let command = "trap '' XFSZ; ulimit -f 8; exec \(Program.path) run \(root.path) --as-of 2026-03-13"
    let ran = try Program.run(["sh", "-c", command], program: "env")
    #expect(ran.code == 74, "\(ran.errors)")
    #expect(told.contains("[紧急] 夜间处理未完成"))
  }

  @Test("Personal data planted in names, headers and cells stands in no log, alert, figure or summary")
  func personal() throws {
    try hook()
    let secrets = ["13912345678", "11010519491231002X", "欧阳修", "粤B98765"]
    let row = Evening.row("PD000001", "商业险", "X001", "abc").replacing("张三,,", with: "欧阳修,11010519491231002X,").replacing(
      "粤B12345", with: "粤B98765")
    try root.drop(Evening.header + row, as: "欧阳修 13912345678.csv", from: "S001", to: "underwriting")
    try root.drop("欧阳修,13912345678\n11010519491231002X,粤B98765\n", as: "粤B98765.csv", from: "S001", to: "underwriting")
    try root.drop("x\n", as: "欧阳修_11010519491231002X.csv", from: "S001", to: "欧阳修13912345678")
    let ran = try Program.run(["run", root.path, "--as-of", "2026-03-13", "--log", folder.path + "/log"])
    #expect(ran.code == 0, "\(ran.errors)")
    let log = try String(contentsOfFile: folder.path + "/log", encoding: .utf8)
    for line in log.split(separator: "\n") {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(object["time"] is String && object["level"] is String && object["event"] is String)
    }
    #expect(
      log.contains("\"event\":\"file-taken\"") && log.contains("\"event\":\"file-refused\"") && log.contains("\"event\":\"run-ended\""))
    #expect(told.split(separator: "\n").count { $0.hasPrefix("args") } == 2)
    let kept = root.bytes("state/nights/2026-03-13-1.summary.txt").map { String(decoding: $0, as: UTF8.self) } ?? ""
    let figures = root.bytes("state/metrics.prom").map { String(decoding: $0, as: UTF8.self) } ?? ""
    #expect(!kept.isEmpty && !figures.isEmpty)
    for (name, text) in ["log": log, "alerts": told, "summary": kept, "figures": figures, "printed": ran.output, "errors": ran.errors] {
      for secret in secrets + ["欧阳", "98765"] where text.contains(secret) { Issue.record("\(secret) stands in \(name)") }
    }
  }

  @Test("With --quiet nothing is printed, and the summary stands in its file; in English where that is asked for")
  func quiet() throws {
    try root.drop(Evening.unreadable, as: "broken2.csv", from: "S002", to: "underwriting")
    let ran = try Program.run(["run", root.path, "--as-of", "2026-03-13", "--quiet", "--lang", "en"])
    #expect(ran.output.isEmpty)
    let kept = root.bytes("state/nights/2026-03-13-1.summary.txt").map { String(decoding: $0, as: UTF8.self) } ?? ""
    #expect(kept.hasPrefix("Settlement, night 2026-03-13-1\n1 thing needs you.\n"))
    #expect(!kept.unicodeScalars.contains { $0.value > 0x2E80 })
  }
}
