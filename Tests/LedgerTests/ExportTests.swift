import Ledger
import Testing
import Values

/// A ledger as no accountant would have it: awkward names, many units, corrections; its own sums beside it.
private struct Sample {
  var entries: [BookedEntry] = []
  var balances: [AccountKey: Int64] = [:]
  let first = Day(iso: "2026-02-27")!
  var last: Day { entries.last!.day }

  static let units = [
    Unit.cny, Unit(code: "stock:P-MOTOR", places: 0), Unit(code: "coupon:洗车券", places: 0), Unit(code: "积分", places: 3),
    Unit(code: "usd", places: 2),
    Unit(code: "stock:一个非常长的名字没有办法写短", places: 0), Unit(code: "NULL", places: 2), Unit(code: "a;b\"c%", places: 1),
  ]

  init(seed: Int) {
    var chance = Chance(seed)
    var paths: [AccountPath] = []
    while paths.count < 40 {
      // A last segment of its own keeps every account a leaf.
      let path = AccountPath(AccountKind.allCases.randomElement(using: &chance)!, "a", chance.awkwardText(), "leaf")
      if !paths.contains(path) { paths.append(path) }
    }
    for number in 0..<300 {
      let unit = Sample.units.randomElement(using: &chance)!
      let (one, other) = (paths.randomElement(using: &chance)!, paths.randomElement(using: &chance)!)
      let amount = Int64.random(in: -10_000_000...10_000_000, using: &chance)
      var lines = [BookedEntry.Line(AccountKey(one, unit), amount), BookedEntry.Line(AccountKey(other, unit), -amount)]
      if number % 3 == 0 { lines += [.init(AccountKey(one, .cny), 1), .init(AccountKey(other, .cny), -1)] }
      entries.append(
        BookedEntry(
          id: "\(number)(x)", day: first.advanced(by: number / 20), reference: Reference("ref;\(number) \"q\" \\"), kind: "settlement",
          cause: "清单, 第\(number)行\n; x",
          description: "(结算) * ! | ; \"\(chance.awkwardText())\"", corrects: number > 0 && number % 7 == 0 ? Reference("ref;0") : nil,
          hold: number % 11 == 0 ? "h" : nil, lines: lines))
      for line in lines { balances[line.key, default: 0] += line.amount }
    }
  }

  /// `wrong` makes one closing balance untrue by its last digit.
  func text(_ format: LedgerFormat, wrong: Bool = false) -> [UInt8] {
    let export = Export(format, since: first)
    var text: [UInt8] = []
    export.begin(into: &text)
    for unit in Sample.units { export.declare(unit, into: &text) }
    let keys = balances.keys.sorted()
    for path in Set(keys.map(\.path)).sorted() { export.declare(path, units: keys.filter { $0.path == path }.map(\.unit), into: &text) }
    for entry in entries { export.append(entry, into: &text) }
    let spoiled = wrong ? keys.first { $0.unit == .cny } : nil
    for key in keys { export.assert(key, holds: balances[key]! + (key == spoiled ? 1 : 0), atEndOf: last, into: &text) }
    return text
  }

  /// `path|unit` to the amount as text, without the accounts that came back to zero.
  var printed: [String: String] {
    var printed: [String: String] = [:]
    for (key, balance) in balances where balance != 0 {
      printed["\(key.path.text)|\(key.unit.code)"] = Decimals.trimmed(balance, places: key.unit.places)
    }
    return printed
  }
}

/// Reads machine-made CSV: enough for what hledger, bean-query and our own export print.
private func records(_ text: String) -> [[String]] {
  var records: [[String]] = [[]]
  var cell = ""
  var isQuoted = false
  var last: Unicode.Scalar = " "
  for scalar in text.unicodeScalars {
    defer { last = scalar }
    switch scalar {
    case "\"":
      // A quote right after one that seemed to end the cell was a quote in the cell.
      if !isQuoted, last == "\"" { cell += "\"" }
      isQuoted.toggle()
    case "," where !isQuoted: records[records.count - 1].append(cell); cell = ""
    case "\n" where !isQuoted: records[records.count - 1].append(cell); cell = ""; records.append([])
    case "\r" where !isQuoted: break
    default: cell.unicodeScalars.append(scalar)
    }
  }
  if !cell.isEmpty || !records[records.count - 1].isEmpty { records[records.count - 1].append(cell) }
  return records.filter { !$0.isEmpty }
}

private func trimmed(_ amount: String) -> String {
  guard case .value(let value) = Decimals.read(Array(amount.utf8.filter { $0 != 0x20 }), places: 3) else { return "unread: \(amount)" }
  return Decimals.trimmed(value, places: 3)
}

/// What differs between two lists of balances, a line each.
private func differences(_ printed: [String: String], _ expected: [String: String]) -> [String] {
  Set(printed.keys).union(expected.keys).sorted().compactMap { key in
    printed[key] == expected[key] ? nil : "\(key): printed \(printed[key] ?? "nothing"), ours \(expected[key] ?? "nothing")"
  }
}

