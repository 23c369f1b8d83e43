import CZip
import Glibc

/// Changes a part of a workbook behind the program's back: what a full disk or a careless hand would do.
enum Tampering {
  static func replace(_ path: String, _ part: String, _ change: (String) -> String) {
    let before = Archive(path)[part] ?? ""
    let after = change(before)
    precondition(after != before, "the tampering found nothing to change")
    var error: Int32 = 0
    let archive = zip_open(path, 0, &error)!
    var bytes = Array(after.utf8)
    bytes.withUnsafeMutableBytes { buffer in
      let source = zip_source_buffer(archive, buffer.baseAddress, UInt64(buffer.count), 0)!
      let index = zip_name_locate(archive, part, 0)
      precondition(zip_file_replace(archive, UInt64(index), source, 0) == 0)
      precondition(zip_close(archive) == 0)
    }
  }

  /// Without the row of that number.
  static func withoutRow(_ number: Int, _ sheet: String) -> String {
    guard let start = sheet.firstRange(of: "<row r=\"\(number)\""), let end = sheet[start.upperBound...].firstRange(of: "</row>") else {
      return sheet
    }
    return String(sheet[..<start.lowerBound] + sheet[end.upperBound...])
  }
}
