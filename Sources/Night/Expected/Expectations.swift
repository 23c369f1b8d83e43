import Flows
package import Values

/// What `pipelines/expected.csv` asks for: who drops what on which days until when, what answers which sheet, and which sheets wait for it.
/// Knows no file that came.
package struct Expectations: Sendable {
  /// Whom a row speaks of.
  package enum Who: Hashable, Sendable {
    case party(String), role(String), everyone

    package init(_ text: String) {
      self = text == "*" ? .everyone : text.hasPrefix("role:") ? .role(String(text.dropFirst(5))) : .party(text)
    }

    func speaks(of party: String, roles: [String]) -> Bool {
      switch self {
      case .party(let number): number == party
      case .role(let role): roles.contains(role)
      case .everyone: true
      }
    }

    /// The nearer row goes before the wider one.
    var reach: Int {
      switch self {
      case .party: 0
      case .role: 1
      case .everyone: 2
      }
    }
  }

  /// A sheet, by its file's name up to `_` or `.`, and who receives it.
  package struct Destination: Hashable, Sendable {
    package var sheet: String
    package var to: Who
  }

  package struct Entry: Hashable, Sendable {
    package var who: Who
    package var feed: String
    /// Nil on a row that answers a sheet.
    package var days: DueDays?
    package var cutOff: CutOff?
    package var least = 0
    package var name: NameRule?
    /// The sheet it answers, and within how many workdays.
    package var answers = ""
    package var within = 0
    package var holds: [Destination] = []
    /// So many workdays its destinations wait at most; nil: until it comes.
    package var holdLimit: Int?
  }

  /// Days whose file is not waited for.
  package struct Waiver: Hashable, Sendable {
    package var who: Who
    package var feed: String
    package var days: ClosedRange<Day>
  }

  package var entries: [Entry] = []
  package var waivers: [Waiver] = []
  package var calendar = WorkCalendar()

  package init() {}

  /// The rows that hold for a party and feed, in the order of the file: of those that ask for files by the day, or that answer a sheet.
  func entries(of party: String, roles: [String], feed: String, answers: String? = nil) -> [Entry] {
    let found = entries.filter {
      $0.feed == feed && $0.answers == (answers ?? "") && $0.who.speaks(of: party, roles: roles)
    }
    let nearest = found.map(\.who.reach).min()
    return found.filter { $0.who.reach == nearest }
  }

  /// What is expected of a party and feed on a day: the first row that names the day.
  func entry(of party: String, roles: [String], feed: String, on day: Day) -> Entry? {
    entries(of: party, roles: roles, feed: feed).first { $0.days?.contains(day, calendar) ?? false }
  }

  func isWaived(_ party: String, roles: [String], feed: String, _ day: Day) -> Bool {
    waivers.contains { $0.feed == feed && $0.days.contains(day) && $0.who.speaks(of: party, roles: roles) }
  }
}
