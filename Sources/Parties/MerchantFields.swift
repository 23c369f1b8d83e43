import Flows
import Tables
import Values

/// Where the merchants feed's fields stand in its schema.
struct MerchantFields: Sendable {
  let merchant, name, creditCode, business: Int
  let contact, mobile, accountName, account, bank, taxRate, from: Int?

  init(_ schema: Schema, _ settings: Setting) throws(Fault) {
    func need(_ name: String) throws(Fault) -> Int {
      guard let index = schema.index(of: name) else {
        throw settings.wrong("feeds/merchants.csv no longer declares the field \(name)", "put its row back as shipped; other fields may go")
      }
      return index
    }
    merchant = try need("merchant")
    name = try need("name")
    creditCode = try need("credit-code")
    business = try need("business")
    contact = schema.index(of: "contact")
    mobile = schema.index(of: "mobile")
    accountName = schema.index(of: "account-name")
    account = schema.index(of: "account")
    bank = schema.index(of: "bank")
    taxRate = schema.index(of: "tax-rate")
    from = schema.index(of: "from")
  }

  func version(_ row: Batch.Row, from: Day) -> Party.Version {
    func text(_ column: Int?) -> String { column.flatMap { row.text($0) } ?? "" }
    return Party.Version(
      from: from, name: text(name), creditCode: text(creditCode), business: text(business), contact: text(contact), mobile: text(mobile),
      accountName: text(accountName), account: text(account), bank: text(bank), taxRate: taxRate.flatMap { row.rate($0) })
  }
}
