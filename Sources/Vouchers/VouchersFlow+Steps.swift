import Flows
import Ledger
import Tables
import Values

/// What the table of states answers is done here: receipt, return, release, and what a night lets pass. (domain.md 3.5–3.14, B4-3 … B4-9)
extension VouchersFlow {
  func instruct(_ instruction: Instruction, _ desk: inout Desk) {
    let fact = instruction.fact
    let known = desk.recall(Voucher.self, instruction.voucher)
    guard let voucher = known else {
      if instruction.act == .issue { return issue(instruction, &desk) }
      return pool(fact, VoucherReasons.voucherUnknown, instruction.voucher, &desk)
    }
    guard isAllowed(instruction, voucher) else { return desk.reject(fact, VoucherReasons.senderNotAllowed, places(instruction, voucher)) }
    let first = "\(voucher.lastEvent.standing.title) \(voucher.lastEvent.at)"
    switch StateMachine.answer(voucher.standing, instruction.act, voucher.timing(instruction.at)) {
    case .receive: receive(voucher, instruction, &desk)
    case .cancel: cancel(voucher, instruction, &desk)
    case .request: request(voucher, instruction, &desk)
    case .same: desk.settle(fact, VoucherReasons.same, first)
    case .afterRelease: desk.settle(fact, VoucherReasons.afterRelease, first)
    case .late: desk.reject(fact, VoucherReasons.late, late(voucher, instruction))
    case .ended: desk.reject(fact, VoucherReasons.ended, "\(first) \(voucher.lastEvent.ending?.rawValue ?? "")")
    case .waitForReceipt: desk.wait(fact, VoucherReasons.waitsForReceipt, voucher.key)
    case .exists: desk.reject(fact, VoucherReasons.exists, first)
    case .issue, .unknown, .lapse, .recheck, .nothing: preconditionFailure("no instruction to a voucher that stands is answered so")
    }
  }

  private func late(_ voucher: Voucher, _ instruction: Instruction) -> String {
    let deadline = instruction.act == .receive ? voucher.receiveBy : voucher.releaseBy
    let passed = voucher.lastEvent.ending.map { " \($0.rawValue)" } ?? ""
    return "\(instruction.at)，期限 \(deadline)\(passed)"
  }

  // MARK: who

  private func held(_ instruction: Instruction, _ voucher: Voucher) -> [String] {
    senders.places(of: instruction.fact.party, firstBank: voucher.firstBank, secondBank: voucher.secondBank, insurer: voucher.insurer)
  }

  func isAllowed(_ instruction: Instruction, _ voucher: Voucher) -> Bool {
    senders.may(held(instruction, voucher), send: instruction.act, origin: instruction.origin)
  }

  func places(_ instruction: Instruction, _ voucher: Voucher) -> String {
    "\(instruction.act.rawValue) \(held(instruction, voucher).joined(separator: "、"))"
  }

  /// Keeps what names something unknown for so many business days, then rejects it. (domain.md B4-9)
  func pool(_ fact: Fact, _ reason: Reason, _ detail: String, _ desk: inout Desk) {
    if desk.day - fact.since < terms.poolDays { desk.wait(fact, reason, detail) } else { desk.reject(fact, reason, detail) }
  }

  // MARK: steps

  func step(
    _ voucher: inout Voucher, to standing: Standing, at moment: Moment, by instruction: String, _ run: RunName, _ ending: Ending? = nil,
    _ detail: String = ""
  ) {
    voucher.events.append(
      .init(standing: standing, at: moment, instruction: instruction, run: "\(run)", ending: ending, detail: detail))
  }

  private func receive(_ known: Voucher, _ instruction: Instruction, _ desk: inout Desk) {
    var voucher = known
    step(&voucher, to: .received, at: instruction.at, by: instruction.number, desk.run)
    keep(voucher, &desk)
    desk.settle(instruction.fact)
  }

  private func cancel(_ known: Voucher, _ instruction: Instruction, _ desk: inout Desk) {
    end(known, .returned, at: instruction.at, by: instruction.number, "", about: instruction.fact.id, &desk)
    desk.settle(instruction.fact)
  }

  private func request(_ known: Voucher, _ instruction: Instruction, _ desk: inout Desk) {
    let fact = instruction.fact
    guard !instruction.policies.isEmpty else { return desk.reject(fact, VoucherReasons.policyMissing) }
    var voucher = known
    voucher.policies = instruction.policies
    let outcome = conditions.check(voucher, on: desk.day, desk)
    // A table that cannot say is not the applicant's fault: nothing is lost by it.
    if case .unclear(let why) = outcome {
      return terms.clock(desk.day) > voucher.releaseBy
        ? desk.reject(fact, VoucherReasons.conditionsUnclear, why) : desk.wait(fact, VoucherReasons.conditionsUnclear, why)
    }
    if voucher.standing != .requested { step(&voucher, to: .requested, at: instruction.at, by: instruction.number, desk.run) }
    switch outcome {
    case .met(let rule):
      release(voucher, at: instruction.at, by: instruction.number, rule, about: fact.id, &desk)
      desk.settle(fact)
    case .unmet(let why):
      if terms.onUnmet == .expire {
        end(voucher, .unmet, at: instruction.at, by: instruction.number, why, about: fact.id, &desk)
      } else {
        keep(voucher, &desk)
      }
      desk.settle(fact, VoucherReasons.conditionsUnmet, why)
    case .unclear: break
    }
  }

