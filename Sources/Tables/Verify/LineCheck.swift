import Values

/// What a shape asks of a row whose amounts decide which lines it holds. Compiled once; the row is given by its data. (domain.md B1-21)
struct LineCheck: Sendable {
  struct Line: Sendable {
    let presentBy: Int
    /// Row fields that must not be blank where the line is.
    let required: [Int]
    /// The row field that counts towards the row's total.
    let summed: Int?
  }

  let lines: [Line]
  /// The field that should be the sum of the lines.
  let total: Int?
  /// A field that the total may hold besides (合计（加车船）).
  let withTax: Int?

  init?(_ schema: Schema, _ shape: Shape?) {
    guard let shape, !shape.lines.isEmpty else { return nil }
    let required = schema.fields.filter { $0.need == .required }.map(\.name)
    lines = shape.lines.map { line in
      let sources = required.filter { line.fixed[$0] == nil }.compactMap { schema.index(of: line.takes[$0] ?? $0) }
      return Line(
        presentBy: schema.index(of: line.presentBy)!, required: sources,
        summed: shape.summedField.flatMap { schema.index(of: line.takes[$0] ?? $0) })
    }
    total = shape.checkedTotal.flatMap { schema.index(of: $0) }
    withTax = shape.besides.flatMap { schema.index(of: $0) }
  }

  static func isPresent(_ datum: Datum) -> Bool {
    switch datum.tag {
    case .none: false
    case .money, .rate, .number, .integer: datum.bits != 0
    case .text, .date, .moment, .boolean: true
    }
  }

  /// Row fields required whatever lines the row has.
  static func rowRequired(_ schema: Schema, _ shape: Shape?) -> Set<Int> {
    var required = Set(schema.fields.indices.filter { schema.fields[$0].need == .required })
    guard let shape else { return required }
    let sources = Set(shape.lines.flatMap { Array($0.takes.values) + [$0.presentBy] })
    for name in shape.fieldsMadeByEveryLine { if let index = schema.index(of: name) { required.remove(index) } }
    for name in shape.requires where !sources.contains(name) { if let index = schema.index(of: name) { required.insert(index) } }
    return required
  }
}
