import Flows
import Rules
import Tables
import Values

/// The release conditions (解付条件): what is known of the policies a release names, and the tables that say whether it is enough. `kinds` says by
/// product which of the kinds of insurance it is and where its policies are looked up. (domain.md 3.8, 3.17)
struct Conditions: Sendable {
  enum Proof: String, CaseIterable {
    /// The policy register of this house: car insurance.
    case register = "登记簿"
    /// What the insurer confirms.
    case confirmation = "保险人确认"
  }

  enum Outcome {
    case met(String)
    /// What is missing, for people.
    case unmet(String)
    /// The table itself cannot say: two rules that hit, a value it needs.
    case unclear(String)
  }

  /// What the table may test, and what it is called.
  private enum Input: String, CaseIterable {
    case insurance = "险种"
    case product = "产品"
    case proof = "查验"
    case underwritten = "已承保"
    case sameInsurer = "保险人一致"
    case sameProduct = "产品一致"
    case sameAmount = "金额一致"
    case days = "承保天数"
    case policies = "保单数"

    var kind: Field.Kind {
      switch self {
      case .insurance, .product, .proof: .text
      case .underwritten, .sameInsurer, .sameProduct, .sameAmount: .boolean
      case .days, .policies: .integer
      }
    }
  }

  private let kinds: DecisionTable
  private let kindsCompiled: CompiledTable
  private let insurance: Int
  private let proof: Int
  private let table: DecisionTable
  private let compiled: CompiledTable
  private let allowed: Int
  private let terms: Terms

