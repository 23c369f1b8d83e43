package import Flows
import Ledger
import Values

/// The accounts of warranties: what was received for a manufacturer's products, and whom it belongs to. (domain.md B5-6)
enum WarrantyAccounts {
  static let patterns = [
    AccountPattern(.asset, "warranty-receipts", "*"), AccountPattern(.liability, "warranty-payable", "*"),
    AccountPattern(.liability, "warranty-channel", "*"), AccountPattern(.income, "warranty-fee", "*"),
  ]

  static func receipts(_ manufacturer: String) -> AccountPath { AccountPath(.asset, "warranty-receipts", manufacturer) }

  /// Manufacturer, platform, channel: in the order of the shares.
  static func shares(_ manufacturer: String) -> [AccountPath] {
    [
      AccountPath(.liability, "warranty-payable", manufacturer), AccountPath(.income, "warranty-fee", manufacturer),
      AccountPath(.liability, "warranty-channel", manufacturer),
    ]
  }
}

/// What the ledger must have moved for an order sheet's totals to be true.
extension WarrantyFlow {
  package func ties(sheet: Sheet, parts: [String]) -> [Tie] {
    guard sheet.states == nil, sheet.lines == WarrantyLine.order.rawValue else { return [] }
    func tie(_ title: String, _ english: String, _ field: String, _ accounts: [AccountPath], sign: Int64) -> Tie {
      Tie(title: title, titleEnglish: english, field: field, accounts: accounts, sign: sign)
    }
    func share(_ index: Int) -> [AccountPath] { parts.map { WarrantyAccounts.shares($0)[index] } }
    return [
      tie("实收 = 延保收款的变动", "net = movement of receipts", "net", parts.map(WarrantyAccounts.receipts), sign: 1),
      tie("厂商分成 = 应付厂商的变动", "manufacturer's share = movement of what it is owed", "maker-share", share(0), sign: -1),
      tie("平台分成 = 平台收入的变动", "platform's share = movement of its income", "platform-share", share(1), sign: -1),
      tie("渠道分成 = 应付渠道的变动", "channel's share = movement of what it is owed", "channel-share", share(2), sign: -1),
    ]
  }
}
