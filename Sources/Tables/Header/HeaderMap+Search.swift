import Values

/// Looking for the header: among the first fifty rows, one to three rows deep, titles above it, against a schema and its shapes. (domain.md C2-2, 8, 9)
extension HeaderMap {
  /// How many physical rows are looked at.
  package static let searched = 50
  /// How many rows a header may have.
  package static let deepest = 3

  /// `grid` holds the file's first rows, at least `searched + deepest` of them or all there are.
  package static func find(in grid: Grid, schema: Schema, shapes: [Shape] = []) -> Search {
    let rows = grid.rows.prefix { $0.number <= searched + deepest }.map { row in
      HeaderRow(
        number: Int(row.number), cells: (0..<Int(row.count)).map { grid.text(grid.cell(row, $0)) },
        groups: grid.merges.filter { $0.rows.contains(Int(row.number)) && $0.columns.count > 1 }.map(\.columns))
    }
    let names = FieldNames(schema)
    var best: Candidate?  // fits
    var nearest: Candidate?  // does not, but has most fields
    for (index, row) in rows.enumerated() where row.number <= searched && !row.isBlank {
      for depth in 1...deepest where index + depth <= rows.count {
        let group = rows[index..<index + depth]
        let last = group.last!
        if last.isBlank || last.number != row.number + depth - 1 || last.number > searched { break }
        let candidate = Candidate(Array(group), names, schema, shapes)
        if candidate.fits {
          if best == nil || candidate.isBetter(than: best!) { best = candidate }
        } else if nearest == nil || candidate.mapped > nearest!.mapped {
          nearest = candidate
        }
      }
      // A header of several rows may begin above the one that fits alone; one further down is data.
      if let best, row.number >= best.rows[0].number + deepest - 1 { break }
    }
    if let best { return .found(best.map(schema, above: rows.prefix { $0.number < best.rows[0].number }.flatMap(\.texts))) }
    var refusal = nearest?.refusal(schema, shapes) ?? HeaderRefusal()
    refusal.isEmpty = rows.allSatisfy(\.isBlank)
    return .refused(refusal)
  }
}

/// A row that may be part of a header.
struct HeaderRow {
  let number: Int
  let cells: [String]
  let isBlank: Bool
  /// Columns that are known to be merged in this row.
  let groups: [ClosedRange<Int>]

  init(number: Int, cells: [String], groups: [ClosedRange<Int>] = []) {
    self.number = number
    self.groups = groups
    self.cells = cells.map(HeaderRow.oneLine)
    isBlank = self.cells.allSatisfy(\.isEmpty)
  }

  var texts: [String] { cells.filter { !$0.isEmpty } }

  /// Trimmed, line breaks inside as nothing.
  static func oneLine(_ text: String) -> String {
    var bytes = Array(text.utf8)
    var clean: [UInt8] = []
    bytes.withUnsafeMutableBufferPointer { CellText.clean(UnsafeBufferPointer($0), .ends, into: &clean) }
    if clean.count >= 3, clean[0] == 0x3D, clean[1] == 0x22 { CellText.unwrap(&clean) }
    clean.removeAll { $0 == 0x0A || $0 == 0x0D }
    return String(decoding: clean, as: UTF8.self)
  }
}

/// Every name a field answers to, made comparable.
struct FieldNames {
  /// Name → fields; more than one when a feed's file is careless.
  private(set) var canonical: [String: Int] = [:]
  private(set) var aliases: [String: Int] = [:]

  init(_ schema: Schema) {
    for (index, field) in schema.fields.enumerated() {
      for name in [field.header, field.name] { canonical[HeaderText(name).key] = canonical[HeaderText(name).key] ?? index }
      for alias in field.aliases { aliases[HeaderText(alias).key] = aliases[HeaderText(alias).key] ?? index }
    }
  }

  func field(_ text: HeaderText) -> (index: Int, isCanonical: Bool)? {
    for key in [text.key, text.plain] {
      if let index = canonical[key] { return (index, true) }
      if let index = aliases[key] { return (index, false) }
    }
    return nil
  }
}

/// One to three rows taken for a header, and what that makes of the columns.
struct Candidate {
  let rows: [HeaderRow]
  private(set) var headers: [String] = []
  private(set) var units: [CellParser.HeaderUnit] = []
  private(set) var fieldOfColumn: [Int] = []
  private(set) var columnOfField: [Int] = []
  private(set) var duplicates: [String] = []
  private(set) var shape: Shape?
  private(set) var fits = false
  private(set) var mapped = 0

  init(_ rows: [HeaderRow], _ names: FieldNames, _ schema: Schema, _ shapes: [Shape]) {
    self.rows = rows
    let paths = Candidate.paths(rows)
    headers = paths.map { $0.joined(separator: "/") }
    units = Array(repeating: .none, count: paths.count)
    fieldOfColumn = Array(repeating: -1, count: paths.count)
    columnOfField = Array(repeating: -1, count: schema.width)
    var rank = Array(repeating: 0, count: schema.width)
    for (column, path) in paths.enumerated() where !path.isEmpty {
      // 被保险人/证件号码 as a whole says more than its last part alone, a canonical header more than an alias.
      var text = HeaderText(path.joined(separator: "/"))
      var field = names.field(text)
      var own = 3
      // A receipt, or a list somebody made of one, has the path in one cell.
      let last = path.count > 1 ? path.last! : String(path[0].split(separator: "/").last ?? "")
      if field == nil, path.count > 1 || last.count < path[0].count {
        text = HeaderText(last)
        field = names.field(text)
        own = 1
      }
      guard let field else { continue }
      if field.isCanonical { own += 1 }
      let other = columnOfField[field.index]
      if other >= 0 {
        if own < rank[field.index] { continue }
        if own == rank[field.index] {
          duplicates.append(
            "\(schema.fields[field.index].header) in \(Place.letters(other)) (\(headers[other])) and \(Place.letters(column)) (\(headers[column]))"
          )
          continue
        }
        fieldOfColumn[other] = -1
        units[other] = .none
      }
      columnOfField[field.index] = column
      rank[field.index] = own
      fieldOfColumn[column] = field.index
      units[column] = text.unit
    }
    mapped = columnOfField.count { $0 >= 0 }
    guard duplicates.isEmpty else { return }
    if shapes.isEmpty {
      fits = missing(schema, nil).isEmpty && mapped > 0
    } else {
      shape = shapes.first { missing(schema, $0).isEmpty }
      fits = shape != nil
    }
  }

