import Drops
import Flows
import Store
import Values

/// Which sheets are held back, and for which file that is still waited for. Every other sheet goes out.
struct Waits: Sendable {
  private struct Block: Sendable {
    let due: DueRecord
    let destinations: [Expectations.Destination]
  }

  private let blocks: [Block]
  private let roles: [String: [String]]

  /// As the book and the root's settings stand on a day.
  init(_ night: NightShift, _ house: House, today: Day) throws(Fault) {
    guard house.expected.entries.contains(where: { !$0.holds.isEmpty }) else {
      blocks = []
      roles = [:]
      return
    }
    let parties = try BookParties(night, house)
    roles = parties.roles
    var blocks: [Block] = []
    for due in try night.store.dues(since: today) where due.state.isOpen && parties.closes(due) == nil {
      let entries = parties.entries(due.party, due.feed, answers: due.sheet)
      guard let entry = entries.first(where: { $0.days?.contains(due.day, house.expected.calendar) ?? true }), !entry.holds.isEmpty else {
        continue
      }
      if let limit = entry.holdLimit, today > house.expected.calendar.adding(workdays: limit, to: due.day) { continue }
      blocks.append(Block(due: due, destinations: entry.holds))
    }
    self.blocks = blocks
  }

  /// A sheet's file name up to `_` or its ending.
  static func stem(_ name: String) -> String { String(name.prefix { $0 != "_" && $0 != "." }) }

  /// What a party's sheet of a run waits for; nil: it goes out. A sheet waits for files of its own day and of days before it.
  func cause(_ party: String, _ name: String, _ run: RunName) -> String? {
    let stem = Waits.stem(name)
    let found = blocks.filter { block in
      block.due.day <= run.day
        && block.destinations.contains { $0.sheet == stem && $0.to.speaks(of: party, roles: roles[party] ?? []) }
    }
    return found.isEmpty ? nil : found.map { "\($0.due.party)/\($0.due.feed) of \($0.due.day)" }.joined(separator: ", ")
  }
}

extension NightShift {
  /// Hands over what was held back and waits for nothing any more: by rename, into the folder of the day it was made on, with the lines of its own run.
  func releaseHeld(_ house: House, today: Day, _ outcome: inout NightOutcome) throws(Fault) {
    let held = try store.heldSheets()
    guard !held.isEmpty, let last = try store.lastClosedRun() else { return }
    let waits = try Waits(self, house, today: today)
    for (run, sheet, _) in held where waits.cause(sheet.party, sheet.name, run.name) == nil {
      // Said first: who expects an answer counts from this day.
      try store.release(sheet, of: run, in: last)
      try publish(staged: sheet, of: run, &outcome)
    }
  }
}
