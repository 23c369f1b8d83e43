import Flows
import Tables
import Values

/// Where the underwriting list's fields stand in its schema. Fields the flow lives by must be declared; the rest may be missing.
struct UnderwritingFields: Sendable {
  let policy, line, product, seller, premium, signed: Int
  let starts, ends, endorsement, net, tax, vehicleTax, branch, channel, plate, frame, holder, insured, identity, mobile, address: Int?

  init(_ declared: DeclaredFields) throws(Fault) {
    policy = try declared.index(of: "policy")
    line = try declared.index(of: "line")
    product = try declared.index(of: "product")
    seller = try declared.index(of: "seller")
    premium = try declared.index(of: "premium")
    signed = try declared.index(of: "signed")
    starts = declared.place(of: "starts")
    ends = declared.place(of: "ends")
    endorsement = declared.place(of: "endorsement")
    net = declared.place(of: "net-premium")
    tax = declared.place(of: "tax")
    vehicleTax = declared.place(of: "vehicle-tax")
    branch = declared.place(of: "branch")
    channel = declared.place(of: "channel")
    plate = declared.place(of: "plate")
    frame = declared.place(of: "vin")
    holder = declared.place(of: "holder")
    insured = declared.place(of: "insured")
    identity = declared.place(of: "identity")
    mobile = declared.place(of: "mobile")
    address = declared.place(of: "address")
  }
}

extension Batch.Row {
  func text(_ column: Int?) -> String { column.flatMap { text($0) } ?? "" }
  func money(_ column: Int?) -> Money? { column.flatMap { money($0) } }
  func date(_ column: Int?) -> Day? { column.flatMap { date($0) } }
}
