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

  /// Who and what is insured; one for the policy.
  package struct Insured: Sendable, Equatable {
    package var plate = ""
    package var frame = ""
    package var holder = ""
    package var insured = ""
    package var identity = ""
    package var mobile = ""
    package init() {}
  }

  package static let kind = "policy"
  package static let width = 20

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
    lines = (0..<rows.count).map { index in
      let row = rows[index]
      return Line(
        line: row.text(0) ?? "", supplier: row.text(1) ?? "", seller: row.text(2) ?? "", product: row.text(3) ?? "",
        premium: row.money(4) ?? .zero, net: row.money(5) ?? .zero, vehicleTax: row.money(6) ?? .zero,
        signed: row.date(7) ?? Day(number: 0), starts: row.date(8), ends: row.date(9), branch: row.text(10) ?? "",
        channel: row.text(11) ?? "", fact: row.integer(12) ?? 0)
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
      guard index == 0 else { continue }
      set(13, insured.plate)
      set(14, insured.frame)
      set(15, insured.holder)
      set(16, insured.insured)
      set(17, insured.identity)
      set(18, insured.mobile)
    }
  }
}
