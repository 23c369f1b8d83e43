import ArgumentParser
import Foundation
import Ledger
import Night
import Store
import Values

/// `settle ledger`: the books as a table or as another program's text; the figures are the ledger's.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The books: balances, or an export that hledger and beancount accept.",
    subcommands: [Balance.self, Export.self])

  // The root comes before the verb: settle ledger ROOT balance.
  static func reordered(_ arguments: [String]) -> [String] {
    guard arguments.first == "ledger", arguments.count >= 3, ["balance", "export"].contains(arguments[2]) else { return arguments }
    return ["ledger", arguments[2], arguments[1]] + arguments.dropFirst(3)
  }

  struct Balance: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Every account's balance as of the end of a day.")
    @Argument(help: "The working root.") var root: String
    @Option(help: "As of the end of this day; now if not given.") var day: String?

    func run() throws {
      let printer = TablePrinter(.table)
      printer.begin(TextTable(titles: ["account", "unit", "debit", "credit", "balance"], numeric: [2, 3, 4]))
      for account in try Wiring.open(root).balances(upTo: day.map(Wiring.day)) {
        func text(_ amount: Int64) -> String { Decimals.text(amount, places: account.unit.places) }
        printer.row([account.path, account.unit.code, text(account.debit), text(account.credit), text(account.debit - account.credit)])
      }
      printer.end()
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The journal for hledger, beancount or as CSV, on standard output.")
    @Argument(help: "The working root.") var root: String
    @Option(help: "hledger, beancount or csv.") var format: LedgerFormat = .hledger
    @Option(help: "Up to the end of this day; all if not given.") var day: String?

    func run() throws {
      try Wiring.open(root).exportLedger(format, upTo: day.map(Wiring.day)) { bytes in
        FileHandle.standardOutput.write(Data(bytes))
      }
    }
  }
}

extension LedgerFormat: ExpressibleByArgument {}
