import Tables
import Values

/// Decision tables as DMN XML, for other programs.
extension DMN {
  /// The tables as one DMN 1.3 model: a decision each, their inputs as input data, and a plain drawing, so that a modeller opens it.
  package static func definitions(_ tables: [DecisionTable], name: String) -> DMNElement {
    var root = DMNElement(
      "definitions",
      [
        ("xmlns", model), ("xmlns:dmndi", diagram), ("xmlns:dc", bounds), ("xmlns:di", shapes), ("id", "definitions"), ("name", name),
        ("namespace", "urn:settle:rules"),
      ])
    let columns = tables.flatMap { $0.inputs + $0.outputs }
    for kind in [ValueKind.money, .rate] where columns.contains(where: { $0.kind == kind }) {
      root.children.append(
        DMNElement(
          "itemDefinition", [("id", "type-\(kind.rawValue)"), ("name", kind.rawValue)], children: [DMNElement("typeRef", text: "number")]))
    }
    var drawing = DMNElement("dmndi:DMNDiagram", [("id", "drawing")])
    var inputs: [String] = []
    for (number, table) in tables.enumerated() {
      for input in table.inputs where !inputs.contains(input.name) {
        inputs.append(input.name)
        root.children.append(
          DMNElement(
            "inputData", [("id", "input-\(inputs.count)"), ("name", input.name)],
            children: [DMNElement("variable", [("id", "value-\(inputs.count)"), ("name", input.name), ("typeRef", typeName(input.kind))])]))
        drawing.children.append(shape("input-\(inputs.count)", x: 40 + 180 * (inputs.count - 1), y: 320, width: 125, height: 45))
      }
      root.children.append(decision(table, number + 1, inputs))
      drawing.children.append(shape("decision-\(number + 1)", x: 40 + 260 * number, y: 80, width: 180, height: 80))
      for (order, input) in table.inputs.enumerated() {
        let from = inputs.firstIndex(of: input.name)!
        drawing.children.append(
          edge("requirement-\(number + 1)-\(order + 1)", from: (40 + 180 * from + 62, 320), to: (40 + 260 * number + 90, 160)))
      }
    }
    root.children.append(DMNElement("dmndi:DMNDI", children: [drawing]))
    return root
  }

  private static func shape(_ id: String, x: Int, y: Int, width: Int, height: Int) -> DMNElement {
    DMNElement(
      "dmndi:DMNShape", [("id", "shape-\(id)"), ("dmnElementRef", id)],
      children: [DMNElement("dc:Bounds", [("height", "\(height)"), ("width", "\(width)"), ("x", "\(x)"), ("y", "\(y)")])])
  }

  private static func edge(_ id: String, from: (Int, Int), to: (Int, Int)) -> DMNElement {
    DMNElement(
      "dmndi:DMNEdge", [("id", "edge-\(id)"), ("dmnElementRef", id)],
      children: [from, to].map { DMNElement("di:waypoint", [("x", "\($0.0)"), ("y", "\($0.1)")]) })
  }

  // MARK: One table

  private static func decision(_ table: DecisionTable, _ number: Int, _ inputs: [String]) -> DMNElement {
    var variable: [(String, String)] = [("id", "variable-\(number)"), ("name", table.name)]
    if table.outputs.count == 1, !table.policy.isCollecting { variable.append(("typeRef", typeName(table.outputs[0].kind))) }
    let requirements = table.inputs.enumerated().map { order, input in
      DMNElement(
        "informationRequirement", [("id", "requirement-\(number)-\(order + 1)")],
        children: [DMNElement("requiredInput", [("href", "#input-\(inputs.firstIndex(of: input.name)! + 1)")])])
    }
    return DMNElement(
      "decision", [("id", "decision-\(number)"), ("name", table.name)],
      children: [DMNElement("variable", variable)] + requirements + [drawn(table, "\(number)")])
  }

