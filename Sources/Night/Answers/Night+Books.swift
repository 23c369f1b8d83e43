package import Ledger
package import Store
package import Values

extension Night {
  /// Every account with all it ever moved up to the end of a day.
  package func balances(upTo day: Day?) throws(Fault) -> [Store.AccountBalance] { try store.balances(upTo: day) }

  /// The journal as another program's text, handed over in pieces.
  package func exportLedger(_ format: LedgerFormat, upTo day: Day?, _ write: ([UInt8]) throws -> Void) throws {
    let accounts = try store.balances(upTo: day)
    let first = try store.runs().first?.day ?? Day(number: 0)
    var export = Export(format, since: first)
    var bytes: [UInt8] = []
    export.begin(into: &bytes)
    for unit in Set(accounts.map(\.unit)).sorted() { export.declare(unit, into: &bytes) }
    for (path, units) in Dictionary(grouping: accounts, by: \.path).sorted(by: { $0.key < $1.key }) {
      guard let account = AccountPath(path) else { continue }
      export.declare(account, units: units.map(\.unit), into: &bytes)
    }
    var last = first
    try store.eachEntry(upTo: day) { entry in
      last = entry.run.day
      export.append(
        BookedEntry(
          id: String(entry.id), day: entry.run.day, reference: entry.reference, kind: entry.kind, cause: entry.cause, description: entry.kind,
          corrects: entry.corrects, hold: entry.hold,
          postings: entry.postings.compactMap { posting in
            AccountPath(posting.path).map { BookedEntry.Line(AccountKey($0, posting.unit), posting.amount) }
          }), into: &bytes)
      if bytes.count > 1 << 20 {
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    export.close(
      day: day ?? last,
      balances: accounts.compactMap { account in
        AccountPath(account.path).map { (AccountKey($0, account.unit), account.debit - account.credit) }
      }, into: &bytes)
    try write(bytes)
  }
}
