/// Decision tables drawn in a DMN modeller, versions 1.1 to 1.5 of the standard, and tables written back as 1.3. It knows the standard's
/// elements; bytes of XML are a device room's. (contract.md, `settle rules convert`)
package enum DMN {
  static let model = "https://www.omg.org/spec/DMN/20191111/MODEL/"
  static let diagram = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
  static let bounds = "http://www.omg.org/spec/DMN/20180521/DC/"
  static let shapes = "http://www.omg.org/spec/DMN/20180521/DI/"

  /// The annotation column that carries the rules' names through a modeller.
  static let ruleColumn = "rule"
}