  private static func drawn(_ table: DecisionTable, _ id: String) -> DMNElement {
    var attributes: [(String, String)] = [("id", "table-\(id)")]
    let (policy, aggregation) = words(table.policy)
    attributes.append(("hitPolicy", policy))
    if let aggregation { attributes.append(("aggregation", aggregation)) }
    var element = DMNElement("decisionTable", attributes)
    for (order, column) in table.inputs.enumerated() {
      var input = DMNElement(
        "input", [("id", "input-\(id)-\(order + 1)"), ("label", column.name)],
        children: [
          DMNElement(
            "inputExpression", [("id", "expression-\(id)-\(order + 1)"), ("typeRef", typeName(column.kind))],
            children: [DMNElement("text", text: column.name)])
        ])
      if !column.listingFeel.isEmpty {
        input.children.append(
          DMNElement("inputValues", [("id", "values-\(id)-\(order + 1)")], children: [DMNElement("text", text: column.listingFeel)]))
      }
      element.children.append(input)
    }
    for (order, column) in table.outputs.enumerated() {
      var output = DMNElement(
        "output", [("id", "output-\(id)-\(order + 1)"), ("label", column.name), ("name", column.name), ("typeRef", typeName(column.kind))])
      if let listed = column.listed {
        let texts = listed.map { feel($0, column.kind, table) }.joined(separator: ",")
        output.children.append(
          DMNElement("outputValues", [("id", "listed-\(id)-\(order + 1)")], children: [DMNElement("text", text: texts)]))
      }
      if let datum = table.defaults?.outputs[order], !datum.isNone {
        output.children.append(
          DMNElement(
            "defaultOutputEntry", [("id", "default-\(id)-\(order + 1)")],
            children: [DMNElement("text", text: feel(datum, column.kind, table))]))
      }
      element.children.append(output)
    }
    element.children += ([ruleColumn] + table.annotations.map(\.name)).map { DMNElement("annotation", [("name", $0)]) }
    for (index, rule) in table.rules.enumerated() {
      let at = "\(id)-\(index + 1)"
      var drawn = DMNElement("rule", [("id", "rule-\(at)")])
      for (order, test) in rule.tests.enumerated() {
        drawn.children.append(
          DMNElement("inputEntry", [("id", "test-\(at)-\(order + 1)")], children: [DMNElement("text", text: test.feel)]))
      }
      for (order, datum) in rule.outputs.enumerated() {
        drawn.children.append(
          DMNElement(
            "outputEntry", [("id", "result-\(at)-\(order + 1)")],
            children: [DMNElement("text", text: feel(datum, table.outputs[order].kind, table))]))
      }
      for text in [rule.id] + rule.annotations {
        drawn.children.append(DMNElement("annotationEntry", children: [DMNElement("text", text: text)]))
      }
      element.children.append(drawn)
    }
    return element
  }

  private static func words(_ policy: HitPolicy) -> (String, aggregation: String?) {
    switch policy {
    case .unique: ("UNIQUE", nil)
    case .any: ("ANY", nil)
    case .priority: ("PRIORITY", nil)
    case .first: ("FIRST", nil)
    case .ruleOrder: ("RULE ORDER", nil)
    case .outputOrder: ("OUTPUT ORDER", nil)
    case .collect: ("COLLECT", nil)
    case .sum: ("COLLECT", "SUM")
    case .minimum: ("COLLECT", "MIN")
    case .maximum: ("COLLECT", "MAX")
    case .count: ("COLLECT", "COUNT")
    }
  }

  private static func typeName(_ kind: ValueKind) -> String {
    switch kind {
    case .text: "string"
    case .datetime: "dateTime"
    case .number, .money, .rate, .date, .boolean: kind.rawValue
    }
  }

  private static func feel(_ datum: Datum, _ kind: ValueKind, _ table: DecisionTable) -> String {
    datum.isNone ? "null" : table.text(datum).map(ValueKind.feel) ?? kind.feel(datum.bits)
  }
}

extension ValueKind {
  /// A point as a FEEL literal. FEEL has no percent: a rate is a fraction.
  func feel(_ point: Int64) -> String {
    switch self {
    case .text, .boolean, .number, .money: text(point)
    case .rate: Decimals.trimmed(point, places: 9)
    case .date: "date(\"\(text(point))\")"
    case .datetime: "date and time(\"\(text(point).replacing(" ", with: "T"))\")"
    }
  }

  static func feel(_ text: String) -> String {
    UnaryTest.quoted(text, escapes: ["\n": "\\n", "\t": "\\t"])
  }
}
