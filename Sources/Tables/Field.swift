import Values

/// A declared column of a feed, from `pipelines/<flow>/feeds/<feed>.csv`.
package struct Field: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    case text
    /// An identifier: text that a spreadsheet program must not have turned into a number.
    case id
    case money
    case rate
    case number
    case integer
    case date
    case datetime
    case boolean

    package var tag: Datum.Tag {
      switch self {
      case .text, .id: .text
      case .money: .money
      case .rate: .rate
      case .number: .number
      case .integer: .integer
      case .date: .date
      case .datetime: .moment
      case .boolean: .boolean
      }
    }
  }

  package enum Need: String, Sendable {
    case required
    case optional
    /// The author column: where present it must name the party whose folder the file lies in.
    case author
  }

  /// The field's name inside the program and in sheets files: `policy`, `net-premium`.
  package var name: String
  /// The canonical header: 保单号.
  package var header: String
  /// Other headers that mean this column; compared after cleaning.
  package var aliases: [String]
  package var kind: Kind
  package var need: Need
  /// Space-separated checks, such as `max:30 min:0 one-of:商业险|交强险 vin:warn`.
  package var limits: String
  /// How the field is masked for those who may not see it: `name`, `id-card`, `mobile`, `plate` …; empty when it is not personal.
  package var personal: String

  package init(
    name: String, header: String, aliases: [String] = [], kind: Kind, need: Need = .optional, limits: String = "", personal: String = ""
  ) {
    self.name = name
    self.header = header
    self.aliases = aliases
    self.kind = kind
    self.need = need
    self.limits = limits
    self.personal = personal
  }
}

/// The declared columns of a feed or of the lines of a sheet, in order. A row's datum stands at its field's index.
package struct Schema: Sendable, Hashable {
  package let name: String
  package let fields: [Field]
  private let indexes: [String: Int]

  package init(name: String, fields: [Field]) {
    self.name = name
    self.fields = fields
    self.indexes = Dictionary(fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package var width: Int { fields.count }
  package func index(of name: String) -> Int? { indexes[name] }
}
