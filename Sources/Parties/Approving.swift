import Flows
import Tables
import Values

/// Decisions of the platform: four eyes, exactly one digest, and to whom each one goes. (domain.md 0.13, E15; contract.md, approvals)
extension PartiesFlow {
  func decideApproval(_ fact: Fact, _ desk: inout Desk) {
    let fields = fields(.approvals)
    let merchant = text(fact, "merchant")
    let reviewer = text(fact, "reviewer")
    guard let object = PartiesFlow.objects[text(fact, "object").lowercased()], let decided = fields.moment(fact.row, "decided") else {
      return desk.reject(fact, PartyReasons.approvalUnclear, text(fact, "object"))
    }
    let approval = Approval(
      number: text(fact, "approval"), object: object, objectID: text(fact, "object-id"), merchant: merchant,
      digest: text(fact, "digest").lowercased(), isApproved: ["通过", "approve", "approved"].contains(text(fact, "decision").lowercased()),
      reviewer: reviewer, decided: decided, reason: text(fact, "reason"),
      isRetroactive: fields.boolean(fact.row, "retroactive") ?? false, retroactiveFrom: fields.date(fact.row, "since"), fact: fact.id)
    if approval.isRetroactive && approval.retroactiveFrom == nil { return desk.reject(fact, PartyReasons.retroactiveDayMissing) }
    guard desk.recall(Party.self, merchant) != nil else { return desk.wait(fact, PartyReasons.merchantUnknown, merchant) }
    guard let user = desk.recall(User.self, reviewer), user.isActive else { return desk.wait(fact, PartyReasons.reviewerUnknown, reviewer) }
    guard user.party != merchant else { return desk.reject(fact, PartyReasons.ownApproval, reviewer) }
    switch object {
    case .rules:
      guard decideRules(approval, fact, &desk) else { return desk.wait(fact, PartyReasons.nothingUnderDigest, approval.digest) }
      desk.remember(approval)
    case .products:
      guard decideProduct(approval, fact, &desk) else { return desk.wait(fact, PartyReasons.nothingUnderDigest, approval.digest) }
      desk.remember(approval)
    case .line, .conflict, .flag:
      // It speaks of something another flow keeps, which is handed it tonight.
      // The end of a conflict comes before tonight's facts: the version chosen is one of them.
      desk.remember(
        approval, due: .end(of: desk.day), rank: object == .conflict ? -1 : 0,
        to: object == .flag ? settings.flagsGoTo : settings.approvalsGoTo)
    }
    desk.settle(fact)
  }

  private static let objects: [String: Approval.Object] = [
    "rules": .rules, "规则": .rules, "products": .products, "产品": .products, "line": .line, "行": .line, "conflict": .conflict,
    "冲突": .conflict,
    "flag": .flag, "标记": .flag,
  ]
}
