package import Values

/// The programs an export is for.
package enum LedgerFormat: String, Sendable, CaseIterable {
  case hledger
  case beancount
  case csv
}

/// Writes the books for another program, piece by piece, into a buffer of UTF-8 that the caller empties when it likes: the beginning, the
/// units, the accounts, the entries in order of day, then the closing balances, which that program checks against its own sums.
/// This file knows the order of pieces; each format has its own file.
package struct Export: Sendable {
  package let format: LedgerFormat
  /// A day no later than that of the first entry: accounts are opened on it.
  package let since: Day

  package init(_ format: LedgerFormat, since: Day) {
    self.format = format
    self.since = since
  }

  package func begin(into text: inout [UInt8]) {
    switch format {
    case .hledger: HledgerText.begin(&text)
    case .beancount: BeancountText.begin(&text)
    case .csv: CSVText.begin(&text)
    }
  }

  /// Each unit once.
  package func declare(_ unit: Unit, into text: inout [UInt8]) {
    switch format {
    case .hledger: HledgerText.declare(unit, &text)
    case .beancount: BeancountText.declare(unit, since, &text)
    case .csv: break
    }
  }

  /// Each account once, with the units it counts.
  package func declare(_ account: AccountPath, units: [Unit], into text: inout [UInt8]) {
    switch format {
    case .hledger: HledgerText.declare(account, &text)
    case .beancount: BeancountText.declare(account, units, since, &text)
    case .csv: break
    }
  }

  package func append(_ entry: BookedEntry, into text: inout [UInt8]) {
    switch format {
    case .hledger: HledgerText.append(entry, &text)
    case .beancount: BeancountText.append(entry, &text)
    case .csv: CSVText.append(entry, &text)
    }
  }

  /// States what the account must hold at the end of a day no earlier than that of the last entry. After all entries, one for each key.
  package func assert(_ key: AccountKey, holds balance: Int64, atEndOf day: Day, into text: inout [UInt8]) {
    switch format {
    case .hledger: HledgerText.assert(key, balance, day, &text)
    case .beancount: BeancountText.assert(key, balance, day, &text)
    case .csv: break
    }
  }
}

extension [UInt8] {
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Free text on one line: what cannot be seen, and what a format names, is written `%0A`.
  mutating func append(line text: String, except reserved: Unicode.Scalar...) {
    for scalar in text.unicodeScalars {
      if scalar.isInvisible || reserved.contains(scalar) {
        for byte in UTF8.encode(scalar)! { append("%\(Hex.digit(byte >> 4))\(Hex.digit(byte & 15))") }
      } else {
        append(contentsOf: UTF8.encode(scalar)!)
      }
    }
  }
}
