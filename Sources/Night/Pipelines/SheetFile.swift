import Flows
import Tables
import Values

/// `sheets/<sheet>.csv` and the sheet's entry in `pipeline.yaml`, together.
enum SheetFile {
  static let header = ["field", "title", "title-en", "format", "width", "total", "group"]

  static func draft(_ name: String, _ entry: Setting, folder: String, pipeline: String) throws(Fault) -> SheetDraft {
    let file = "pipelines/\(pipeline)/sheets/\(name).csv"
    let rows = try CellFile.rows("\(folder)/sheets/\(name).csv", name: file)
    func wrong(_ row: Int, _ column: Int, _ cause: String, _ remedy: String) -> Fault {
      Fault(
        .setting, code: "sheet-wrong", place: Place(file: file, row: row + 1, column: column, header: header[column]).description,
        cause: cause,
        remedy: remedy)
    }
    guard rows.first == header else {
      throw wrong(0, 0, "the header is not \(header.joined(separator: ","))", "put the header back as shipped")
    }
    var columns: [Sheet.Column] = []
    for (index, row) in rows.enumerated().dropFirst() where !row.allSatisfy(\.isEmpty) {
      guard row.count == header.count else {
        throw wrong(index, 0, "\(row.count) cells instead of \(header.count)", "give every column a cell")
      }
      guard let format = Sheet.Format(rawValue: row[3]) else {
        throw wrong(index, 3, "\(row[3]) is no format", "write one of: \(Sheet.Format.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      guard let width = Int(row[4]), (1...120).contains(width) else { throw wrong(index, 4, "\(row[4]) is no width", "write 1 to 120") }
      guard ["yes", "no"].contains(row[5]) else { throw wrong(index, 5, "\(row[5]) is neither yes nor no", "write yes or no") }
      columns.append(
        Sheet.Column(
          field: row[0], title: row[1], titleEnglish: row[2], format: format, width: width, total: row[5] == "yes", group: row[6]))
    }
    // A register sheet lists states; the lines it may name are those whose open facts stand beside.
    let states = try entry["states"]?.text() ?? ""
    let lines = states.isEmpty ? try entry.required("lines").text() : try entry["lines"]?.text() ?? ""
    let breakdown = try entry["breakdown"]?.texts() ?? []
    for field in breakdown where !columns.contains(where: { $0.field == field }) {
      throw entry.wrong("breakdown: \(field) is no column of \(file)", "name a column of the sheet")
    }
    return SheetDraft(
      name: name, title: try entry.required("title").text(), titleEnglish: try entry["title-en"]?.text() ?? name,
      lines: lines, states: states, together: try entry["together"]?.boolean() ?? false, columns: columns,
      breakdown: breakdown,
      place: file)
  }
}
