import Flows
package import Ledger
package import Store
package import Values

/// Balances and the journal's export, as the program prints them; reads only.
extension NightShift {
  /// Every account with all it ever moved up to the end of a day.
  package func balances(upTo day: Day?) throws(Fault) -> [Journal.AccountBalance] { try store.balances(upTo: day) }

  /// The journal as another program's text, handed over in pieces.
  package func exportLedger(_ format: LedgerFormat, upTo day: Day?, _ write: ([UInt8]) throws -> Void) throws {
    let accounts = try store.balances(upTo: day)
    let first = try store.runs().first?.day ?? Day(number: 0)
    let export = Export(format, since: first)
    var bytes: [UInt8] = []
    export.begin(into: &bytes)
    for unit in Set(accounts.map(\.unit)).sorted() { export.declare(unit, into: &bytes) }
    for (path, units) in Dictionary(grouping: accounts, by: \.path).sorted(by: { $0.key < $1.key }) {
      guard let account = AccountPath(path) else { continue }
      export.declare(account, units: units.map(\.unit), into: &bytes)
    }
    var last = first
    func take(_ entry: Journal.BookedRow) throws {
      last = entry.run.day
      export.append(Self.booked(entry), into: &bytes)
      if bytes.count > 1 << 20 {
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try store.eachEntry(upTo: day, take)
    for account in accounts {
      guard let path = AccountPath(account.path) else { continue }
      export.assert(
        AccountKey(path, account.unit), holds: account.debit - account.credit, atEndOf: day ?? last, into: &bytes)
    }
    try write(bytes)
  }

  private static func booked(_ entry: Journal.BookedRow) -> BookedEntry {
    var lines: [BookedEntry.Line] = []
    for posting in entry.postings {
      if let path = AccountPath(posting.path) { lines.append(BookedEntry.Line(AccountKey(path, posting.unit), posting.amount)) }
    }
    return BookedEntry(
      id: String(entry.id), day: entry.run.day, reference: Reference(entry.reference), kind: entry.kind, cause: entry.cause,
      description: entry.kind, corrects: entry.corrects.map { Reference($0) }, hold: entry.hold.map { Reference($0) }, lines: lines)
  }
}
