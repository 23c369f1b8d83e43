import Drops
package import Flows
import Foundation
import Glibc
import Store
package import Values

/// What a night did, for people who only wanted to look: files, rows by state, money, sheets.
package struct NightAccount: Sendable {
  package struct File: Sendable {
    package var path, state, reason: String
    package var rows, rejected: Int
    package var amount: Money
  }
  package struct Feed: Sendable {
    package var name: String
    package var before, came, waiting: Int
    /// By outcome, where there were any: rows and amount.
    package var moved: [(outcome: String, rows: Int, amount: Money)]
  }
  package struct Account: Sendable { package var path, unit, debit, credit: String }
  package struct Sheet: Sendable {
    package var path: String
    package var rows: Int
  }

  package var run: RunName
  package var entries: Int
  package var files: [File]
  package var feeds: [Feed]
  package var accounts: [Account]
  package var sheets: [Sheet]
}

extension NightShift {
  /// What a closed run did.
  package func account(of name: RunName) throws(Fault) -> NightAccount {
    guard let run = try store.run(name) else {
      throw Fault(.missing, code: "run-unknown", place: "\(name)", cause: "no run of that name", remedy: "settle status lists the runs")
    }
    let files = try store.files(run: run).map { file in
      NightAccount.File(
        path: file.path, state: file.state.rawValue, reason: file.reason ?? "", rows: file.reading.dataRows,
        rejected: file.reading.rejectedRows, amount: file.reading.amount)
    }
    let feeds = try store.balances(run).filter { $0.before.rows > 0 || !$0.moved.isEmpty }.map { balance in
      NightAccount.Feed(
        name: balance.feed, before: balance.before.rows, came: balance.moved["in"]?.rows ?? 0, waiting: balance.after.rows,
        moved: FeedBalance.outcomes.compactMap { outcome in
          balance.moved[outcome].map { (outcome, $0.rows, Money(minor: $0.amount)) }
        })
    }
    let accounts = try store.accounts(upTo: run).filter { $0.debit != 0 || $0.credit != 0 }.map {
      NightAccount.Account(
        path: $0.path, unit: $0.unit.code, debit: Decimals.text($0.debit, places: $0.unit.places),
        credit: Decimals.text($0.credit, places: $0.unit.places))
    }
    return NightAccount(
      run: name, entries: try store.entries(run).entries, files: files, feeds: feeds, accounts: accounts,
      sheets: try store.sheets(run: run).map { .init(path: "\($0.party)/\($0.name)", rows: $0.rows) })
  }

  /// In a copy of a root, files have other numbers on the disk than those that were written down: a begun run is to find its own again.
  package func adoptCopies() throws(Fault) {
    guard let run = try store.unfinishedRun() else { return }
    for file in try store.files(run: run) where file.archived == nil {
      let dropped = "\(root.path)/parties/\(file.party)/inbound/\(file.folder)/\(file.name)"
      let laid = "\(root.statePath)/recalls/\(file.inode)"
      for place in ["\(root.claimedPath)/\(file.claimID)", laid, dropped] {
        var found = stat()
        guard lstat(place, &found) == 0 else { continue }
        let inode = UInt64(found.st_ino)
        try store.setOnDisk(file, inode: inode, changed: Int64(found.st_mtim.tv_sec) * 1_000_000_000 + Int64(found.st_mtim.tv_nsec))
        if place == laid { try? FileManager.default.moveItem(atPath: laid, toPath: "\(root.statePath)/recalls/\(inode)") }
        break
      }
    }
  }
}
