import Flows
import Rules
import Tables
import Values

/// A party's profile: a decision table that fills fields its lists leave blank from columns they have: 产品编码, 销售商 and 险种 from 渠道, 业务员, 险种代码.
/// What a list says itself is never changed. (contract.md, underwriting)
struct Profile: Sendable {
  static let ambiguous = Reason(
    "profile-ambiguous", zh: "多条档案规则命中", en: "several rules of the party's profile hit",
    remedyZh: "请平台修改该参与方的档案表，使规则互不重叠；该行重报",
    remedyEn: "have the platform change the party's profile so that its rules do not overlap, and send the row again")

  private let table: DecisionTable
  private let compiled: CompiledTable
  /// Output → field.
  private let fills: [(output: Int, field: Int)]
  private let schema: Schema
  private let shapes: [Shape]

  init(_ table: DecisionTable, _ feed: Feed) throws(Fault) {
    func field(_ name: String, _ column: Int) throws(Fault) -> Int {
      guard let index = feed.schema.fields.firstIndex(where: { $0.header == name || $0.name == name || $0.aliases.contains(name) }) else {
        throw Fault(
          .setting, code: "profile-field-unknown", place: "\(table.place) column \(Place.letters(column))",
          cause: "\(name) is no field of \(feed.name)", remedy: "add it to feeds/\(feed.name).csv as an optional field, or correct the name"
        )
      }
      return index
    }
    var inputs: [String: Int] = [:]
    for input in table.inputs { inputs[input.name] = try field(input.name, input.column) }
    var fills: [(output: Int, field: Int)] = []
    for (index, output) in table.outputs.enumerated() {
      let place = try field(output.name, output.column)
      guard feed.schema.fields[place].kind.tag == output.kind.tag else {
        throw Fault(
          .setting, code: "profile-field-unknown", place: "\(table.place) column \(Place.letters(output.column))",
          cause: "\(output.name) is of another type in \(feed.name)", remedy: "give the output the field's type")
      }
      fills.append((index, place))
    }
    self.table = table
    self.fills = fills
    compiled = try table.compile(inputs: inputs, schema: feed.schema)
    schema = feed.schema
    shapes = feed.shapes
  }

  /// The feed as this party may send it: what the profile fills need not be there.
  func applied(to feed: Feed) -> Feed {
    var feed = feed
    let filled = Set(fills.map { feed.schema.fields[$0.field].name })
    var fields = feed.schema.fields
    for index in fields.indices where filled.contains(fields[index].name) && fields[index].need == .required {
      fields[index].need = .optional
    }
    feed.schema = Schema(name: feed.schema.name, fields: fields)
    for index in feed.shapes.indices { feed.shapes[index].requires.removeAll { filled.contains($0) } }
    return feed
  }

  /// Fills the rows of a chunk; those that still lack what the feed demands, or that several rules fit, are taken out as rejects.
  func fill(_ rows: inout VerifiedRows, _ shape: Shape?, _ verifier: inout Verifier) {
    let shape = shape.flatMap { used in shapes.first { $0.name == used.name } }
    let demanded = fills.map(\.field).filter { field in
      schema.fields[field].need == .required || shape?.requires.contains(schema.fields[field].name) ?? false
    }
    var kept = VerifiedRows(width: schema.width)
    for row in 0..<rows.batch.count {
      var wrong: Reject?
      switch compiled.decide(rows.batch, row) {
      case .hit(let rule): put(rule, into: &rows.batch, row)
      case .hits(let rules) where rules.count == 1: put(rules[0], into: &rows.batch, row)
      case .hits(let rules) where rules.count > 1: wrong = several(rules, rows, row)
      case .ambiguous(let rules): wrong = several(rules, rows, row)
      case .none, .missing, .unlisted, .hits: break
      }
      if wrong == nil, let lacking = demanded.first(where: { rows.batch[row, $0].isNone }) {
        wrong = Reject(
          row: Int(rows.numbers[row]), column: nil, reason: TableReasons.valueMissing,
          detail: "\(schema.fields[lacking].header)（\(table.place)）")
      }
      if let wrong {
        verifier.withdraw(rows.batch[row], wrong)
        continue
      }
      kept.batch.appendEmptyRow()
      for column in 0..<schema.width { kept.batch.copy(kept.batch.count - 1, column, from: rows.batch, rows.batch[row, column]) }
      kept.numbers.append(rows.numbers[row])
    }
    rows = kept
  }

  private func put(_ rule: Int, into batch: inout Batch, _ row: Int) {
    for (output, field) in fills where batch[row, field].isNone {
      let datum = table.output(rule, output)
      if let text = table.text(datum) { batch.set(row, field, text: text) } else if !datum.isNone { batch.set(row, field, datum) }
    }
  }

  private func several(_ rules: [Int], _ rows: VerifiedRows, _ row: Int) -> Reject {
    Reject(
      row: Int(rows.numbers[row]), column: nil, reason: Profile.ambiguous, detail: rules.map(table.id).joined(separator: ", "))
  }

  /// What `explain` prints instead of a column, where a field was filled.
  func layout(besides header: HeaderMap) -> [String] {
    fills.filter { header.columnOfField[$0.field] < 0 }.map { "\(schema.fields[$0.field].name)=\(table.place)" }
  }
}
