import Flows
import Rules
import Tables
import Values

/// What the pipeline leaves to the operator: roles of a new merchant, the least deposit, what rules may test, the preset classes.
struct PartySettings: Sendable {
  let newRoles: [String]
  let leastDeposit: Money
  /// Inputs a merchant's tables may test, with the types they may have there.
  let ruleInputs: [String: ValueKind]
  /// Rows of the combined list at most.
  let combinedRows: Int
  /// The flow that keeps lines and conflicts, and the one that keeps flags.
  let approvalsGoTo: String
  /// The flow that gives the providers' gifts.
  let providersTo: String
  let flagsGoTo: String
  private let classes: DecisionTable
  private let compiled: CompiledTable
  private let classOutput: Int

  /// Of a product in no preset class: it is never lost.
  static let unclassified = "未分类"
  private static let classInputs = ["产品分类", "险种", "产品名称", "商户号"]

  init(_ pipeline: Pipeline) throws(Fault) {
    let settings = pipeline.settings
    newRoles = try settings.required("new-merchant-roles").texts()
    leastDeposit = try settings.required("least-deposit").money()
    combinedRows = try settings.required("combined-list-rows").integer(1...1_000_000)
    approvalsGoTo = try settings.required("approvals-go-to").text()
    providersTo = try settings.required("providers-go-to").text()
    flagsGoTo = try settings["flags-go-to"]?.text() ?? approvalsGoTo
    var inputs: [String: ValueKind] = [:]
    for (name, kind) in try settings.required("rule-inputs").entries() {
      guard let found = ValueKind(rawValue: try kind.text()) else {
        throw kind.wrong("\(try kind.text()) is no type of a table", "write text, number, money, rate, date, datetime or boolean")
      }
      inputs[name] = found
    }
    ruleInputs = inputs
    classes = try pipeline.table("classes")
    guard let output = classes.outputIndex("分类") else {
      throw Fault(
        .setting, code: "rule-output-missing", place: classes.place.description, cause: "there is no output 分类",
        remedy: "give the table an output column 分类 of type text")
    }
    classOutput = output
    compiled = try classes.compile(inputs: Dictionary(uniqueKeysWithValues: PartySettings.classInputs.enumerated().map { ($1, $0) }))
  }

  /// The preset class of a product; 未分类 where the table names none, or more than one. (domain.md 0.5)
  func presetClass(_ product: Product) -> String {
    let version = product.published ?? product.latest
    var row = Batch(width: PartySettings.classInputs.count)
    row.appendEmptyRow()
    for (column, text) in [version.classification, version.line, version.name, product.merchant].enumerated() where !text.isEmpty {
      row.set(0, column, text: text)
    }
    guard case .hit(let rule) = compiled.decide(row, 0), let text = classes.text(classes.output(rule, classOutput)), !text.isEmpty else {
      return PartySettings.unclassified
    }
    return text
  }
}
