import Night
import NightKit
import Store
import Testing
import Values

/// The book against a plain model: every day has its fate, drawn before; nights are held, left out and caught up at random, and the book must
/// find out exactly what was drawn.
@Suite("The book of expected files")
struct BookModelTests {
  /// What becomes of a day's file.
  enum Fate: CaseIterable { case inTime, late, daysLater, never, shortThenMore, short }

  struct World {
    let calendar: WorkCalendar
    let first = Day(iso: "2026-03-01")!
    let length = 60
    let cutOff = CutOff("23:00")!
    var fates: [Day: Fate] = [:]
    var files: [(lies: Day, arrival: Book.Arrival)] = []
    var nights: [Day] = []

    init(_ numbers: inout Numbers, dated: Bool) {
      var named: [Day: Bool] = [:]
      for day in 0..<length where Int.random(in: 0..<6, using: &numbers) == 0 {
        named[first.advanced(by: day)] = Bool.random(using: &numbers)
      }
      calendar = WorkCalendar(named)
      let due = DueDays("工作日")!
      var id: Int64 = 0
      for number in 0..<length {
        let day = first.advanced(by: number)
        guard due.contains(day, calendar) else { continue }
        // Where names say no day, only what needs none can be drawn.
        let fate = dated ? Fate.allCases.randomElement(using: &numbers)! : [Fate.inTime, .never].randomElement(using: &numbers)!
        fates[day] = fate
        func add(_ rows: Int, on lies: Day, hour: Int) {
          id += 1
          files.append(
            (
              lies,
              Book.Arrival(
                file: id, name: "\(id)", modified: Moment(lies, hour: hour, minute: Int.random(in: 0..<60, using: &numbers)), rows: rows,
                day: lies,
                dated: dated ? day : nil)
            ))
        }
        switch fate {
        case .inTime:
          add(
            10, on: dated ? day.advanced(by: -Int.random(in: 0...3, using: &numbers)) : day, hour: Int.random(in: 0..<23, using: &numbers))
        case .late: add(10, on: day, hour: 23)
        case .daysLater: add(10, on: day.advanced(by: Int.random(in: 1...5, using: &numbers)), hour: 12)
        case .never: break
        case .short: add(3, on: day, hour: 1)
        case .shortThenMore:
          add(3, on: day, hour: 1)
          add(7, on: day, hour: 2)
        }
      }
      // A night is left out now and then; the last is held.
      nights = (0..<length + 6).map { first.advanced(by: $0) }.filter { day in
        day == first || day == first.advanced(by: length + 5) || Int.random(in: 0..<4, using: &numbers) > 0
      }
    }

    /// Lives through the nights as the night does: missed days are opened in order, files are taken on the last.
    func live(shuffled numbers: inout Numbers) -> (dues: [Day: DueRecord], findings: [Book.Finding]) {
      var dues: [Day: DueRecord] = [:]
      var findings: [Book.Finding] = []
      var placed: Set<Int64> = []
      var last = first.advanced(by: -1)
      for night in nights {
        while last < night {
          last = last.advanced(by: 1)
          if fates[last] != nil { dues[last] = DueRecord(party: "S", feed: "f", day: last, cutOff: cutOff.moment(last), least: 10) }
          let here = last == night ? files.filter { $0.lies <= night && !placed.contains($0.arrival.file) } : []
          let arrivals = here.map { file in
            var arrival = file.arrival
            arrival.day = night
            return arrival
          }.shuffled(using: &numbers)
          let outcome = Book(today: last, judges: last == night).judge(Array(dues.values), arrivals)
          for due in outcome.dues { dues[due.day] = due }
          placed.formUnion(outcome.days.keys)
          findings += outcome.findings
          // The same again finds nothing.
          let again = Book(today: last, judges: last == night).judge(outcome.dues, arrivals.filter { !placed.contains($0.file) })
          #expect(again.findings.isEmpty && again.dues == outcome.dues)
        }
      }
      return (dues, findings)
    }
  }

  @Test("Where names say their day, every fate is found out, whenever nights are held", arguments: 1...60)
  func dated(seed: Int) {
    var numbers = Numbers(seed: UInt64(seed))
    let world = World(&numbers, dated: true)
    let (dues, findings) = world.live(shuffled: &numbers)
    #expect(dues.count == world.fates.count)
    for (day, fate) in world.fates {
      let due = dues[day]!
      func told(_ condition: (Book.Finding) -> Bool) -> Int { findings.count(where: condition) }
      let missing = told { if case .missing(let found) = $0 { found.day == day } else { false } }
      let came = told { if case .came(let found, _) = $0 { found.day == day } else { false } }
      let late = told { if case .late(let found, _, _) = $0 { found.day == day } else { false } }
      let short = told { if case .short(let found) = $0 { found.day == day } else { false } }
      switch fate {
      case .inTime, .shortThenMore:
        #expect(due.state == .inTime && !due.isShort && missing + came + late + short == 0, "\(day) \(fate) \(due)")
      case .late: #expect(due.state == .late && late == 1 && missing == 0, "\(day) \(due)")
      case .daysLater:
        // A night that was caught up may find it only late.
        #expect(due.state == .late && missing == came && missing + late == 1, "\(day) \(due)")
      case .never: #expect(due.state == .missing && missing == 1 && came == 0, "\(day) \(due)")
      case .short: #expect(due.state == .inTime && due.isShort && short == 1, "\(day) \(due)")
      }
      #expect(due.rows == [Fate.never: 0, .short: 3][fate, default: 10])
    }
  }

