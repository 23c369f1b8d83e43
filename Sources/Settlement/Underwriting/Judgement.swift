import Tables
import Values

/// What the rules make of one line, before anything is booked: why it waits, why it is refused, or what it earns and costs.
enum Judgement: Sendable {
  case waits(Reason, String)
  case rejected(Reason)
  case settles(Settled)

  struct Settled: Sendable {
    var calculation: Calculation
    var ruling: Ruling
    /// Tax within what the payee invoices.
    var payeeVat: Rate
    /// The rule of 规则待分配列表 that lets it settle, where rules decide it, and that of the filed caps that speaks of it.
    var allocated: String?
    var cap: String?
    /// The ladders it climbs, by name.
    var ladders: [String] = []
    /// Why its payable is held, if it is.
    var held: (Reason, String)?
  }
}
