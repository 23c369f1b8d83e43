import Store
import Values

/// When in a night the book of expected files is kept, and what becomes of sheets that wait for a file. The book itself knows no night.
extension NightShift {
  /// Brings the book of expected files up to a run, and tells what it found. Doing it again finds nothing new and writes nothing.
  func keepBook(_ house: House, _ run: RunRecord, today: Day) throws(Fault) -> [Alert] {
    if house.expected.entries.isEmpty, try !store.hasDues() { return [] }
    var round = try BookRound(night: self, house: house, run: run, today: today)
    try round.open()
    round.close()
    try round.showFiles()
    try round.answer()
    try round.warnOfCalendar()
    try round.write()
    for alert in round.alerts { options.report(.alert(alert)) }
    return round.alerts
  }
}
