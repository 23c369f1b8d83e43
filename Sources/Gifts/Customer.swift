package import Flows
package import Tables
package import Values

/// A policyholder (购买车险的用户), known from policies alone: by 证件号码, or by the policy where the list names none. Gifts may be stopped and
/// resumed. (domain.md 1.4, 1.11)
package struct Customer: Remembered {
  package static let kind = "customer"
  package static let width = 6

  package var key: String
  package var name = ""
  package var mobile = ""
  package var isStopped = false
  package var reason = ""
  package var since: Day?

  package init(_ key: String) { self.key = key }

  package static func key(_ policy: Policy) -> String { policy.insured.identity.isEmpty ? "保单\(policy.key)" : policy.insured.identity }

  package init(key: String, rows: Batch) {
    self.key = key
    name = rows[0].text(0) ?? ""
    mobile = rows[0].text(1) ?? ""
    isStopped = rows[0].text(2) == "停发"
    reason = rows[0].text(3) ?? ""
    since = rows[0].date(4)
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    if !name.isEmpty { rows.set(0, 0, text: name) }
    if !mobile.isEmpty { rows.set(0, 1, text: mobile) }
    rows.set(0, 2, text: isStopped ? "停发" : "正常")
    if !reason.isEmpty { rows.set(0, 3, text: reason) }
    if let since { rows.set(0, 4, .date(since)) }
  }

  package static let register = StateKind(
    kind, query: "customers", keyTitle: "客户", keyPersonal: "id-card",
    fields: [
      Field(name: "name", header: "姓名", kind: .text, personal: "name"),
      Field(name: "mobile", header: "手机", kind: .id, personal: "mobile"), Field(name: "status", header: "状态", kind: .text),
      Field(name: "reason", header: "原因", kind: .text), Field(name: "since", header: "状态日期", kind: .date),
      Field(name: "spare", header: "备用", kind: .text),
    ])
}

/// A way to find a policy: its plate, its holder's 证件号码 or 手机. One entry a policy and way, grouped by what is looked for, so that nothing is
/// read to write it and a fleet of any size stays cheap. Handed back to the flow it has the policy judged again. (domain.md 1.3)
package struct PolicyKey: Remembered {
  package static let kind = "policy-key"
  package static let width = 1

  package var key: String
  package var policy: String

  package init(_ way: String, _ value: String, policy: String) {
    key = "\(PolicyKey.group(way, value))\t\(policy)"
    self.policy = policy
  }

  package static func group(_ way: String, _ value: String) -> String { "\(way):\(value)" }

  package init(key: String, rows: Batch) {
    self.key = key
    policy = rows[0].text(0) ?? ""
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: policy)
  }
}

/// A gift a provider still has to send or to let be used: listed when the provider is suspended. Grouped by the provider. (domain.md 1.21)
package struct OpenGift: Remembered {
  package static let kind = "open-gift"
  package static let width = 2

  package var key: String
  package var policy: String
  package var gift: String

  package static func key(_ provider: String, _ policy: String, _ gift: String) -> String { "\(provider)\t\(policy)\t\(gift)" }

  package init(provider: String, policy: String, gift: String) {
    key = OpenGift.key(provider, policy, gift)
    self.policy = policy
    self.gift = gift
  }

  package init(key: String, rows: Batch) {
    self.key = key
    policy = rows[0].text(0) ?? ""
    gift = rows[0].text(1) ?? ""
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: policy)
    rows.set(0, 1, text: gift)
  }
}
