package import Tables
package import Values

/// Who supplies gifts: a goods supplier (供货商) or a service provider (服务商), and since when it may. Published by Parties, handed to the gifts flow
/// when its standing changes; the key is 提供商. (domain.md 1.7, 1.9, 1.10, 1.21; contract.md, gift-providers)
package struct Provider: Remembered {
  package enum Kind: String, Sendable, CaseIterable {
    case goods = "供货商"
    case services = "服务商"

    /// What its party may act as.
    package var role: String { self == .goods ? "goods-supplier" : "service-provider" }
  }

  /// From its day on, until the next one's.
  package struct Standing: Sendable, Equatable {
    package var from: Day
    package var isActive: Bool

    package init(from: Day, isActive: Bool) {
      self.from = from
      self.isActive = isActive
    }
  }

  package static let kind = "provider"
  package static let width = 6
  /// Its place among what a reader is handed the same night.
  package static let rank = 10

  package var key: String
  package var name: String
  package var kind: Kind
  /// 服务区域, or whatever the register says besides.
  package var area: String
  /// Ascending by day; never empty.
  package var standings: [Standing]

  package init(_ number: String, name: String, kind: Kind, area: String = "", standings: [Standing]) {
    key = number
    self.name = name
    self.kind = kind
    self.area = area
    self.standings = standings
  }

  /// A provider may supply from the first day it stands active on; suspended, it gives nothing. (domain.md 1.21)
  package func isActive(on day: Day) -> Bool { standings.last { $0.from <= day }?.isActive ?? false }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    name = row.text(0) ?? ""
    kind = Kind(rawValue: row.text(1) ?? "") ?? .goods
    area = row.text(2) ?? ""
    standings = (0..<rows.count).map {
      Standing(from: rows[$0].date(3) ?? Day(number: 0), isActive: rows[$0].boolean(4) ?? false)
    }
  }

  package func write(to rows: inout Batch) {
    for (index, standing) in standings.enumerated() {
      rows.appendEmptyRow()
      if index == 0 {
        rows.set(0, 0, text: name)
        rows.set(0, 1, text: kind.rawValue)
        if !area.isEmpty { rows.set(0, 2, text: area) }
      }
      rows.set(index, 3, .date(standing.from))
      rows.set(index, 4, .boolean(standing.isActive))
    }
  }
}
