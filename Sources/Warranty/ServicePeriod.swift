package import Values

/// When a cover begins and ends. Months are counted by the Civil Code, arts. 201–202: the first day does not count, a period ends on the corresponding
/// day of its last month, or on that month's last. Every period counts from one day alone, never from the end of another: month ends and leap days
/// would lose days on the way. (domain.md B5-1)
package struct ServicePeriod: Sendable, Equatable {
  /// 生效方式: what the manufacturer chose.
  package enum Effect: String, Sendable, CaseIterable {
    case afterWarranty = "保修期满"
    case onPurchase = "购买即生效"
    case fixedDay = "固定日期"

    package init?(reading text: String) {
      switch text.lowercased() {
      case "保修期满", "原保修期满", "保修期满后", "原保修到期后", "after-warranty": self = .afterWarranty
      case "购买即生效", "购买生效", "购买日", "即时生效", "on-purchase": self = .onPurchase
      case "固定日期", "指定日期", "fixed-day", "fixed day": self = .fixedDay
      default: return nil
      }
    }
  }

  /// Whether the day a period counts from is one of its days.
  package enum Count: String, Sendable, CaseIterable {
    case nextDay = "next-day"
    case sameDay = "same-day"
  }

  package var starts: Day
  /// The last day.
  package var ends: Day

  package init(starts: Day, ends: Day) {
    self.starts = starts
    self.ends = ends
  }

  /// `warranty` and `months` in months; `repairDays` (延长天数) lengthen the original warranty. `fixed` counts for a fixed day alone.
  package init(bought: Day, warranty: Int, repairDays: Int = 0, months: Int, effect: Effect, fixed: Day? = nil, count: Count) {
    switch effect {
    case .afterWarranty:
      starts = ServicePeriod.lastDay(from: bought, months: warranty, count).advanced(by: repairDays + 1)
      ends = ServicePeriod.lastDay(from: bought, months: warranty + months, count).advanced(by: repairDays)
    case .onPurchase:
      starts = bought
      ends = ServicePeriod.lastDay(from: bought, months: months, count)
    case .fixedDay:
      let first = fixed ?? bought
      starts = first
      ends = ServicePeriod.lastDay(from: first, months: months, count)
    }
  }

  package static func lastDay(from day: Day, months: Int, _ count: Count) -> Day {
    let corresponding = day.adding(months: months)
    return count == .nextDay ? corresponding : corresponding.advanced(by: -1)
  }

  package var days: Int { ends - starts + 1 }
  package func contains(_ day: Day) -> Bool { starts <= day && day <= ends }
  package func overlaps(_ other: ServicePeriod) -> Bool { starts <= other.ends && other.starts <= ends }
}
