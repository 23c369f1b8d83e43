import ArgumentParser
import Spreadsheets
import Values

/// The program: files in, settled sheets out, every fen explained.
@main
struct Settle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Takes the files partners drop at night and leaves settled, signed-off spreadsheets in the morning.",
    discussion: """
      Exit codes: 0 done · 64 usage · 65 the data is refused · 66 no such input or key · 70 a fault of the program
      74 input/output failed or a sheet could not be published · 75 another run holds this root · 78 a pipeline file is wrong
      """,
    subcommands: [
      Init.self, Run.self, Status.self, Explain.self, Query.self, LedgerCommand.self, Verify.self, Read.self, Template.self,
      RulesCommand.self, Recall.self, Install.self,
    ])

  static func main() {
    // Old binary workbooks are read by this program started again, as a child with limits.
    SheetChild.main()
    do {
      var command = try parseAsRoot(LedgerCommand.reordered(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch let fault as Fault {
      Terminal.error("settle: \(fault.description)")
      Terminal.exit(fault.exitCode)
    } catch {
      // The parser's own: help and version go to standard output with 0, wrong usage to standard error with 64.
      exit(withError: error)
    }
  }
}
