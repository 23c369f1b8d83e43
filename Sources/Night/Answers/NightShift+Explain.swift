import Drops
import Flows
import Ledger
import Store
import Tables
package import Values

/// An entry of a register, row by row: a voucher and the history of its states.
package struct RegisterExplanation: Sendable {
  package var register: String
  package var key: String
  package var rows: [[Explanation.Amount]]
  package var bookings: [Explanation.Booking]
}

/// Everything known of one fact: where it came from, what was decided by which rule, what was booked.
package struct Explanation: Sendable {
  package struct Amount: Sendable {
    package var title: String
    package var value: String
  }
  package struct Source: Sendable {
    package var field: String
    package var value: String
    package var column: String
  }
  package struct RuleUse: Sendable {
    package var table: String
    package var rule: String
    package var version: String
  }
  package struct Line: Sendable {
    package var kind: String
    package var run: String
    package var part: String
    package var amounts: [Amount]
    package var rules: [RuleUse]
  }
  package struct Booking: Sendable {
    package var reference: String
    package var kind: String
    package var run: String
    package var postings: [(account: String, amount: String)]
  }

  package var flow: String
  package var feed: String
  package var party: String
  package var key: String
  package var state: String
  package var reason: String
  package var remedy: String
  package var since: Day
  package var run: String
  package var file: String
  package var archived: String
  package var digest: String
  package var row: Int
  /// The row it stands in the place of, where a corrected file brought it.
  package var corrects = ""
  package var sources: [Source]
  package var lines: [Line]
  package var bookings: [Booking]
}

extension NightShift {
  /// Explains every fact whose business key is, or begins with, this key: a policy and all its lines.
  package func explain(_ key: String) throws(Fault) -> [Explanation] {
    let house = try house()
    let reasons = house.reasons(NightReasons.all + TableReasons.all)
    var found: [Explanation] = []
    for flow in house.flows {
      for feed in flow.feeds {
        for fact in try store.facts(feed: feed, keyPrefix: key) where fact.key == key || fact.key.hasPrefix(key + "\t") {
          found.append(try explain(fact, flow, feed, reasons))
        }
      }
    }
    return found
  }

  /// The entries under this key in the registers that flows list, with what was booked in their name.
  package func explainRegisters(_ key: String) throws(Fault) -> [RegisterExplanation] {
    let house = try house()
    var found: [RegisterExplanation] = []
    for flow in house.flows {
      for kind in flow.states {
        var states = try store.state(StateKey(kind.name, key), width: kind.schema.width).map { [$0] } ?? []
        // Entries that stand under it: `account TAB month`.
        states += try store.states(kind: kind.name, width: kind.schema.width, from: key + "\t", limit: 1000).filter {
          $0.key.key.hasPrefix(key + "\t")
        }
        for state in states { found.append(try explain(state, kind, flow, books: state.key.key == key && found.isEmpty)) }
      }
    }
    return found
  }

  private func explain(_ state: State, _ kind: StateKind, _ flow: any Flow, books: Bool) throws(Fault) -> RegisterExplanation {
    let rows = (0..<state.rows.count).map { row in
      kind.schema.fields.indices.compactMap { column -> Explanation.Amount? in
        let (datum, field) = (state.rows[row, column], kind.schema.fields[column])
        if datum.isNone { return nil }
        let text = Canonical.text(datum, in: state.rows)
        return Explanation.Amount(title: field.header, value: field.personal.isEmpty ? text : Mask.text(text, as: field.personal))
      }
    }
    let title = flow.sheets.first { $0.states?.name == kind.name }?.title ?? kind.name
    return RegisterExplanation(
      register: title, key: state.key.key.replacing("\t", with: " "), rows: rows,
      bookings: books ? try bookings(cause: state.key.key) : [])
  }

  private func bookings(cause: String) throws(Fault) -> [Explanation.Booking] {
    var found: [Explanation.Booking] = []
    try store.eachEntry(cause: cause) { entry in
      found.append(
        .init(
          reference: entry.reference, kind: entry.kind, run: "\(entry.run)",
          postings: entry.postings.map { ($0.path, Decimals.text($0.amount, places: $0.unit.places)) }))
    }
    return found
  }

