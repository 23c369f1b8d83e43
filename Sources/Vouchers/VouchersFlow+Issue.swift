import Flows
import Ledger
import Tables
import Values

/// Issue (开证): by the applicant or at the insurer's request, with the premium frozen in funds or in credit. (domain.md 3.2–3.4, B4-1, 2, 10)
extension VouchersFlow {
  func issue(_ instruction: Instruction, _ desk: inout Desk) {
    let fact = instruction.fact
    let missing = fields.instructions.issue.filter { fact.row[$0].isNone }
    guard missing.isEmpty else {
      return desk.reject(
        fact, VoucherReasons.issueIncomplete, missing.map { feeds[fact.feed].schema.fields[$0].header }.joined(separator: "、"))
    }
    guard instruction.receiveBy <= instruction.releaseBy else { return desk.reject(fact, VoucherReasons.deadlinesDisordered) }
    guard !instruction.voucher.isEmpty, instruction.premium > .zero else { return desk.reject(fact, VoucherReasons.issueIncomplete) }
    var voucher = draft(instruction)
    switch StateMachine.answer(.absent, .issue, voucher.timing(instruction.at)) {
    case .issue: break
    default: return desk.reject(fact, VoucherReasons.late, "\(instruction.at) > \(instruction.receiveBy)")
    }
    // Which banks stand behind the two accounts.
    let account = desk.recall(BankAccount.self, instruction.account)
    if terms.keepsFunds {
      guard let account else { return postpone(instruction, VoucherReasons.accountUnknown, instruction.account, &desk) }
      voucher.firstBank = account.bank
      if !terms.knowsPayees { voucher.secondBank = "" }
    } else {
      voucher.secondBank = fact.party
    }
    if terms.knowsPayees {
      guard let payee = desk.recall(BankAccount.self, instruction.payee) else {
        return postpone(instruction, VoucherReasons.payeeUnknown, instruction.payee, &desk)
      }
      voucher.secondBank = payee.bank
    }
    guard isAllowed(instruction, voucher) else { return desk.reject(fact, VoucherReasons.senderNotAllowed, places(instruction, voucher)) }
    guard let insurer = desk.recall(Party.self, voucher.insurer), insurer.roles.contains("insurer") else {
      return postpone(instruction, VoucherReasons.insurerUnknown, voucher.insurer, &desk)
    }
    guard let kind = conditions.kind(of: voucher.product) else {
      return postpone(instruction, VoucherReasons.productUnlisted, voucher.product, &desk)
    }
    voucher.insurance = kind.insurance
    guard agrees(instruction, &voucher, &desk) else { return }
    if terms.keepsFunds, var account {
      if terms.onMismatch == .block, !account.check.isEmpty, account.check != BankAccount.agrees {
        return postpone(instruction, VoucherReasons.accountBlocked, account.check, &desk)
      }
      guard freeze(voucher, &account, fact, &desk) else { return }
    }
    answered(instruction, voucher, &desk)
    step(&voucher, to: .issued, at: instruction.at, by: instruction.number, desk.run)
    keep(voucher, &desk)
    VoucherLine.issued.tell(voucher, about: fact.id, &desk)
    desk.settle(fact, VoucherReasons.given, voucher.key)
  }

  private func draft(_ instruction: Instruction) -> Voucher {
    var voucher = Voucher(number: instruction.voucher)
    voucher.account = instruction.account
    voucher.payee = instruction.payee
    voucher.applicant = instruction.text(fields.instructions.applicant)
    voucher.insurer = instruction.insurer
    voucher.product = instruction.text(fields.instructions.product)
    voucher.frozen = Voucher.Frozen(rawValue: instruction.text(fields.instructions.frozen)) ?? .funds
    voucher.premium = instruction.premium
    voucher.receiveBy = instruction.receiveBy
    voucher.releaseBy = instruction.releaseBy
    voucher.origin = instruction.origin
    voucher.request = instruction.request
    voucher.fact = instruction.fact.id
    return voucher
  }

  /// Waits for what may still come, as long as the voucher could still be received.
  private func postpone(_ instruction: Instruction, _ reason: Reason, _ detail: String, _ desk: inout Desk) {
    if terms.clock(desk.day) > instruction.receiveBy { return desk.reject(instruction.fact, VoucherReasons.late, "\(reason.zh) \(detail)") }
    desk.wait(instruction.fact, reason, detail)
  }

  /// An issue at the insurer's request agrees with it in account, product and premium, and answers it alone.
  private func agrees(_ instruction: Instruction, _ voucher: inout Voucher, _ desk: inout Desk) -> Bool {
    let fact = instruction.fact
    guard instruction.origin == "保险人" || !instruction.request.isEmpty else { return true }
    guard let request = desk.recall(InsurerRequest.self, InsurerRequest.key(voucher.insurer, voucher.request)) else {
      pool(fact, VoucherReasons.requestMissing, voucher.request, &desk)
      return false
    }
    var differences: [String] = []
    if request.premium != voucher.premium { differences.append("保险费 \(request.premium) ≠ \(voucher.premium)") }
    if request.account != voucher.account { differences.append("投保人账号") }
    if request.product != voucher.product { differences.append("产品 \(request.product) ≠ \(voucher.product)") }
    guard differences.isEmpty else {
      desk.reject(fact, VoucherReasons.requestMismatch, differences.joined(separator: "、"))
      return false
    }
    guard request.voucher.isEmpty else {
      desk.reject(fact, VoucherReasons.requestUsed, request.voucher)
      return false
    }
    return true
  }

  private func answered(_ instruction: Instruction, _ voucher: Voucher, _ desk: inout Desk) {
    guard !voucher.request.isEmpty,
      var request = desk.recall(InsurerRequest.self, InsurerRequest.key(voucher.insurer, voucher.request))
    else { return }
    request.voucher = voucher.key
    desk.remember(request)
  }

  /// Freezes the premium, in one kind; false when there is not enough of it.
  private func freeze(_ voucher: Voucher, _ account: inout BankAccount, _ fact: Fact, _ desk: inout Desk) -> Bool {
    let paths = AccountPaths(bank: account.bank, account: account.key)
    let (from, held, to) =
      voucher.frozen == .funds ? (paths.available, paths.frozen, paths.released) : (paths.free, paths.creditFrozen, paths.paid)
    let verdict = desk.books.place(
      Hold(
        reference: VouchersFlow.reference(voucher.key), from: from, held: held, to: to, unit: .cny, amount: voucher.premium.minor,
        due: voucher.receiveBy), kind: "voucher-freeze", cause: voucher.key)
    if case .belowFloor(_, let missing) = verdict {
      desk.reject(
        fact, voucher.frozen == .funds ? VoucherReasons.fundsInsufficient : VoucherReasons.creditInsufficient, "\(Money(minor: missing))")
      return false
    }
    precondition(verdict == .accepted, "a new voucher's freeze is taken or too large: \(verdict)")
    account.move(voucher, .freeze)
    keep(account, &desk)
    return true
  }
}
