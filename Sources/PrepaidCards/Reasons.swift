package import Tables

/// Why a row of the cards' feeds is refused, waits, or is answered with a notice; each with an exhibit under `samples/`. (domain.md A2, B3)
package enum CardReasons {
  // MARK: notices beside what was done

  package static let tinyRemainder = Reason(
    "card-remainder-tiny", zh: "多余金额很小，已单独设卡", en: "the remainder is tiny and has a card of its own", remedyZh: "核对购卡金额；无误则无需处理",
    remedyEn: "check the amount that was ordered; if it is right there is nothing to do")
  package static let balanceDiffers = Reason(
    "balance-differs", zh: "余额不符", en: "the balance told is not ours", remedyZh: "与平台逐笔核对该卡流水；核对一致或审批通过前暂停赔付",
    remedyEn: "compare the card's movements with the platform; its claims stand still until they agree or the flag is approved")
  package static let premiumDiffers = Reason(
    "premium-differs", zh: "保费与核算不符", en: "the premium is not ours", remedyZh: "按核算保费结算；核对保险金额、期间与费率表",
    remedyEn: "ours is settled; compare sum insured, term and the table of rates")
  package static let nothingLeft = Reason(
    "claim-nothing-left", zh: "申请时无可退本金，不予支付", en: "no principal was left: the claim is closed and nothing paid", remedyZh: "无需处理；明细见赔付计算书",
    remedyEn: "nothing to do; the claim sheet shows every movement")

  // MARK: what waits

  package static let accountUnknown = Reason(
    "card-account-unknown", zh: "网络账户未开卡", en: "no card was opened under this account", remedyZh: "由发卡方报送购卡订单；届时自动处理，逾期拒绝",
    remedyEn: "have the issuer send the order; it is taken up then, and refused when it waited too long")
  package static let originalUnknown = Reason(
    "original-unknown", zh: "原交易未入账", en: "the original transaction is not booked", remedyZh: "补报原交易，或更正原流水号；届时自动处理，逾期拒绝",
    remedyEn: "send the original, or correct its number; it is taken up then, and refused when it waited too long")
  package static let kindUnlisted = Reason(
    "card-rule-missing", zh: "卡种、限额或费率表中没有对应规则", en: "the tables of kinds, limits or premium have no rule for it",
    remedyZh: "在 cards/rules 的 kinds、limits、premium 中补充；每晚自动重试",
    remedyEn: "add a rule to kinds, limits or premium under cards/rules; it is tried again every night")
  package static let insurerUnknown = Reason(
    "card-insurer-unknown", zh: "保险公司未登记", en: "the insurer is not registered", remedyZh: "由平台登记该保险公司，或更正编号；每晚自动重试",
    remedyEn: "have the platform register the insurer, or correct its number; it is tried again every night")
  package static let claimWaits = Reason(
    "claim-waiting", zh: "赔付等待期，等候迟到流水", en: "the claim waits for late transactions", remedyZh: "等待期满自动处理",
    remedyEn: "it is taken up when its days of waiting are over")
  package static let claimBlocked = Reason(
    "claim-blocked", zh: "余额不符未解决，暂停赔付", en: "the card is flagged for its balance: the claim stands still",
    remedyZh: "核对流水使余额一致，或由平台以审批（对象 flag）放行", remedyEn: "make the balances agree, or have the platform approve the flag")
  package static let uninsured = Reason(
    "claim-uninsured", zh: "申请时没有有效保单", en: "no policy was in force", remedyZh: "由保险公司报送保单；届时自动处理，逾期拒绝",
    remedyEn: "have the insurer send the policy; it is taken up then, and refused when it waited too long")
  package static let reasonUnlisted = Reason(
    "claim-reason-unlisted", zh: "赔付原因代码不在表中", en: "the claim's reason is not in the table", remedyZh: "更正原因代码，或在 claim-reasons 中补充；每晚自动重试",
    remedyEn: "correct the code, or add it to claim-reasons; it is tried again every night")

  // MARK: refused

  package static let ofAnother = Reason(
    "card-of-another", zh: "该账户属于其他发卡方或保险公司", en: "the account is another issuer's or insurer's", remedyZh: "核对网络账户",
    remedyEn: "check the account's number")
  package static let orderDiffers = Reason(
    "card-order-differs", zh: "与该账户首张订单的卡种、记名、保险公司或折扣不一致", en: "the order's kind, name, insurer or discount is not the account's",
    remedyZh: "更正订单，或使用新的网络账户", remedyEn: "correct the order, or use a new account")
  package static let incomplete = Reason(
    "card-row-incomplete", zh: "该卡种或交易类型必填的栏目为空", en: "a column this kind of card or transaction needs is blank", remedyZh: "补填所列栏目后重报",
    remedyEn: "fill the columns named and send the row again")
  package static let insufficient = Reason(
    "balance-insufficient", zh: "余额不足，未扣款", en: "the balance is insufficient: nothing was taken", remedyZh: "核对该卡流水与充值；从不部分扣款",
    remedyEn: "check the card's movements; there is no partial debit")
  package static let overRefund = Reason(
    "refund-over-payment", zh: "退款超额", en: "refunds would be above the payment", remedyZh: "核对原交易及已退金额",
    remedyEn: "check the payment and what was refunded of it")
  package static let originalVoided = Reason(
    "original-voided", zh: "原交易已撤销", en: "the original was voided", remedyZh: "无需退货；每笔交易只撤销一次",
    remedyEn: "there is nothing to refund; a transaction is voided once")
  package static let originalRefunded = Reason(
    "original-refunded", zh: "原交易已部分退货，不能撤销", en: "part of the original was refunded: it cannot be voided", remedyZh: "其余部分请以退货处理",
    remedyEn: "refund the rest")
  package static let cardLost = Reason(
    "card-lost", zh: "卡已挂失", en: "the card is reported lost", remedyZh: "解挂后处理", remedyEn: "have the card found first")
  package static let claimed = Reason(
    "card-claimed", zh: "卡已赔付", en: "the card was indemnified and is closed", remedyZh: "赔付时间之后的交易不再受理；核对交易时间",
    remedyEn: "nothing after the claim's time is taken; check the transaction's time")
  package static let subCardUnknown = Reason(
    "sub-card-unknown", zh: "没有此子卡", en: "there is no such sub-card", remedyZh: "核对子卡号", remedyEn: "check the sub-card's number")
  package static let amountDiffers = Reason(
    "void-amount-differs", zh: "撤销金额与原交易不一致", en: "the amount is not the original's", remedyZh: "撤销须为全额；部分退回请以退货处理",
    remedyEn: "a void is of the whole amount; refund a part instead")
  package static let notForKind = Reason(
    "not-for-kind", zh: "该卡种不支持此交易", en: "this kind of card does not know such a transaction", remedyZh: "核对卡种与交易类型",
    remedyEn: "check the kind of card and the transaction type")
  package static let known = Reason(
    "transaction-known", zh: "流水已在册", en: "the transaction is on record", remedyZh: "无需重报；内容不同请换流水号",
    remedyEn: "do not send it again; other content needs another number")
  package static let policyTerm = Reason(
    "policy-term-wrong", zh: "终保日期早于起保日期", en: "the policy ends before it begins", remedyZh: "更正保单期间", remedyEn: "correct the policy's term"
  )
  package static let notCovered = Reason(
    "claim-not-covered", zh: "赔付原因不在承保范围", en: "the reason is not covered", remedyZh: "见 claim-reasons 表",
    remedyEn: "see the table claim-reasons")
  package static let claimAgain = Reason(
    "claim-again", zh: "重复赔付申请", en: "the card was claimed before", remedyZh: "每张预付卡只赔付一次", remedyEn: "a prepaid card is indemnified once")

  package static let all = [
    tinyRemainder, balanceDiffers, premiumDiffers, nothingLeft, accountUnknown, originalUnknown, kindUnlisted, insurerUnknown, claimWaits,
    claimBlocked, uninsured, reasonUnlisted, ofAnother, orderDiffers, incomplete, insufficient, overRefund, originalVoided,
    originalRefunded, cardLost, claimed, subCardUnknown, amountDiffers, notForKind, known, policyTerm, notCovered, claimAgain,
  ]

  /// What a movement that was not booked is answered.
  static func reason(_ verdict: Movement.Verdict) -> Reason? {
    switch verdict {
    case .booked: nil
    case .insufficient: insufficient
    case .overRefund: overRefund
    case .originalUnknown: originalUnknown
    case .originalVoided: originalVoided
    case .originalRefunded: originalRefunded
    case .lost: cardLost
    case .claimed: claimed
    case .cardUnknown: subCardUnknown
    case .amountDiffers: amountDiffers
    case .notForKind: notForKind
    }
  }
}
