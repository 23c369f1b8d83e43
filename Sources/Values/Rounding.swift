/// How an exact quotient becomes a whole number of minor units. Once per printed line. (domain.md B0)
package enum Rounding: String, Sendable, CaseIterable {
  /// 四舍五入: half away from zero, also for negative amounts. The default.
  case halfUp = "half-up"
  case halfEven = "half-even"
  /// Towards zero: quotas, limits and caps.
  case down
  /// Away from zero.
  case up

  /// `numerator / denominator`, rounded. The denominator is above zero; the quotient fits 64 bits or the program stops.
  @inlinable
  package func quotient(_ numerator: Int128, _ denominator: Int128) -> Int64 {
    precondition(denominator > 0, "a rounding needs a positive denominator")
    let whole = numerator / denominator
    let rest = (numerator % denominator).magnitude
    if rest == 0 { return Int64(whole) }
    let away: Bool
    switch self {
    case .down: away = false
    case .up: away = true
    case .halfUp: away = rest * 2 >= denominator.magnitude
    case .halfEven: away = rest * 2 > denominator.magnitude || (rest * 2 == denominator.magnitude && whole % 2 != 0)
    }
    return Int64(away ? whole + (numerator < 0 ? -1 : 1) : whole)
  }
}
