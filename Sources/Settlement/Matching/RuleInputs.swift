import Flows
import Rules
import Tables
import Values

/// The values the tables may test, drawn together for a chunk: any field of the list, of the seller's registration, and computed ones.
/// Only columns that some table names are filled. (contract.md, Decision tables)
struct RuleInputs: Sendable {
  private enum Source: Sendable {
    case field(Int)
    case supplier
    case sellerBusiness
    case sellerName
    case netPremium
    case policyPremium
  }

  let schema: Schema
  let names: [String: Int]
  private let sources: [Source]
  /// Some table tests 保单保费: the other lines of the policy must be known.
  let needsPolicy: Bool
  /// The inputs that are the list's own premium columns, by field.
  func inputs(of field: Int) -> [Int] { sources.indices.filter { if case .field(field) = sources[$0] { true } else { false } } }

  init(tables: [DecisionTable], feed: Feed, settings: Setting) throws(Fault) {
    let computed: [(String, Field.Kind, Source)] = [
      ("供应商", .text, .supplier), ("主营类型", .text, .sellerBusiness), ("销售商名称", .text, .sellerName), ("不含税保费", .money, .netPremium),
      ("保单保费", .money, .policyPremium),
    ]
    var fields: [Field] = []
    var sources: [Source] = []
    var names: [String: Int] = [:]
    for table in tables {
      for input in table.inputs where names[input.name] == nil {
        if let found = computed.first(where: { $0.0 == input.name }) {
          names[input.name] = fields.count
          fields.append(Field(name: input.name, header: input.name, kind: found.1))
          sources.append(found.2)
        } else if let index = feed.schema.fields.firstIndex(where: {
          $0.header == input.name || $0.name == input.name || $0.aliases.contains(input.name)
        }) {
          names[input.name] = fields.count
          fields.append(Field(name: input.name, header: input.name, kind: feed.schema.fields[index].kind))
          sources.append(.field(index))
        } else {
          let known = computed.map(\.0) + feed.schema.fields.map(\.header)
          throw Fault(
            .setting, code: "rule-input-unknown", place: "\(table.place) column \(Place.letters(input.column))",
            cause: "\(input.name) is no field of the list or of the merchants' register",
            remedy: "use one of: \(known.joined(separator: " "))")
        }
      }
    }
    schema = Schema(name: "rule inputs", fields: fields)
    self.names = names
    self.sources = sources
    needsPolicy = sources.contains { if case .policyPremium = $0 { true } else { false } }
  }

  /// Appends the inputs of one line to `inputs`; its row.
  func append(
    _ fact: Fact, premium: Premium, seller: Party.Version, policyPremium: () -> Money, to inputs: inout Batch
  ) -> Int {
    inputs.appendEmptyRow()
    let row = inputs.count - 1
    for (column, source) in sources.enumerated() {
      switch source {
      case .field(let index): inputs.copy(row, column, from: fact.row.batch, fact.row[index])
      case .supplier: inputs.set(row, column, text: fact.party)
      case .sellerBusiness: if !seller.business.isEmpty { inputs.set(row, column, text: seller.business) }
      case .sellerName: inputs.set(row, column, text: seller.name)
      case .netPremium: inputs.set(row, column, .money(premium.net))
      case .policyPremium: inputs.set(row, column, .money(policyPremium()))
      }
    }
    return row
  }
}