  @Test("Where names say no day, a file in time stands for its own day, after an outage too", arguments: 1...60)
  func undated(seed: Int) {
    var numbers = Numbers(seed: UInt64(seed))
    let world = World(&numbers, dated: false)
    let (dues, findings) = world.live(shuffled: &numbers)
    for (day, fate) in world.fates {
      #expect(dues[day]!.state == (fate == .never ? .missing : .inTime), "\(day) \(fate)")
    }
    #expect(findings.count == world.fates.values.count { $0 == .never })
  }

  @Test("Whatever comes in whatever order, no file stands for two days, and nothing is told twice", arguments: 1...200)
  func chaos(seed: Int) {
    var numbers = Numbers(seed: UInt64(seed))
    let first = Day(iso: "2026-03-01")!
    var dues: [Day: DueRecord] = [:]
    var placed: [Int64: Day] = [:]
    var rows: [Int64: Int] = [:]
    var told: Set<Book.Finding> = []
    var id: Int64 = 0
    for number in 0..<30 {
      let today = first.advanced(by: number)
      if Bool.random(using: &numbers) { dues[today] = DueRecord(party: "S", feed: "f", day: today, least: 5) }
      if let day = dues.keys.sorted().randomElement(using: &numbers), dues[day]!.state.isOpen, Int.random(in: 0..<5, using: &numbers) == 0 {
        dues[day]!.state = .waived
      }
      let waived = dues.filter { $0.value.state == .waived }
      let arrivals = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
        id += 1
        rows[id] = Int.random(in: 0...8, using: &numbers)
        let dated = Int.random(in: 0..<3, using: &numbers) == 0 ? first.advanced(by: Int.random(in: 0..<30, using: &numbers)) : nil
        return Book.Arrival(
          file: id, name: "\(id)", modified: Moment(today.advanced(by: -Int.random(in: 0...2, using: &numbers)), hour: 9), rows: rows[id]!,
          day: today,
          dated: dated)
      }
      let outcome = Book(today: today, at: Bool.random(using: &numbers) ? nil : Moment(today, hour: 12)).judge(Array(dues.values), arrivals)
      for due in outcome.dues { dues[due.day] = due }
      for (file, day) in outcome.days {
        #expect(placed.updateValue(day, forKey: file) == nil)
        if let dated = arrivals.first(where: { $0.file == file })?.dated { #expect(dated == day) } else { #expect(day <= today) }
      }
      for finding in outcome.findings { #expect(told.insert(finding).inserted, "\(finding)") }
      for (day, due) in waived { #expect(dues[day] == due) }
    }
    for due in dues.values {
      let files = placed.filter { $0.value == due.day }.keys
      #expect(due.files == files.count && due.rows == files.reduce(0) { $0 + rows[$1]! })
      #expect(due.files == 0 || due.state == .inTime || due.state == .late)
      #expect(due.isShort == (due.files > 0 && due.rows < 5))
    }
  }

  @Test("A cut-off that is still ahead says nothing yet; a file without a cut-off is never late on its own day")
  func ahead() {
    let day = Day(iso: "2026-03-12")!
    var due = DueRecord(party: "S", feed: "f", day: day, cutOff: CutOff("次日 01:00")!.moment(day))
    #expect(Book(today: day, at: Moment(day, hour: 15)).judge([due], []).dues[0].state == .expected)
    #expect(Book(today: day, at: Moment(day.advanced(by: 1), hour: 2)).judge([due], []).dues[0].state == .missing)
    due.cutOff = nil
    let night = Book.Arrival(file: 1, name: "a", modified: Moment(day.advanced(by: 1), hour: 1, minute: 59), rows: 1, day: day)
    #expect(Book(today: day).judge([due], [night]).dues[0].state == .inTime)
  }

  @Test("A second file of a day stands for the oldest day that misses its own")
  func second() {
    let day = Day(iso: "2026-03-12")!
    var missed = DueRecord(party: "S", feed: "f", day: day.advanced(by: -1))
    missed.state = .missing
    let own = DueRecord(party: "S", feed: "f", day: day)
    let files = (1...2).map { Book.Arrival(file: Int64($0), name: "\($0)", modified: Moment(day, hour: $0), rows: 1, day: day) }
    #expect(Book(today: day).judge([missed, own], [files[0]]).days == [1: day])
    let outcome = Book(today: day).judge([missed, own], files)
    #expect(outcome.days == [1: missed.day, 2: day] && outcome.dues.map(\.state) == [.late, .inTime])
  }

  @Test("An answer is awaited so many workdays, and told once when it does not come")
  func answers() {
    let day = Day(iso: "2026-03-12")!
    let due = DueRecord(party: "S", feed: "f", sheet: "card-insurance", day: day, until: day.advanced(by: 4))
    #expect(Book(today: day.advanced(by: 3)).judge(answer: due, came: nil).0.state == .expected)
    let (overdue, finding) = Book(today: day.advanced(by: 4)).judge(answer: due, came: nil)
    #expect(overdue.state == .overdue && finding == .overdue(overdue))
    #expect(Book(today: day.advanced(by: 5)).judge(answer: overdue, came: nil).1 == nil)
    #expect(Book(today: day.advanced(by: 4), at: Moment(day.advanced(by: 4), hour: 20)).judge(answer: due, came: nil).1 == nil)
    #expect(Book(today: day.advanced(by: 6)).judge(answer: overdue, came: day.advanced(by: 6)).0.state == .late)
    #expect(Book(today: day.advanced(by: 2)).judge(answer: due, came: day.advanced(by: 2)).0.state == .inTime)
  }
}
