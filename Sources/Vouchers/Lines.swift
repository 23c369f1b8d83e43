package import Flows
import Tables

/// The lines of the banks' sheets: a voucher issued, paid, returned, or about to run out, each told to both banks.
package enum VoucherLine: Int, CaseIterable {
  case issued, release, returned, warning

  package enum Column: Int, CaseIterable {
    case voucher, side, otherBank, account, payee, insurer, product, insurance, frozen, premium, status, at, reason, detail, receiveBy,
      releaseBy
    case policies, outFunds, outCredit, incoming
  }

  private var name: String {
    switch self {
    case .issued: "issued"
    case .release: "release"
    case .returned: "returned"
    case .warning: "warning"
    }
  }

  package static let kinds: [LineKind] = allCases.map { line in
    LineKind(
      name: line.name,
      fields: [
        ("voucher", .id), ("side", .text), ("other-bank", .id), ("account", .id), ("payee-account", .id), ("insurer", .id),
        ("product", .id), ("insurance", .text), ("frozen-kind", .text), ("premium", .money), ("status", .text), ("status-at", .datetime),
        ("reason", .text), ("detail", .text), ("receive-by", .datetime), ("release-by", .datetime), ("policies", .id),
        ("out-funds", .money), ("out-credit", .money), ("incoming", .money),
      ], totals: ["premium", "out-funds", "out-credit", "incoming"], personal: ["account": "account", "payee-account": "account"])
  }

  /// Tells both banks of a voucher, one line each; one line where both are the same.
  func tell(_ voucher: Voucher, about fact: Int64, reason: String? = nil, _ desk: inout Desk) {
    var banks = [voucher.firstBank]
    if voucher.secondBank != voucher.firstBank { banks.append(voucher.secondBank) }
    for bank in banks where !bank.isEmpty {
      desk.line(rawValue, part: bank, about: fact) { cells, row in write(voucher, to: bank, reason: reason, &cells, row) }
    }
  }

  private func write(_ voucher: Voucher, to bank: String, reason: String?, _ cells: inout Batch, _ row: Int) {
    func set(_ column: Column, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
    func set(_ column: Column, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
    let (isFirst, isSecond) = (bank == voucher.firstBank, bank == voucher.secondBank)
    let event = voucher.lastEvent
    set(.voucher, voucher.key)
    set(.side, isFirst && isSecond ? "第一、第二银行" : isFirst ? "第一银行" : "第二银行")
    set(.otherBank, isFirst ? voucher.secondBank : voucher.firstBank)
    set(.account, voucher.account)
    set(.payee, voucher.payee)
    set(.insurer, voucher.insurer)
    set(.product, voucher.product)
    set(.insurance, voucher.insurance)
    set(.frozen, voucher.frozen.rawValue)
    set(.premium, .money(voucher.premium))
    set(.status, event.standing.title)
    set(.at, .moment(event.at))
    set(.reason, reason ?? event.ending?.rawValue ?? "")
    set(.detail, event.detail)
    set(.receiveBy, .moment(voucher.receiveBy))
    set(.releaseBy, .moment(voucher.releaseBy))
    set(.policies, voucher.policies.joined(separator: " "))
    guard self == .release else { return }
    // The first bank pays from what it froze, the second one receives.
    if isFirst { set(voucher.frozen == .funds ? .outFunds : .outCredit, .money(voucher.premium)) }
    if isSecond { set(.incoming, .money(voucher.premium)) }
  }
}
