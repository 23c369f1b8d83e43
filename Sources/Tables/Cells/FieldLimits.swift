package import Values

/// The checks a feeds file puts on a field (`min:0 one-of:商业险|交强险 vin:warn`), read once. Knows what was asked; `CellParser` asks it of cells.
package struct FieldLimits: Sendable {
  /// In the datum's own unit; for text and ids characters.
  package var least: Int64?
  package var most: Int64?
  /// Exact number of characters.
  package var length: Int?
  /// Decimals a number may have.
  package var places: Int?
  /// The only texts allowed, as UTF-8.
  package var oneOf: [[UInt8]] = []
  /// Words taken off the end of a number: 个月.
  package var units: [[UInt8]] = []
  package var upper = false
  package var allowsMasked = false
  /// How many days after the business day a date may lie.
  package var future: Int?
  package var check: NumberCheck?
  /// A failed check leaves the row in, with a warning.
  package var checkWarns = false
  package var isEmpty = true
  /// What the field's date must be to another one of the row.
  var orders: [Order] = []

  /// The date must lie after another one of the row.
  package var endsSomething: Bool {
    orders.contains { if case .after = $0.rule { true } else { false } }
  }

  package init() {}

  package init(_ field: Field, place: Place) throws(Fault) {
    for word in field.limits.split(whereSeparator: { $0 == " " || $0 == "\u{3000}" }) {
      let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let value = parts.count > 1 ? String(parts[1]) : ""
      // What two dates are to each other is asked of the row, not of the cell.
      if !["after", "not-before", "within"].contains(name) { isEmpty = false }
      switch name {
      case "min": least = try bound(value, field, place, word)
      case "max": most = try bound(value, field, place, word)
      case "length": length = try count(value, field, place, word)
      case "places": places = try count(value, field, place, word)
      case "future": future = try count(value, field, place, word)
      case "one-of" where !value.isEmpty: oneOf = value.split(separator: "|").map { Array($0.utf8) }
      case "unit" where !value.isEmpty: units = value.split(separator: "|").map { Array($0.utf8) }
      case "after", "not-before", "within":
        guard let order = Order(name, value) else { throw FieldLimits.wrong(field, place, word) }
        orders.append(order)
      case "upper": upper = true
      case "masked" where value == "ok": allowsMasked = true
      default:
        guard let known = NumberCheck(rawValue: name), ["", "warn", "reject"].contains(value), field.kind == .id || field.kind == .text
        else {
          throw FieldLimits.wrong(field, place, word)
        }
        check = known
        checkWarns = value == "warn"
      }
    }
  }

  private func count(_ value: String, _ field: Field, _ place: Place, _ word: Substring) throws(Fault) -> Int {
    guard let number = Int(value), number >= 0 else { throw FieldLimits.wrong(field, place, word) }
    return number
  }

  private func bound(_ value: String, _ field: Field, _ place: Place, _ word: Substring) throws(Fault) -> Int64 {
    let read: Int64?
    switch field.kind {
    case .text, .id, .integer: read = Int64(value)
    case .money: read = FieldLimits.decimal(value, places: 2)
    case .number: read = FieldLimits.decimal(value, places: 6)
    case .rate:
      read =
        value.hasSuffix("%") ? FieldLimits.decimal(String(value.dropLast()), places: 7) : FieldLimits.decimal(value, places: 9)
    case .date: read = Day(iso: value).map { Int64($0.number) }
    case .datetime: read = Day(iso: value).map { Moment($0).seconds }
    case .boolean: read = nil
    }
    guard let read else { throw FieldLimits.wrong(field, place, word) }
    return read
  }

  private static func decimal(_ text: String, places: Int) -> Int64? {
    if case .value(let value) = Decimals.read(text.utf8, places: places) { value } else { nil }
  }

  private static func wrong(_ field: Field, _ place: Place, _ word: Substring) -> Fault {
    Fault(
      .setting, code: "feed-limit", place: "\(place)",
      cause: "the limit \(word) of field \(field.name) (\(field.kind.rawValue)) is not understood",
      remedy:
        "write limits such as min:0 max:30 length:17 places:2 one-of:a|b unit:个月|月 upper future:90 masked:ok after:FIELD not-before:FIELD:DAYS within:FIELD:MONTHS, or NAME:warn|reject with NAME one of "
        + NumberCheck.allCases.map(\.rawValue).joined(separator: ", "))
  }
}
