package import Values

/// One typed cell in 16 bytes. Text is a range in the arena of the batch that holds it; everything else is an exact integer.
@frozen
package struct Datum: Sendable, Hashable {
  @frozen
  package enum Tag: UInt8, Sendable {
    /// No value: a blank cell, an absent column.
    case none
    case text
    /// Minor units.
    case money
    /// Billionths.
    case rate
    /// Millionths: any other number.
    case number
    case integer
    /// Days since 1970-01-01.
    case date
    /// Seconds on the business clock.
    case moment
    case boolean
  }

  package var tag: Tag
  /// The value, or for text `offset << 32 | length`.
  package var bits: Int64

  @inlinable package init(tag: Tag, bits: Int64) {
    self.tag = tag
    self.bits = bits
  }

  @inlinable package static var none: Datum { Datum(tag: .none, bits: 0) }
  @inlinable package static func money(_ value: Money) -> Datum { Datum(tag: .money, bits: value.minor) }
  @inlinable package static func rate(_ value: Rate) -> Datum { Datum(tag: .rate, bits: value.billionths) }
  @inlinable package static func number(millionths: Int64) -> Datum { Datum(tag: .number, bits: millionths) }
  @inlinable package static func integer(_ value: Int64) -> Datum { Datum(tag: .integer, bits: value) }
  @inlinable package static func date(_ value: Day) -> Datum { Datum(tag: .date, bits: Int64(value.number)) }
  @inlinable package static func moment(_ value: Moment) -> Datum { Datum(tag: .moment, bits: value.seconds) }
  @inlinable package static func boolean(_ value: Bool) -> Datum { Datum(tag: .boolean, bits: value ? 1 : 0) }
  @inlinable package static func text(offset: Int, length: Int) -> Datum {
    Datum(tag: .text, bits: Int64(offset) << 32 | Int64(length))
  }

  @inlinable package var isNone: Bool { tag == .none }
  @inlinable package var textRange: Range<Int> {
    let offset = Int(bits >> 32)
    return offset..<offset + Int(bits & 0xFFFF_FFFF)
  }
  @inlinable package var money: Money? { tag == .money ? Money(minor: bits) : nil }
  @inlinable package var rate: Rate? { tag == .rate ? Rate(billionths: bits) : nil }
  @inlinable package var integer: Int64? { tag == .integer ? bits : nil }
  @inlinable package var date: Day? { tag == .date ? Day(number: Int32(bits)) : nil }
  @inlinable package var moment: Moment? { tag == .moment ? Moment(seconds: bits) : nil }
  @inlinable package var boolean: Bool? { tag == .boolean ? bits != 0 : nil }
}
