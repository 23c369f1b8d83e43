package import Values

/// One field's way of reading cells. Text is written where the caller says; every other value is returned as a datum. The plain forms are read
/// without a detour, everything else is cleaned first. What the forms are stands in `CellParser+Amount`, `+Day` and `+Text`.
package struct CellParser: Sendable {
  /// What a column's header says about its numbers: 车险保额（万元）, 费率(%).
  package enum HeaderUnit: Sendable {
    case none
    case tenThousand
    case percent
  }

  /// What became of a cell.
  package struct Outcome: Sendable {
    package var datum: Datum
    /// Nil when the datum stands without remark.
    package var reason: Reason?
    package var detail = ""
    package var isWarning = false

    package init(_ datum: Datum) { self.datum = datum }

    static func rejected(_ reason: Reason, _ detail: String = "") -> Outcome {
      var outcome = Outcome(.none)
      outcome.reason = reason
      outcome.detail = detail
      return outcome
    }

    func warned(_ reason: Reason, _ detail: String = "") -> Outcome {
      var outcome = self
      outcome.reason = reason
      outcome.detail = detail
      outcome.isWarning = true
      return outcome
    }
  }

  /// Where text goes: the arena of the batch, and how much of it is used.
  package struct Arena {
    package let base: UnsafeMutablePointer<UInt8>
    package var used: Int
    package init(base: UnsafeMutablePointer<UInt8>, used: Int) {
      self.base = base
      self.used = used
    }

    /// Appends text; the datum that names it.
    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Datum {
      guard let source = bytes.baseAddress, bytes.count > 0 else { return .none }
      (base + used).update(from: source, count: bytes.count)
      defer { used += bytes.count }
      return .text(offset: used, length: bytes.count)
    }
  }

  package let field: Field
  package let limits: FieldLimits
  package let unit: HeaderUnit
  /// The business day, for limits that look ahead.
  package let day: Day?

  package init(_ field: Field, unit: HeaderUnit = .none, day: Day? = nil, place: Place) throws(Fault) {
    self.field = field
    self.limits = try FieldLimits(field, place: place)
    self.unit = unit
    self.day = day
  }

  /// Reads a cell that is not blank, all its forms, and holds it to the field's limits. `scratch` is room for cleaning.
  package func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, kind: Grid.Kind, epoch1904: Bool, arena: inout Arena, scratch: inout [UInt8]
  ) -> Outcome {
    if kind == .blank { return Outcome(.none) }
    if kind == .error { return .rejected(TableReasons.cellError) }
    var outcome: Outcome
    switch field.kind {
    case .text: outcome = text(bytes, kind, epoch1904, &arena, &scratch)
    case .id: outcome = id(bytes, kind, epoch1904, &arena, &scratch)
    case .money: outcome = money(bytes, kind, &scratch)
    case .rate: outcome = rate(bytes, kind, &scratch)
    case .number: outcome = number(bytes, kind, places: 6, &scratch)
    case .integer: outcome = number(bytes, kind, places: 0, &scratch)
    case .date: outcome = moment(bytes, kind, epoch1904, asDate: true, &scratch)
    case .datetime: outcome = moment(bytes, kind, epoch1904, asDate: false, &scratch)
    case .boolean: outcome = boolean(bytes, &scratch)
    }
    if !limits.isEmpty, !outcome.datum.isNone { bounds(&outcome, arena) }
    return outcome
  }

  /// Holds a value to `min`, `max`, `future`. A text's limits are looked at where it is made.
  private func bounds(_ outcome: inout Outcome, _ arena: Arena) {
    if field.kind == .text || field.kind == .id { return }
    let bits = outcome.datum.bits
    if let least = limits.least, bits < least {
      outcome = .rejected(TableReasons.valueTooSmall, shown(least))
    } else if let most = limits.most, bits > most {
      outcome = .rejected(TableReasons.valueTooLarge, shown(most))
    } else if let future = limits.future, let day {
      let found = outcome.datum.moment?.day ?? Day(number: Int32(clamping: bits))
      if found - day > future { outcome = .rejected(TableReasons.dateTooFarAhead, "\(future)") }
    }
  }

  private func shown(_ bound: Int64) -> String {
    switch field.kind {
    case .money: Money(minor: bound).description
    case .rate: Rate(billionths: bound).description
    case .number: Decimals.trimmed(bound, places: 6)
    case .date: Day(number: Int32(clamping: bound)).description
    case .datetime: Moment(seconds: bound).description
    case .text, .id, .integer, .boolean: String(bound)
    }
  }

  private func boolean(_ bytes: UnsafeBufferPointer<UInt8>, _ scratch: inout [UInt8]) -> Outcome {
    CellText.clean(bytes, .typed, into: &scratch)
    if scratch.isEmpty { return Outcome(.none) }
    switch String(decoding: scratch, as: UTF8.self).lowercased() {
    case "是", "y", "yes", "1", "1.0", "true", "t", "√", "真", "有": return Outcome(.boolean(true))
    case "否", "n", "no", "0", "0.0", "false", "f", "×", "假", "无": return Outcome(.boolean(false))
    default: return .rejected(TableReasons.booleanUnclear)
    }
  }
}
