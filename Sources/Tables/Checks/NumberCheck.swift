/// The numbers of daily life that have a form of their own, and often a check digit. Each is tidied in place and judged; whether a failure warns or
/// rejects is the feeds file's. (domain.md C5)
package enum NumberCheck: String, Sendable, CaseIterable {
  case vin
  case plate
  case residentID = "resident-id"
  case uscc
  /// A resident identity number or a unified social credit code: 证件号码 of persons and companies in one column.
  case idNumber = "id-number"
  case mobile
  case bankCard = "bank-card"
  case imei
  case serial
  case tracking
  case policy

  package enum Verdict: Equatable, Sendable {
    case holds
    /// A placeholder: there is no such number yet.
    case nothing
    case wrong
    /// The form is right, the check digit is not.
    case checkDigit
    /// The last digits were lost in a spreadsheet program.
    case damaged
  }

  /// Tidies the text (letters, blanks, marks between) and judges it.
  package func inspect(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> Verdict {
    switch self {
    case .vin: VehicleNumber.inspect(text, &length)
    case .plate: Plate.inspect(text, &length)
    case .residentID: ResidentNumber.inspect(text, &length)
    case .uscc: CreditCode.inspect(text, &length)
    case .idNumber: inspectIDNumber(text, &length)
    case .mobile: Mobile.inspect(text, &length)
    case .bankCard: CardNumber.inspectBankCard(text, &length)
    case .imei: CardNumber.inspectIMEI(text, &length)
    case .serial: PlainNumber.inspect(text, &length, 4...32, marks: [0x2D, 0x2F], refusesPlaceholders: true)
    case .tracking: PlainNumber.inspect(text, &length, 8...30, marks: [], refusesPlaceholders: false)
    case .policy: PlainNumber.inspect(text, &length, 10...30, marks: [0x2D], refusesPlaceholders: false)
    }
  }

  /// As `inspect`, of a string; for tests and single values.
  package func inspect(_ text: String) -> (verdict: Verdict, tidied: String) {
    var bytes = Array(text.utf8)
    var length = bytes.count
    bytes.append(0)
    let verdict = bytes.withUnsafeMutableBufferPointer { inspect($0.baseAddress!, &length) }
    return (verdict, String(decoding: bytes[..<length], as: UTF8.self))
  }

  package func reason(_ verdict: Verdict) -> Reason {
    if verdict == .damaged { return TableReasons.idDamaged }
    return switch self {
    case .vin: verdict == .checkDigit ? TableReasons.vinCheckDigit : TableReasons.vinWrong
    case .plate: TableReasons.plateWrong
    case .residentID: TableReasons.residentWrong
    case .uscc: TableReasons.usccWrong
    case .idNumber: TableReasons.idNumberWrong
    case .mobile: TableReasons.mobileWrong
    case .bankCard: TableReasons.bankCardWrong
    case .imei: TableReasons.imeiWrong
    case .serial: TableReasons.serialWrong
    case .tracking: TableReasons.trackingWrong
    case .policy: TableReasons.policyWrong
    }
  }

  private func inspectIDNumber(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> Verdict {
    let resident = ResidentNumber.inspect(text, &length)
    if resident == .holds || resident == .damaged { return resident }
    return CreditCode.inspect(text, &length) == .holds ? .holds : resident
  }
}

/// Tidying in place, shared by the checks.
enum Tidy {
  /// Drops what `drops` says and makes letters upper case.
  @inline(__always)
  static func upper(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int, dropping drops: (UInt8) -> Bool) {
    var kept = 0
    for index in 0..<length {
      var byte = text[index]
      if drops(byte) { continue }
      if byte >= 0x61 && byte <= 0x7A { byte -= 0x20 }
      text[kept] = byte
      kept += 1
    }
    length = kept
  }

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
}
