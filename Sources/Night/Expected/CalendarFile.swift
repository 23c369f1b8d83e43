import Tables
import Values

/// `pipelines/calendar.csv`: days that differ from the rule Monday to Friday. A root without the file has none.
enum CalendarFile {
  static let place = "pipelines/calendar.csv"

  static func calendar(_ folder: String) throws(Fault) -> WorkCalendar {
    guard PipelineFiles.exists(folder + "/calendar.csv") else { return WorkCalendar() }
    let list = try ListFile(
      CellFile.rows(folder + "/calendar.csv", name: place), place: place, code: "calendar-wrong",
      columns: [["日期", "date"], ["种类", "kind"], ["名称", "name"]], required: 2)
    var days: [Day: Bool] = [:]
    for row in list.rows {
      guard let day = Day(iso: row[0]) else { throw row.wrong(0, "\(row[0]) is no day", "write it as 2026-10-01") }
      let isWorked: Bool
      switch row[1].lowercased() {
      case "上班", "work": isWorked = true
      case "休息", "rest": isWorked = false
      default: throw row.wrong(1, "\(row[1]) is neither 休息 nor 上班", "write 休息 (rest) or 上班 (work)")
      }
      guard days.updateValue(isWorked, forKey: day) == nil else {
        throw row.wrong(0, "\(day) stands here twice", "keep one of the two rows")
      }
    }
    return WorkCalendar(days)
  }
}

/// A list under a header in a file of `pipelines/`: columns found by their Chinese or English name, rows that begin with # passed over.
struct ListFile {
  /// One row: its cells in the order of the columns asked for, blank where the file has no such column.
  struct Row {
    let number: Int
    fileprivate let cells: [String]
    fileprivate let places: [Int]
    fileprivate let headers: [String]
    fileprivate let place, code: String

    subscript(column: Int) -> String { cells[column] }

    func wrong(_ column: Int, _ cause: String, _ remedy: String) -> Fault {
      Fault(
        .setting, code: code, place: Place(file: place, row: number, column: places[column], header: headers[column]).description,
        cause: cause, remedy: remedy)
    }
  }

  private(set) var rows: [Row] = []

  /// The first `required` columns must be there.
  init(_ cells: [[String]], place: String, code: String, columns: [[String]], required: Int) throws(Fault) {
    func text(_ cell: String) -> String { String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    let lines = cells.enumerated().map { (number: $0 + 1, cells: $1.map(text)) }.filter {
      !$0.cells.allSatisfy(\.isEmpty) && !($0.cells[0].hasPrefix("#"))
    }
    let names = columns.map { $0[0] }
    func fault(_ row: Int, _ column: Int, _ cause: String, _ remedy: String) -> Fault {
      Fault(
        .setting, code: code, place: Place(file: place, row: row, column: column, header: nil).description, cause: cause, remedy: remedy)
    }
    guard let header = lines.first else { throw fault(1, 0, "there is no header", "write the columns \(names.joined(separator: ","))") }
    var places = [Int](repeating: -1, count: columns.count)
    for (index, name) in header.cells.enumerated() where !name.isEmpty {
      guard let column = columns.firstIndex(where: { $0.contains(name.lowercased()) }), places[column] < 0 else {
        throw fault(header.number, index, "\(name) is no column here, or stands twice", "the columns are \(names.joined(separator: ","))")
      }
      places[column] = index
    }
    for column in 0..<required where places[column] < 0 {
      throw fault(header.number, 0, "the column \(names[column]) is missing", "the columns are \(names.joined(separator: ","))")
    }
    for line in lines.dropFirst() {
      if let extra = line.cells.indices.first(where: { $0 >= header.cells.count && !line.cells[$0].isEmpty }) {
        throw fault(line.number, extra, "there are more cells than columns", "put quotes around a cell that holds a comma")
      }
      rows.append(
        Row(
          number: line.number, cells: places.map { $0 >= 0 && $0 < line.cells.count ? line.cells[$0] : "" },
          places: places.map { max(0, $0) },
          headers: names, place: place, code: code))
    }
  }
}
