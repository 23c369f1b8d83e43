import Flows
import Ledger
import Store
import Tables
import Values

/// What every workbook of a run shares: files, rule versions, reasons, party names.
struct BookContext: Sendable {
  let night: NightShift
  let house: House
  let english: Bool
  let files: [Int64: FileRecord]
  /// Files taken in this run, in order.
  let inputs: [FileRecord]
  let ruleVersions: [Journal.RuleVersion]
  let reasons: [String: Reason]
  let names: [String: String]
  /// 标识码 of those that have one.
  let codes: [String: String]
  let watch: Stopwatch
  let waits: Waits

  init(night: NightShift, house: House, run: RunRecord, watch: Stopwatch) throws(Fault) {
    self.watch = watch
    self.night = night
    self.house = house
    english = night.options.english
    files = Dictionary(uniqueKeysWithValues: try night.store.files(states: [.taken]).map { ($0.id, $0) })
    inputs = try night.store.files(run: run, states: [.taken])
    ruleVersions = try night.store.ruleVersions(run)
    reasons = house.reasons(NightReasons.all + TableReasons.all)
    var names = ["platform": english ? "Platform" : "平台", "finance": english ? "Finance" : "财务", "public": english ? "Public" : "公众"]
    var codes: [String: String] = [:]
    for party in try Roles.all(night.store) {
      names[party.key] = party.inForce(on: run.name.day).name
      if !party.code.isEmpty { codes[party.key] = party.code }
    }
    self.names = names
    waits = try Waits(night, house, today: run.name.day)
    self.codes = codes
  }

  func name(_ party: String) -> String { names[party].map { "\($0)（\(party)）" } ?? party }

  func text(_ code: String, detail: String) -> (reason: String, remedy: String) {
    guard let reason = reasons[code] else { return (code, "") }
    let sentence = english ? reason.en : reason.zh
    return (detail.isEmpty ? sentence : "\(sentence)：\(detail)", english ? reason.remedyEn : reason.remedyZh)
  }
}
