import Flows
import Tables

/// A change of what a merchant may do: merchant-status.xlsx.
enum StatusLine {
  enum Column: Int, CaseIterable { case merchant, name, side, change, day, code, why, credit, deposit, products, rules }

  static let kind = LineKind(
    name: "status",
    fields: [
      ("merchant", .id), ("merchant-name", .text), ("side", .text), ("change", .text), ("day", .date), ("code", .id), ("why", .text),
      ("credit-line", .money), ("deposit-held", .money), ("published-products", .integer), ("rules-version", .id),
    ], totals: [])

  struct Change {
    var side: String
    var change: String
    var why: String
  }
}

/// A row of the combined list, or a remark about the tables it is made from: rules-to-be-allocated_<merchant>.xlsx.
enum CombinedLine {
  enum Column: Int, CaseIterable {
    case sort, digest, status, income, incomeWhen, incomePays, level1, level1When, level1Pays, level2, level2When, level2Pays, remark,
      remarkEnglish
  }

  static let kind = LineKind(
    name: "combined",
    fields: [
      ("sort", .text), ("set-digest", .id), ("review", .text), ("income-rule", .id), ("income-when", .text), ("income-pays", .text),
      ("level-1-rule", .id), ("level-1-when", .text), ("level-1-pays", .text), ("level-2-rule", .id), ("level-2-when", .text),
      ("level-2-pays", .text), ("remark", .text), ("remark-en", .text),
    ], totals: [])
}

/// Something that waits for a decision, with the digest the decision must name: review-list.xlsx.
enum ReviewLine {
  enum Column: Int, CaseIterable { case object, objectID, merchant, title, digest, submitted }

  static let kind = LineKind(
    name: "review",
    fields: [
      ("review-object", .text), ("review-object-id", .id), ("review-merchant", .id), ("review-title", .text), ("review-digest", .id),
      ("submitted", .date),
    ], totals: [])
}
