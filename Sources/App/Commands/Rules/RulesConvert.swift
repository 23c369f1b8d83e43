import ArgumentParser
import Night
import Rules
import Values

/// `settle rules convert`: says what was written where; the forms are Night's to know.
struct RulesConvert: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "One form of a rule file into another: CSV, XLSX, DMN XML; XLS is read as well.",
    discussion: """
      The endings say what is wanted: .csv, .xlsx, .dmn or .xml. A workbook of several tables becomes a model of several decisions, and the other way round. \
      What was written is read back and has the same version, or it is not kept.
      """)

  @Argument(help: "The file to read.") var source: String
  @Argument(help: "The file to write.") var target: String
  @Option(help: "The table, where the file holds several.") var table: String?
  @Flag(help: "Replace a file that is there already.") var force = false

  func run() throws {
    for table in try RuleConversion.convert(source, to: target, table: table, force: force) {
      Terminal.out("\(target): \(table.name), \(table.rules.count) rules, version \(table.version.hex)")
    }
  }
}
