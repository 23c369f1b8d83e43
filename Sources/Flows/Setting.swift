package import Values

/// A value of a `pipeline.yaml`, with the place it stands at, so that a wrong one can be named. Only what is asked for is read; what nobody
/// asked for is a mistyped name and is named too (`unused`).
package struct Setting: Sendable {
  package indirect enum Content: Sendable {
    case scalar(String)
    case list([Setting])
    case map([(name: String, value: Setting)])
  }

  package var content: Content
  /// `pipelines/settlement/pipeline.yaml row 12 (rounding)`.
  package var place: String

  package init(_ content: Content, place: String) {
    self.content = content
    self.place = place
  }

  package func wrong(_ cause: String, _ remedy: String) -> Fault {
    Fault(.setting, code: "setting-wrong", place: place, cause: cause, remedy: remedy)
  }

  /// The setting of that name, or nil.
  package subscript(name: String) -> Setting? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.name == name }?.value
  }

  package func required(_ name: String) throws(Fault) -> Setting {
    guard let found = self[name] else {
      throw wrong("the setting \(name) is missing", "add a line \(name): … ; the shipped pipeline.yaml shows its form")
    }
    return found
  }

  package func text() throws(Fault) -> String {
    guard case .scalar(let text) = content else { throw wrong("a single value is expected", "write one value after the colon") }
    return text
  }

  package func list() throws(Fault) -> [Setting] {
    switch content {
    case .list(let items): return items
    case .scalar: return [self]
    case .map: throw wrong("a list is expected", "write [a, b] or one item a line after dashes")
    }
  }

  package func texts() throws(Fault) -> [String] {
    var texts: [String] = []
    for item in try list() { texts.append(try item.text()) }
    return texts
  }

  package func entries() throws(Fault) -> [(name: String, value: Setting)] {
    guard case .map(let entries) = content else { throw wrong("named settings are expected", "write name: value lines, indented") }
    return entries
  }

  package func boolean() throws(Fault) -> Bool {
    switch try text() {
    case "true", "yes", "是": return true
    case "false", "no", "否": return false
    case let other: throw wrong("\(other) is neither yes nor no", "write yes or no")
    }
  }

  package func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) throws(Fault) -> Choice
  where Choice.RawValue == String {
    let found = try text()
    guard let choice = Choice(rawValue: found) else {
      throw wrong("\(found) is not known here", "write one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  package func integer(_ range: ClosedRange<Int>) throws(Fault) -> Int {
    let found = try text()
    guard let number = Int(found), range.contains(number) else {
      throw wrong("\(found) is not a whole number from \(range.lowerBound) to \(range.upperBound)", "correct the number")
    }
    return number
  }

  /// `6%` or `0.06`.
  package func rate() throws(Fault) -> Rate {
    let found = try text()
    let percent = found.hasSuffix("%")
    let digits = percent ? String(found.dropLast()) : found
    guard case .value(let scaled) = Decimals.read(digits.utf8, places: percent ? 7 : 9) else {
      throw wrong("\(found) is not a rate", "write 6% or 0.06")
    }
    return Rate(billionths: scaled)
  }

  /// Yuan with at most two decimals.
  package func money() throws(Fault) -> Money {
    let found = try text()
    guard case .value(let minor) = Decimals.read(found.utf8, places: 2) else {
      throw wrong("\(found) is not an amount", "write yuan with at most two decimals: 0.01")
    }
    return Money(minor: minor)
  }
}
