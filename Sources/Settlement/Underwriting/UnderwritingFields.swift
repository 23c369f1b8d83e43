import Flows
import Tables
import Values

/// Where the underwriting list's fields stand in its schema. Fields the flow lives by must be declared; the rest may be missing.
struct UnderwritingFields: Sendable {
  let policy, line, product, seller, premium, signed: Int
  let starts, ends, endorsement, net, tax, vehicleTax, branch, channel, plate, frame, holder, insured, identity, mobile, address: Int?

  init(_ schema: Schema, _ settings: Setting) throws(Fault) {
    func need(_ name: String) throws(Fault) -> Int {
      guard let index = schema.index(of: name) else {
        throw settings.wrong(
          "feeds/underwriting.csv no longer declares the field \(name)", "put its row back as shipped; other fields may go")
      }
      return index
    }
    policy = try need("policy")
    line = try need("line")
    product = try need("product")
    seller = try need("seller")
    premium = try need("premium")
    signed = try need("signed")
    starts = schema.index(of: "starts")
    ends = schema.index(of: "ends")
    endorsement = schema.index(of: "endorsement")
    net = schema.index(of: "net-premium")
    tax = schema.index(of: "tax")
    vehicleTax = schema.index(of: "vehicle-tax")
    branch = schema.index(of: "branch")
    channel = schema.index(of: "channel")
    plate = schema.index(of: "plate")
    frame = schema.index(of: "vin")
    holder = schema.index(of: "holder")
    insured = schema.index(of: "insured")
    identity = schema.index(of: "identity")
    mobile = schema.index(of: "mobile")
    address = schema.index(of: "address")
  }
}

extension Batch.Row {
  func text(_ column: Int?) -> String { column.flatMap { text($0) } ?? "" }
  func money(_ column: Int?) -> Money? { column.flatMap { money($0) } }
  func date(_ column: Int?) -> Day? { column.flatMap { date($0) } }
}
