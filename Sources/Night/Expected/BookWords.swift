import Store
import Values

/// What lies in a party's drop folder, or went away from it, without counting as the expected file: said beside what is missing.
struct BookHints {
  /// Party and feed → names.
  var refused: [[String]: [String]] = [:]
  var left: [[String]: [String]] = [:]
  /// Taken, but their names are not as the rule asks.
  var otherwise: [[String]: [String]] = [:]

  init(files: [FileRecord]) {
    for file in files {
      if file.state == .left {
        left[[file.party, file.feed], default: []].append(file.name)
      } else {
        refused[[file.party, file.feed], default: []].append(file.name)
      }
    }
  }

  func text(_ party: String, _ feed: String) -> String {
    let parts = [("was refused", refused), ("is not taken yet", left), ("does not bear the expected name", otherwise)]
    return parts.compactMap { what, names in names[[party, feed]].map { "; \($0.sorted().joined(separator: ", ")) \(what)" } }.joined()
  }
}

/// The sentences of the book's alerts.
struct BookWords {
  var hints: BookHints

  static func place(_ party: String, _ feed: String) -> String { "parties/\(party)/inbound/\(feed)" }

  func alert(_ finding: Book.Finding) -> Alert {
    func alert(_ code: String, _ weight: Alert.Weight, _ due: DueRecord, _ cause: String, _ remedy: String) -> Alert {
      Alert(code, weight, place: BookWords.place(due.party, due.feed), day: due.day, cause: cause, remedy: remedy)
    }
    func file(_ name: String) -> String { name.isEmpty ? "it" : name }
    switch finding {
    case .late(let due, let name, let moment):
      return alert(
        "file-late", .warning, due,
        "\(name) for \(due.day) came at \(moment), after the cut-off \(due.cutOff.map { "\($0)" } ?? "\(due.day)")",
        "nothing is lost, it was taken; ask \(due.party) to send in time")
    case .missing(let due):
      return alert(
        "file-missing", .urgent, due, "no file for \(due.day) came\(hints.text(due.party, due.feed))",
        "ask \(due.party) for it; if none will come, add the row \(due.party),\(due.feed),豁免 \(due.day) to pipelines/expected.csv")
    case .short(let due):
      return alert(
        "file-short", .warning, due, "\(due.rows) rows came for \(due.day), at least \(due.least) are expected",
        "ask \(due.party) whether the file is whole; what is missing may be sent in a further file")
    case .came(let due, let name) where due.sheet.isEmpty:
      return alert(
        "file-missing", .note, due, "\(file(name)) for \(due.day) came after all, on \(due.came ?? due.day)",
        "nothing: what waited for it goes out")
    case .came(let due, _):
      return alert(
        "feedback-overdue", .note, due, "the answer to \(due.sheet) of \(due.day) came after all, on \(due.came ?? due.day)",
        "nothing: what waited for it goes out")
    case .enough(let due):
      return alert("file-short", .note, due, "more came for \(due.day): \(due.rows) rows, at least \(due.least) were expected", "nothing")
    case .overdue(let due):
      return alert(
        "feedback-overdue", .urgent, due, "\(due.sheet) was sent on \(due.day), and no \(due.feed) came back by \(due.until)",
        "ask \(due.party) for it; if none will come, add the row \(due.party),\(due.feed),豁免 \(due.day) to pipelines/expected.csv")
    }
  }

  static func calendar(_ year: Int, _ day: Day) -> Alert {
    Alert(
      "calendar-year-missing", .warning, place: CalendarFile.place, day: day, cause: "no holiday of \(year) is written down",
      remedy: "add the days of the State Council's notice for \(year); until then every Monday to Friday counts as a workday")
  }

  static func alert(_ finding: Numbering.Finding, _ party: String, _ feed: String, _ day: Day) -> Alert {
    func alert(_ weight: Alert.Weight, _ cause: String, _ remedy: String) -> Alert {
      Alert("file-out-of-sequence", weight, place: place(party, feed), day: day, cause: cause, remedy: remedy)
    }
    switch finding {
    case .gap(let numbers, let name):
      let which = numbers.count == 1 ? "number \(numbers.lowerBound)" : "numbers \(numbers.lowerBound) to \(numbers.upperBound)"
      return alert(.warning, "\(name) came, but \(which) did not", "ask \(party) for what was left out; it is taken whenever it comes")
    case .filled(let number, let name): return alert(.note, "\(name) with the number \(number) came after all", "nothing")
    case .back(let number, let last, let name):
      return alert(
        .warning, "\(name) bears the number \(number), and \(last) was there before",
        "ask \(party) whether it is meant so; the file was taken")
    }
  }
}
