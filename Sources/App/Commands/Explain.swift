import ArgumentParser
import Night
import Values

/// `settle explain`: prints what the night answers about a key; knows no amount's meaning.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Every amount of a policy, card, voucher, gift or order, down to rule, rule version, source file, row and column.")

  @Argument(help: "The working root.") var root: String
  @Argument(help: "The business key: a policy, voucher or instruction number.") var key: String

  func run() throws {
    let night = try Wiring.open(root)
    let (entries, found) = (try night.explainRegisters(key), try night.explain(key))
    if found.isEmpty && entries.isEmpty {
      throw Fault(
        .missing, code: "key-unknown", place: key, cause: "nothing is known under this key",
        remedy: "check the number; settle query policies lists them")
    }
    for entry in entries { print(entry) }
    for fact in found { print(fact) }
  }

  private func print(_ entry: RegisterExplanation) {
    Terminal.out("\(entry.key)  [\(entry.register)]")
    for row in entry.rows { Terminal.out("  " + row.map { "\($0.title) \($0.value)" }.joined(separator: "  ")) }
    print(entry.bookings)
  }

  private func print(_ fact: Explanation) {
    Terminal.out(
      "\(fact.key)  [\(fact.feed), \(fact.party)]  \(fact.state)\(fact.run.isEmpty ? "" : " in \(fact.run)")  since \(fact.since)")
    if !fact.reason.isEmpty { Terminal.out("  reason   \(fact.reason)  → \(fact.remedy)") }
    Terminal.out("  source   \(fact.file) row \(fact.row)  (\(fact.archived), sha256 \(fact.digest.prefix(12)))")
    if !fact.corrects.isEmpty { Terminal.out("  corrects \(fact.corrects)") }
    for source in fact.sources {
      Terminal.out("    \(source.field) = \(source.value)\(source.column.isEmpty ? "" : "   ← column \(source.column)")")
    }
    for line in fact.lines {
      Terminal.out("  \(line.kind)  \(line.run)  \(line.part)")
      for amount in line.amounts { Terminal.out("    \(amount.title) \(amount.value)") }
      for rule in line.rules { Terminal.out("    rule \(rule.rule) of \(rule.table), version \(rule.version.prefix(12))") }
    }
    print(fact.bookings)
  }

  private func print(_ bookings: [Explanation.Booking]) {
    for booking in bookings {
      Terminal.out("  entry \(booking.reference)  \(booking.kind)  \(booking.run)")
      for posting in booking.postings { Terminal.out("    \(posting.account)  \(posting.amount)") }
    }
  }
}
