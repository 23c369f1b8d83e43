import Foundation
import Gifts
import Night
import Parties
import PrepaidCards
import Settlement
import Spreadsheets
import Tables
import Vouchers
import Warranty

/// Every code a row or a file can be refused or kept waiting with, and where it is shown: in a folder under `samples/exhibits`, or, where no file a party
/// drops can bring it about, in a test of `BeyondFilesTests`.
enum Exhibits {
  struct Code: Sendable {
    let code: String
    /// In Chinese as the receipts say it; empty where the sentence depends on the file.
    let meaning: String
  }

  static let codes: [Code] = {
    let reasons =
      TableReasons.all + PartyReasons.all + SettlementFlow.allReasons + VoucherReasons.all + CardReasons.all + WarrantyReasons.all
      + GiftReasons.all
      + NightReasons.all
    var codes = reasons.map { Code(code: $0.code, meaning: $0.zh) }
    for code in ReadFault.Code.allCases.map(\.rawValue) + HeaderRefusal.codes where !codes.contains(where: { $0.code == code }) {
      codes.append(Code(code: code, meaning: ""))
    }
    return codes.sorted { $0.code < $1.code }
  }()

  static let folder = "exhibits"

  /// Whether some table the exhibit states holds the code.
  static func shows(_ code: String, _ sample: Sample) -> Bool {
    guard let walk = FileManager.default.enumerator(atPath: sample.folder + "/out") else { return false }
    while let path = walk.nextObject() as? String {
      guard path.hasSuffix(".csv"), let table = try? Table(file: "\(sample.folder)/out/\(path)") else { continue }
      if table.rows.joined().contains(where: { $0 == code || $0.hasPrefix(code + " ") || heldPayables[code] == $0 }) { return true }
    }
    return false
  }

  /// A held payable is told in words on the sheets, without its code.
  private static let heldPayables = [
    SettlementReasons.negativeMargin.code: "暂扣：" + SettlementReasons.negativeMargin.zh,
    SettlementReasons.overCap.code: "暂扣：" + SettlementReasons.overCap.zh,
    PayingReasons.overCredit.code: "暂扣：" + PayingReasons.overCredit.zh,
  ]
}
