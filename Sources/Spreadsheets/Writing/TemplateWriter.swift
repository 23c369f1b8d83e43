import CXLSXWriter
package import Tables
package import Values

/// An empty workbook for a feed, so that a sender's list fits from the first day: `settle template FEED FILE.xlsx`.
/// The first sheet is to be filled in: headers with notes, drop-downs, columns of their kind. The second says what each column means and
/// shows the example row, turned on its side: under a header it might be sent in, and settled.
package struct TemplateWriter {
  private let schema: Schema
  private let notes: [FieldNote]
  private let words: BookWords
  private let language: BookLanguage
  private let day: Day

  /// `example` gives texts for fields by name; other fields get a value that fits. `day` stands in example dates and fixes the file's bytes.
  package static func write(
    schema: Schema, title: String, path: String, temporary: String, language: BookLanguage = .zh, day: Day, example: [String: String] = [:]
  ) throws(Fault) {
    let book = try WorkbookFile(path: path, temporary: temporary, title: title, font: language.words.font, created: day)
    let writer = try TemplateWriter(schema: schema, language: language, day: day)
    let entry = try book.addSheet(title)
    let lists = try writer.choiceLists(book, entry)
    try writer.entry(entry, lists)
    try writer.explanation(try book.addSheet(language == .zh ? "填写说明" : "Columns"), example)
    try book.close()
  }

  private init(schema: Schema, language: BookLanguage, day: Day) throws(Fault) {
    self.schema = schema
    self.language = language
    self.day = day
    words = language.words
    var notes: [FieldNote] = []
    for field in schema.fields {
      notes.append(FieldNote(field: field, limits: try FieldLimits(field, place: Place(file: schema.name)), language: language))
    }
    self.notes = notes
  }

  private func page(_ sheet: Sheet) throws(Fault) {
    try sheet.page(heading: schema.name, right: day.description, number: words.page)
  }

  private func width(_ note: FieldNote) -> Int { max(Pen.width(of: note.field.header) + 4, note.format.narrowest + 2) }

  private func header(_ sheet: Sheet) throws(Fault) {
    sheet.height(0, 30)
    for (column, note) in notes.enumerated() {
      try sheet.text(0, column, note.field.header, Look.header.with { if note.field.need == .required { $0.fill = Look.addedFill } })
    }
    sheet.frozen(rows: 1)
  }

  private func entry(_ sheet: Sheet, _ lists: [Int: String]) throws(Fault) {
    try page(sheet)
    try header(sheet)
    for (column, note) in notes.enumerated() {
      try sheet.note(0, column, note.text)
      sheet.column(column, width: width(note), look: Look.body(note.format).with { $0.frame = .none })
      try limit(sheet, column, note, lists[column])
    }
    try sheet.printed(rows: 2, columns: notes.count, repeated: 0...0)
  }

  private func limit(_ sheet: Sheet, _ column: Int, _ note: FieldNote, _ source: String?) throws(Fault) {
    let message = note.kind + (note.rules.isEmpty ? "" : "\n" + note.rules)
    let title = note.field.header
    if !note.choices.isEmpty {
      return try sheet.choices(column, note.choices, source: source, title: title, message: message)
    }
    let (least, most) = (note.limits.least, note.limits.most)
    switch note.field.kind {
    case .text, .id:
      guard note.limits.length != nil || least != nil || most != nil else { return }
      let low = Double(note.limits.length.map(Int64.init) ?? least ?? 0)
      let high = Double(note.limits.length.map(Int64.init) ?? most ?? Int64(OutgoingText.limit))
      try sheet.bounds(column, LXW_VALIDATION_TYPE_LENGTH, low, high, title: title, message: message)
    case .money, .rate, .number, .integer:
      let type = note.field.kind == .integer ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL
      let low = least.map(note.format.cellValue) ?? -1e13
      let high = most.map(note.format.cellValue) ?? 1e13
      try sheet.bounds(column, type, low, high, title: title, message: message)
    case .date, .datetime:
      // From 1990 to 2099: a serial outside is a slip of the hand.
      try sheet.bounds(column, LXW_VALIDATION_TYPE_DATE_NUMBER, 32_874, 73_051, title: title, message: message)
    case .boolean: break
    }
  }

  /// Choices longer than 255 characters in all do not fit into a rule; they stand on a hidden sheet. Keyed by column.
  private func choiceLists(_ book: WorkbookFile, _ entry: Sheet) throws(Fault) -> [Int: String] {
    let long = notes.indices.filter {
      let joined = notes[$0].choices.joined(separator: ",")
      return joined.unicodeScalars.count > 250 || notes[$0].choices.contains { $0.contains(",") }
    }
    guard !long.isEmpty else { return [:] }
    let sheet = try book.addSheet(language == .zh ? "选项" : "Choices")
    sheet.hide()
    var sources: [Int: String] = [:]
    let most = long.map { notes[$0].choices.count }.max() ?? 0
    for row in 0..<most {
      for (place, column) in long.enumerated() where row < notes[column].choices.count {
        try sheet.text(row, place, notes[column].choices[row], Look.body(.id))
      }
    }
    for (place, column) in long.enumerated() {
      let letters = Place.letters(place)
      sources[column] = "=\(SheetName.quoted(sheet.name))$\(letters)$1:$\(letters)$\(notes[column].choices.count)"
    }
    return sources
  }

  private func explanation(_ sheet: Sheet, _ given: [String: String]) throws(Fault) {
    try page(sheet)
    let zh = language == .zh
    let headers = zh ? ["列名", "示例", "是否必填", "类型", "要求", "也可写作"] : ["Column", "Example", "Needed", "Kind", "Rules", "Also called"]
    let widths = [22, 22, 20, 32, 44, 50]
    sheet.height(0, 24)
    for (column, header) in headers.enumerated() {
      try sheet.text(0, column, header, Look.header)
      sheet.width(column, widths[column])
    }
    sheet.frozen(rows: 1)
    for (index, note) in notes.enumerated() {
      let texts = [note.field.header, nil, note.need, note.kind, note.rules, note.field.aliases.joined(separator: zh ? "、" : ", ")]
      let lines = zip(texts, widths).map { Pen.width(of: $0 ?? "") / ($1 - 1) + 1 }.max() ?? 1
      sheet.height(index + 1, Double(lines) * 13.5 + 4)
      for (column, text) in texts.enumerated() {
        if let text {
          try sheet.text(index + 1, column, text, Look.body(.id).with { $0.wraps = true })
        } else {
          let cell = given[note.field.name].map { BookCell.text($0) } ?? note.example(day)
          try sheet.figure(index + 1, column, Figure.of(cell, format: note.format)) { $0.align = .left }
        }
      }
    }
    try sheet.printed(rows: notes.count + 1, columns: headers.count, repeated: 0...0)
  }
}