  init(kinds: DecisionTable, conditions: DecisionTable, terms: Terms) throws(Fault) {
    func output(_ table: DecisionTable, _ name: String) throws(Fault) -> Int {
      guard let index = table.outputIndex(name) else {
        throw Fault(
          .setting, code: "rule-output-missing", place: table.place.description, cause: "there is no output \(name)",
          remedy: "give the table an output column \(name)")
      }
      return index
    }
    self.kinds = kinds
    self.terms = terms
    table = conditions
    kindsCompiled = try kinds.compile(
      inputs: ["产品": 0], schema: Schema(name: "kinds", fields: [Field(name: "product", header: "产品", kind: .text)]))
    insurance = try output(kinds, "险种")
    proof = try output(kinds, "查验")
    for rule in kinds.rules.indices where Proof(rawValue: kinds.text(kinds.output(rule, proof)) ?? "") == nil {
      throw Fault(
        .setting, code: "proof-unknown", place: kinds.place(ofRule: rule).description, cause: "查验 is neither 登记簿 nor 保险人确认",
        remedy: "write one of: \(Proof.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var inputs: [String: Int] = [:]
    for (index, input) in Input.allCases.enumerated() { inputs[input.rawValue] = index }
    compiled = try conditions.compile(
      inputs: inputs,
      schema: Schema(
        name: "conditions", fields: Input.allCases.map { Field(name: $0.rawValue, header: $0.rawValue, kind: $0.kind) }))
    allowed = try output(conditions, "可解付")
  }

  /// The kind of insurance a product is; nil when the table of kinds does not know it.
  func kind(of product: String) -> (insurance: String, proof: Proof)? {
    var row = Batch(width: 1)
    row.appendEmptyRow()
    row.set(0, 0, text: product)
    guard case .hit(let rule) = kindsCompiled.decide(row, 0), let proof = Proof(rawValue: kinds.text(kinds.output(rule, proof)) ?? "")
    else {
      return nil
    }
    return (kinds.text(kinds.output(rule, insurance)) ?? "", proof)
  }

  /// Whether a release may be paid, asked with what the registers say now.
  func check(_ voucher: Voucher, on day: Day, _ desk: Desk) -> Outcome {
    guard let kind = kind(of: voucher.product) else { return .unclear("\(kinds.place)：\(voucher.product)") }
    let proof =
      switch kind.proof {
      case .register: registered(voucher, on: day, desk)
      case .confirmation: confirmed(voucher, on: day, desk)
      }
    var row = Batch(width: Input.allCases.count)
    row.appendEmptyRow()
    for (column, input) in Input.allCases.enumerated() {
      switch input {
      case .insurance: row.set(0, column, text: kind.insurance)
      case .product: row.set(0, column, text: voucher.product)
      case .proof: row.set(0, column, text: kind.proof.rawValue)
      case .underwritten: row.set(0, column, .boolean(proof.underwritten))
      case .sameInsurer: row.set(0, column, .boolean(proof.sameInsurer))
      case .sameProduct: row.set(0, column, .boolean(proof.sameProduct))
      case .sameAmount: row.set(0, column, .boolean(proof.amount == voucher.premium))
      case .days: if let days = proof.days { row.set(0, column, .integer(Int64(days))) }
      case .policies: row.set(0, column, .integer(Int64(voucher.policies.count)))
      }
    }
    switch compiled.decide(row, 0) {
    case .hit(let rule):
      if table.output(rule, allowed).boolean == true { return .met(table.id(rule)) }
      return .unmet("\(table.id(rule))（\(proof.text(voucher))）")
    case .none: return .unmet("未列出（\(proof.text(voucher))）")
    case .ambiguous(let rules): return .unclear(rules.map(table.id).joined(separator: ", "))
    case .missing(let column, let rule): return .unclear("\(table.inputs[column].name) (\(table.id(rule)))")
    case .unlisted(let column): return .unclear(table.inputs[column].name)
    case .hits(let rules):
      let isMet = !rules.isEmpty && rules.allSatisfy { table.output($0, allowed).boolean == true }
      return isMet ? .met(rules.map(table.id).joined(separator: ", ")) : .unmet("（\(proof.text(voucher))）")
    }
  }

  /// What is known of the policies together.
  private struct Known {
    var underwritten = true
    var sameInsurer = true
    var sameProduct = true
    var amount = Money.zero
    /// Since the latest was signed.
    var days: Int?

    func text(_ voucher: Voucher) -> String {
      func word(_ holds: Bool) -> String { holds ? "是" : "否" }
      return "已承保\(word(underwritten)) 保险人一致\(word(sameInsurer)) 产品一致\(word(sameProduct)) "
        + "金额一致\(word(amount == voucher.premium)) 保单\(amount) 凭证\(voucher.premium)" + (days.map { " 承保\($0)天" } ?? "")
    }
  }

  private func registered(_ voucher: Voucher, on day: Day, _ desk: Desk) -> Known {
    var known = Known()
    for number in voucher.policies {
      guard let policy = desk.recall(Policy.self, number), !policy.lines.isEmpty else {
        known.underwritten = false
        known.sameInsurer = false
        known.sameProduct = false
        continue
      }
      for line in policy.lines {
        if let ends = line.ends, ends < day { known.underwritten = false }
        if line.supplier != voucher.insurer { known.sameInsurer = false }
        if line.product != voucher.product { known.sameProduct = false }
        known.amount += line.premium + (terms.amount == .withVehicleTax ? line.vehicleTax : .zero)
        known.days = min(known.days ?? .max, day - line.signed)
      }
    }
    return known
  }

  private func confirmed(_ voucher: Voucher, on day: Day, _ desk: Desk) -> Known {
    var known = Known()
    for number in voucher.policies {
      let confirmation = desk.recall(Confirmation.self, number)
      guard let statement = confirmation?.statement(of: voucher.insurer) else {
        known.underwritten = false
        known.sameInsurer = false
        known.sameProduct = false
        continue
      }
      if !terms.confirmed.contains(statement.status) { known.underwritten = false }
      if statement.product != voucher.product { known.sameProduct = false }
      known.amount += statement.premium
      if let signed = statement.signed { known.days = min(known.days ?? .max, day - signed) }
    }
    return known
  }
}
