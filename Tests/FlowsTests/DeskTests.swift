import Flows
import Ledger
import Tables
import Testing
import Values

@Suite("The desk a chunk is decided on")
struct DeskTests {
  static let run = RunName(day: Day(iso: "2026-03-12")!, number: 1)

  private func rows(_ text: String) -> Batch {
    var rows = Batch(width: 1)
    rows.appendEmptyRow()
    rows.set(0, 0, text: text)
    return rows
  }

  private func desk(_ states: [State] = [], groups: [String: [String]] = [:]) throws -> Desk {
    var needs = Needs()
    for group in groups.keys { needs.group("ticket", group) }
    return Desk(
      run: DeskTests.run,
      books: Books(chart: try Chart(rows: [["account", "unit", "below-zero"], ["asset:cash", "CNY", "yes"]], file: "accounts.csv")),
      lineKinds: [LineKind(name: "line", fields: [("amount", .money)], totals: ["amount"])],
      states: Dictionary(uniqueKeysWithValues: states.map { ($0.key, $0) }),
      groups: Dictionary(uniqueKeysWithValues: needs.groups.map { group in (group, groups[group.group]!.map { StateKey("ticket", $0) }) }))
  }

  @Test("A group shows what the chunk itself put in, took out and moved away")
  func groups() throws {
    func ticket(_ key: String, _ group: String) -> State { State(StateKey("ticket", key), group: group, rows: rows(key)) }
    var desk = try desk([ticket("b", "G"), ticket("d", "G")], groups: ["G": ["b", "d"]])
    desk.put(ticket("c", "G"))
    desk.put(ticket("a", "H"))
    desk.forget(StateKey("ticket", "b"))
    #expect(desk.group("ticket", "G").map(\.key.key) == ["c", "d"])
    desk.put(ticket("d", "H"))
    #expect(desk.group("ticket", "G").map(\.key.key) == ["c"])
    #expect(desk.removed == [StateKey("ticket", "b")])
    desk.put(ticket("b", "G"))
    #expect(desk.removed.isEmpty && desk.changed.contains(StateKey("ticket", "b")))
  }

  @Test("A decision carries its reason, its detail and its waking day")
  func decisions() throws {
    var desk = try desk()
    var batch = Batch(width: 1)
    batch.appendEmptyRow()
    let fact = Fact(id: 7, feed: 0, party: "S001", file: 1, rowNumber: 2, since: DeskTests.run.day, row: batch[0])
    let reason = Reason("r", zh: "原因", en: "reason", remedyZh: "处理", remedyEn: "remedy")
    desk.wait(fact, reason, "x", until: .end(of: DeskTests.run.day))
    #expect(desk.decisions.map(\.state) == [.waiting])
    #expect(desk.decisions[0].wake == Moment(DeskTests.run.day, hour: 23, minute: 59, second: 59))
    desk.line(0, part: "S001", fact: fact) { cells, row in cells.set(row, 0, .money(Money(minor: 5))) }
    #expect(desk.lines.map(\.part) == ["S001"] && desk.cells[0][0, 0].money == Money(minor: 5))
  }
}

@Suite("Access by role")
struct AccessTests {
  static let rows = [
    Access.columns, ["supplier", "underwriting", "", "", "", ""], ["supplier", "", "sheet", "own", "base income", "name mobile"],
    ["seller", "", "sheet", "own", "base expenditure", "name"], ["finance", "", "sheet", "all", "*", "*"],
  ]

  @Test("What is not granted is denied")
  func denied() throws {
    let access = try Access(rows: AccessTests.rows, file: "access.csv")
    #expect(access.mayDrop("underwriting", roles: ["seller", "supplier"]))
    #expect(!access.mayDrop("underwriting", roles: ["seller"]) && !access.mayDrop("merchants", roles: ["supplier"]))
    #expect(access.receives("sheet", part: "S002", party: "S001", roles: ["supplier"]) == nil)
    #expect(access.receives("sheet", part: "S002", party: "finance", roles: ["finance"])?.all == true)
  }

  @Test("With two roles a party sees what either sees, and only what both mask is masked")
  func twoRoles() throws {
    let access = try Access(rows: AccessTests.rows, file: "access.csv")
    let grant = try #require(access.receives("sheet", part: "S001", party: "S001", roles: ["supplier", "seller"]))
    #expect(grant.sees("income") && grant.sees("expenditure") && grant.sees("base"))
    #expect(grant.masks("name") && !grant.masks("mobile") && !grant.masks(""))
  }

  @Test(
    "A wrong row is named with its place (78)",
    arguments: [
      (["", "underwriting", "", "", "", ""], "row 2 column role"), (["a", "f", "s", "", "", ""], "row 2 column feed"),
      (["a", "", "s", "some", "", ""], "row 2 column scope"),
      (["a", "f"], "row 2"),
    ])
  func wrong(row: [String], place: String) {
    let fault = #expect(throws: Fault.self) { try Access(rows: [Access.columns, row], file: "access.csv") }
    #expect(fault?.exitCode == 78 && fault?.place.contains(place) == true)
  }
}

@Suite("The policy register")
struct RegisterTests {
  @Test("A policy and a party come back as they were written")
  func roundTrip() {
    var insured = Policy.Insured()
    insured.plate = "粤B12345"
    let line = Policy.Line(
      line: "商业险", supplier: "S001", seller: "X001", product: "P", premium: Money(minor: 319_682), net: Money(minor: 301_587),
      vehicleTax: .zero,
      signed: Day(iso: "2026-03-11")!, starts: nil, ends: Day(iso: "2027-03-11"), branch: "", channel: "线上", fact: 9)
    let policy = Policy(number: "P1", insured: insured, lines: [line, line])
    let back = Policy(key: "P1", rows: policy.state().rows)
    #expect(back.lines == policy.lines && back.insured == policy.insured)
    let party = Party(
      number: "S001", roles: ["seller", "supplier"],
      versions: [
        .init(from: Day(iso: "2026-01-01")!, name: "甲", creditCode: "9", business: "经纪", taxRate: Rate(percent: 3)),
        .init(from: Day(iso: "2026-06-01")!, name: "乙", creditCode: "9", business: "4S店"),
      ])
    let same = Party(key: "S001", rows: party.state().rows)
    #expect(same.versions == party.versions && same.roles == party.roles)
    #expect(same.inForce(on: Day(iso: "2026-05-31")!).name == "甲" && same.inForce(on: Day(iso: "2026-06-01")!).name == "乙")
    #expect(same.inForce(on: Day(iso: "2025-01-01")!).name == "甲")
  }
}
