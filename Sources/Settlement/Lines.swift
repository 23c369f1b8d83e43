package import Flows
import Tables

/// The line of a supplier's settlement sheet: one per settled line of a policy.
package enum SettlementLine {
  package enum Column: Int, CaseIterable {
    case statement, rowType, premium, net, tax, vehicleTax
    case incomeRate, incomeAmount, incomeNet, incomeVat, incomeRule
    case level1Rate, level1Amount, level1Rule, level2Rate, level2Amount, level2Rule
    case expenditure, margin, payableState, allocatedRule, capRule
    /// Filled where the row the line stands on does not say it: endorsements, adjustments.
    case seller, product, signed, plate, insured
    /// The rules it was matched by: the first digits of their digest, or the platform's.
    case rules
    /// The tier of a ladder, on the rows a ladder brings.
    case ladderRule
  }

  package static let kind = LineKind(
    name: "settlement",
    fields: [
      ("statement", .id), ("row-type", .text), ("premium", .money), ("net", .money), ("tax", .money), ("vehicle-tax", .money),
      ("income-rate", .rate), ("income-amount", .money), ("income-net", .money), ("income-vat", .money), ("income-rule", .id),
      ("level1-rate", .rate), ("level1-amount", .money), ("level1-rule", .id), ("level2-rate", .rate), ("level2-amount", .money),
      ("level2-rule", .id), ("expenditure", .money), ("margin", .money), ("payable-state", .text), ("allocated-rule", .id),
      ("cap-rule", .id), ("seller", .id), ("product", .id), ("signed", .date), ("plate", .id), ("insured", .text), ("rules", .id),
      ("ladder-rule", .id),
    ],
    totals: [
      "premium", "net", "tax", "vehicle-tax", "income-amount", "income-net", "income-vat", "level1-amount", "level2-amount", "expenditure",
      "margin",
    ],
    rules: [
      "income-rule": "income", "level1-rule": "expenditure-1", "level2-rule": "expenditure-2", "allocated-rule": "allocated",
      "cap-rule": "caps", "ladder-rule": "ladders",
    ],
    amounts: [
      "income-rule": "income-amount", "level1-rule": "level1-amount", "level2-rule": "level2-amount",
    ],
    payees: ["level1-rule": "seller", "level2-rule": "seller", "ladder-rule": "seller"], source: ("rules", Ruling.houseName))
}

/// The line of a payee's detail: one per level that pays.
package enum PayableLine {
  package enum Column: Int, CaseIterable { case statement, level, base, rate, amount, net, vat, rule, status, policy, line, signed }

  package static let kind = LineKind(
    name: "payable",
    fields: [
      ("statement", .id), ("level", .text), ("base", .money), ("rate", .rate), ("amount", .money), ("net", .money), ("vat", .money),
      ("rule", .id), ("status", .text), ("policy", .id), ("line", .text), ("signed", .date),
    ], totals: ["amount", "net", "vat"])
}

/// What an endorsement changed: before, after, by how much, who and when. (domain.md 0.31)
package enum EndorsementLine {
  package enum Column: Int, CaseIterable { case statement, title, at, before, change, after, income, expenditure, seller }

  package static let kind = LineKind(
    name: "endorsement",
    fields: [
      ("statement", .id), ("type", .text), ("at", .datetime), ("before", .money), ("delta", .money), ("after", .money),
      ("income-delta", .money), ("expenditure-delta", .money), ("seller", .id),
    ], totals: ["delta", "income-delta", "expenditure-delta"])
}

/// What a merchant is asked to look at: stock that runs out, a credit line passed. (domain.md 0.28, B1-19, B1-23)
package enum AlertLine {
  package enum Column: Int, CaseIterable { case alert, object, message }

  package static let kind = LineKind(name: "alert", fields: [("alert", .text), ("object", .id), ("message", .text)], totals: [])
}

/// A row of a seller's own sheet and what was settled for it. (domain.md 0.24, B1-17)
package enum ComparisonLine {
  package enum Column: Int, CaseIterable { case rate, ours, difference, rule, result, claimed, rowType, supplier, statement }

  package static let kind = LineKind(
    name: "comparison",
    fields: [
      ("our-rate", .rate), ("ours", .money), ("difference", .money), ("our-rule", .id), ("result", .text), ("claimed", .money),
      ("row-type", .text), ("part", .id), ("statement", .id),
    ],
    totals: ["ours", "difference", "claimed"])
}

/// Marks a settled line its seller has claimed.
package enum ClaimedLine {
  package static let kind = LineKind(name: "claimed", fields: [("claimed-policy", .id)], totals: [])
}