  /// A night that passes: a deadline behind it, a request to look at again, a warning to give. (domain.md 3.6, 3.10)
  func pass(_ known: Voucher, _ desk: inout Desk) {
    var voucher = known
    let clock = terms.clock(desk.day)
    switch StateMachine.answer(voucher.standing, .night, voucher.timing(clock)) {
    case .lapse:
      // A request in time is looked at once more before its time is over.
      if voucher.standing == .requested {
        if case .met(let rule) = conditions.check(voucher, on: desk.day, desk) {
          return release(voucher, at: voucher.releaseBy, by: "", rule, about: voucher.fact, &desk)
        }
        return lapse(voucher, .stillUnmet, &desk)
      }
      lapse(voucher, voucher.standing == .issued ? .notReceived : .notRequested, &desk)
    case .recheck:
      if case .met(let rule) = conditions.check(voucher, on: desk.day, desk) {
        return release(voucher, at: .end(of: desk.day), by: "", rule, about: voucher.fact, &desk)
      }
      warn(&voucher, "解付条件尚不满足", &desk)
      keep(voucher, &desk)
    default:
      warn(&voucher, voucher.standing == .issued ? "尚未收证" : "尚未申请解付", &desk)
      keep(voucher, &desk)
    }
  }

  private func lapse(_ voucher: Voucher, _ ending: Ending, _ desk: inout Desk) {
    // The first second that is too late.
    let moment = Moment(seconds: voucher.deadline.seconds + 1)
    end(voucher, ending, at: moment, by: "", "", about: voucher.fact, &desk)
  }

  /// Tells both banks, once a deadline, that money will be lost by it. (domain.md E23)
  private func warn(_ voucher: inout Voucher, _ what: String, _ desk: inout Desk) {
    guard terms.warnDays > 0, voucher.warned != voucher.deadline, terms.warning(voucher.deadline) <= .end(of: desk.day) else { return }
    voucher.warned = voucher.deadline
    VoucherLine.warning.tell(voucher, about: voucher.fact, reason: what, &desk)
  }

  // MARK: ends

  private func release(
    _ known: Voucher, at moment: Moment, by instruction: String, _ rule: String, about fact: Int64, _ desk: inout Desk
  ) {
    var voucher = known
    step(&voucher, to: .released, at: moment, by: instruction, desk.run, nil, rule)
    if terms.keepsFunds {
      let reference = VouchersFlow.reference(voucher.key)
      let verdict = desk.books.post(
        hold: reference, as: Reference(reference.text + "/release"), kind: "voucher-release", cause: voucher.key)
      precondition(verdict == .accepted, "an open voucher's freeze can be paid: \(verdict)")
      move(voucher, .pay, &desk)
    }
    keep(voucher, &desk)
    VoucherLine.release.tell(voucher, about: fact, &desk)
  }

  private func end(
    _ known: Voucher, _ ending: Ending, at moment: Moment, by instruction: String, _ detail: String, about fact: Int64, _ desk: inout Desk
  ) {
    var voucher = known
    step(&voucher, to: ending.standing, at: moment, by: instruction, desk.run, ending, detail)
    if terms.keepsFunds {
      let hold = VouchersFlow.reference(voucher.key)
      let reference = Reference(hold.text + "/return")
      let verdict =
        ending.standing == .lapsed
        ? desk.books.expire(hold: hold, at: moment, as: reference, kind: "voucher-lapse", cause: voucher.key)
        : desk.books.void(hold: hold, as: reference, kind: "voucher-return", cause: voucher.key)
      precondition(verdict == .accepted, "an open voucher's freeze can be undone: \(verdict)")
      move(voucher, .unfreeze, &desk)
    }
    keep(voucher, &desk)
    VoucherLine.returned.tell(voucher, about: fact, &desk)
  }

  private func move(_ voucher: Voucher, _ movement: BankAccount.Movement, _ desk: inout Desk) {
    guard var account = desk.recall(BankAccount.self, voucher.account) else {
      preconditionFailure("a voucher's account was opened before it")
    }
    account.move(voucher, movement)
    keep(account, &desk)
  }

  func keep(_ account: BankAccount, _ desk: inout Desk) {
    precondition(account.foots, "account \(account.key): available + frozen + released is not opening + deposits, or credit not its limit")
    desk.remember(account, group: account.bank)
  }
}

extension BankAccount {
  enum Movement { case freeze, pay, unfreeze }

  /// The same as the entry in the books, on the account's own figures.
  mutating func move(_ voucher: Voucher, _ movement: Movement) {
    let amount = voucher.premium
    switch (voucher.frozen, movement) {
    case (.funds, .freeze): (available, frozen) = (available - amount, frozen + amount)
    case (.funds, .pay): (frozen, released) = (frozen - amount, released + amount)
    case (.funds, .unfreeze): (available, frozen) = (available + amount, frozen - amount)
    case (.credit, .freeze): (free, creditFrozen) = (free - amount, creditFrozen + amount)
    case (.credit, .pay): (creditFrozen, drawn) = (creditFrozen - amount, drawn + amount)
    case (.credit, .unfreeze): (free, creditFrozen) = (free + amount, creditFrozen - amount)
    }
  }
}
