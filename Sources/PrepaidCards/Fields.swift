import Flows
import Tables
import Values

/// Where the fields of the four feeds stand in their schemas. A feeds file that no longer declares one is a wrong setting.
struct CardFields: Sendable {
  struct Orders: Sendable {
    let order, account, kind, named, amount, gift, bought, insurer, uses, discount, until: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      order = try find("order")
      account = try find("account")
      kind = try find("kind")
      named = try find("named")
      amount = try find("amount")
      gift = try find("gift")
      bought = try find("bought")
      insurer = try find("insurer")
      uses = try find("uses")
      discount = try find("discount")
      until = try find("until")
    }
  }

  struct Policies: Sendable {
    let card, account, policy, from, to, sum, premium, deductible: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      card = try find("sub-card")
      account = try find("account")
      policy = try find("policy")
      from = try find("from")
      to = try find("to")
      sum = try find("sum")
      premium = try find("premium")
      deductible = try find("deductible")
    }
  }

  struct Transactions: Sendable {
    let serial, terminal, batch, account, at, act, amount, card, balance, uses, originalTerminal, originalBatch, originalSerial: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      serial = try find("serial")
      terminal = try find("terminal")
      batch = try find("batch")
      account = try find("account")
      at = try find("at")
      act = try find("act")
      amount = try find("amount")
      card = try find("sub-card")
      balance = try find("balance")
      uses = try find("uses")
      originalTerminal = try find("original-terminal")
      originalBatch = try find("original-batch")
      originalSerial = try find("original-serial")
    }
  }

  struct Claims: Sendable {
    let claim, account, reason, at: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      claim = try find("claim")
      account = try find("account")
      reason = try find("reason")
      at = try find("at")
    }
  }

  let orders: Orders
  let policies: Policies
  let transactions: Transactions
  let claims: Claims

  /// The feeds in the flow's order: the four stages issuing, insuring, processing, claims. (domain.md 2.1)
  static let feeds = ["card-orders", "card-policies", "card-transactions", "card-claims"]

  init(_ feeds: [Feed], _ settings: Setting) throws(Fault) {
    func find(_ feed: Int) -> (String) throws(Fault) -> Int {
      let declared = DeclaredFields(feeds[feed], settings)
      return { name throws(Fault) in try declared.index(of: name) }
    }
    orders = try Orders(find(0))
    policies = try Policies(find(1))
    transactions = try Transactions(find(2))
    claims = try Claims(find(3))
  }
}
