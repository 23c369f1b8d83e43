package import Store
package import Values

/// The book of expected files: what was due, what came, and what became of each. A pure function of dues, files and days; it asks no clock and
/// reads no file.
///
/// A file whose name says its day stands for that day. Any other stands for the day it came in, by its time: of days no night was held on, for the first
/// whose cut-off it meets. A second file of a day, or one on a day nothing was due, stands for the oldest day that misses its own.
package struct Book {
  /// A file of one party and feed.
  package struct Arrival: Hashable, Sendable {
    package var file: Int64
    package var name: String
    package var modified: Moment
    package var rows: Int
    /// The business day whose run took it.
    package var day: Day
    /// What its name says.
    package var dated: Day?

    package init(file: Int64, name: String, modified: Moment, rows: Int, day: Day, dated: Day? = nil) {
      self.file = file
      self.name = name
      self.modified = modified
      self.rows = rows
      self.day = day
      self.dated = dated
    }
  }

  /// Something to be told, once.
  package enum Finding: Hashable, Sendable {
    case late(DueRecord, name: String, Moment)
    case missing(DueRecord)
    case short(DueRecord)
    /// A missing file, or an overdue answer, came after all.
    case came(DueRecord, name: String)
    /// More rows came, and it is short no longer.
    case enough(DueRecord)
    case overdue(DueRecord)
  }

  /// The business day of the run.
  let today: Day
  /// When the drop folders were looked at; nil: the day is over.
  let at: Moment?
  /// The drop folders were looked at for every day up to today. Where files lie that nobody has seen yet, nothing is said to be missing.
  let judges: Bool

  package init(today: Day, at: Moment? = nil, judges: Bool = true) {
    self.today = today
    self.at = at
    self.judges = judges
  }

  package struct Outcome: Sendable {
    package var dues: [DueRecord]
    /// The day each file stands for.
    package var days: [Int64: Day] = [:]
    package var findings: [Finding] = []
  }

  /// One party's dues of one feed, and its files that stand for no day yet.
  package func judge(_ dues: [DueRecord], _ arrivals: [Arrival]) -> Outcome {
    var outcome = Outcome(dues: dues.sorted { $0.day < $1.day })
    let places = placed(outcome.dues, arrivals)
    for (index, due) in outcome.dues.enumerated() {
      var due = due
      let files = places[due.day] ?? []
      for file in files { outcome.days[file.file] = due.day }
      if !files.isEmpty {
        add(files, to: &due, &outcome.findings)
      } else if due.state == .expected, judges, isOver(due) {
        due.state = .missing
        outcome.findings.append(.missing(due))
      }
      outcome.dues[index] = due
    }
    return outcome
  }

  /// An answer to a sheet: the day it first came, if it did.
  package func judge(answer due: DueRecord, came: Day?) -> (DueRecord, Finding?) {
    var due = due
    guard due.state.isOpen else { return (due, nil) }
    if let came {
      let wasOverdue = due.state == .overdue
      due.state = came <= due.until ? .inTime : .late
      due.came = came
      due.files = 1
      return (due, wasOverdue ? .came(due, name: "") : nil)
    }
    guard due.state == .expected, judges, at.map({ $0 > .end(of: due.until) }) ?? (today >= due.until) else { return (due, nil) }
    due.state = .overdue
    return (due, .overdue(due))
  }

  private func limit(_ due: DueRecord) -> Moment { due.cutOff ?? .end(of: due.day) }
  private func isOver(_ due: DueRecord) -> Bool { due.day <= today && at.map { $0 > limit(due) } ?? true }

  private func add(_ files: [Arrival], to due: inout DueRecord, _ findings: inout [Finding]) {
    let wasMissing = due.state == .missing
    due.rows += files.reduce(0) { $0 + $1.rows }
    due.files += files.count
    // Without a cut-off a file of the day's own night is never late.
    let late = files.first { $0.modified > limit(due) && (due.cutOff != nil || $0.day > due.day) }
    if wasMissing {
      due.state = .late
      due.came = files[0].day
      findings.append(.came(due, name: files[0].name))
    } else if let late {
      if due.state != .late { findings.append(.late(due, name: late.name, late.modified)) }
      due.state = .late
    } else if due.state == .expected {
      due.state = .inTime
    }
    due.came = due.came ?? files[0].day
    if due.rows < due.least {
      if !due.isShort { findings.append(.short(due)) }
      due.isShort = true
    } else if due.isShort {
      due.isShort = false
      findings.append(.enough(due))
    }
  }

  /// The files that stand for each day.
  private func placed(_ dues: [DueRecord], _ arrivals: [Arrival]) -> [Day: [Arrival]] {
    var places: [Day: [Arrival]] = [:]
    let ordered = arrivals.sorted { ($0.modified, $0.name, $0.file) < ($1.modified, $1.name, $1.file) }
    let known = Set(dues.filter { $0.state != .waived && $0.state != .withdrawn }.map(\.day))
    for file in ordered { if let day = file.dated, known.contains(day) { places[day, default: []].append(file) } }
    var left = ordered.filter { $0.dated == nil }
    // By its time, for the first day whose cut-off it meets.
    var own: [Day: [Arrival]] = [:]
    for due in dues where due.state == .expected && due.day <= today {
      let met = left.filter { $0.modified <= limit(due) && due.day <= $0.day }
      left.removeAll(where: met.contains)
      if !met.isEmpty { own[due.day] = met }
    }
    // Too late for that: the last one for the day it came on, if that still lacks one.
    var gaps = dues.filter {
      ($0.state == .missing || $0.state == .expected) && $0.day <= today && places[$0.day] == nil && own[$0.day] == nil
    }
    if let file = left.last, let gap = gaps.lastIndex(where: { $0.day == file.day }) {
      own[gaps.remove(at: gap).day] = [left.removeLast()]
    }
    // Whatever is more than its day needs, for the oldest day that lacks one.
    for gap in gaps {
      if let file = left.firstIndex(where: { gap.day <= $0.day }) {
        places[gap.day, default: []].append(left.remove(at: file))
      } else if let day = own.keys.sorted().first(where: { $0 > gap.day && own[$0]!.count > 1 }) {
        places[gap.day, default: []].append(own[day]!.removeFirst())
      }
    }
    for file in left where known.contains(file.day) { own[file.day, default: []].append(file) }
    places.merge(own) { $0 + $1 }
    return places
  }
}

/// The numbers in the names of a party's files: each is the one after the last.
package enum Numbering {
  package enum Finding: Hashable, Sendable {
    case gap(ClosedRange<Int64>, name: String)
    /// A number that was left out came after all.
    case filled(Int64, name: String)
    /// Not above the last, or there already.
    case back(Int64, last: Int64, name: String)
  }

  /// What is to be said of new numbers, in their order. The first number ever is taken as it is.
  package static func judge(seen: Set<Int64>, arriving: [(number: Int64, name: String)]) -> [Finding] {
    var seen = seen
    var findings: [Finding] = []
    for (number, name) in arriving.sorted(by: { ($0.number, $0.name) < ($1.number, $1.name) }) {
      let (first, last) = (seen.min() ?? number, seen.max() ?? number - 1)
      if number > last + 1 {
        findings.append(.gap(last + 1...number - 1, name: name))
      } else if number <= last {
        findings.append(number > first && !seen.contains(number) ? .filled(number, name: name) : .back(number, last: last, name: name))
      }
      seen.insert(number)
    }
    return findings
  }
}
