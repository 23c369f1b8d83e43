import Flows
import Store
import Values

/// Every sheet of a run: each sheet, each part that has something to say, each party that receives it; those that share a page stand together.
struct SheetOrders {
  let night: NightShift
  let house: House
  let run: RunRecord

  /// Sheets of one party: one, or several on one page.
  struct Bundle: Sendable {
    var orders: [ReportStage.Order]
    /// For messages and for an order that repeats.
    var name: String { "\(orders[0].party)/\(orders[0].name(orders[0].sheet.media[0]))" }
  }

  var bundles: [Bundle] {
    get throws(Fault) {
      var bundles: [Bundle] = []
      var pages: [String: Int] = [:]
      for order in try orders {
        let page = "\(order.party)/\(order.name(.html))"
        if order.sheet.media.contains(.html), let place = pages[page] {
          bundles[place].orders.append(order)
        } else {
          pages[page] = bundles.count
          bundles.append(Bundle(orders: [order]))
        }
      }
      return bundles
    }
  }

  /// Everybody who may receive something, and as what.
  static func parties(_ store: Journal) throws(Fault) -> [(number: String, roles: [String])] {
    var parties = Roles.fixed.sorted().map { (number: $0, roles: [$0]) }
    for party in try Roles.all(store) { parties.append((party.key, party.roles)) }
    return parties
  }

  private var orders: [ReportStage.Order] {
    get throws(Fault) {
      let parties = try SheetOrders.parties(night.store)
      var orders: [ReportStage.Order] = []
      for flow in house.flows {
        for sheet in flow.sheets where sheet.echo.isEmpty && sheet.leaf == nil {
          // What waits may name a payee nobody registered: it stands on the supplier's sheet and the desk, not on one of its own.
          let parts = try parts(of: sheet, flow)
          if parts.isEmpty { continue }
          let known = parts.filter { part in parties.contains { $0.number == part } }
          for party in parties {
            func add(_ part: String?, _ grant: Access.Grant, _ name: String) {
              orders.append(
                ReportStage.Order(
                  flow: flow, sheet: sheet, part: part, party: party.number, grant: grant, suffix: name + run.name.suffix))
            }
            if sheet.together {
              // All parts for those who may see all; its own for who may see its own.
              if let grant = house.access.receives(sheet.name, part: nil, party: party.number, roles: party.roles) {
                add(nil, grant, "")
              } else if known.contains(party.number),
                let grant = house.access.receives(sheet.name, part: party.number, party: party.number, roles: party.roles)
              {
                add(party.number, grant, "")
              }
              continue
            }
            for part in known {
              if let grant = house.access.receives(sheet.name, part: part, party: party.number, roles: party.roles) {
                add(part, grant, "_\(part)")
              }
            }
            // A document goes to its reader alone.
            for part in parts {
              guard let document = Sheet.Document(part: part), document.reader == party.number,
                let grant = house.access.receives(sheet.name, part: party.number, party: party.number, roles: party.roles)
              else { continue }
              add(part, grant, "_\(document.fileName)")
            }
          }
        }
      }
      return orders
    }
  }

  /// The parts a sheet has something to say about: lines of the run or facts that wait, and of a register what the run changed.
  private func parts(of sheet: Sheet, _ flow: any Flow) throws(Fault) -> [String] {
    var parts: [String] = []
    for kind in sheet.kinds {
      for part in try night.store.parts(flow: flow, kind: kind, run: run) where !parts.contains(part) { parts.append(part) }
    }
    if let kind = sheet.states {
      parts = sheet.together && sheet.lines != Sheet.noLines ? parts : []
      for group in try night.store.changedGroups(of: kind, run: run) where !parts.contains(group) { parts.append(group) }
    }
    if let answers = sheet.answers, parts.isEmpty, let before = try night.store.lastClosedRun()?.name.day, before != run.name.day {
      // Nothing was changed in it; a day that passed may have.
      let register = RegisterAnswers(
        flow: flow, answers: answers, store: night.store, width: house.widths[answers.question.kind] ?? 1)
      if try register.differ(before, run.name.day) { parts = try night.store.groups(of: sheet.states!) }
    }
    return parts
  }
}
