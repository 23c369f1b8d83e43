package import Flows
import Tables

/// The line of a supplier's settlement sheet: one per settled line of a policy.
package enum SettlementLine {
  package enum Column: Int, CaseIterable {
    case statement, rowType, premium, net, tax, vehicleTax
    case incomeRate, incomeAmount, incomeNet, incomeVat, incomeRule
    case level1Rate, level1Amount, level1Rule, level2Rate, level2Amount, level2Rule
    case expenditure, margin, payableState, allocatedRule, capRule
  }

  package static let kind = LineKind(
    name: "settlement",
    fields: [
      ("statement", .id), ("row-type", .text), ("premium", .money), ("net", .money), ("tax", .money), ("vehicle-tax", .money),
      ("income-rate", .rate), ("income-amount", .money), ("income-net", .money), ("income-vat", .money), ("income-rule", .id),
      ("level1-rate", .rate), ("level1-amount", .money), ("level1-rule", .id), ("level2-rate", .rate), ("level2-amount", .money),
      ("level2-rule", .id), ("expenditure", .money), ("margin", .money), ("payable-state", .text),
      ("allocated-rule", .id), ("cap-rule", .id),
    ],
    totals: [
      "premium", "net", "tax", "vehicle-tax", "income-amount", "income-net", "income-vat", "level1-amount", "level2-amount", "expenditure",
      "margin",
    ],
    rules: [
      "income-rule": "income", "level1-rule": "expenditure-1", "level2-rule": "expenditure-2", "allocated-rule": "allocated",
      "cap-rule": "caps",
    ],
    amounts: ["income-rule": "income-amount", "level1-rule": "level1-amount", "level2-rule": "level2-amount"],
    payees: ["level1-rule": "seller", "level2-rule": "seller"])
}

/// The line of a payee's detail: one per level that pays.
package enum PayableLine {
  package enum Column: Int, CaseIterable { case statement, level, base, rate, amount, net, vat, rule, status }

  package static let kind = LineKind(
    name: "payable",
    fields: [
      ("statement", .id), ("level", .text), ("base", .money), ("rate", .rate), ("amount", .money), ("net", .money), ("vat", .money),
      ("rule", .id), ("status", .text),
    ], totals: ["amount", "net", "vat"])
}
