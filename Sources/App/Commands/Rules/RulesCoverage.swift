import ArgumentParser
import Night
import Values

/// `settle rules coverage`: prints what the nights' lines say about rules.
struct RulesCoverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "Which rules hit since a day, how often and for how much money, and which never did.")

  @Argument(help: "The working root.") var root: String
  @Option(help: "The first business day that counts.") var since: String
  @Option(name: .customLong("flow"), help: "Only the tables of this flow; may be given again.") var flows: [String] = []
  @Option(help: "Language of titles and notes: zh or en.") var lang: Language = .zh
  @Option(help: "table, csv or json.") var format: Query.Format = .table

  func run() throws {
    let coverage = try Wiring.open(root).coverage(since: Wiring.day(since), flows: flows)
    TablePrinter(format).print(coverage.listing(english: lang == .en))
    for (table, versions) in coverage.versions.sorted(by: { $0.key < $1.key }) {
      Terminal.error(
        lang == .en
          ? "\(table) had \(versions) versions in these \(coverage.nights) nights and since; hits are counted by the rules' names"
          : "\(table) 在这 \(coverage.nights) 夜及之后有过 \(versions) 个版本；命中次数按规则号合计")
    }
  }
}
