import ArgumentParser
import Flows
import Foundation
import Night
import Spreadsheets
import Tables
import Values

/// `settle template`: an empty workbook for a feed. Finds the feed; the writer knows what stands in it.
struct Template: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "An empty workbook for a feed: headers with notes, drop-downs, an example row, explanations.")

  @Argument(help: "The feed, by name or title: underwriting, 承保清单.") var feed: String
  @Argument(help: "The workbook to write; it must not be there yet.") var file: String
  @Option(help: "Language of the explanations: zh or en.") var lang: String = "zh"
  @Option(help: "The pipelines whose feeds are meant, such as ROOT/pipelines; without it the shipped ones.") var pipelines: String?

  func validate() throws {
    guard ["zh", "en"].contains(lang) else { throw ValidationError("--lang is zh or en") }
    guard file.lowercased().hasSuffix(".xlsx") else { throw ValidationError("\(file): a template is a workbook; name it FILE.xlsx") }
  }

  func run() throws {
    let feed = try Feeds(pipelines).feed(feed)
    guard !FileManager.default.fileExists(atPath: file) else {
      throw Fault(
        .usage, code: "file-exists", place: file, cause: "a file of that name is there already", remedy: "name another, or remove it first")
    }
    let temporary = FileManager.default.temporaryDirectory.path
    // The day only stands in examples; a fixed one makes two templates of a feed the same bytes.
    try TemplateWriter.write(
      schema: feed.schema, title: lang == "zh" ? feed.title : feed.name, path: file, temporary: temporary,
      language: lang == "zh" ? .zh : .en,
      day: Wiring.templateDay)
    Terminal.error("settle: wrote \(file) for \(feed.name) \(feed.title): \(feed.schema.width) columns")
  }
}
