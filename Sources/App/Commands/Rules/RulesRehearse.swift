import ArgumentParser
import Night
import Values

/// `settle rules rehearse`: prints what a changed table would have moved beside what was moved; writes nothing anywhere.
struct RulesRehearse: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse", abstract: "What a changed table would have made of past nights, beside what was booked, per rule and party.",
    discussion: """
      The lines that nights since the day settled, and those that still wait, are decided once more with the file in place of the table of its name; all other \
      settings stand as they stand today. Nothing is written.
      """)

  @Argument(help: "The working root.") var root: String
  @Argument(help: "The changed table.") var file: String
  @Option(help: "The first business day that counts.") var since: String
  @Option(name: .customLong("as"), help: "The table it stands in for: income, settlement/income; its file name if not given.") var name:
    String?
  @Option(help: "A merchant: the file holds its 收入规则, 支出一级, 支出二级, all or some, as it would submit them.") var party: String?
  @Option(help: "The table, where the file holds several.") var table: String?
  @Option(help: "Language of titles and sentences: zh or en.") var lang: Language = .zh
  @Option(help: "table, csv or json.") var format: Query.Format = .table

  func run() throws {
    let night = try Wiring.open(root)
    let given = try RuleFile(path: file)
    let rehearsal =
      if let party { try night.rehearse(given.tables, of: party, since: Wiring.day(since)) } else {
        try night.rehearse(given.table(named: table), as: name ?? table ?? RuleFile.stem(file), since: Wiring.day(since))
      }
    TablePrinter(format).print(rehearsal.listing(english: lang == .en))
    for sentence in sentences(rehearsal) { Terminal.error(sentence) }
  }

  private func sentences(_ rehearsal: Rehearsal) -> [String] {
    let isEnglish = lang == .en
    var told = rehearsal.totals.map { total in
      isEnglish
        ? "\(total.table): \(total.was) was booked, \(total.would) it would have been, difference \(total.would - total.was)"
        : "\(total.table)：实际 \(total.was)，改后 \(total.would)，差额 \(total.would - total.was)"
    }
    for (reason, lines) in rehearsal.stops.sorted(by: { $0.key < $1.key }) {
      told.append(
        isEnglish
          ? "\(lines) settled \(lines == 1 ? "line" : "lines") would not have settled: \(reason)" : "\(lines) 行当时已结算，改后不会结算：\(reason)")
    }
    if rehearsal.starts > 0 {
      told.append(
        isEnglish
          ? rehearsal.starts == 1 ? "1 line that waits today would settle" : "\(rehearsal.starts) lines that wait today would settle"
          : "\(rehearsal.starts) 行现在待处理，改后会结算")
    }
    if rehearsal.leftOut > 0 {
      told.append(
        isEnglish
          ? "\(rehearsal.leftOut) endorsements and the like follow the line they change, and are left out on both sides"
          : "\(rehearsal.leftOut) 条批改等随原行变动，两边都未计入")
    }
    for (table, nights) in rehearsal.otherTables.sorted(by: { $0.key < $1.key }) {
      told.append(
        isEnglish
          ? "\(table) was another version on \(nights) of the \(rehearsal.nights) nights: the difference holds that change, too"
          : "\(rehearsal.nights) 夜中有 \(nights) 夜用的是另一版 \(table)：差额里也含这部分")
    }
    return told
  }
}
