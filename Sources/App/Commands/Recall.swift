import ArgumentParser
import Drops
import Night
import Values

/// `settle recall`: shows what a corrected file would change, and on confirmation has it done; knows no amount's meaning.
struct Recall: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A corrected file for one already settled: the rows and the money it moves; --confirm reverses and reposts.",
    discussion: """
      The file is compared with the one it corrects and settled on a copy of the root, in TMPDIR, by the rules in force on the day. Nothing closed is \
      edited: confirmed, it becomes a run of its own in the open period that reverses what the rows had moved and settles those in their place.
      """)

  @Argument(help: "The working root.") var root: String
  @Argument(help: "The corrected file; in a party's inbound folder or the archive, or anywhere with --party and --feed.") var file: String
  @Option(help: "Whose file it is.") var party: String?
  @Option(help: "Its feed, underwriting or 承保清单.") var feed: String?
  @Option(
    help:
      "The settled file it corrects: its name, its place in the archive, or the first digits of its digest. Needed where several share rows with it."
  )
  var of: String?
  @Option(help: "Why; kept, and shown by settle explain.") var reason: String = ""
  @Option(name: .customLong("as-of"), help: "The business day, 2026-11-21; today in Shanghai if not given.") var asOf: String?
  @Flag(help: "Reverse and repost.") var confirm = false
  @Option(help: "Language of the sheets: zh or en.") var lang: String = "zh"
  @Option(help: "Rows to show at most.") var rows: Int = 200

  func validate() throws {
    guard ["zh", "en"].contains(lang) else { throw ValidationError("--lang is zh or en") }
    guard rows >= 0 else { throw ValidationError("--rows is 0 or more") }
    if confirm && reason.allSatisfy(\.isWhitespace) {
      throw ValidationError("--confirm needs --reason: why it was corrected is kept with it")
    }
  }

  func run() throws {
    let request = try RecallRequest(
      path: file, root: root, party: party, feed: feed, of: of, reason: reason, day: asOf.map(Wiring.day) ?? Wiring.businessDay())
    let tried = try attempt(request)
    let view = RecallView(limit: rows)
    guard confirm, !tried.report.isEmpty else {
      view.print(tried.report)
      return Terminal.out(
        tried.report.isEmpty ? "nothing to recall: what the file says is in force" : "nothing was changed: --confirm does it")
    }
    let progress = Progress(quiet: true)
    let night = try Wiring.open(root, options: NightOptions(english: lang == "en", report: progress.tell))
    let lock = try night.root.lock()
    let done = try night.recall(request, corrects: tried.corrects)
    withExtendedLifetime(lock) {}
    view.print(done.report)
    Terminal.out("recalled in \(done.report.run)")
    if !done.outcome.unpublished.isEmpty { Terminal.exit(74) }
  }

  /// On a copy that is thrown away.
  private func attempt(_ request: RecallRequest) throws(Fault) -> (report: RecallReport, corrects: Int64) {
    let (night, trial) = try Wiring.open(trial: root, options: NightOptions())
    defer { trial.remove() }
    return try night.tryRecall(request)
  }
}

/// Prints a recall: what is corrected by what, row by row, and what it moves for whom.
struct RecallView {
  let limit: Int

  func print(_ report: RecallReport) {
    Terminal.out(
      "\(report.party) \(report.feed)  \(report.name) (\(report.digest.prefix(12)))\(report.reason.isEmpty ? "" : "  \(report.reason)")")
    for file in report.corrects { Terminal.out("  corrects    \(file.archived) (\(file.digest.prefix(12)))") }
    Terminal.out(
      "  rows        \(report.unchanged) unchanged, \(report.count(.changed)) changed, \(report.count(.removed)) removed, \(report.count(.added)) added, "
        + "\(report.count(.conflict)) refused, \(report.withdrawn) withdrawn while waiting")
    for row in report.rows.prefix(limit) {
      let places = [row.settled.map { "row \($0)" }, row.corrected.map { "row \($0)" }].map { $0 ?? "-" }.joined(separator: " → ")
      Terminal.out("  \(row.change.rawValue)  \(row.key)  \(places)\(row.detail.isEmpty ? "" : "  \(row.detail)")")
      amounts(report.amounts, row.before, row.after, indent: "    ")
    }
    if report.rows.count > limit { Terminal.out("  … \(report.rows.count - limit) more rows; --rows \(report.rows.count) shows all") }
    if report.isEmpty { return }
    Terminal.out("  in all")
    amounts(report.amounts, report.before, report.after, indent: "    ")
    for effect in report.effects {
      Terminal.out("  \(effect.title)  \(effect.party)  \(effect.before) → \(effect.after)  moves \(signed(effect.moves))")
    }
  }

  private func amounts(_ titles: [String], _ before: [Money], _ after: [Money], indent: String) {
    for (index, title) in titles.enumerated() where !before[index].isZero || !after[index].isZero {
      Terminal.out("\(indent)\(title)  \(before[index]) → \(after[index])  \(signed(after[index] - before[index]))")
    }
  }

  private func signed(_ money: Money) -> String { money > .zero ? "+\(money)" : "\(money)" }
}
