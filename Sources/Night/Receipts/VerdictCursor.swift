import Flows
import Store
import Tables
import Values

/// Walks through a file's verdicts beside its rows: facts by id and findings by row, a stretch at a time.
struct VerdictCursor {
  struct RowVerdict {
    var state: String
    var code: String
    var reason: String
    var remedy: String
    /// Columns whose cells failed.
    var columns: [Int]
    /// Nothing is known of the row: neither a fact nor a finding.
    var isSilent = false
  }

  let file: FileRecord
  let store: Journal
  /// Rows that had a fact or a reject.
  private(set) var judged = 0
  private var facts: [Int: [Journal.FactVerdict]] = [:]
  private var findings: [Int: [Journal.FindingRecord]] = [:]
  private var pending: Journal.FactVerdict?
  private var nextID: Int64 = 0
  private var ended = false

  init(file: FileRecord, store: Journal) {
    self.file = file
    self.store = store
  }

  /// Fetches what is known of a stretch of rows; stretches come in ascending order.
  mutating func load(rows: ClosedRange<Int>) throws(Fault) {
    facts.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
    for finding in try store.findings(file: file.id, rows: rows) { findings[finding.row, default: []].append(finding) }
    while true {
      if let fact = pending {
        if fact.row > rows.upperBound { return }
        facts[fact.row, default: []].append(fact)
        pending = nil
      }
      if ended { return }
      let found = try store.verdicts(file: file.id, from: nextID, limit: 4096)
      ended = found.count < 4096
      for (index, fact) in found.enumerated() {
        nextID = fact.id + 1
        if fact.row > rows.upperBound {
          pending = fact
          // The rest is fetched again when its rows come.
          if index < found.count - 1 { ended = false }
          return
        }
        facts[fact.row, default: []].append(fact)
      }
    }
  }

  mutating func verdict(on row: Int, _ context: BookContext) -> RowVerdict {
    let facts = facts[row] ?? []
    let findings = findings[row] ?? []
    let rejects = findings.filter { !$0.isWarning }
    if facts.isEmpty && rejects.isEmpty {
      let note = findings.map { context.text($0.reason, detail: $0.detail) }
      return RowVerdict(
        state: context.english ? "not data" : "非数据行", code: Self.joined(findings.map(\.reason)), reason: Self.joined(note.map(\.reason)),
        remedy: Self.joined(note.map(\.remedy)), columns: findings.compactMap(\.field), isSilent: findings.isEmpty)
    }
    judged += 1
    var states: [String] = rejects.isEmpty ? [] : [context.english ? "rejected" : Fact.State.rejected.title]
    var codes: [String] = []
    var reasons: [String] = []
    var remedies: [String] = []
    for fact in facts {
      let state = fact.contested ? Fact.State.conflict : fact.state
      states.append(context.english ? "\(state)" : state.title)
      let code = state == .already ? NightReasons.already.code : state == .replaced ? NightReasons.replaced.code : fact.reason
      // A settled row may carry a notice: the number that was given, what it was found to be.
      if code.isEmpty { continue }
      // One row with two lines names the line the reason belongs to.
      let line = facts.count > 1 ? fact.key.split(separator: "\t").dropFirst().first.map { "\($0)：" } ?? "" : ""
      let text = context.text(code, detail: state == .already ? "" : fact.detail)
      codes.append(code)
      reasons.append(line + text.reason)
      remedies.append(text.remedy)
    }
    for finding in rejects + findings.filter(\.isWarning) {
      let text = context.text(finding.reason, detail: finding.detail)
      codes.append(finding.reason)
      reasons.append(text.reason)
      remedies.append(text.remedy)
    }
    return RowVerdict(
      state: Self.joined(states), code: Self.joined(codes), reason: Self.joined(reasons), remedy: Self.joined(remedies),
      columns: findings.compactMap(\.field))
  }

  /// Each text once, in order.
  private static func joined(_ texts: [String]) -> String {
    var seen: Set<String> = []
    return texts.filter { !$0.isEmpty && seen.insert($0).inserted }.joined(separator: "；")
  }
}
