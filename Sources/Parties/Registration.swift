import Flows
import Tables
import Values

/// One company, one number: which number a 统一社会信用代码 is registered under.
struct Company: Remembered {
  static let kind = "company"
  static let width = 1

  var key: String
  var number: String

  init(_ creditCode: String, number: String) {
    key = creditCode
    self.number = number
  }

  init(key: String, rows: Batch) {
    self.key = key
    number = rows[0].text(0) ?? ""
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: number)
  }
}

/// Merchants, other parties and users enter the registers. (domain.md 0.6, 0.7; contract.md, merchants, parties, users)
extension PartiesFlow {
  /// The number in the row, or the one its company is given: made from its 统一社会信用代码, so that it is the same whenever it comes.
  func number(of fact: Fact) -> String {
    let given = text(fact, "merchant")
    return given.isEmpty ? GivenNumber.merchant(creditCode: text(fact, "credit-code")) : given
  }

  func register(_ fact: Fact, _ desk: inout Desk) {
    let number = number(of: fact)
    let isGiven = text(fact, "merchant").isEmpty
    let fields = fields(.merchants)
    guard PartiesFlow.isFolderName(number) else { return desk.reject(fact, PartyReasons.numberNotAFolder, number) }
    let company = desk.recall(Company.self, text(fact, "credit-code"))
    let known = desk.recall(Party.self, number)
    if fact.party != "platform" || isGiven {
      // An applicant is new: who stands in the register is changed by the platform alone.
      if !isGiven { return desk.reject(fact, PartyReasons.applicantNamesNumber, number) }
      if let taken = company?.number ?? known?.key { return desk.reject(fact, PartyReasons.companyRegistered, taken) }
    }
    var party = known ?? Party(number: number, roles: [], versions: [])
    for role in settings.newRoles where !party.roles.contains(role) { party.roles.append(role) }
    // The first version counts from the beginning, a later one from its day, or from tonight where it names none.
    let from = fields.date(fact.row, "from") ?? (party.versions.isEmpty ? Day(number: 0) : desk.day)
    party.versions.removeAll { $0.from == from }
    party.versions.append(version(fact, from: from))
    party.versions.sort { $0.from < $1.from }
    desk.remember(party)
    if !text(fact, "credit-code").isEmpty { desk.remember(Company(text(fact, "credit-code"), number: number)) }
    look(number, fact, &desk)
    if isGiven { desk.settle(fact, PartyReasons.numberGiven, number) } else { desk.settle(fact) }
  }

  private func version(_ fact: Fact, from: Day) -> Party.Version {
    func text(_ name: String) -> String { self.text(fact, name) }
    return Party.Version(
      from: from, name: text("name"), creditCode: text("credit-code"), business: text("business"), contact: text("contact"),
      mobile: text("mobile"), accountName: text("account-name"), account: text("account"), bank: text("bank"),
      taxRate: fields(.merchants).rate(fact.row, "tax-rate"))
  }

  /// An insurer, a bank, an issuer. One that is put out of use keeps its entry and may drop nothing.
  func registerParty(_ fact: Fact, _ desk: inout Desk) {
    let number = text(fact, "party")
    guard PartiesFlow.isFolderName(number) else { return desk.reject(fact, PartyReasons.numberNotAFolder, number) }
    guard let role = PartiesFlow.partyRoles[text(fact, "role").lowercased()] else {
      return desk.reject(fact, PartyReasons.roleUnknown, text(fact, "role"))
    }
    var party = desk.recall(Party.self, number) ?? Party(number: number, roles: [], versions: [])
    party.roles.removeAll { PartiesFlow.partyRoles.values.contains($0) }
    if PartiesFlow.isActive(text(fact, "status")) { party.roles.append(role) }
    if party.versions.isEmpty {
      party.versions = [Party.Version(from: Day(number: 0), name: text(fact, "name"), creditCode: "", business: "")]
    } else {
      party.versions[party.versions.count - 1].name = text(fact, "name")
    }
    desk.remember(party)
    desk.settle(fact)
  }

  /// A goods supplier or a service provider of gifts; suspended it keeps its entry, and what it still has to send is listed. (domain.md 1.7, 1.21)
  func registerProvider(_ fact: Fact, _ desk: inout Desk) {
    let (number, row, fields) = (text(fact, "provider"), fact.row, fields(.providers))
    guard PartiesFlow.isFolderName(number) else { return desk.reject(fact, PartyReasons.numberNotAFolder, number) }
    let kind = Provider.Kind(rawValue: text(fact, "kind")) ?? .goods
    var party = desk.recall(Party.self, number) ?? Party(number: number, roles: [], versions: [])
    party.roles.removeAll { role in Provider.Kind.allCases.contains { $0.role == role } }
    party.roles.append(kind.role)
    if party.versions.isEmpty {
      party.versions = [Party.Version(from: Day(number: 0), name: text(fact, "name"), creditCode: "", business: "")]
    }
    let last = party.versions.count - 1
    party.versions[last].name = text(fact, "name")
    for (path, name) in [
      (\Party.Version.creditCode, "credit-code"), (\.contact, "contact"), (\.mobile, "mobile"), (\.accountName, "account-name"),
      (\.account, "account"), (\.bank, "bank"),
    ] where !fields.text(row, name).isEmpty { party.versions[last][keyPath: path] = fields.text(row, name) }
    desk.remember(party)
    let from = fields.date(row, "from") ?? desk.day
    let standing = Provider.Standing(from: from, isActive: PartiesFlow.isActive(text(fact, "status")))
    var provider = desk.recall(Provider.self, number) ?? Provider(number, name: "", kind: kind, standings: [])
    provider.name = text(fact, "name")
    provider.kind = kind
    if !fields.text(row, "area").isEmpty { provider.area = fields.text(row, "area") }
    provider.standings.removeAll { $0.from == from }
    provider.standings.append(standing)
    provider.standings.sort { $0.from < $1.from }
    // Whoever gives its gifts looks at it on the day its standing changes.
    desk.remember(provider, due: Moment(from), rank: Provider.rank, to: settings.providersTo)
    desk.settle(fact)
  }

  func registerUser(_ fact: Fact, _ desk: inout Desk) {
    desk.remember(
      User(
        text(fact, "user"), name: text(fact, "name"), party: text(fact, "party"), role: text(fact, "role"),
        isActive: PartiesFlow.isActive(text(fact, "status"))))
    desk.settle(fact)
  }

  private static let partyRoles = [
    "insurer": "insurer", "保险公司": "insurer", "保险人": "insurer", "bank": "bank", "银行": "bank", "issuer": "issuer", "发卡机构": "issuer",
    "发卡方": "issuer", "branch": "branch", "机构": "branch", "分支机构": "branch",
  ]

  private static func isActive(_ status: String) -> Bool { ["启用", "正常", "有效", "active", "enabled"].contains(status.lowercased()) }
}
