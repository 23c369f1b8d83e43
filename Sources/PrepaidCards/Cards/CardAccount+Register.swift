package import Flows
import Tables

/// The register of all sub-cards: a row each, what holds for the whole account beside its first. (domain.md 2.10, `settle query cards`)
extension CardAccount {
  package static let register = StateKind(
    kind, query: "cards", keyTitle: "网络账户", listing: .all,
    fields: Column.allCases.map { column in
      switch column {
      case .card: Field(name: "sub-card", header: "子卡号", kind: .id)
      case .amount: Field(name: "amount", header: "卡金额", kind: .money)
      case .gift: Field(name: "gift", header: "赠送金额", kind: .money)
      case .balance: Field(name: "balance", header: "余额", kind: .money)
      case .uses: Field(name: "uses", header: "剩余次数", kind: .integer)
      case .principal: Field(name: "principal", header: "可退本金", kind: .money)
      case .status: Field(name: "status", header: "状态", kind: .text)
      case .kind: Field(name: "kind", header: "卡种", kind: .text)
      case .named: Field(name: "named", header: "记名", kind: .boolean)
      case .insurer: Field(name: "insurer", header: "保险公司", kind: .id)
      case .at: Field(name: "as-of", header: "截止时间", kind: .datetime)
      case .insured: Field(name: "insured", header: "保险金额", kind: .money)
      case .policy: Field(name: "policy", header: "保单号", kind: .id)
      case .issuer: Field(name: "issuer", header: "发卡方", kind: .id)
      case .order: Field(name: "order", header: "订单号", kind: .id)
      case .ordered: Field(name: "ordered", header: "购卡日期", kind: .date)
      case .until: Field(name: "until", header: "有效期", kind: .date)
      case .discount: Field(name: "discount", header: "折扣", kind: .rate)
      case .face: Field(name: "face", header: "面值合计", kind: .money)
      case .toppedUp: Field(name: "topped-up", header: "充值合计", kind: .money)
      case .spent: Field(name: "spent", header: "消费合计", kind: .money)
      case .refunded: Field(name: "refunded", header: "退货合计", kind: .money)
      case .claimed: Field(name: "claimed", header: "赔付转出", kind: .money)
      case .adjusted: Field(name: "adjusted", header: "调整合计", kind: .money)
      case .check: Field(name: "check", header: "核对", kind: .text)
      case .difference: Field(name: "difference", header: "核对差额", kind: .money)
      case .strategy: Field(name: "strategy", header: "余额算法", kind: .text)
      case .giftMethod: Field(name: "gift-method", header: "赠送方法", kind: .text)
      case .endsWithUse: Field(name: "ends-with-use", header: "用后终止", kind: .boolean)
      case .payOrder: Field(name: "pay-order", header: "付款顺序", kind: .text)
      case .trust: Field(name: "trust", header: "余额以谁为准", kind: .text)
      case .month: Field(name: "month", header: "最近月份", kind: .text)
      case .wide: Field(name: "wide", header: "整卡重算", kind: .boolean)
      case .accepted: Field(name: "accepted", header: "已确认差额", kind: .money)
      case .claim: Field(name: "claim", header: "赔付申请号", kind: .id)
      case .position: Field(name: "position", header: "余额存档", kind: .text)
      }
    })
}
