package import Values

/// A feeds file: columns field, header, aliases, type, required, limits, personal; one row a field. A wrong cell is named, never passed over.
extension Schema {
  /// `rows` holds the file's rows from its header on; `place` names the file, its `row` the physical row of that header (1 when not given).
  package init(name: String, rows: [[String]], place: Place) throws(Fault) {
    let first = place.row ?? 1
    guard let header = rows.first?.map({ HeaderText($0).key }) else {
      throw Schema.wrong(
        place, "the file is empty", "write one row for each field under the header field,header,aliases,type,required,limits,personal")
    }
    let known = ["field", "header", "aliases", "type", "required", "limits", "personal"]
    for (column, text) in header.enumerated() where !text.isEmpty && !known.contains(text) {
      throw Schema.wrong(place.at(first, column, rows[0][column]), "an unknown column", "use the columns " + known.joined(separator: ", "))
    }
    var columns: [String: Int] = [:]
    for (column, text) in header.enumerated() where columns.updateValue(column, forKey: text) != nil && !text.isEmpty {
      throw Schema.wrong(place.at(first, column, text), "a second column of this name", "keep one")
    }
    for needed in ["field", "header", "type"] where columns[needed] == nil {
      throw Schema.wrong(place.at(first, 0, nil), "the column \(needed) is missing", "add it")
    }
    var fields: [Field] = []
    var seen: [String: Int] = [:]
    var headers: [String: (row: Int, field: String)] = [:]
    for (index, row) in rows.dropFirst().enumerated() where !row.allSatisfy({ $0.isEmpty }) {
      let number = first + 1 + index
      let cells = Cells(row: row, number: number, columns: columns, place: place)
      let field = try Field(cells)
      if let earlier = seen.updateValue(number, forKey: field.name) {
        throw Schema.wrong(cells.place("field"), "the field \(field.name) stands in row \(earlier) already", "give it another name")
      }
      for text in [field.header] + field.aliases {
        if let earlier = headers.updateValue((number, field.name), forKey: HeaderText(text).key), earlier.field != field.name {
          throw Schema.wrong(
            cells.place(text == field.header ? "header" : "aliases"), "\(text) already means \(earlier.field) (row \(earlier.row))",
            "a header may mean one field only")
        }
      }
      _ = try FieldLimits(field, place: cells.place("limits"))
      fields.append(field)
    }
    guard !fields.isEmpty else { throw Schema.wrong(place, "the file declares no field", "write one row for each field") }
    _ = try DateOrder.all(in: Schema(name: name, fields: fields), place: place)
    self.init(name: name, fields: fields)
  }

  /// One row of a feeds file, by column name.
  fileprivate struct Cells {
    let row: [String]
    let number: Int
    let columns: [String: Int]
    let place: Place

    subscript(column: String) -> String {
      guard let index = columns[column], index < row.count else { return "" }
      return HeaderRow.oneLine(row[index])
    }

    func place(_ column: String) -> Place { place.at(number, columns[column] ?? 0, column) }
  }

  fileprivate static func wrong(_ place: Place, _ cause: String, _ remedy: String) -> Fault {
    Fault(.setting, code: "feed-file", place: "\(place)", cause: cause, remedy: remedy)
  }
}

extension Field {
  fileprivate init(_ cells: Schema.Cells) throws(Fault) {
    let name = cells["field"]
    guard !name.isEmpty, name.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }) else {
      throw Schema.wrong(cells.place("field"), "\"\(name)\" is no field name", "use small letters, digits and hyphens, such as net-premium")
    }
    guard !cells["header"].isEmpty else {
      throw Schema.wrong(cells.place("header"), "the header is blank", "write the column's header, such as 保费")
    }
    guard let kind = Field.Kind(rawValue: cells["type"]) else {
      throw Schema.wrong(
        cells.place("type"), "\"\(cells["type"])\" is no type", "use one of " + Field.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let need = cells["required"].isEmpty ? .optional : Field.Need(rawValue: cells["required"]) else {
      throw Schema.wrong(cells.place("required"), "\"\(cells["required"])\" is not understood", "use required, optional or author")
    }
    guard cells["personal"].isEmpty || Mask.kinds.contains(cells["personal"]) else {
      throw Schema.wrong(
        cells.place("personal"), "\"\(cells["personal"])\" is no kind of personal datum",
        "use one of " + Mask.kinds.sorted().joined(separator: ", "))
    }
    self.init(
      name: name, header: cells["header"],
      aliases: cells["aliases"].split(separator: "|").map { HeaderRow.oneLine(String($0)) }.filter { !$0.isEmpty },
      kind: kind, need: need, limits: cells["limits"], personal: cells["personal"])
  }
}

extension Place {
  func at(_ row: Int, _ column: Int, _ header: String?) -> Place {
    Place(file: file, sheet: sheet, row: row, column: column, header: header)
  }
}
