package import Tables
package import Values

/// Decision tables out of DMN XML; what cannot be taken over is named.
extension DMN {
  /// The decision tables of a DMN file, in its order. What is no table (literal expressions, invocations) is refused, for leaving it out
  /// would change what the model says.
  package static func tables(of root: DMNElement, place: Place) throws(Fault) -> [DecisionTable] {
    guard root.local == "definitions" else {
      throw Wrong("the file begins with `\(root.local)`, not with `definitions`", "export the model as DMN 1.3 XML").fault(
        "dmn-not-a-model", at: place)
    }
    var tables: [DecisionTable] = []
    for decision in root.all("decision") {
      let name = decision["name"] ?? decision["id"] ?? "decision \(tables.count + 1)"
      var here = place
      here.sheet = name
      guard let drawn = decision.first("decisionTable") else {
        throw Wrong("the decision \(name) is not a decision table", "draw it as a table, or remove it from the file").fault(
          "dmn-not-a-table", at: here)
      }
      tables.append(try DecisionTable(name: name, rows: try rows(drawn, decision, root, here), place: here))
    }
    guard !tables.isEmpty else {
      throw Wrong("the model holds no decision", "export a model with at least one decision table").fault("dmn-empty", at: place)
    }
    return tables
  }

  /// The table as rows of a rule file: rule N of the drawing stands in the row that `settle rules convert` would give it.
  private static func rows(_ drawn: DMNElement, _ decision: DMNElement, _ root: DMNElement, _ place: Place) throws(Fault) -> [[String]] {
    let (inputs, outputs, rules) = (drawn.all("input"), drawn.all("output"), drawn.all("rule"))
    let notes = drawn.all("annotation").map { $0["name"] ?? "annotation" }
    let idNote = notes.firstIndex(of: ruleColumn)
    let kept = notes.indices.filter { $0 != idNote }
    var names = [try policy(drawn, place)]
    var (kinds, types, values) = (["kind"], ["type"], ["values"])
    for (index, input) in inputs.enumerated() {
      let expression = input.first("inputExpression")
      let spoken = expression?.expression ?? ""
      names.append(spoken.isEmpty ? input["label"] ?? "input \(index + 1)" : unquoted(spoken))
      kinds.append("input")
      let cells = rules.map { rule in rule.all("inputEntry").dropFirst(index).first?.expression ?? "" }
      let (kind, listed) = try type(
        expression?["typeRef"], root, cells,
        Place(file: place.file, sheet: place.sheet, row: 3, column: index + 1, header: names[index + 1]))
      types.append(kind.rawValue)
      let stated = input.cell("inputValues")
      values.append(stated.isEmpty ? listed : stated)
    }
    for (index, output) in outputs.enumerated() {
      let variable = decision.first("variable")
      names.append(
        output["name"] ?? output["label"] ?? (outputs.count == 1 ? variable?["name"] ?? decision["name"] : nil) ?? "output \(index + 1)")
      kinds.append("output")
      let cells = rules.map { rule in rule.all("outputEntry").dropFirst(index).first?.expression ?? "" }
      let reference = output["typeRef"] ?? (outputs.count == 1 ? variable?["typeRef"] : nil)
      let (kind, listed) = try type(
        reference, root, cells,
        Place(
          file: place.file, sheet: place.sheet, row: 3, column: inputs.count + index + 1, header: names[inputs.count + index + 1]))
      types.append(kind.rawValue)
      let stated = output.cell("outputValues")
      values.append(stated.isEmpty ? listed : stated)
    }
    names += kept.map { notes[$0] }
    kinds += kept.map { _ in "annotation" }
    types += kept.map { _ in "" }
    var rows = [names, kinds, types]
    if values.dropFirst().contains(where: { !$0.isEmpty }) { rows.append(values) }
    let defaults = outputs.map { $0.cell("defaultOutputEntry") }
    if defaults.contains(where: { !$0.isEmpty }) { rows.append(["default"] + inputs.map { _ in "" } + defaults) }
    let ids = ruleNames(rules, idNote)
    for (index, rule) in rules.enumerated() {
      let tests = rule.all("inputEntry").map(\.expression)
      let results = rule.all("outputEntry").map(\.expression)
      let texts = rule.all("annotationEntry").map(\.expression)
      guard tests.count == inputs.count, results.count == outputs.count else {
        throw Wrong(
          "rule \(index + 1) has \(tests.count) tests and \(results.count) results for \(inputs.count) inputs and \(outputs.count) outputs",
          "save the model again in its modeller"
        ).fault("dmn-rule-incomplete", at: Place(file: place.file, sheet: place.sheet, row: rows.count + 1))
      }
      for (offset, cell) in (tests + results).enumerated() {
        let here = Place(
          file: place.file, sheet: place.sheet, row: rows.count + 1, column: offset + 1, header: names[offset + 1])
        try refuseExpression(cell, here)
        if offset >= inputs.count, types[offset + 1] == "text" { try refuseName(cell, here) }
      }
      rows.append([ids[index]] + tests + results.map { $0 == "-" ? "" : $0 } + kept.map { $0 < texts.count ? texts[$0] : "" })
    }
    return rows
  }

