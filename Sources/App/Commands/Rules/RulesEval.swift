import ArgumentParser
import Night
import Values

/// `settle rules eval`: prints what tables say of given cases; decides nothing itself.
struct RulesEval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Hold cases against a rule file: the rules that hit and what they say; for a miss the nearest rules.",
    discussion: """
      The cases are a table (CSV or a workbook) with a header that names inputs; other columns are passed over, and an input it does not name is a missing \
      value. Exits 65 when a case cannot be read.
      """)

  @Argument(help: "A rule file.") var file: String
  @Option(help: "The cases.") var input: String
  @Option(help: "The table, where the file holds several; all of them if not given.") var table: String?
  @Option(help: "Language of titles and sentences: zh or en.") var lang: Language = .zh
  @Option(help: "table, csv or json.") var format: Query.Format = .table

  func run() throws {
    let listing = try RuleTrial(file: file, cases: input, table: table).listing(english: lang == .en)
    TablePrinter(format).print(listing)
  }
}
