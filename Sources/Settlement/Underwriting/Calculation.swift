import Rules
import Tables
import Values

/// What a line earns and costs: pure money, one rounding per printed amount. (domain.md B1)
struct Calculation: Sendable {
  struct Level: Sendable {
    var rule: Int
    var rate: Rate?
    var base: Money
    var fee: Fee
  }

  var premium: Premium
  var income: Level
  var level1: Level
  var level2: Level

  var expenditure: Money { level1.fee.amount + level2.fee.amount }
  var margin: Money { income.fee.amount - expenditure }

  init(
    _ premium: Premium, income: Int, level1: Int, level2: Int, matching: Matching, terms: Terms, payeeVat: Rate
  ) {
    self.premium = premium
    let basis = matching.income.basis(income) ?? .net
    func level(_ table: FeeTable, _ rule: Int, vat: Rate) -> Level {
      let base = (table.basis(rule) ?? basis) == .net ? premium.net : premium.gross
      switch table.pay(rule) {
      case .rate(let rate):
        let fee = Fee(computed: base.times(rate, terms.rounding), vat: vat, includesTax: terms.feeIncludesTax, rounding: terms.rounding)
        return Level(rule: rule, rate: rate, base: base, fee: fee)
      case .amount(let amount):
        return Level(
          rule: rule, rate: nil, base: base,
          fee: Fee(computed: amount, vat: vat, includesTax: terms.feeIncludesTax, rounding: terms.rounding))
      }
    }
    self.income = level(matching.income, income, vat: terms.incomeVat)
    self.level1 = level(matching.level1, level1, vat: payeeVat)
    self.level2 = level(matching.level2, level2, vat: payeeVat)
  }

  /// Whether a rule of one of the tables pays on the net premium: its own 计费口径, else the income rule's.
  func onNet(_ table: FeeTable, _ rule: Int, _ matching: Matching) -> Bool {
    (table.basis(rule) ?? matching.income.basis(income.rule) ?? .net) == .net
  }

  /// Whether what is paid goes over the filed cap: by the rates where both are rates on one base, else by the amounts.
  func exceeds(_ cap: Rate, measures: Terms.CapMeasure) -> Bool {
    switch measures {
    case .income: return Calculation.exceeds([income], cap)
    case .expenditure: return Calculation.exceeds([level1, level2], cap)
    }
  }

  private static func exceeds(_ levels: [Level], _ cap: Rate) -> Bool {
    let rates = levels.compactMap(\.rate)
    if rates.count == levels.count, Set(levels.map(\.base)).count == 1 { return rates.reduce(.zero, +) > cap }
    let paid = levels.map(\.fee.amount).sum()
    return paid > levels[0].base.times(cap, .down)
  }
}