  /// Canonical headers of the columns a shape needs and these rows do not have.
  func missing(_ schema: Schema, _ shape: Shape?) -> [String] {
    let has = { (name: String) in schema.index(of: name).map { columnOfField[$0] >= 0 } ?? false }
    var needed = schema.fields.filter { $0.need == .required }.map(\.name)
    guard let shape else { return needed.filter { !has($0) }.map { schema.fields[schema.index(of: $0)!].header } }
    let made = shape.fieldsMadeByEveryLine
    needed.removeAll { made.contains($0) }
    for name in shape.requires where !needed.contains(name) { needed.append(name) }
    var missing = needed.filter { !has($0) }
    // Of the lines, one must be there whole.
    let open = shape.lines.map { $0.sources(for: schema).filter { !has($0) } }
    if !open.isEmpty, !open.contains(where: \.isEmpty) {
      for name in open.min(by: { $0.count < $1.count })! where !missing.contains(name) { missing.append(name) }
    }
    return missing.map { name in schema.index(of: name).map { schema.fields[$0].header } ?? name }
  }

  /// Columns that have a name at all.
  private var named: Int { headers.count { !$0.isEmpty } }

  func isBetter(than other: Candidate) -> Bool {
    if mapped != other.mapped { return mapped > other.mapped }
    // A further row that names columns left without a name is part of the header.
    if named != other.named { return named > other.named }
    return rows.count < other.rows.count
  }

  func map(_ schema: Schema, above: [String]) -> HeaderMap {
    HeaderMap(
      schema: schema, shape: shape, headers: headers, units: units, firstRow: rows[0].number, lastRow: rows.last!.number,
      fieldOfColumn: fieldOfColumn, columnOfField: columnOfField, above: above, rows: rows.map { $0.cells.map { Array($0.utf8) } })
  }

  func refusal(_ schema: Schema, _ shapes: [Shape]) -> HeaderRefusal {
    var refusal = HeaderRefusal()
    refusal.row = mapped > 0 ? rows[0].number : nil
    refusal.duplicates = duplicates
    let lists = shapes.isEmpty ? [missing(schema, nil)] : shapes.map { missing(schema, $0) }
    refusal.missing = lists.min { $0.count < $1.count } ?? []
    let seen = headers.indices.filter { fieldOfColumn[$0] < 0 && !headers[$0].isEmpty }.map { headers[$0] }
    for header in refusal.missing {
      let close = seen.map { (text: $0, distance: Candidate.distance(HeaderText(header).key, HeaderText($0).key)) }
        .min { $0.distance < $1.distance }
      if let close, close.distance <= max(1, header.count / 2), mapped > 0 { refusal.nearest[header] = close.text }
    }
    return refusal
  }

  /// The path of each column: a group's name is carried to the right over the blanks beside it, as merged cells are exported; where the file
  /// says what is merged, over those and no others.
  static func paths(_ rows: [HeaderRow]) -> [[String]] {
    let width = rows.map(\.cells.count).max() ?? 0
    var paths = Array(repeating: [String](), count: width)
    for (depth, row) in rows.enumerated() {
      var group = ""
      for column in 0..<width {
        let text = column < row.cells.count ? row.cells[column] : ""
        let isLast = depth == rows.count - 1
        let below = rows[(depth + 1)...].contains { column < $0.cells.count && !$0.cells[column].isEmpty }
        if !text.isEmpty { group = isLast || !below ? "" : text }
        if text.isEmpty, !row.groups.isEmpty, !row.groups.contains(where: { $0.contains(column) }) { group = "" }
        let name = text.isEmpty && below ? group : text
        if !name.isEmpty { paths[column].append(name) }
      }
    }
    return paths
  }

  /// How many characters must change for one text to become the other.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.prefix(40)), Array(right.prefix(40)))
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let cost = min(row[j + 1] + 1, row[j] + 1, previous + (a == b ? 0 : 1))
        previous = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[right.count]
  }
}

extension Shape {
  /// Fact fields that every line fills, so that the row need not have a column of their name.
  var fieldsMadeByEveryLine: Set<String> {
    guard var made = lines.first.map({ Set($0.fixed.keys).union($0.takes.keys) }) else { return [] }
    for line in lines.dropFirst() { made.formIntersection(Set(line.fixed.keys).union(line.takes.keys)) }
    return made
  }
}

extension Shape.Line {
  /// Row fields without which this line can never stand: the one it is present by, and those its required fields are taken from.
  func sources(for schema: Schema) -> [String] {
    let required = takes.filter { taken in schema.index(of: taken.key).map { schema.fields[$0].need == .required } ?? false }.values
    return Array(Set(required).union([presentBy])).sorted()
  }
}
