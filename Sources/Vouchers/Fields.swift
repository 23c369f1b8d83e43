import Flows
import Tables
import Values

/// Where the fields of the four feeds stand in their schemas. A feeds file that no longer declares one is a wrong setting.
struct VoucherFields: Sendable {
  struct Accounts: Sendable {
    let account, holder, day, funds, limit, frozen, deposit, withdrawal, frozenCredit, drawn, repaid: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      account = try find("account")
      holder = try find("holder")
      day = try find("day")
      funds = try find("funds")
      limit = try find("limit")
      frozen = try find("frozen")
      deposit = try find("deposit")
      withdrawal = try find("withdrawal")
      frozenCredit = try find("frozen-credit")
      drawn = try find("drawn")
      repaid = try find("repaid")
    }
  }

  struct Requests: Sendable {
    let number, account, product, premium: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      number = try find("request")
      account = try find("account")
      product = try find("product")
      premium = try find("premium")
    }
  }

  struct Confirmations: Sendable {
    let policy, product, premium, status, signed: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      policy = try find("policy")
      product = try find("product")
      premium = try find("premium")
      status = try find("status")
      signed = try find("signed")
    }
  }

  struct Instructions: Sendable {
    let number, act, origin, at, voucher, applicant, insurer, account, frozen, premium, product, payee, receiveBy, releaseBy, request,
      policies: Int

    init(_ find: (String) throws(Fault) -> Int) throws(Fault) {
      number = try find("instruction")
      act = try find("act")
      origin = try find("origin")
      at = try find("at")
      voucher = try find("voucher")
      applicant = try find("applicant")
      insurer = try find("insurer")
      account = try find("account")
      frozen = try find("frozen-kind")
      premium = try find("premium")
      product = try find("product")
      payee = try find("payee-account")
      receiveBy = try find("receive-by")
      releaseBy = try find("release-by")
      request = try find("request")
      policies = try find("policies")
    }

    /// What only an issue must have, for naming what is missing.
    var issue: [Int] { [applicant, insurer, account, frozen, premium, product, payee, receiveBy, releaseBy] }
  }

  let accounts: Accounts
  let requests: Requests
  let confirmations: Confirmations
  let instructions: Instructions

  /// The feeds in the flow's order.
  static let feeds = ["accounts", "insurer-requests", "insurance-confirmations", "voucher-instructions"]

  init(_ feeds: [Feed], _ settings: Setting) throws(Fault) {
    func find(_ feed: Int) -> (String) throws(Fault) -> Int {
      let declared = DeclaredFields(feeds[feed], settings)
      return { name throws(Fault) in try declared.index(of: name) }
    }
    accounts = try Accounts(find(0))
    requests = try Requests(find(1))
    confirmations = try Confirmations(find(2))
    instructions = try Instructions(find(3))
  }
}

/// One row of `voucher-instructions`, by name.
struct Instruction {
  let fact: Fact
  let fields: VoucherFields.Instructions

  func text(_ field: Int) -> String { fact.row.text(field) ?? "" }
  var number: String { text(fields.number) }
  var act: Act { Act(rawValue: text(fields.act)) ?? .issue }
  var origin: String { text(fields.origin) }
  var at: Moment { fact.row.moment(fields.at) ?? Moment(seconds: 0) }
  var account: String { text(fields.account) }
  var payee: String { text(fields.payee) }
  var insurer: String { text(fields.insurer) }
  var request: String { text(fields.request) }
  var premium: Money { fact.row.money(fields.premium) ?? .zero }
  var receiveBy: Moment { fact.row.moment(fields.receiveBy) ?? Moment(seconds: 0) }
  var releaseBy: Moment { fact.row.moment(fields.releaseBy) ?? Moment(seconds: 0) }
  var policies: [String] { Voucher.policies(in: text(fields.policies)) }

  /// The voucher it speaks of. An issue's number is given here: PZ-<issuing party>-<its instruction number>, unique because instruction numbers
  /// are, the same however often it is computed, and known to its sender before the night, so that issue, receipt and release may come together.
  /// Where the first server stands elsewhere, its number comes with the row.
  var voucher: String {
    let given = text(fields.voucher)
    return act == .issue && given.isEmpty ? "PZ-\(fact.party)-\(number)" : given
  }
}
