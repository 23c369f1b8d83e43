import Values

/// What two dates of a row must be to each other, from the limits of a feeds file: the end after the beginning, a term no longer than it may be, an
/// issue not long after the inception. Compared by days; where one of the two is blank nothing is said. (domain.md C5, Dates)
struct DateOrder: Sendable {
  enum Rule: Sendable {
    /// On a later day.
    case after
    /// At most so many days earlier.
    case notBefore(days: Int)
    /// At most so many months later, the day itself not counted: 2026-03-12 to 2027-03-12 is a term of twelve.
    case within(months: Int)
  }

  let field: Int
  let other: Int
  let rule: Rule
  let isWarning: Bool

  /// Every such limit of a schema. A field's name nobody declares, or one that is no date, is a wrong setting.
  static func all(in schema: Schema, place: Place) throws(Fault) -> [DateOrder] {
    var orders: [DateOrder] = []
    for (index, field) in schema.fields.enumerated() {
      for word in try FieldLimits(field, place: place).orders {
        guard let other = schema.index(of: word.field), isDay(field), isDay(schema.fields[other]) else {
          throw Fault(
            .setting, code: "feed-limit", place: "\(place)",
            cause: "the limit of field \(field.name) names \(word.field), which is no date of this feed",
            remedy: "name a field of type date or datetime")
        }
        orders.append(DateOrder(field: index, other: other, rule: word.rule, isWarning: word.isWarning))
      }
    }
    return orders
  }

  private static func isDay(_ field: Field) -> Bool { field.kind == .date || field.kind == .datetime }

  /// Why the two are wrong, or nil.
  func judge(_ value: Datum, _ other: Datum) -> Reason? {
    guard let day = DateOrder.day(value), let otherDay = DateOrder.day(other) else { return nil }
    switch rule {
    case .after: return day > otherDay ? nil : TableReasons.dateOrder
    case .notBefore(let days): return day - otherDay >= -days ? nil : TableReasons.dateOrder
    case .within(let months): return day <= otherDay.adding(months: months) ? nil : TableReasons.termTooLong
    }
  }

  private static func day(_ datum: Datum) -> Day? { datum.date ?? datum.moment?.day }
}

extension FieldLimits {
  /// `after:starts`, `not-before:signed:30`, `within:starts:12`, each perhaps with `:warn` at its end.
  struct Order: Sendable {
    let field: String
    let rule: DateOrder.Rule
    let isWarning: Bool

    init?(_ name: String, _ value: String) {
      var parts = value.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      isWarning = parts.last == "warn"
      if parts.last == "warn" || parts.last == "reject" { parts.removeLast() }
      guard let first = parts.first, !first.isEmpty else { return nil }
      field = first
      let number = parts.count == 2 ? Int(parts[1]) : nil
      switch (name, parts.count, number) {
      case ("after", 1, _): rule = .after
      case ("not-before", 1, _): rule = .notBefore(days: 0)
      case ("not-before", 2, let days?) where (0...3660).contains(days): rule = .notBefore(days: days)
      case ("within", 2, let months?) where (1...1200).contains(months): rule = .within(months: months)
      default: return nil
      }
    }
  }
}
