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
    let answers = try entry["answers"]?.text() ?? ""
    let lines = states.isEmpty && answers.isEmpty ? try entry.required("lines").text() : try entry["lines"]?.text() ?? ""
    let breakdown = try entry["breakdown"]?.texts() ?? []
    for field in breakdown where !columns.contains(where: { $0.field == field }) {
      throw entry.wrong("breakdown: \(field) is no column of \(file)", "name a column of the sheet")
    }
    var draft = SheetDraft(
      name: name, title: try entry.required("title").text(), titleEnglish: try entry["title-en"]?.text() ?? name,
      lines: lines, states: states, together: try entry["together"]?.boolean() ?? false, columns: columns,
      breakdown: breakdown,
      place: file)
    draft.answers = answers
    for (field, texts) in try entry["show"]?.entries() ?? [] { draft.shown[field] = try texts.texts() }
    if let echo = entry["echo"] { draft.echo = try echo.text() }
    if let unclaimed = entry["unclaimed"] {
      draft.unclaimed = (try unclaimed.required("of").text(), try unclaimed.required("without").text())
    }
    draft.also = try entry["also"]?.texts() ?? []
    if let formats = entry["formats"] { draft.media = try media(formats) }
    if let page = entry["page"] { draft.page = try self.page(page, columns, file) }
    if let picture = entry["picture"] { draft.picture = try self.picture(picture) }
    if let each = entry["each"] { draft.leaf = Sheet.Leaf(name: try each.text(), run: try entry.required("of-run").text()) }
    try checkLeaves(draft, entry)
    return draft
  }

  private static func media(_ setting: Setting) throws(Fault) -> [Sheet.Medium] {
    var media: [Sheet.Medium] = []
    for item in try setting.list() {
      let medium = try item.choice(Sheet.Medium.self)
      if media.contains(medium) { throw setting.wrong("\(medium.rawValue) stands here twice", "name each format once") }
      media.append(medium)
    }
    if media.isEmpty { throw setting.wrong("no format is named", "write one or several of xlsx, html, csv, png") }
    return media
  }

  /// A file for each entry of a register is a page or a picture; a picture needs something to show, and is never of several entries.
  private static func checkLeaves(_ draft: SheetDraft, _ entry: Setting) throws(Fault) {
    let isPicture = draft.media.contains(.png)
    guard draft.leaf != nil else {
      if isPicture { throw entry.wrong("a picture shows one entry of a register", "add each: with the field that names the file") }
      return
    }
    if draft.states.isEmpty { throw entry.wrong("each: goes with states:", "name the register whose entries get a file of their own") }
    if draft.media.contains(where: { $0 != .html && $0 != .png }) {
      throw entry.wrong("a file for each entry is a page or a picture", "write formats: [html], [png] or both")
    }
    if isPicture && !draft.columns.contains(where: { $0.format == .qr }) {
      throw entry.wrong("no column has the format qr", "give one column of sheets/\(draft.name).csv the format qr")
    }
  }

  private static func picture(_ setting: Setting) throws(Fault) -> Sheet.Picture {
    var picture = Sheet.Picture()
    for (name, value) in try setting.entries() {
      switch name {
      case "level":
        picture.level = try value.text()
        guard Sheet.Picture.levels.contains(picture.level) else {
          throw value.wrong("\(picture.level) is no level of a QR code", "write L, M, Q or H")
        }
      // The norm asks for four modules; fewer are not read by every reader.
      case "quiet": picture.quiet = try value.integer(4...40)
      case "scale": picture.scale = try value.integer(1...40)
      default: throw value.wrong("a picture has no setting \(name)", "write one of: level, quiet, scale")
      }
    }
    return picture
  }

  private static let pageSettings = ["file", "title", "title-en", "measure", "group", "layout", "summary", "open"]

  private static func page(_ setting: Setting, _ columns: [Sheet.Column], _ file: String) throws(Fault) -> Sheet.Page {
    func column(_ setting: Setting) throws(Fault) -> String {
      let name = try setting.text()
      guard columns.contains(where: { $0.field == name }) else {
        throw setting.wrong("\(name) is no column of \(file)", "name a column of the sheet")
      }
      return name
    }
    for (name, value) in try setting.entries() where !pageSettings.contains(name) {
      throw value.wrong("a page has no setting \(name)", "write one of: \(pageSettings.joined(separator: ", "))")
    }
    var page = Sheet.Page()
    if let name = setting["file"] {
      page.file = try name.text()
      guard !page.file.isEmpty, page.file.utf8.allSatisfy({ $0 == 0x2D || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }) else {
        throw name.wrong("\(page.file) is no name for a page", "write small letters, digits and hyphens, without the ending")
      }
    }
    page.title = try setting["title"]?.text() ?? ""
    page.titleEnglish = try setting["title-en"]?.text() ?? page.title
    if let measure = setting["measure"] {
      page.measure = try column(measure)
      guard columns.contains(where: { $0.field == page.measure && $0.total }) else {
        throw measure.wrong("\(page.measure) is not summed", "name a column whose total is yes")
      }
    }
    if let group = setting["group"] { page.group = try column(group) }
    if let layout = setting["layout"] {
      guard ["table", "cards"].contains(try layout.text()) else { throw layout.wrong("this layout is not known", "write table or cards") }
      page.cards = try layout.text() == "cards"
    }
    if let summary = setting["summary"] { page.summary = try summary.boolean() }
    if let open = setting["open"] { page.open = try open.boolean() }
    return page
  }
}