  private static func policy(_ drawn: DMNElement, _ place: Place) throws(Fault) -> String {
    let word = drawn["hitPolicy"] ?? "UNIQUE"
    let sign: String
    switch drawn["aggregation"] ?? "" {
    case "": sign = ""
    case "SUM": sign = "+"
    case "MIN": sign = "<"
    case "MAX": sign = ">"
    case "COUNT": sign = "#"
    default: sign = "?"
    }
    guard let policy = HitPolicy(cell: word), let folded = sign.isEmpty ? policy : HitPolicy(cell: policy.rawValue + sign) else {
      throw Wrong("the hit policy `\(word)\(sign)` is not known", "use one of the standard's").fault("hit-policy-unknown", at: place)
    }
    return folded.rawValue
  }

  /// A type by its name: the standard's own, `money` and `rate`, or an item definition that comes to one of them, with its allowed values.
  private static func type(_ reference: String?, _ root: DMNElement, _ cells: [String], _ place: Place)
    throws(Fault) -> (ValueKind, values: String)
  {
    let name = place.header ?? ""
    var word = reference.map { $0.split(separator: ":").last.map(String.init) ?? $0 } ?? ""
    var values = ""
    for _ in 0..<8 {
      switch word {
      case "string": return (.text, values)
      case "dateTime", "date and time": return (.datetime, values)
      default: break
      }
      if let kind = ValueKind(word: word) { return (kind, values) }
      guard let item = root.all("itemDefinition").first(where: { $0["name"] == word }), let base = item.first("typeRef") else { break }
      if values.isEmpty { values = item.cell("allowedValues") }
      word = Literal.trimmed(base.text)
      word = word.split(separator: ":").last.map(String.init) ?? word
    }
    // Without a type, quotes tell a text from the rest.
    if word.isEmpty || word == "Any", cells.contains(where: { $0.contains("\"") && !$0.contains("(\"") && !$0.contains("@\"") }) {
      return (.text, values)
    }
    throw Wrong(
      word.isEmpty ? "\(name) has no type" : "the type `\(word)` of \(name) is not known",
      "give it string, number, boolean, date, dateTime, or a type called money or rate"
    ).fault("type-unknown", at: place)
  }

  private static func ruleNames(_ rules: [DMNElement], _ idNote: Int?) -> [String] {
    let noted = idNote.map { column in rules.map { $0.all("annotationEntry").dropFirst(column).first?.expression ?? "" } }
    for candidate in [noted, rules.map { $0["label"] ?? "" }, rules.map { $0["id"] ?? "" }] {
      if let candidate, !candidate.contains(""), Set(candidate).count == candidate.count { return candidate }
    }
    return rules.indices.map { "R\($0 + 1)" }
  }

  /// FEEL has expressions; a rule table has tests and literals. An expression read as a text would never match, and nobody would know.
  private static func refuseExpression(_ cell: String, _ place: Place) throws(Fault) {
    var bare = ""
    var inQuotes = false
    for character in cell {
      if character == "\"" { inQuotes.toggle() } else if !inQuotes { bare.append(character) }
    }
    for known in ["date and time(", "date(", "not("] { bare = bare.replacing(known, with: "(") }
    let calls = zip(bare, bare.dropFirst()).contains { ($0.isLetter || $0 == "_") && $1 == "(" }
    guard calls || bare.contains("?") || [" and ", " or ", "if ", "+", "*"].contains(where: bare.contains) else { return }
    throw Wrong("`\(cell)` is an expression", "write a test or a literal; work the value out before the table")
      .fault("dmn-expression", at: place)
  }

  private static func refuseName(_ cell: String, _ place: Place) throws(Fault) {
    if cell.isEmpty || cell == "-" || cell == "null" || cell.hasPrefix("\"") { return }
    throw Wrong("`\(cell)` is the name of something, not a text", "put the text in quotes")
      .fault("dmn-expression", at: place)
  }

  private static func unquoted(_ name: String) -> String { NumberedRow.unquoted(name) }
}