  private func explain(
    _ fact: Journal.FactRecord, _ flow: any Flow, _ feed: Feed, _ reasons: [String: Reason]
  ) throws(Fault) -> Explanation {
    let file = try store.file(fact.file)
    let layout = Dictionary(
      (file?.reading.layout ?? "").split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "=", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1]).replacing(":", with: " ", maxReplacements: 1)) : nil
      }, uniquingKeysWith: { first, _ in first })
    let reason = reasons[fact.reason]
    var explanation = Explanation(
      flow: flow.name, feed: feed.title, party: fact.party, key: fact.key.split(separator: "\t").joined(separator: " "),
      state: fact.contested ? Fact.State.conflict.title : fact.state.title,
      reason: fact.reason.isEmpty ? "" : "\(fact.reason) \(reason?.zh ?? "")\(fact.detail.isEmpty ? "" : "：\(fact.detail)")",
      remedy: reason?.remedyZh ?? "", since: fact.since, run: fact.run.map { "\($0)" } ?? "", file: file?.name ?? "",
      archived: try removal(of: file?.archived),
      digest: file?.digest?.hex ?? "", row: fact.rowNumber, sources: [], lines: [], bookings: [])
    if let earlier = try store.predecessor(of: fact.id), let settled = try store.fact(earlier, feed: feed),
      let from = try store.file(settled.file)
    {
      explanation.corrects = "\(from.name) row \(settled.rowNumber)\(file?.recall.map { "：\($0)" } ?? "")"
    }
    // Which line of a folded row the fact is: `line:商业险`.
    let marks = Set(layout.keys.compactMap { $0.split(separator: "@", maxSplits: 1).dropFirst().first.map(String.init) })
    let mark =
      marks.first { mark in
        let parts = mark.split(separator: ":", maxSplits: 1).map(String.init)
        return parts.count == 2 && feed.schema.index(of: parts[0]).flatMap { fact.row.text($0) } == parts[1]
      } ?? ""
    for (index, field) in feed.schema.fields.enumerated() where !fact.row[index].isNone {
      let text = Canonical.text(fact.row[index], in: fact.row.batch)
      explanation.sources.append(
        .init(
          field: field.header, value: field.personal.isEmpty ? text : Mask.text(text, as: field.personal),
          column: layout["\(field.name)@\(mark)"] ?? layout[field.name] ?? "")
      )
    }
    for line in try store.lines(of: fact.id, flow: flow) { explanation.lines.append(try self.line(line, flow)) }
    explanation.bookings = try bookings(cause: String(fact.id))
    return explanation
  }

  /// Where the original stands, or the day it was removed.
  private func removal(of archived: String?) throws(Fault) -> String {
    guard let archived else { return "" }
    return try store.removal(archived).map { "removed by retention on \($0.day)" } ?? archived
  }

  private func line(
    _ line: (kind: Int, run: RunName, part: String, row: Tables.Batch.Row), _ flow: any Flow
  ) throws(Fault) -> Explanation.Line {
    let kind = flow.lines[line.kind]
    let sheet = flow.sheets.first { $0.lines == line.kind && $0.states == nil }
    let versions = try store.run(line.run).map { run throws(Fault) -> [Journal.RuleVersion] in try store.ruleVersions(run) } ?? []
    var explained = Explanation.Line(kind: sheet?.title ?? kind.name, run: "\(line.run)", part: line.part, amounts: [], rules: [])
    for (index, field) in kind.schema.fields.enumerated() where !line.row[index].isNone {
      let text = Canonical.text(line.row[index], in: line.row.batch)
      let title = sheet?.columns.first { $0.field == field.name }?.title
      // A rule no sheet shows is told among the rules alone.
      if title != nil || kind.rules[field.name] == nil {
        explained.amounts.append(
          .init(title: title ?? field.name, value: field.personal.isEmpty ? text : Mask.text(text, as: field.personal)))
      }
      if let table = kind.rules[field.name] {
        let version = versions.first { $0.flow == flow.name && $0.table == table }?.digest ?? ""
        explained.rules.append(.init(table: "pipelines/\(flow.name)/rules/\(table)", rule: text, version: version))
      }
    }
    return explained
  }
}
