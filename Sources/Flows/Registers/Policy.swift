package import Tables
package import Values

/// A policy and its lines as last settled. Published by Settlement; gifts, vouchers and warranty read it. (domain.md 1.4, 3.8)
package struct Policy: Remembered {
  package struct Line: Sendable, Equatable {
    /// 险种.
    package var line: String
    package var supplier: String
    package var seller: String
    package var product: String
    package var premium: Money
    package var net: Money
    package var vehicleTax: Money
    package var signed: Day
    package var starts: Day?
    package var ends: Day?
    package var branch: String
    package var channel: String
    /// The fact it stands on.
    package var fact: Int64
    /// What was settled for it so far; nil in a policy that was not settled here.
    package var fees: Fees?

    package init(
      line: String, supplier: String, seller: String, product: String, premium: Money, net: Money, vehicleTax: Money, signed: Day,
      starts: Day?,
      ends: Day?, branch: String, channel: String, fact: Int64
    ) {
      self.line = line
      self.supplier = supplier
      self.seller = seller
      self.product = product
      self.premium = premium
      self.net = net
      self.vehicleTax = vehicleTax
      self.signed = signed
      self.starts = starts
      self.ends = ends
      self.branch = branch
      self.channel = channel
      self.fact = fact
    }
  }

  /// What a line was matched by and what it earned and cost so far, endorsements included. An endorsement is settled at these rates, and by
  /// what these amounts lack of the new ones. (domain.md B1-10, B1-11)
  package struct Fees: Sendable, Equatable {
    package struct Level: Sendable, Equatable {
      package var rule: String
      /// Nil where the rule pays a fixed amount.
      package var rate: Rate?
      /// The rule pays on the net premium, not on the gross.
      package var onNet: Bool
      /// Settled so far, with its tax and without.
      package var amount: Money
      package var net: Money
      /// What the rule pays where it pays a fixed amount.
      package var fixed: Money?

      package init(rule: String, rate: Rate?, onNet: Bool, amount: Money, net: Money, fixed: Money? = nil) {
        self.fixed = fixed
        self.rule = rule
        self.rate = rate
        self.onNet = onNet
        self.amount = amount
        self.net = net
      }
    }

    package var income: Level
    package var level1: Level
    package var level2: Level
    /// 结算单号 it was settled under.
    package var statement: String
    /// Tax within what the payee invoices, as it was when the line was settled.
    package var payeeVat: Rate
    /// The first digits of the digest of the rules it was matched by; empty for the house tables.
    package var version: String
    /// The list gave premium without tax or the tax: they are not computed anew.
    package var hasOwnTax: Bool
    /// An entry was booked for the line when it was settled.
    package var isBooked: Bool
    /// The ladders its premium climbs, by name.
    package var ladders: [String]

    package init(
      income: Level, level1: Level, level2: Level, statement: String, payeeVat: Rate, version: String, hasOwnTax: Bool, isBooked: Bool,
      ladders: [String] = []
    ) {
      self.ladders = ladders
      self.statement = statement
      self.income = income
      self.level1 = level1
      self.level2 = level2
      self.payeeVat = payeeVat
      self.version = version
      self.hasOwnTax = hasOwnTax
      self.isBooked = isBooked
    }
  }

  /// Who and what is insured; one for the policy.
  package struct Insured: Sendable, Equatable {
    package var plate = ""
    package var frame = ""
    package var holder = ""
    package var insured = ""
    package var identity = ""
    package var mobile = ""
    package var address = ""
    package init() {}
  }

  package static let kind = "policy"
  /// Its place among what a reader is handed the same night: behind the registers, before what is said about gifts given for it.
  package static let rank = 40
  package static let width = 43

  /// 保单号.
  package var key: String
  package var insured: Insured
  package var lines: [Line]

  package init(number: String, insured: Insured, lines: [Line]) {
    self.key = number
    self.insured = insured
    self.lines = lines
  }

  package init(key: String, rows: Batch) {
    self.key = key
    insured = Insured()
    let first = rows[0]
    insured.plate = first.text(13) ?? ""
    insured.frame = first.text(14) ?? ""
    insured.holder = first.text(15) ?? ""
    insured.insured = first.text(16) ?? ""
    insured.identity = first.text(17) ?? ""
    insured.mobile = first.text(18) ?? ""
    insured.address = first.text(42) ?? ""
    lines = (0..<rows.count).map { index in
      let row = rows[index]
      var line = Line(
        line: row.text(0) ?? "", supplier: row.text(1) ?? "", seller: row.text(2) ?? "", product: row.text(3) ?? "",
        premium: row.money(4) ?? .zero, net: row.money(5) ?? .zero, vehicleTax: row.money(6) ?? .zero,
        signed: row.date(7) ?? Day(number: 0), starts: row.date(8), ends: row.date(9), branch: row.text(10) ?? "",
        channel: row.text(11) ?? "", fact: row.integer(12) ?? 0)
      line.fees = Fees(row)
      return line
    }
  }

  package func write(to rows: inout Batch) {
    for (index, line) in lines.enumerated() {
      rows.appendEmptyRow()
      func set(_ column: Int, _ text: String) {
        if !text.isEmpty { rows.set(index, column, text: text) }
      }
      set(0, line.line)
      set(1, line.supplier)
      set(2, line.seller)
      set(3, line.product)
      rows.set(index, 4, .money(line.premium))
      rows.set(index, 5, .money(line.net))
      rows.set(index, 6, .money(line.vehicleTax))
      rows.set(index, 7, .date(line.signed))
      if let starts = line.starts { rows.set(index, 8, .date(starts)) }
      if let ends = line.ends { rows.set(index, 9, .date(ends)) }
      set(10, line.branch)
      set(11, line.channel)
      rows.set(index, 12, .integer(line.fact))
      line.fees?.write(to: &rows, index)
      guard index == 0 else { continue }
      set(13, insured.plate)
      set(14, insured.frame)
      set(15, insured.holder)
      set(16, insured.insured)
      set(17, insured.identity)
      set(18, insured.mobile)
      set(42, insured.address)
    }
  }
}

