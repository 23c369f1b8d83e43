import ArgumentParser
import Night
import Rules
import Tables
import Values

/// `settle rules check`: prints what a careful colleague would remark; what there is to remark, Rules and Night know.
struct RulesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look rule files over: gaps, overlaps, rules nobody reaches, sums that do not come out, failing examples.",
    discussion: """
      Exits 65 when a table is at fault: rules that collide, examples that fail. Warnings (gaps, repetitions, odd amounts) and notes stand apart \
      and do not count, unless --strict says that warnings do. 66: no such file. 78: a file that cannot be read as a rule table.
      """)

  enum Format: String, ExpressibleByArgument { case text, csv, json }

  @Argument(help: "Rule files (CSV, XLSX, XLS, DMN), a flow's folder, pipelines/ or a working root.") var files: [String]
  @Flag(help: "Exit 65 when there are warnings, too.") var strict = false
  @Option(help: "Language of the remarks: zh or en.") var lang: Language = .zh
  @Option(help: "text, csv or json.") var format: Format = .text
  @Option(help: "Steps after which a search is cut short; what was cut short is said.") var effort: Int?

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("name at least one rule file") }
    guard effort ?? 1 > 0 else { throw ValidationError("--effort is a number of steps above 0") }
  }

  func run() throws {
    let review = RuleReview(paths: files, makers: Wiring.makers, effort: effort ?? RuleCheck.usualEffort)
    let printer = FindingPrinter(isEnglish: lang == .en)
    switch format {
    case .text: for line in printer.text(review.findings) { Terminal.out(line) }
    case .csv, .json:
      let table = TablePrinter(format == .csv ? .csv : .json)
      table.begin(TextTable(titles: FindingPrinter.titles))
      for finding in review.findings { table.row(printer.row(finding)) }
      table.end()
    }
    for fault in review.unread { Terminal.error("settle: \(fault.description)") }
    Terminal.error(printer.summary(review))
    if let worst = review.unread.map(\.exitCode).max() { Terminal.exit(worst) }
    let counts = review.findings.map(\.severity)
    if counts.contains(.fault) || strict && counts.contains(.warning) { Terminal.exit(65) }
  }
}
