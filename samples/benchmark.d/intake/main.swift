import Flows
import Glibc
import Night
import Spreadsheets
import Tables
import Values

// Intake before the store: a list is read, typed and validated against a feed, chunk by chunk, and let go. With --cells nothing is typed: every
// cell of the file is walked over. Prints rows, seconds, rows accepted.
//
//     IntakeBenchmark PIPELINES FEED FILE [--cells]

let arguments = CommandLine.arguments
guard arguments.count >= 4 else {
  print("IntakeBenchmark PIPELINES FEED FILE [--cells]")
  exit(64)
}
let feeds = try PipelineFiles(folder: arguments[1]).pipelines.flatMap { $0.feeds.values }
guard let feed = feeds.first(where: { $0.name == arguments[2] }) else {
  print("no feed \(arguments[2])")
  exit(66)
}
let began = ContinuousClock.now
let reader = try SheetReader(path: arguments[3])
var grid = Grid()
var rowCount = 0
var accepted = 0
if arguments.contains("--cells") {
  while try reader.next(into: &grid) {
    rowCount += grid.rows.count
    grid.removeAll()
  }
} else {
  let header = try reader.findHeader(schema: feed.schema, shapes: feed.shapes, into: &grid)
  var verifier = try Verifier(header: header, place: reader.place)
  var rows = VerifiedRows(width: feed.schema.width)
  repeat {
    verifier.verify(grid, into: &rows)
    _ = verifier.takeRejects()
    rows.removeAll()
    grid.removeAll()
  } while try reader.next(into: &grid)
  verifier.finish()
  (rowCount, accepted) = (verifier.counts.physical, verifier.counts.accepted)
}
print(rowCount, (ContinuousClock.now - began) / .seconds(1), accepted)
