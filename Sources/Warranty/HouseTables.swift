import Flows
import Rules
import Tables
import Values

/// A decision table of this flow with the inputs it may test, ready to be asked: a row of values in, a rule or a reason out.
struct HouseTable: Sendable {
  let table: DecisionTable
  private let compiled: CompiledTable
  private let inputs: [(name: String, kind: Field.Kind)]

  init(_ table: DecisionTable, inputs: [(name: String, kind: Field.Kind)], outputs: [String]) throws(Fault) {
    self.table = table
    self.inputs = inputs
    for output in outputs where table.outputIndex(output) == nil {
      throw Fault(
        .setting, code: "rule-output-missing", place: table.place.description, cause: "there is no output \(output)",
        remedy: "give the table an output column \(output)")
    }
    compiled = try table.compile(
      inputs: Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($1.name, $0) }),
      schema: Schema(name: table.name, fields: inputs.map { Field(name: $0.name, header: $0.name, kind: $0.kind) }))
  }

  enum Value {
    case text(String)
    case datum(Datum)
    case none
  }

  /// In the order of the inputs.
  func decide(_ values: [Value]) -> Outcome {
    var row = Batch(width: inputs.count)
    row.appendEmptyRow()
    for (column, value) in values.enumerated() {
      switch value {
      case .text(let text): if !text.isEmpty { row.set(0, column, text: text) }
      case .datum(let datum): row.set(0, column, datum)
      case .none: break
      }
    }
    return compiled.decide(row, 0)
  }

  /// Why a table did not answer, for people.
  func why(_ outcome: Outcome) -> String {
    switch outcome {
    case .hit(let rule): table.id(rule)
    case .none: "没有规则"
    case .ambiguous(let rules), .hits(let rules): rules.map(table.id).joined(separator: "、")
    case .missing(let column, let rule): "\(table.inputs[column].name)（\(table.id(rule))）"
    case .unlisted(let column): table.inputs[column].name
    }
  }
}

/// 分成: who gets what part of a price. Direct sale gives all to the manufacturer. (domain.md B5-6)
struct SplitTable: Sendable {
  private let house: HouseTable
  static let outputs = ["厂商分成", "平台分成", "渠道分成"]

  init(_ table: DecisionTable) throws(Fault) {
    house = try HouseTable(
      table, inputs: [("厂商", .text), ("产品编码", .text), ("品类", .text), ("渠道", .text), ("订单类型", .text)], outputs: SplitTable.outputs)
    // Parts of a whole are a whole: said before the night, not found in it.
    for rule in table.rules.indices {
      let parts = SplitTable.outputs.map { table.output(rule, $0).bits }
      guard parts.allSatisfy({ $0 >= 0 }), parts.reduce(0, +) == Rate.scale else {
        throw Fault(
          .setting, code: "split-not-whole", place: table.place(ofRule: rule).description,
          cause: "\(SplitTable.outputs.joined(separator: ", ")) do not add up to 100%", remedy: "correct the shares of this rule")
      }
    }
  }

  enum Answer {
    case split(rule: String, weights: [Int64])
    case unclear(String)
  }

  func split(manufacturer: String, product: WarrantyProduct, channel: String, type: WarrantyProduct.Kind) -> Answer {
    let outcome = house.decide([.text(manufacturer), .text(product.code), .text(product.category), .text(channel), .text(type.rawValue)])
    guard case .hit(let rule) = outcome else { return .unclear(house.why(outcome)) }
    return .split(rule: house.table.id(rule), weights: SplitTable.outputs.map { house.table.output(rule, $0).bits })
  }
}

/// 登记时限: how long after a purchase a warranty may still be registered. (domain.md B5-2)
struct WindowTable: Sendable {
  private let house: HouseTable

  init(_ table: DecisionTable) throws(Fault) {
    house = try HouseTable(
      table,
      inputs: [
        ("厂商", .text), ("品类", .text), ("产品编码", .text), ("生效方式", .text), ("订单类型", .text), ("购买后天数", .integer), ("原保修内", .boolean),
      ], outputs: ["允许"])
  }

  enum Answer {
    case open
    case closed(String)
    case unclear(String)
  }

  func answer(_ product: WarrantyProduct, type: WarrantyProduct.Kind, daysAfter: Int, isWithinWarranty: Bool) -> Answer {
    let outcome = house.decide([
      .text(product.manufacturer), .text(product.category), .text(product.code), .text(product.effect.rawValue), .text(type.rawValue),
      .datum(.integer(Int64(daysAfter))), .datum(.boolean(isWithinWarranty)),
    ])
    guard case .hit(let rule) = outcome else { return .unclear(house.why(outcome)) }
    if house.table.output(rule, "允许").boolean == true { return .open }
    let words = house.table.annotation(rule, "说明")
    return .closed("\(house.table.id(rule)) \(words)，购买后 \(daysAfter) 天")
  }
}

/// 相似度: points for what two warranties, or a demand and a clause, have in common. Every rule that hits gives its points, and its reason. (domain.md E13)
struct SimilarityTable: Sendable {
  struct Traits {
    var type: String
    var sameCategory: Bool
    var isGeneral: Bool
    var sameBrand: Bool
    /// Difference of prices by the wanted one; nil where there is no price.
    var priceGap: Rate?
    var monthGap: Int?
    var overlap: Rate
  }

  private let house: HouseTable

  init(_ table: DecisionTable) throws(Fault) {
    house = try HouseTable(
      table,
      inputs: [
        ("类型", .text), ("品类相同", .boolean), ("品类通用", .boolean), ("品牌相同", .boolean), ("价差", .rate), ("月差", .integer), ("文本重合", .rate),
      ], outputs: ["得分"])
  }

  /// In millionths of a point.
  func score(_ traits: Traits) -> (score: Int64, reasons: String) {
    let outcome = house.decide([
      .text(traits.type), .datum(.boolean(traits.sameCategory)), .datum(.boolean(traits.isGeneral)), .datum(.boolean(traits.sameBrand)),
      traits.priceGap.map { .datum(.rate($0)) } ?? .none, traits.monthGap.map { .datum(.integer(Int64($0))) } ?? .none,
      .datum(.rate(traits.overlap)),
    ])
    let rules: [Int] =
      switch outcome {
      case .hits(let rules): rules
      case .hit(let rule): [rule]
      case .none, .ambiguous, .missing, .unlisted: []
      }
    let score = rules.reduce(Int64(0)) { $0 + house.table.output($1, "得分").bits }
    let reasons = rules.filter { house.table.output($0, "得分").bits != 0 }.map { rule in
      let points = Decimals.trimmed(house.table.output(rule, "得分").bits, places: 6)
      return "\(house.table.id(rule)) \(house.table.annotation(rule, "说明")) +\(points)"
    }
    return (score, reasons.joined(separator: "；"))
  }
}
