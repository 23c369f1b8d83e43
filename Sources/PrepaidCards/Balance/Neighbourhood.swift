import Tables
import Values

/// A place for an account in the order of a night's transactions: accounts with neighbouring numbers stand next to each other, so that their states lie
/// together in the store. Two accounts may share a place; nothing depends on it but speed.
enum Neighbourhood {
  static func place(of row: Batch.Row, _ column: Int) -> Moment {
    let datum = row[column]
    guard datum.tag == .text else { return Moment(seconds: 0) }
    return row.batch.withBytes(datum) { bytes in
      var (words, digits) = (UInt64(0xcbf2_9ce4_8422_2325), UInt64(0))
      for byte in bytes {
        if (0x30...0x39).contains(byte) {
          digits = (digits &* 10 &+ UInt64(byte - 0x30)) & 0xFFFF_FFFF_FFFF
        } else {
          words = (words ^ UInt64(byte)) &* 0x100_0000_01b3
        }
      }
      return Moment(seconds: Int64((words >> 50) << 48 | digits))
    }
  }
}
