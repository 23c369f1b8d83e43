import ArgumentParser
import Drops
import Foundation
import Night
import Values

/// `settle init`: lays a root out and copies the pipelines; runs nothing.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lay out a working root: parties, pipelines, state. Running it again harms nothing.")

  @Argument(help: "The folder of the working root; made if it is not there.") var root: String
  @Option(help: "The pipelines to copy, instead of the shipped ones.") var pipelines: String?
  @Option(help: "A voucher's release asked for too early: expire, or wait-until-deadline. Asked for at a terminal.") var onUnmet: String?
  @Option(help: "Suppliers without rules of their own: off, or allowed (the platform's tables settle them). Asked for at a terminal.")
  var houseRules: String?

  func run() throws {
    let working = WorkingRoot(path: root)
    let source = try Wiring.shippedPipelines(pipelines)
    _ = try PipelineFiles(folder: source)
    // A root's own copy is never overwritten: operators and finance edit it.
    let isNew = !FileManager.default.fileExists(atPath: working.pipelinesPath + "/access.csv")
    let choices = try isNew ? chosen() : []
    if !isNew { try refuseOthers(working.pipelinesPath) }
    try working.create(parties: ["platform", "finance", "applicants", "public"])
    if isNew {
      do {
        try? FileManager.default.removeItem(atPath: working.pipelinesPath)
        try FolderCopy.make(of: source, at: working.pipelinesPath)
      } catch {
        throw Fault(
          .inputOutput, code: "pipelines-not-copied", place: working.pipelinesPath, cause: error.localizedDescription,
          remedy: "look at the disk and its permissions")
      }
      for (choice, value) in choices { try choice.write(value, into: working.pipelinesPath) }
    }
    let night = try Wiring.open(root)
    try night.layOut()
    Terminal.out("laid out \(root): drop files under parties/<party>/inbound/<feed>/, edit pipelines/, then settle run \(root)")
  }

  private var given: [(choice: RootChoice, value: String?)] { Array(zip(RootChoice.all, [onUnmet, houseRules])) }

  /// Before anything is laid out: what was given, or what a person says.
  private func chosen() throws(Fault) -> [(RootChoice, String)] {
    var chosen: [(RootChoice, String)] = []
    for (choice, value) in given { if let value = try choice.chosen(value) { chosen.append((choice, value)) } }
    return chosen
  }

  /// A root that stands keeps its own settings; saying them again is no harm.
  private func refuseOthers(_ pipelines: String) throws(Fault) {
    for (choice, value) in given {
      guard let value, !choice.stands(value, in: pipelines) else { continue }
      throw Fault(
        .usage, code: "root-stands", place: "\(choice.option) \(value)", cause: "\(root) has its own pipelines already",
        remedy: "change \(choice.setting) in pipelines/\(choice.file)")
    }
  }
}
