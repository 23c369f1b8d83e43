package import Flows
package import Tables
package import Values

/// The register of those who trade on the platform. Every later flow asks it who may drop what and who is paid how.
/// (domain.md 0.6, 0.7; contract.md, merchants)
package struct PartiesFlow: Flow {
  package let name = "parties"
  package let feeds: [Feed]
  package let publishes = [Party.kind]
  package let reads: [String] = []
  package let lines: [LineKind] = []
  package let sheets: [Sheet] = []
  package let reasons = PartyReasons.all

  private let fields: MerchantFields
  private let newRoles: [String]

  package init(_ pipeline: Pipeline) throws(Fault) {
    let merchants = try pipeline.feed("merchants")
    feeds = [merchants]
    fields = try MerchantFields(merchants.schema, pipeline.settings)
    newRoles = try pipeline.settings.required("new-merchant-roles").texts()
  }

  /// By effective day: later versions stand behind earlier ones.
  package func order(of row: Batch.Row, feed: Int) -> Order {
    Order(at: Moment(fields.from.flatMap { row.date($0) } ?? Day(number: 0)))
  }

  package func need(_ items: [Item], _ needs: inout Needs) {
    for case .fact(let fact) in items { needs.state(Party.self, fact.row.text(fields.merchant) ?? "") }
  }

  package func decide(_ items: [Item], _ desk: inout Desk) {
    for case .fact(let fact) in items { register(fact, &desk) }
  }

  private func register(_ fact: Fact, _ desk: inout Desk) {
    let number = fact.row.text(fields.merchant) ?? ""
    guard PartiesFlow.isFolderName(number) else { return desk.reject(fact, PartyReasons.numberNotAFolder, number) }
    var party = desk.recall(Party.self, number) ?? Party(number: number, roles: newRoles, versions: [])
    // The first version counts from the beginning, a later one from its day, or from tonight where it names none.
    let from = fields.from.flatMap { fact.row.date($0) } ?? (party.versions.isEmpty ? Day(number: 0) : desk.day)
    party.versions.removeAll { $0.from == from }
    party.versions.append(fields.version(fact.row, from: from))
    party.versions.sort { $0.from < $1.from }
    desk.remember(party)
    desk.settle(fact)
  }

  /// The number becomes a folder's name: letters, digits, `-` and `_`, beginning with a letter or digit, and none of the fixed parties.
  package static func isFolderName(_ number: String) -> Bool {
    guard let first = number.utf8.first, number.utf8.count <= 40, !fixed.contains(number) else { return false }
    func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
    return isPlain(first) && number.utf8.allSatisfy { isPlain($0) || $0 == 0x2D || $0 == 0x5F }
  }

  /// Parties that always exist, with the role of their own name.
  package static let fixed = ["platform", "finance", "applicants", "public"]
}
