import Flows
import Foundation
import Store
import Values

/// What a night did, in digests, counts and amounts: inputs, rule versions, entries, balances, sheets. The same night gives the same bytes.
struct Certificate: Codable, Equatable {
  struct File: Codable, Equatable {
    var party, feed, name, state: String
    var digest, archived: String?
    var rows, rejected: Int
    var amount: String
  }
  struct Rule: Codable, Equatable { var flow, table, digest: String }
  struct Feed: Codable, Equatable {
    var feed: String
    var rows: [String: Int]
    var amounts: [String: String]
  }
  struct Account: Codable, Equatable { var account, unit, before, debit, credit: String }
  struct Sheet: Codable, Equatable {
    var party, name: String
    var digest: String?
    var rows: Int
    var totals: String
  }
  struct Entries: Codable, Equatable {
    var entries, postings: Int
    var debit: [String: String]
  }

  /// What was not settled, by kind and age. Days count from the business day it was first seen to this night's.
  struct Exception: Codable, Equatable {
    var kind, feed, reason: String
    /// Rows, or files.
    var rows: Int
    var amount: String
    var oldest: Int
    /// Rows by age in days.
    var ages: [String: Int]

    static func age(_ days: Int) -> String {
      switch days {
      case ...0: "0"
      case ...7: "1-7"
      case ...30: "8-30"
      case ...90: "31-90"
      default: "over 90"
      }
    }
  }
  /// Where the chain over the journal stands at the end of this night. The head covers all else in the certificate.
  struct Chain: Codable, Equatable {
    var head: String
    var links: Int
    /// The head of the night before.
    var previous: String?
  }

  var run: String
  /// Nil in certificates from before there was a chain, as the exceptions.
  var chain: Chain?
  var exceptions: [Exception]?
  var files: [File]
  var rules: [Rule]
  var feeds: [Feed]
  var entries: Entries
  var accounts: [Account]
  var sheets: [Sheet]

  init(store: Journal, run: RunRecord) throws(Fault) {
    self.run = "\(run.name)"
    files = try store.files(run: run).filter { $0.state != .left }.map {
      File(
        party: $0.party, feed: $0.feed, name: $0.name, state: $0.state.rawValue, digest: $0.digest?.hex, archived: $0.archived,
        rows: $0.reading.dataRows, rejected: $0.reading.rejectedRows, amount: "\($0.reading.amount)")
    }
    rules = try store.ruleVersions(run).map { Rule(flow: $0.flow, table: $0.table, digest: $0.digest) }
    exceptions = try Certificate.exceptions(store, run)
    feeds = try store.balances(run).map { balance in
      var rows = ["before": balance.before.rows, "waiting": balance.after.rows]
      var amounts = ["before": "\(Money(minor: balance.before.amount))", "waiting": "\(Money(minor: balance.after.amount))"]
      for (bucket, sum) in balance.moved {
        rows[bucket] = sum.rows
        amounts[bucket] = "\(Money(minor: sum.amount))"
      }
      return Feed(feed: balance.feed, rows: rows, amounts: amounts)
    }
    let summary = try store.entries(run)
    entries = Entries(
      entries: summary.entries, postings: summary.postings,
      debit: Dictionary(uniqueKeysWithValues: summary.debit.map { ($0.unit, "\($0.amount)") }))
    accounts = try store.accounts(upTo: run).filter { $0.before != 0 || $0.debit != 0 || $0.credit != 0 }.map {
      Account(
        account: $0.path, unit: $0.unit.code, before: Decimals.text($0.before, places: $0.unit.places),
        debit: Decimals.text($0.debit, places: $0.unit.places),
        credit: Decimals.text($0.credit, places: $0.unit.places))
    }
    // Whether a sheet could be handed over the same night is no matter of what it says.
    sheets = try store.sheets(run: run).map { Sheet(party: $0.party, name: $0.name, digest: $0.digest, rows: $0.rows, totals: $0.totals) }
  }

  private static func exceptions(_ store: Journal, _ run: RunRecord) throws(Fault) -> [Exception] {
    var found: [[String]: (sum: Exception, amount: Int64)] = [:]
    for count in try store.exceptions(run) {
      let (days, key) = (Int(run.name.day.number - count.since.number), [count.kind.rawValue, count.feed, count.reason])
      var (sum, amount) =
        found[key] ?? (Exception(kind: key[0], feed: key[1], reason: key[2], rows: 0, amount: "", oldest: days, ages: [:]), 0)
      sum.rows += count.rows
      sum.oldest = max(sum.oldest, days)
      sum.ages[Exception.age(days), default: 0] += count.rows
      found[key] = (sum, amount + count.amount)
    }
    return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, found in
      var sum = found.sum
      sum.amount = "\(Money(minor: found.amount))"
      return sum
    }
  }

  init(text: String) throws(Fault) {
    do { self = try JSONDecoder().decode(Certificate.self, from: Data(text.utf8)) } catch {
      throw Fault(
        .data, code: "certificate-unreadable", place: "certificate", cause: "\(error)", remedy: "restore state/nights from the backup")
    }
  }

  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Plain values without floating point: encoding them cannot fail.
    return String(decoding: try! encoder.encode(self), as: UTF8.self) + "\n"
  }
}
