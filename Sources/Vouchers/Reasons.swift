package import Tables

/// Why an instruction is refused, waits, or is answered with a notice; each with an exhibit under `samples/`. (domain.md A3, B4)
package enum VoucherReasons {
  // MARK: notices beside what was done

  package static let given = Reason(
    "voucher-given", zh: "凭证已开立", en: "the voucher was issued", remedyZh: "后续指令填写此凭证号",
    remedyEn: "name this voucher number in later instructions")
  package static let same = Reason(
    "voucher-same", zh: "凭证已处理，沿用首次结果", en: "done before: the first result stands", remedyZh: "无需处理", remedyEn: "nothing to do")
  package static let afterRelease = Reason(
    "voucher-after-release", zh: "凭证已解付，不再退回", en: "the voucher was paid and is not returned",
    remedyZh: "通过批改或退保办理退费", remedyEn: "have the premium refunded by an endorsement or a cancellation")
  package static let conditionsUnmet = Reason(
    "conditions-unmet", zh: "解付条件不满足", en: "the release conditions are not met",
    remedyZh: "核对保单、金额与承保状态；已失效的凭证需重新开证", remedyEn: "check policy, amount and status; a voucher that became invalid is issued anew")
  package static let frozenDiffers = Reason(
    "frozen-differs", zh: "冻结余额不符", en: "the bank's frozen total is not ours",
    remedyZh: "与银行逐笔核对冻结凭证，见账户对账单", remedyEn: "compare the frozen vouchers with the bank; see the account statement")
  package static let fundsDiffer = Reason(
    "funds-differ", zh: "账户余额不符", en: "the bank's balance is not ours",
    remedyZh: "与银行核对存入、支取与还款，见账户对账单", remedyEn: "compare deposits, withdrawals and repayments with the bank; see the account statement")

  // MARK: what waits

  package static let waitsForReceipt = Reason(
    "voucher-not-received", zh: "凭证尚未收证", en: "the voucher was not received yet",
    remedyZh: "由第二银行在收证期限内收证；届时自动处理", remedyEn: "have the second bank receive it in time; it is taken up then")
  package static let accountUnknown = Reason(
    "account-unknown", zh: "账号未登记", en: "the account is not known", remedyZh: "由开户银行报送账户余额；每晚自动重试",
    remedyEn: "have its bank send the account; it is tried again every night")
  package static let payeeUnknown = Reason(
    "payee-unknown", zh: "收款账号未登记", en: "the payee's account is not known", remedyZh: "由收款银行报送账户余额；每晚自动重试",
    remedyEn: "have the payee's bank send the account; it is tried again every night")
  package static let insurerUnknown = Reason(
    "insurer-unknown", zh: "保险人未登记", en: "the insurer is not registered", remedyZh: "由平台登记该保险人，或更正编号；每晚自动重试",
    remedyEn: "have the platform register the insurer, or correct its number; it is tried again every night")
  package static let productUnlisted = Reason(
    "product-unlisted", zh: "产品不在凭证险种表中", en: "the product is not in the table of kinds",
    remedyZh: "在 vouchers/rules/kinds 中登记该产品；每晚自动重试", remedyEn: "enter the product in vouchers/rules/kinds; it is tried again every night")
  package static let accountBlocked = Reason(
    "account-blocked", zh: "账户对账不符，暂停开证", en: "the account does not agree with its bank: no vouchers are issued on it",
    remedyZh: "与银行核对一致后自动恢复", remedyEn: "agree with the bank; it goes on by itself then")
  package static let conditionsUnclear = Reason(
    "conditions-unclear", zh: "解付条件表无法判定", en: "the table of conditions cannot say",
    remedyZh: "修正 vouchers/rules/conditions；每晚自动重试", remedyEn: "correct vouchers/rules/conditions; it is tried again every night")

  // MARK: kept for a while, then refused

  package static let voucherUnknown = Reason(
    "voucher-unknown", zh: "没有此凭证", en: "there is no such voucher", remedyZh: "核对凭证号；开证成功后重报",
    remedyEn: "check the number, and send it again once the voucher is issued")
  package static let requestMissing = Reason(
    "insurer-request-missing", zh: "没有对应的保险人请求", en: "there is no such request of the insurer",
    remedyZh: "由保险人报送请求，并填写其请求号", remedyEn: "have the insurer send its request, and name its number")

  // MARK: refused

  package static let senderNotAllowed = Reason(
    "sender-not-allowed", zh: "该参与方无权发送此指令", en: "this party may not send this instruction",
    remedyZh: "由 senders 表允许的一方发送", remedyEn: "have a party send it that the table of senders allows")
  package static let issueIncomplete = Reason(
    "issue-incomplete", zh: "开证要素不全", en: "an issue lacks what it must have", remedyZh: "补全所列各项后重报",
    remedyEn: "fill the columns named and send it again")
  package static let deadlinesDisordered = Reason(
    "deadlines-disordered", zh: "收证期限晚于解付期限", en: "the deadline of receipt is behind that of release",
    remedyZh: "更正期限后重报", remedyEn: "correct the deadlines and send it again")
  package static let fundsInsufficient = Reason(
    "funds-insufficient", zh: "资金不足", en: "not enough funds", remedyZh: "存入差额，或以授信另行开证",
    remedyEn: "deposit what is missing, or issue on credit")
  package static let creditInsufficient = Reason(
    "credit-insufficient", zh: "授信额度不足", en: "not enough credit", remedyZh: "还款或提高额度，或以资金另行开证",
    remedyEn: "repay or raise the limit, or issue on funds")
  package static let requestMismatch = Reason(
    "insurer-request-mismatch", zh: "与保险人请求不符", en: "it does not agree with the insurer's request",
    remedyZh: "按请求的保险费、账号与产品重新开证", remedyEn: "issue with the premium, account and product of the request")
  package static let requestUsed = Reason(
    "insurer-request-used", zh: "该保险人请求已开证", en: "a voucher was issued on this request before", remedyZh: "核对请求号",
    remedyEn: "check the number of the request")
  package static let exists = Reason(
    "voucher-exists", zh: "凭证号已存在", en: "a voucher of this number exists", remedyZh: "核对凭证号与指令号",
    remedyEn: "check the voucher's and the instruction's number")
  package static let late = Reason(
    "late-instruction", zh: "迟到指令", en: "the instruction is late", remedyZh: "凭证按期失效；如仍需投保请重新开证",
    remedyEn: "the voucher runs out as it was due; issue a new one if it is still wanted")
  package static let ended = Reason(
    "voucher-ended", zh: "凭证已失效", en: "the voucher is invalid", remedyZh: "如仍需投保请重新开证", remedyEn: "issue a new one if it is still wanted")
  package static let policyMissing = Reason(
    "release-without-policy", zh: "申请解付未列保单号", en: "a release names no policy", remedyZh: "填写保单号后重报",
    remedyEn: "name the policies and send it again")
  package static let accountOfOtherBank = Reason(
    "account-of-other-bank", zh: "账号属于另一银行", en: "the account is another bank's", remedyZh: "核对账号",
    remedyEn: "check the number of the account")
  package static let movementOverBalance = Reason(
    "movement-over-balance", zh: "支取、还款或额度调整超出账户余额", en: "it takes more than the account holds free",
    remedyZh: "核对该日存入、支取、还款与额度，含被凭证冻结的部分", remedyEn: "check the day's movements and the limit; what vouchers froze is not free")

  package static let all = [
    given, same, afterRelease, conditionsUnmet, frozenDiffers, fundsDiffer, waitsForReceipt, accountUnknown, payeeUnknown, insurerUnknown,
    productUnlisted, accountBlocked, conditionsUnclear, voucherUnknown, requestMissing, senderNotAllowed, issueIncomplete,
    deadlinesDisordered, fundsInsufficient, creditInsufficient, requestMismatch, requestUsed, exists, late, ended, policyMissing,
    accountOfOtherBank, movementOverBalance,
  ]
}
