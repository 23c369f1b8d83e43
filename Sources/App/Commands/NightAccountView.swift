import Night
import Values

/// Prints what a night did, or would do.
enum NightAccountView {
  static func print(_ night: NightAccount) {
    Terminal.out("night \(night.run)")
    for file in night.files {
      let told = file.reason.isEmpty ? "" : "  \(file.reason)"
      Terminal.out("  file        \(file.state)  \(file.path)  \(file.rows) rows, \(file.rejected) rejected, \(file.amount)\(told)")
    }
    for feed in night.feeds {
      let moved = feed.moved.map { "\($0.outcome) \($0.rows) (\($0.amount))" }.joined(separator: ", ")
      Terminal.out(
        "  feed        \(feed.name)  waited \(feed.before), in \(feed.came)\(moved.isEmpty ? "" : ": \(moved)"), waiting \(feed.waiting)")
    }
    Terminal.out("  entries     \(night.entries)")
    for account in night.accounts {
      Terminal.out("  account     \(account.path)  debit \(account.debit)  credit \(account.credit)  \(account.unit)")
    }
    for sheet in night.sheets { Terminal.out("  sheet       \(sheet.path)  \(sheet.rows) rows") }
  }
}