extension Policy.Fees {
  fileprivate init?(_ row: Batch.Row) {
    guard let income = Level(row, 20), let level1 = Level(row, 26), let level2 = Level(row, 32) else { return nil }
    self.init(
      income: income, level1: level1, level2: level2, statement: row.text(41) ?? "", payeeVat: row.rate(38) ?? .zero,
      version: row.text(39) ?? "", hasOwnTax: (row.integer(40) ?? 0) & 1 != 0, isBooked: (row.integer(40) ?? 0) & 2 != 0,
      ladders: (row.text(19) ?? "").split(separator: "\t").map(String.init))
  }

  fileprivate func write(to rows: inout Batch, _ index: Int) {
    income.write(to: &rows, index, 20)
    level1.write(to: &rows, index, 26)
    level2.write(to: &rows, index, 32)
    rows.set(index, 38, .rate(payeeVat))
    if !version.isEmpty { rows.set(index, 39, text: version) }
    if !statement.isEmpty { rows.set(index, 41, text: statement) }
    if !ladders.isEmpty { rows.set(index, 19, text: ladders.joined(separator: "\t")) }
    rows.set(index, 40, .integer((hasOwnTax ? 1 : 0) | (isBooked ? 2 : 0)))
  }
}

extension Policy.Fees.Level {
  fileprivate init?(_ row: Batch.Row, _ first: Int) {
    guard let rule = row.text(first), let amount = row.money(first + 3), let net = row.money(first + 4) else { return nil }
    self.init(
      rule: rule, rate: row.rate(first + 1), onNet: row.boolean(first + 2) ?? true, amount: amount, net: net, fixed: row.money(first + 5))
  }

  fileprivate func write(to rows: inout Batch, _ index: Int, _ first: Int) {
    rows.set(index, first, text: rule)
    if let rate { rows.set(index, first + 1, .rate(rate)) }
    rows.set(index, first + 2, .boolean(onNet))
    rows.set(index, first + 3, .money(amount))
    rows.set(index, first + 4, .money(net))
    if let fixed { rows.set(index, first + 5, .money(fixed)) }
  }
}
