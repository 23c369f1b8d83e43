import Flows
import Rules
import Tables
import Values

/// Rules as merchants submit them: looked over, put together, offered under one digest, published by an approval of exactly that digest.
/// (domain.md 0.12–0.18; contract.md, rules)
extension PartiesFlow {
  static let needed: [RuleSet.Part] = [.income, .level1, .level2]

  func submitRules(_ fact: Fact, _ desk: inout Desk) {
    let brought = RuleDraft.parts(text(fact, "cells"))
    for (part, rows) in brought.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where part != .allocated {
      if let wrong = problem(part, rows) { return desk.reject(fact, PartyReasons.rulesWrong, "\(part.rawValue)：\(wrong)") }
    }
    var draft = desk.recall(RuleDraft.self, fact.party) ?? RuleDraft(merchant: fact.party)
    let isWhole = PartiesFlow.needed.allSatisfy { brought[$0] != nil }
    // A workbook says all there is; a single table takes the place of its predecessor beside the others.
    if isWhole { draft.cells = brought } else { draft.cells.merge(brought) { _, new in new } }
    let missing = PartiesFlow.needed.filter { draft.cells[$0] == nil }
    guard missing.isEmpty else {
      desk.remember(draft)
      return desk.settle(fact, PartyReasons.rulesIncomplete, missing.map(\.rawValue).joined(separator: "、"))
    }
    let digest = TableText.digest(RuleDraft.tables(draft.cells)).hex
    let run = "\(desk.run)"
    // Three files of one night make one set: those that were made on the way to it are not offered.
    if !isWhole, draft.run == run, draft.made != digest,
      let passed = desk.recall(RuleSubmission.self, RuleSubmission.key(merchant: fact.party, digest: draft.made)), passed.decided == nil
    {
      desk.forget(RuleSubmission.stateKey(passed.key))
    }
    if !isWhole {
      draft.made = digest
      draft.run = run
    }
    desk.remember(draft)
    let key = RuleSubmission.key(merchant: fact.party, digest: digest)
    if desk.recall(RuleSubmission.self, key) == nil {
      desk.remember(
        RuleSubmission(
          merchant: fact.party, digest: digest, submitted: desk.day, fact: fact.id, until: lastDay(draft.cells), cells: draft.cells),
        group: fact.party)
    }
    look(fact.party, fact, &desk, offers: digest)
    desk.settle(fact, PartyReasons.rulesSubmitted, digest)
  }

  /// Why a table cannot settle anything, whatever it says; nil when it can.
  private func problem(_ part: RuleSet.Part, _ rows: [[String]]) -> String? {
    let table: DecisionTable
    do throws(Fault) { table = try DecisionTable(name: part.rawValue, rows: rows, place: Place(file: part.rawValue)) } catch {
      return error.cause
    }
    for input in table.inputs {
      guard let kind = settings.ruleInputs[input.name] else { return "条件列 \(input.name) 不是清单或商户登记中的字段" }
      if kind != input.kind, ![kind, input.kind].allSatisfy({ [.date, .datetime].contains($0) }) {
        return "条件列 \(input.name) 的类型应为 \(kind.rawValue)，不是 \(input.kind.rawValue)"
      }
    }
    guard table.outputIndex("费率") != nil || table.outputIndex("金额") != nil else { return "没有结果列 费率 或 金额" }
    if let rate = table.outputs.first(where: { $0.name == "费率" }), rate.kind != .rate { return "结果列 费率 的类型应为 rate" }
    if let amount = table.outputs.first(where: { $0.name == "金额" }), amount.kind != .money { return "结果列 金额 的类型应为 money" }
    for rule in table.rules.indices {
      switch (table.output(rule, "费率").rate, table.output(rule, "金额").money) {
      case (nil, nil): return "\(table.id(rule)) 既没有费率也没有金额"
      case (_?, _?): return "\(table.id(rule)) 同时给出费率和金额"
      case (_?, nil), (nil, _?): break
      }
      let basis = table.outputText(rule, "计费口径") ?? ""
      if !["", "net", "净保费", "不含税", "gross", "全保费", "含税"].contains(basis) { return "\(table.id(rule)) 的计费口径 \(basis) 不认识" }
    }
    return nil
  }

  private func lastDay(_ cells: [RuleSet.Part: [[String]]]) -> Day? {
    guard let rows = cells[.income] else { return nil }
    return (try? DecisionTable(name: "", rows: rows, place: Place(file: "")))?.lastDay
  }

  /// What an approval decides about a set. False where nothing was submitted under that digest.
  func decideRules(_ approval: Approval, _ fact: Fact, _ desk: inout Desk) -> Bool {
    let merchant = approval.merchant
    let key = RuleSubmission.key(merchant: merchant, digest: approval.digest)
    guard var submission = desk.recall(RuleSubmission.self, key) else { return false }
    // The later decision counts, in whichever order the two arrive.
    if let earlier = submission.decided, (approval.decided, approval.key) < (earlier, submission.approval) { return true }
    submission.decided = approval.decided
    submission.approval = approval.key
    submission.isApproved = approval.isApproved
    desk.remember(submission, group: merchant)
    var rules = desk.recall(RuleSet.self, merchant) ?? RuleSet(merchant: merchant, versions: [])
    if approval.isApproved {
      rules.versions.append(
        RuleSet.Version(
          digest: approval.digest, submitted: submission.submitted, published: desk.day, decided: approval.decided, approval: approval.key,
          retroactiveFrom: approval.isRetroactive ? approval.retroactiveFrom : nil, until: submission.until, cells: submission.cells))
      rules.versions.sort { ($0.decided, $0.approval) < ($1.decided, $1.approval) }
    } else {
      for index in rules.versions.indices where rules.versions[index].digest == approval.digest && rules.versions[index].withdrawn == nil {
        rules.versions[index].withdrawn = desk.day
      }
    }
    if !rules.versions.isEmpty {
      // Rules that reach back concern lines that are settled: the flow that keeps them is handed the set tonight.
      let reachesBack = approval.isApproved && approval.isRetroactive
      desk.remember(rules, due: reachesBack ? .end(of: desk.day) : nil, to: reachesBack ? settings.approvalsGoTo : nil)
    }
    look(merchant, fact, &desk)
    return true
  }
}
