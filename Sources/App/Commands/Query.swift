import ArgumentParser
import Night
import Spreadsheets
import Values

/// `settle query`: asks the night and prints; what may be asked, and what is masked, the night knows.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Policies, desk, registers, and what any sheet listed: as a table, CSV or JSON. Personal data is masked.")

  enum Format: String, ExpressibleByArgument { case table, csv, json }

  @Argument(help: "The working root.") var root: String
  @Argument(help: "What to ask for: \((NightShift.queries + Wiring.questions).joined(separator: ", ")).") var name: String
  @Option(name: .customLong("where"), help: "COLUMN=VALUE; may be given again.") var conditions: [String] = []
  @Option(name: .customLong("as"), help: "Ask as this user (用户): rows and columns as access.csv grants them.") var user: String?
  @Option(help: "table, csv or json.") var format: Format = .table

  func run() throws {
    var parsed: [(column: String, value: String)] = []
    for condition in conditions {
      let parts = condition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw ValidationError("--where \(condition): write COLUMN=VALUE") }
      parsed.append((String(parts[0]), String(parts[1])))
    }
    let printer = TablePrinter(format)
    try Wiring.open(root).query(
      name, conditions: parsed, as: user, begin: { table throws(Fault) in printer.begin(table) },
      row: { cells throws(Fault) in printer.row(cells) })
    printer.end()
  }
}
