import Flows
import Tables
import Values

/// The lines of this flow's sheets: what a provider is to give, what moved at a branch, what a provider is owed, and what is known of a policy.
enum GiftLine: Int, CaseIterable {
  case distribution, movement, payable, policy

  enum Column: Int, CaseIterable {
    case policy, gift, name, kind, provider, quantity, amount, rule, status, reason, detail, branch, channel, line, receiver, mobile,
      address
    case coupons, until, signed, issued, shipped, used, returned, net, issuedAmount, reclaim, approval

    var field: (String, Field.Kind) {
      switch self {
      case .policy: ("policy", .id)
      case .gift: ("gift", .id)
      case .name: ("gift-name", .text)
      case .kind: ("kind", .text)
      case .provider: ("provider", .id)
      case .quantity: ("pieces", .integer)
      case .amount: ("amount", .money)
      case .rule: ("rule", .id)
      case .status: ("standing", .text)
      case .reason: ("why", .text)
      case .detail: ("detail", .text)
      case .branch: ("branch", .text)
      case .channel: ("channel", .text)
      case .line: ("line", .text)
      case .receiver: ("receiver", .text)
      case .mobile: ("phone", .id)
      case .address: ("deliver-to", .text)
      case .coupons: ("coupon-codes", .text)
      case .until: ("valid-until", .date)
      case .signed: ("signed", .date)
      case .issued: ("issued", .integer)
      case .shipped: ("shipped", .integer)
      case .used: ("used", .integer)
      case .returned: ("returned", .integer)
      case .net: ("net-issued", .integer)
      case .issuedAmount: ("issued-amount", .money)
      case .reclaim: ("reclaim", .money)
      case .approval: ("approval", .id)
      }
    }
  }

  enum PayableColumn: Int { case policy, gift, name, tracking, pieces, price, amount, net, vat, rate, status }
  enum PolicyColumn: Int {
    case query, policy, line, premium, vehicleTax, signed, starts, ends, branch, channel, plate, holder, identity, mobile, gifts, status
  }

  private static let personal = ["receiver": "name", "phone": "mobile", "deliver-to": "address", "coupon-codes": "text"]

  static let kinds: [LineKind] = allCases.map { line in
    switch line {
    case .distribution, .movement:
      LineKind(
        name: line == .distribution ? "distribution" : "movement", fields: Column.allCases.map(\.field),
        totals: ["pieces", "amount", "issued", "shipped", "used", "returned", "net-issued", "issued-amount", "reclaim"],
        rules: ["rule": "distribution"], amounts: ["rule": "issued-amount"], personal: personal)
    case .payable:
      LineKind(
        name: "payable",
        fields: [
          ("policy", .id), ("gift", .id), ("gift-name", .text), ("tracking", .id), ("pieces", .integer), ("price", .money),
          ("amount", .money), ("net", .money), ("vat", .money), ("tax-rate", .rate), ("standing", .text),
        ], totals: ["pieces", "amount", "net", "vat"])
    case .policy:
      LineKind(
        name: "policy-info",
        fields: [
          ("query", .id), ("policy", .id), ("line", .text), ("premium", .money), ("vehicle-tax", .money), ("signed", .date),
          ("starts", .date), ("ends", .date), ("branch", .text), ("channel", .text), ("plate", .id), ("holder", .text), ("identity", .id),
          ("phone", .id), ("gifts", .text), ("standing", .text),
        ], totals: ["premium"], personal: ["plate": "plate", "holder": "name", "identity": "id-card", "phone": "mobile"])
    }
  }
}

/// Something that happened to a gift of a policy, told to the provider and to the branch.
struct Happening {
  enum Kind: String {
    case issued = "发放"
    case backlog = "缺货待补"
    case refused = "未发"
    case cancelled = "取消"
    case reclaimed = "追回"
    case restored = "追回撤销"
    case shipped = "发货"
    case accepted = "签收"
    case returned = "退回"
    case used = "使用"
    case expired = "过期"
    case suspended = "提供商停用未完成"

    /// What the provider has to know of; what it said itself is in its receipt.
    var concernsProvider: Bool {
      switch self {
      case .issued, .backlog, .cancelled, .suspended, .expired: true
      case .refused, .reclaimed, .restored, .shipped, .accepted, .returned, .used: false
      }
    }
  }

  var kind: Kind
  var pieces: Int64
  var amount: Money
  var reason = ""
  var detail = ""
  var coupons: [String] = []
  var until: Day?

  init(_ kind: Kind, pieces: Int64, amount: Money, reason: String = "", detail: String = "") {
    self.kind = kind
    self.pieces = pieces
    self.amount = amount
    self.reason = reason
    self.detail = detail
  }
}

extension GiftsFlow {
  /// Writes the lines about it. `fact` is the row of the underwriting list or of a shipment it goes back to.
  func tell(
    _ happening: Happening, _ grant: GrantBook.Grant, _ book: GrantBook, _ insured: Policy.Insured?, about fact: Int64?, _ desk: inout Desk
  ) {
    if happening.kind.concernsProvider, !grant.provider.isEmpty {
      desk.line(GiftLine.distribution.rawValue, part: grant.provider, about: fact) {
        write(happening, grant, book, insured, &$0, $1)
      }
    }
    desk.line(GiftLine.movement.rawValue, part: tables.party(ofBranch: book.branch), about: nil) {
      write(happening, grant, book, insured, &$0, $1)
    }
  }

  private func write(
    _ happening: Happening, _ grant: GrantBook.Grant, _ book: GrantBook, _ insured: Policy.Insured?, _ cells: inout Batch, _ row: Int
  ) {
    func set(_ column: GiftLine.Column, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
    func set(_ column: GiftLine.Column, _ number: Int64) { cells.set(row, column.rawValue, .integer(number)) }
    func set(_ column: GiftLine.Column, _ money: Money) { cells.set(row, column.rawValue, .money(money)) }
    set(.policy, book.key)
    set(.gift, grant.gift)
    set(.name, grant.name)
    set(.kind, (grant.isService ? Gift.Kind.service : .goods).rawValue)
    set(.provider, grant.provider)
    set(.quantity, happening.pieces)
    set(.amount, happening.amount)
    set(.rule, grant.rule)
    set(.status, happening.kind.rawValue)
    set(.reason, happening.reason)
    set(.detail, happening.detail)
    set(.branch, book.branch)
    set(.channel, book.channel)
    set(.line, book.line)
    set(.receiver, insured?.holder ?? "")
    set(.mobile, insured?.mobile ?? "")
    set(.address, insured?.address ?? "")
    set(.coupons, happening.coupons.joined(separator: " "))
    if let until = happening.until { cells.set(row, GiftLine.Column.until.rawValue, .date(until)) }
    cells.set(row, GiftLine.Column.signed.rawValue, .date(book.signed))
    set(.approval, grant.approval)
    let pieces = happening.pieces
    switch happening.kind {
    case .issued:
      set(.issued, pieces)
      set(.net, pieces)
      set(.issuedAmount, happening.amount)
    case .cancelled:
      set(.issued, -pieces)
      set(.net, -pieces)
      set(.issuedAmount, -happening.amount)
    case .shipped: set(.shipped, pieces)
    case .used: set(.used, pieces)
    case .returned:
      set(.returned, pieces)
      set(.net, -pieces)
    case .reclaimed: set(.reclaim, happening.amount)
    case .restored: set(.reclaim, -happening.amount)
    case .backlog, .refused, .accepted, .expired, .suspended: break
    }
  }
}
