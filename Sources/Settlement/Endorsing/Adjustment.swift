import Flows
import Ledger
import Tables
import Values

/// What a settled line lacks of what it should have earned and cost: new totals less what was settled so far, so that the policy always ties.
/// (domain.md B1-10)
struct Adjustment: Sendable {
  struct Level: Equatable, Sendable {
    var base: Money
    var amount: Money
    var net: Money
    var vat: Money { amount - net }
  }

  /// The premium's change.
  var gross: Money
  var net: Money
  var vehicleTax: Money
  var income: Level
  var level1: Level
  var level2: Level
  /// The line as it stands afterwards.
  var line: Policy.Line

  var expenditure: Money { level1.amount + level2.amount }
  var margin: Money { income.amount - expenditure }

  /// Brings a settled line to a premium, at the rates it carries.
  init(_ line: Policy.Line, _ fees: Policy.Fees, to target: LineChanges.Amounts, terms: Terms) {
    var (line, fees) = (line, fees)
    let before = line
    func level(_ level: inout Policy.Fees.Level, vat: Rate) -> Level {
      let base = level.onNet ? target.net : target.gross
      let fee: Fee
      if let rate = level.rate {
        fee = Fee(computed: base.times(rate, terms.rounding), vat: vat, includesTax: terms.feeIncludesTax, rounding: terms.rounding)
      } else if target.gross.isZero {
        fee = .zero
      } else {
        // A fixed amount stands for the policy, whatever its premium becomes, until nothing of it is left.
        fee = Fee(computed: level.fixed ?? level.amount, vat: vat, includesTax: terms.feeIncludesTax, rounding: terms.rounding)
      }
      let change = Level(
        base: base - (level.onNet ? before.net : before.premium), amount: fee.amount - level.amount, net: fee.net - level.net)
      (level.amount, level.net) = (fee.amount, fee.net)
      return change
    }
    income = level(&fees.income, vat: terms.incomeVat)
    level1 = level(&fees.level1, vat: fees.payeeVat)
    level2 = level(&fees.level2, vat: fees.payeeVat)
    gross = target.gross - line.premium
    net = target.net - line.net
    vehicleTax = target.vehicleTax - line.vehicleTax
    (line.premium, line.net, line.vehicleTax) = (target.gross, target.net, target.vehicleTax)
    line.fees = fees
    self.line = line
  }
}

/// What an adjustment stands on: the row, or the approval of a line settled earlier.
struct AdjustmentSource: Sendable {
  var fact: Int64
  var reference: Reference
  /// Of the entry: `endorsement`, `retroactive`, `refusal`.
  var kind: String
  /// 行类型.
  var title: String
  var policy: Policy
  /// The rules as the sheet prints them; nil: the line's own.
  var rules: String?
  /// The entry it corrects; nil: the line's own.
  var corrects: Reference?
}
