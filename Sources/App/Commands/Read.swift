import ArgumentParser
import Flows
import Night
import Spreadsheets
import Tables
import Values

/// `settle read`: what the program sees in a file, without a working root. Opens the file and finds the feed; the views print.
struct Read: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What the program sees in a file: kind, encoding, sheets, rows; with a feed, the header and the verdict on each row.")

  enum Format: String, ExpressibleByArgument { case csv, jsonl }

  @Argument(help: "The file.") var file: String
  @Option(help: "The feed it would be dropped to, by name or title: underwriting, 承保清单.") var feed: String?
  @Option(help: "A sheet, from 1 or by name; without it the one a night would read.") var sheet: String?
  @Option(help: "The encoding, where it is known: GB18030, UTF-8, UTF-16LE …") var encoding: String?
  @Option(help: "csv or jsonl: every cell as it stands, or with a feed every row with its verdict.") var format: Format?
  @Option(help: "How many rows are shown to people.") var rows = 20
  @Option(help: "The pipelines whose feeds are meant, such as ROOT/pipelines; without it the shipped ones.") var pipelines: String?
  @Flag(help: "Exit with 65 when a row is rejected.") var strict = false

  func run() throws {
    let feed = try feed.map { name throws(Fault) in try Feeds(pipelines).feed(name) }
    let reader = try SheetReader(
      path: file, limits: ReadLimits(feed?.limits ?? [:]), hints: ReadHints(sheet: choice, encoding: encoding ?? feed?.encoding))
    guard let feed else { return try GridView(reader: reader, format: format, shown: rows).print() }
    let rejected = try VerdictView(reader: reader, feed: feed, format: format, shown: rows).print()
    if strict, rejected > 0 {
      throw Fault(
        .data, code: "rows-rejected", place: file, cause: "\(rejected) rows are rejected", remedy: "correct them; the list above says how")
    }
  }

  private var choice: SheetChoice? {
    guard let sheet else { return nil }
    return Int(sheet).flatMap { (1...4096).contains($0) ? .number($0) : nil } ?? .name(sheet)
  }
}

/// The feeds of a pipelines folder, by their names.
struct Feeds {
  let all: [Feed]

  init(_ folder: String?) throws(Fault) {
    all = try PipelineFiles(folder: Wiring.shippedPipelines(folder)).pipelines.flatMap { $0.feeds.values }.sorted { $0.name < $1.name }
  }

  /// By the name of its folder, English or Chinese.
  func feed(_ name: String) throws(Fault) -> Feed {
    guard let feed = all.first(where: { $0.name == name || $0.title == name }) else {
      throw Fault(
        .missing, code: "feed-unknown", place: name, cause: "there is no such feed",
        remedy: "use one of: " + all.map { "\($0.name) \($0.title)" }.joined(separator: ", "))
    }
    return feed
  }
}
