import Flows
import Tables
import Values

/// Manufacturers (生产厂商) enter the register as merchants do, by the platform or by themselves; several of them live in one system, each with folders
/// of its own. (domain.md 4.1–4.3; contract.md, manufacturers)
extension PartiesFlow {
  static let manufacturerRole = "manufacturer"

  /// The number in the row, or the one its company is given.
  func manufacturer(of fact: Fact) -> String {
    let given = text(fact, "manufacturer")
    return given.isEmpty ? GivenNumber.manufacturer(creditCode: text(fact, "credit-code")) : given
  }

  func registerManufacturer(_ fact: Fact, _ desk: inout Desk) {
    let number = manufacturer(of: fact)
    let isGiven = text(fact, "manufacturer").isEmpty
    guard PartiesFlow.isFolderName(number) else { return desk.reject(fact, PartyReasons.numberNotAFolder, number) }
    let known = desk.recall(Party.self, number)
    let company = desk.recall(Company.self, text(fact, "credit-code"))
    if fact.party != "platform" || isGiven {
      if !isGiven { return desk.reject(fact, PartyReasons.applicantNamesNumber, number) }
      if let taken = company?.number ?? known?.key { return desk.reject(fact, PartyReasons.companyRegistered, taken) }
    }
    // One company, one number: a merchant that also makes things keeps its own.
    if let company, company.number != number { return desk.reject(fact, PartyReasons.companyRegistered, company.number) }
    var party = known ?? Party(number: number, roles: [], versions: [])
    if !party.roles.contains(PartiesFlow.manufacturerRole) { party.roles.append(PartiesFlow.manufacturerRole) }
    if party.versions.isEmpty {
      party.versions = [Party.Version(from: Day(number: 0), name: "", creditCode: text(fact, "credit-code"), business: "")]
    }
    let last = party.versions.count - 1
    party.versions[last].name = text(fact, "name")
    for (field, path) in [("contact", \Party.Version.contact), ("mobile", \Party.Version.mobile)] where !text(fact, field).isEmpty {
      party.versions[last][keyPath: path] = text(fact, field)
    }
    desk.remember(party)
    desk.remember(Company(text(fact, "credit-code"), number: number))
    if isGiven { desk.settle(fact, PartyReasons.manufacturerNumberGiven, number) } else { desk.settle(fact) }
  }
}