@Suite("Exports, read by the programs they are for")
struct ExportTests {
  @Test("hledger checks the journal strictly and prints our balances", arguments: [1, 2, 3])
  func hledger(seed: Int) throws {
    let sample = Sample(seed: seed)
    let text = sample.text(.hledger)
    let check = try run("hledger", ["-f", "FILE", "check", "--strict", "ordereddates"], on: text, named: "books.journal")
    #expect(check.code == 0, "\(check.errors.prefix(2000))")
    let ran = try run("hledger", ["-f", "FILE", "balance", "--flat", "-N", "-O", "csv", "--layout=bare"], on: text, named: "books.journal")
    var printed: [String: String] = [:]
    for record in records(ran.output).dropFirst() where trimmed(record[2]) != "0" {
      printed["\(record[0])|\(record[1])"] = trimmed(record[2])
    }
    // The one unit whose name hledger cannot hold as it is.
    let expected = Dictionary(uniqueKeysWithValues: sample.printed.map { ($0.key.replacing("a;b\"c%", with: "a%3Bb%22c%25"), $0.value) })
    #expect(differences(printed, expected) == [])
    #expect(printed.count > 50)
  }

  @Test("bean-check takes the file, and bean-query prints our balances", arguments: [1, 2, 3])
  func beancount(seed: Int) throws {
    let sample = Sample(seed: seed)
    let text = sample.text(.beancount)
    let check = try run("bean-check", ["FILE"], on: text, named: "books.beancount")
    #expect(check.code == 0 && check.errors.isEmpty && check.output.isEmpty, "\(check.errors.prefix(2000))")
    let query = "SELECT account, currency, sum(position) GROUP BY account, currency"
    let ran = try run("bean-query", ["-f", "csv", "FILE", query], on: text, named: "books.beancount")
    var codes: [String: String] = [:]
    for unit in Sample.units { codes[BeancountName.currency(unit.code)] = unit.code }
    var printed: [String: String] = [:]
    for record in records(ran.output).dropFirst() {
      // `12.00 CNY`, filled up with blanks; nothing where the account came back to zero.
      guard let amount = record[2].split(separator: " ").first.map(String.init) else { continue }
      let name = String(record[0].reversed().drop { $0 == " " }.reversed())
      let path = try #require(BeancountName.path(name), "\(name)")
      printed["\(path.text)|\(codes[record[1].filter { $0 != " " }] ?? "?")"] = trimmed(amount)
    }
    #expect(differences(printed, sample.printed) == [])
  }

  @Test("A closing balance that is wrong by its last digit is refused by both programs")
  func canary() throws {
    let sample = Sample(seed: 1)
    let hledger = try run("hledger", ["-f", "FILE", "check"], on: sample.text(.hledger, wrong: true), named: "books.journal")
    #expect(hledger.code != 0 && hledger.errors.contains("balance assertion"))
    let beancount = try run("bean-check", ["FILE"], on: sample.text(.beancount, wrong: true), named: "books.beancount")
    #expect(beancount.code != 0 && beancount.errors.contains("Balance failed"))
  }

  @Test("The CSV has a line a posting, which add up to our balances")
  func csv() {
    let sample = Sample(seed: 1)
    let lines = records(String(decoding: sample.text(.csv), as: UTF8.self))
    #expect(lines[0] == ["entry", "day", "reference", "kind", "cause", "corrects", "hold", "description", "account", "amount", "unit"])
    #expect(lines.count == 1 + sample.entries.map(\.lines.count).reduce(0, +))
    var sums: [String: Int64] = [:]
    for line in lines.dropFirst() {
      guard case .value(let amount) = Decimals.read(Array(line[9].utf8), places: 3) else { continue }
      sums["\(line[8])|\(line[10])", default: 0] += amount
    }
    let printed = sums.filter { $0.value != 0 }.mapValues { Decimals.trimmed($0, places: 3) }
    #expect(differences(printed, sample.printed) == [])
    #expect(lines[1][1] == "2026-02-27")
    #expect(lines[1][4] == "清单, 第0行\n; x")
  }

  @Test("The formats read as their programs' users expect")
  func golden() {
    let entry = BookedEntry(
      id: "7", day: Day(iso: "2026-03-01")!, reference: "settlement/P1", kind: "settlement", cause: "list.csv row 3", description: "收入",
      lines: [.init(AccountKey(AccountPath(.asset, "receivable", "CH-S"), .cny), 60317), .init(AccountKey(Kit.income, .cny), -60317)])
    func text(_ format: LedgerFormat) -> String {
      var text: [UInt8] = []
      Export(format, since: entry.day).append(entry, into: &text)
      return String(decoding: text, as: UTF8.self)
    }
    #expect(
      text(.hledger) == """

        2026-03-01 * (7) 收入
            ; reference: settlement/P1
            ; kind: settlement
            ; cause: list.csv row 3
            asset:receivable:CH-S  603.17 CNY
            income:fee  -603.17 CNY

        """)
    #expect(
      text(.beancount) == """

        2026-03-01 * "收入"
          entry: "7"
          reference: "settlement/P1"
          kind: "settlement"
          cause: "list.csv row 3"
          Assets:Receivable:0CH-S  603.17 CNY
          Income:Fee  -603.17 CNY

        """)
    #expect(
      text(.csv) == """
        7,2026-03-01,settlement/P1,settlement,list.csv row 3,,,收入,asset:receivable:CH-S,603.17,CNY
        7,2026-03-01,settlement/P1,settlement,list.csv row 3,,,收入,income:fee,-603.17,CNY

        """)
  }
}
