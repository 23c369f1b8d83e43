import Rules
import Tables
import Values

/// Who may send which instruction: the table `senders`, asked with the places a party has in a voucher. (contract.md, voucher-instructions)
struct Senders: Sendable {
  private let table: DecisionTable
  private let compiled: CompiledTable
  private let allowed: Int
  private let names = ["指令类型", "发起人", "发送方"]
  private let role: Terms.Role

  init(_ table: DecisionTable, role: Terms.Role) throws(Fault) {
    self.table = table
    self.role = role
    var inputs: [String: Int] = [:]
    for (index, name) in names.enumerated() { inputs[name] = index }
    compiled = try table.compile(
      inputs: inputs, schema: Schema(name: "senders", fields: names.map { Field(name: $0, header: $0, kind: .text) }))
    guard let allowed = table.outputIndex("允许") else {
      throw Fault(
        .setting, code: "rule-output-missing", place: table.place.description, cause: "there is no output 允许",
        remedy: "give the table an output column 允许 of type boolean")
    }
    self.allowed = allowed
  }

  /// The places of a party in a voucher. One bank's own server speaks for the other bank too: what it relays is that bank's.
  func places(of party: String, firstBank: String, secondBank: String, insurer: String) -> [String] {
    var places: [String] = []
    let isBank = party == firstBank || party == secondBank
    if party == firstBank || (isBank && role != .both) { places.append("第一银行") }
    if party == secondBank || (isBank && role != .both) { places.append("第二银行") }
    if party == insurer { places.append("保险人") }
    return places.isEmpty ? ["其他"] : places
  }

  func may(_ places: [String], send act: Act, origin: String) -> Bool {
    var rows = Batch(width: names.count)
    for (row, place) in places.enumerated() {
      rows.appendEmptyRow()
      rows.set(row, 0, text: act.rawValue)
      if !origin.isEmpty { rows.set(row, 1, text: origin) }
      rows.set(row, 2, text: place)
    }
    return places.indices.contains { row in
      guard case .hit(let rule) = compiled.decide(rows, row) else { return false }
      return table.output(rule, allowed).boolean == true
    }
  }
}
