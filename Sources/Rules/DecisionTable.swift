package import Tables
package import Values

/// A decision table as a business person writes it: columns, rules, hit policy, version. It knows what stands in the file and nothing of
/// files; `DecisionTable+Reading.swift` makes it from rows, `CompiledTable` matches with it. (contract.md, Decision tables)
package struct DecisionTable: Sendable {
  package struct Column: Sendable {
    package var name: String
    package var kind: ValueKind
    /// In the file, from 0.
    package var column: Int
    /// The texts this column speaks of.
    package var lexicon = Lexicon()
    /// Allowed values of an input, when the table states them.
    package var allowed: SpanSet?
    /// The listed values of an output in order of priority, when the table states them.
    package var listed: [Datum]?
    /// The cell of the `values` row in its canonical spelling.
    package var listing = ""
    /// The same as DMN writes it, for an input.
    package var listingFeel = ""
    /// Some rule names `null`, so a missing value is a case of its own here.
    package var namesMissing = false

    /// The points a value of this column may be, as far as the table says.
    package var domain: SpanSet { allowed ?? kind.domain }

    package func text(_ point: Int64) -> String { kind == .text ? lexicon[point] ?? "…" : kind.text(point) }
  }

  package struct Rule: Sendable {
    package var id: String
    /// Physical row, from 1.
    package var row: Int
    /// One per input column.
    package var tests: [UnaryTest]
    /// One per output column.
    package var outputs: [Datum]
    package var annotations: [String]
  }

  package var name: String
  package let place: Place
  package let policy: HitPolicy
  package internal(set) var inputs: [Column] = []
  package internal(set) var outputs: [Column] = []
  package internal(set) var annotations: [Column] = []
  package internal(set) var rules: [Rule] = []
  /// The outputs of the `default` row, and where it stands.
  package internal(set) var defaults: Rule?
  package internal(set) var version: Digest
  /// The bytes of all text outputs; equal texts lie at one place, so equal outputs are equal data.
  private var arena: [UInt8] = []
  private var texts: [String: Datum] = [:]

  package init(empty name: String, place: Place, policy: HitPolicy) {
    self.name = name
    self.place = place
    self.policy = policy
    self.version = Digest(of: "")
  }

  // MARK: What a rule says

  /// The rule, or the default row for the index just past the last rule.
  package func rule(_ index: Int) -> Rule { index == rules.count ? defaults! : rules[index] }
  package func id(_ index: Int) -> String { rule(index).id }

  package func inputIndex(_ name: String) -> Int? { inputs.firstIndex { $0.name == name } }
  package func outputIndex(_ name: String) -> Int? { outputs.firstIndex { $0.name == name } }

  package func output(_ index: Int, _ output: Int) -> Datum { rule(index).outputs[output] }
  package func output(_ index: Int, _ name: String) -> Datum { outputIndex(name).map { output(index, $0) } ?? .none }

  /// The text of a text output of this table.
  package func text(_ datum: Datum) -> String? {
    datum.tag == .text ? String(decoding: arena[datum.textRange], as: UTF8.self) : nil
  }

  package func outputText(_ index: Int, _ name: String) -> String? { text(output(index, name)) }

  package func annotation(_ index: Int, _ name: String) -> String {
    annotations.firstIndex { $0.name == name }.map { rule(index).annotations[$0] } ?? ""
  }

  /// An output as the table writes it: `20%`, `603.17`, `net`; nothing for a blank one.
  package func spelled(_ datum: Datum, _ kind: ValueKind) -> String {
    datum.isNone ? "" : text(datum) ?? kind.text(datum.bits)
  }

  package func place(ofRule index: Int) -> Place {
    var place = place
    place.row = rule(index).row
    return place
  }

  package func place(ofRule index: Int, input: Int) -> Place {
    var place = place(ofRule: index)
    place.column = inputs[input].column
    place.header = inputs[input].name
    return place
  }

  mutating func datum(text: String) -> Datum {
    if let known = texts[text] { return known }
    let datum = Datum.text(offset: arena.count, length: text.utf8.count)
    arena.append(contentsOf: text.utf8)
    texts[text] = datum
    return datum
  }
}
