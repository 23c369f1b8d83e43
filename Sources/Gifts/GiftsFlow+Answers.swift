package import Flows
import Ledger
import Tables
package import Values

/// Policies looked up by query instruction (保单信息查询), and the catalogue as it stands. (domain.md 1.3; contract.md, policy-queries)
extension GiftsFlow {
  /// The policies an instruction asks for, by the first of its columns that is filled.
  func policies(asked fact: Fact, _ group: (String, String) -> [State]) -> [String] {
    let policy = text(fact, "policy")
    if !policy.isEmpty { return [policy] }
    for way in Terms.Lookup.allCases {
      let value = text(fact, way.rawValue)
      if value.isEmpty { continue }
      return group(PolicyKey.kind, PolicyKey.group(way.rawValue, value)).prefix(terms.queryLimit + 1)
        .map { PolicyKey(key: $0.key.key, rows: $0.rows).policy }
    }
    return []
  }

  func answer(_ fact: Fact, _ desk: inout Desk) {
    let asked = ["policy"] + Terms.Lookup.allCases.map(\.rawValue)
    guard asked.contains(where: { !text(fact, $0).isEmpty }) else { return desk.reject(fact, GiftReasons.queryIncomplete) }
    let here = desk
    let numbers = policies(asked: fact) { here.group($0, $1) }
    let found = numbers.prefix(terms.queryLimit).compactMap { desk.recall(Policy.self, $0) }
    for policy in found { tell(policy, fact, &desk) }
    if found.isEmpty { return desk.settle(fact, GiftReasons.policyNotFound) }
    if numbers.count > terms.queryLimit { return desk.settle(fact, GiftReasons.moreFound, "\(terms.queryLimit)") }
    desk.settle(fact)
  }

  private func tell(_ policy: Policy, _ fact: Fact, _ desk: inout Desk) {
    let grants = desk.recall(GrantBook.self, policy.key)?.grants ?? []
    let gifts = grants.map { "\($0.name)×\($0.issued + $0.backlog) \($0.status)" }.joined(separator: "；")
    let query = text(fact, "query")
    for line in policy.lines {
      let day = desk.day
      desk.line(GiftLine.policy.rawValue, part: fact.party, fact: fact) { cells, row in
        func set(_ column: GiftLine.PolicyColumn, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
        func set(_ column: GiftLine.PolicyColumn, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
        set(.query, query)
        set(.policy, policy.key)
        set(.line, line.line)
        set(.premium, .money(line.premium))
        set(.vehicleTax, .money(line.vehicleTax))
        set(.signed, .date(line.signed))
        if let starts = line.starts { set(.starts, .date(starts)) }
        if let ends = line.ends { set(.ends, .date(ends)) }
        set(.branch, line.branch)
        set(.channel, line.channel)
        set(.plate, policy.insured.plate)
        set(.holder, policy.insured.holder)
        set(.identity, policy.insured.identity)
        set(.mobile, policy.insured.mobile)
        set(.gifts, gifts)
        let isOver = line.ends.map { $0 < day } ?? false
        set(.status, line.premium <= .zero ? "已退保" : isOver ? "已满期" : "有效")
      }
    }
  }

  // MARK: the catalogue

  package func answer(_ question: Question, _ state: State, day: Day) -> [[String]] {
    guard question.name == Question.gifts.name else { return [] }
    let gift = Gift(key: state.key.key, rows: state.rows)
    let ground = tables.block(gift)
    let standing = !gift.isActive ? "停用" : ground != nil ? "禁发" : rules.names(gift.key) ? "可发放" : "无分发规则"
    return [
      [
        gift.key, gift.name, gift.kind.rawValue, gift.category, gift.provider, "\(gift.price)", "\(gift.face)", "\(gift.coupons)",
        gift.hasStock ? "\(gift.free)" : "", "\(gift.waiting)", gift.branches.joined(separator: "、"), standing, ground ?? "",
      ]
    ]
  }
}

extension Question {
  package static let gifts = Question(
    "gifts", kind: Gift.kind,
    columns: [
      .init("礼品编码", "gift"), .init("礼品名称", "gift-name"), .init("类别", "kind"), .init("品类", "category"), .init("提供商", "provider"),
      .init("单价", "price", isNumeric: true), .init("面值", "face", isNumeric: true), .init("券数", "coupons", isNumeric: true),
      .init("可用库存", "free", isNumeric: true), .init("缺货待补", "waiting", isNumeric: true), .init("适用机构", "branches"),
      .init("状态", "standing"), .init("禁发依据", "ground"),
    ], owner: 4)
}
