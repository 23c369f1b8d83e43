package import Flows
import Tables
import Values

/// What must be known to decide a row: the states its columns name, then those they name in turn.
extension WarrantyFlow {
  package func need(_ items: [Item], _ needs: inout Needs) {
    for case .fact(let fact) in items {
      let party = fact.party
      func text(_ name: String) -> String { self.text(fact, name) }
      switch WarrantyFlow.source(fact) {
      case .clauses: break
      case .mainProducts: needs.state(MainProduct.self, MainProduct.key(party, text("model")))
      case .demands:
        needs.state(MainProduct.self, MainProduct.key(party, text("model")))
        needs.group(Clause.kind, Clause.library)
        needs.group(WarrantyProduct.kind, party)
      case .choices:
        needs.state(MainProduct.self, MainProduct.key(party, text("model")))
        needs.state(Demand.self, Demand.key(party, text("demand")))
        for clause in WarrantyFlow.numbers(in: text("clauses")) { needs.state(Clause.self, clause) }
      case .sales: needs.state(SoldCount.self, soldKey(fact))
      case .orders:
        needs.state(WarrantyOrder.self, WarrantyOrder.key(party, text("order")))
        needs.state(WarrantyProduct.self, WarrantyProduct.key(party, text("product")))
        needs.state(CoveredSerial.self, CoveredSerial.key(party, text("device")))
        if !text("payment").isEmpty { needs.state(UsedPayment.self, UsedPayment.key(party, text("payment"))) }
      case .cancellations: needs.state(WarrantyOrder.self, WarrantyOrder.key(party, text("order")))
      case .repairs:
        needs.state(CoveredSerial.self, CoveredSerial.key(party, text("device")))
        needs.state(KnownRepair.self, KnownRepair.key(party, text("repair")))
      case .queries:
        if !text("mobile").isEmpty { needs.group(WarrantyOrder.kind, WarrantyOrder.group(party, mobile: text("mobile"))) }
        if !text("device").isEmpty { needs.state(CoveredSerial.self, CoveredSerial.key(party, text("device"))) }
      }
    }
  }

  /// A product names its main product, an order its thing and product, a thing its orders.
  package func follow(_ items: [Item], _ found: Found, _ needs: inout Needs) {
    var seen: Set<String> = []
    for case .fact(let fact) in items {
      let party = fact.party
      switch WarrantyFlow.source(fact) {
      case .orders:
        let key = WarrantyProduct.key(party, text(fact, "product"))
        if seen.insert(key).inserted, let product = found.recall(WarrantyProduct.self, key) {
          needs.state(MainProduct.self, MainProduct.key(party, product.model))
        }
        need(order: WarrantyOrder.key(party, text(fact, "order")), found, &needs)
      case .cancellations: need(order: WarrantyOrder.key(party, text(fact, "order")), found, &needs)
      case .repairs:
        need(covers: CoveredSerial.key(party, text(fact, "device")), found, &needs)
        if let known = found.recall(KnownRepair.self, KnownRepair.key(party, text(fact, "repair"))), !known.order.isEmpty {
          needs.state(WarrantyOrder.self, known.order)
        }
      case .queries:
        need(covers: CoveredSerial.key(party, text(fact, "device")), found, &needs)
        // Whose orders are told, their products are told with them.
        needs.group(WarrantyProduct.kind, party)
      case .clauses, .mainProducts, .demands, .choices, .sales: break
      }
    }
  }

  private func need(order key: String, _ found: Found, _ needs: inout Needs) {
    guard let order = found.recall(WarrantyOrder.self, key) else { return }
    needs.state(WarrantyProduct.self, WarrantyProduct.key(order.manufacturer, order.product))
    needs.state(CoveredSerial.self, CoveredSerial.key(order.manufacturer, order.serial))
  }

  private func need(covers key: String, _ found: Found, _ needs: inout Needs) {
    for cover in found.recall(CoveredSerial.self, key)?.covers ?? [] { needs.state(WarrantyOrder.self, cover.order) }
  }

  /// One or several numbers in a cell.
  static func numbers(in text: String) -> [String] {
    var found: [String] = []
    for part in text.split(whereSeparator: { " 、,，;；|/\n".contains($0) }) where !found.contains(String(part)) { found.append(String(part)) }
    return found
  }
}
