import Flows
import Ledger
import Settlement
import Tables
import NightKit
import Testing
import Values

@Suite("Whatever the list, the rules and the order")
struct PropertyTests {
  @Test("Every fact has one state, the books balance, and sheets and accounts tell one story", arguments: 1...12)
  func everythingFoots(seed: Int) throws {
    var random = Numbers(seed: UInt64(seed))
    func percent(_ upTo: Int) -> String { "\(Int.random(in: 0...upTo, using: &random)).\(Int.random(in: 0...99, using: &random))%" }
    let rates = (0..<9).map { percent([30, 8, 15, 12, 10, 3, 6, 5, 9][$0]) }
    let bench = try Bench([
      "rules/income.csv": {
        $0.replacing("20%,net", with: "\(rates[0]),\(["net", "gross"][seed % 2])").replacing("4%,net", with: "\(rates[1]),")
      },
      "rules/expenditure-1.csv": {
        $0.replacing("],10%", with: "],\(rates[2])").replacing("],9%", with: "],\(rates[3])").replacing("],8%", with: "],\(rates[4])")
          .replacing("],1%", with: "],\(rates[5])")
      },
      "rules/expenditure-2.csv": {
        $0.replacing("],2%", with: "],\(rates[6])").replacing("],3%", with: "],\(rates[7])").replacing("],4%", with: "],\(rates[8])")
      },
    ])
    let facts = (1...60).map { index -> Fact in
      var cells = [
        "line": ["商业险", "商业险", "交强险", "驾意险"].randomElement(using: &random)!,
        "seller": ["X001", "X002", "X003", "S001", "X999"].randomElement(using: &random)!,
        "premium": "\(Int.random(in: 0...9000, using: &random)).\(Int.random(in: 10...99, using: &random))",
        "signed": ["2026-03-11", "2026-01-01", "2026-12-31", "2025-12-31"].randomElement(using: &random)!,
      ]
      if Int.random(in: 0...5, using: &random) == 0 { cells["tax"] = "0.05" }
      if Int.random(in: 0...9, using: &random) == 0 { cells["net-premium"] = cells["premium"] }
      return bench.fact(Int64(index), cells, party: ["S001", "S002"].randomElement(using: &random)!)
    }
    var desk = bench.settle(facts)
    let again = bench.settle(facts.shuffled(using: &random))

    // Each fact exactly one state, whatever the order it came in.
    #expect(desk.decisions.map(\.fact).sorted() == facts.map(\.id).sorted())
    #expect(desk.decisions.map { "\($0.fact) \($0.state)" } == again.decisions.map { "\($0.fact) \($0.state)" })
    let settled = Set(desk.decisions.filter { $0.state == .settled }.map(\.fact))
    #expect(!settled.isEmpty && settled.count < 60)

    // Σ per unit is zero in every entry, and so in all.
    let changes = desk.books.takeChanges()
    for entry in changes.entries { #expect(entry.postings.reduce(0) { $0 + $1.amount } == 0) }
    #expect(changes.deltas.reduce(0) { $0 + $1.amount } == 0)

    // Σ expenditure = Σ payable + Σ held, on the sheets and in the accounts.
    func sum(_ kind: Int, _ column: String) -> Int64 {
      let at = bench.flow.lines[kind].schema.index(of: column)!
      return desk.lines.filter { $0.kind == kind }.reduce(0) { $0 + desk.cells[kind][$1.row, at].bits }
    }
    func moved(_ prefix: String) -> Int64 {
      changes.deltas.filter { desk.books[$0.account].path.text.hasPrefix(prefix) }.reduce(0) { $0 + $1.amount }
    }
    let held = changes.holds.reduce(0) { $0 + $1.amount }
    #expect(sum(0, "expenditure") == sum(1, "amount"))
    #expect(-moved("liability:payable-held:") == held)
    #expect(sum(0, "expenditure") == -moved("liability:payable:") + held)
    #expect(sum(0, "income-amount") == moved("asset:receivable:"))
    #expect(sum(0, "income-net") == -moved("income:commission:"))
    #expect(sum(0, "income-vat") == -moved("liability:output-vat"))
    #expect(sum(1, "net") == moved("expense:commission:"))
    #expect(sum(1, "vat") == moved("asset:input-vat"))
    #expect(sum(0, "margin") == sum(0, "income-amount") - sum(0, "expenditure"))
    #expect(sum(0, "premium") == sum(0, "net") + sum(0, "tax"))

    // One settlement line for each settled fact, none for others.
    #expect(Set(desk.lines.filter { $0.kind == 0 }.map(\.fact)) == settled)
    #expect(desk.lines.filter { $0.kind == 0 }.count == settled.count)

    // Every tie the flow declares is true.
    for sheet in bench.flow.sheets {
      let kind = sheet.lines
      for part in Set(desk.lines.filter { $0.kind == kind }.map(\.part)) {
        for tie in bench.flow.ties(sheet: sheet, parts: [part]) {
          let at = bench.flow.lines[kind].schema.index(of: tie.field)!
          let total = desk.lines.filter { $0.kind == kind && $0.part == part }.reduce(0) { $0 + desk.cells[kind][$1.row, at].bits }
          let accounts = Set(tie.accounts.map(\.text))
          let ledger = changes.deltas.filter { accounts.contains(desk.books[$0.account].path.text) }.reduce(0) { $0 + $1.amount } * tie.sign
          #expect(total == ledger, "\(sheet.name) of \(part): \(tie.title)")
        }
      }
    }
  }
}
