import Values

/// Why a file is refused whole: every fault of reading with its code, cause and remedy in one place.
package enum ReadFault {
  /// Never renamed: operators and partners look them up. Each has an exhibit under `samples/exhibits`.
  package enum Code: String, CaseIterable, Sendable {
    case fileMissing = "file-missing"
    case fileUnreadable = "file-unreadable"
    case notAFile = "not-a-file"
    case fileEmpty = "file-empty"
    case fileTooLarge = "file-too-large"
    case rowsTooMany = "rows-too-many"
    case kindUnknown = "kind-unknown"
    case kindMarkup = "kind-markup"
    case encodingUnknown = "encoding-unknown"
    case zipDamaged = "zip-damaged"
    case workbookEncrypted = "workbook-encrypted"
    case kindNotWorkbook = "kind-not-workbook"
    case zipBomb = "zip-bomb"
    case zipPartName = "zip-part-name"
    case zipTooManyParts = "zip-too-many-parts"
    case workbookTextTooLarge = "workbook-text-too-large"
    case xmlDocumentType = "xml-document-type"
    case xmlTooDeep = "xml-too-deep"
    case xmlDamaged = "xml-damaged"
    case sheetDisordered = "sheet-disordered"
    case sheetMissing = "sheet-missing"
    case sheetsSeveral = "sheets-several"
    case binaryDamaged = "xls-damaged"
    case binaryLate = "xls-late"
  }

  static func make(_ kind: Fault.Kind = .data, _ code: Code, _ place: String, _ cause: String, _ remedy: String) -> Fault {
    Fault(kind, code: code.rawValue, place: place, cause: cause, remedy: remedy)
  }

  private static let sendAgain = "open it in the program it came from, save it again as .xlsx or .csv, and send that"

  static func missing(_ place: String) -> Fault {
    make(.missing, .fileMissing, place, "there is no such file", "check the name and the folder")
  }
  static func unreadable(_ place: String, _ cause: String) -> Fault {
    make(.inputOutput, .fileUnreadable, place, "it cannot be read: \(cause)", "check the file's permissions and the disk")
  }
  static func notAFile(_ place: String) -> Fault {
    make(.data, .notAFile, place, "it is a folder, a link or a device, not a file", "send the file itself")
  }
  static func empty(_ place: String) -> Fault {
    make(
      .data, .fileEmpty, place, "there is nothing in it, not even a header",
      "send the list with its header row; a header without rows says that there was no business")
  }
  static func tooLarge(_ place: String, _ bytes: Int, _ limit: Int) -> Fault {
    make(
      .data, .fileTooLarge, place, "it has \(bytes) bytes, \(limit) are allowed",
      "split the list by month or branch, or raise the limit in the feed's settings")
  }
  static func tooManyRows(_ place: String, _ limit: Int) -> Fault {
    make(
      .data, .rowsTooMany, place, "it has more than \(limit) rows",
      "split the list by month or branch, or raise the limit in the feed's settings")
  }
  static func foreign(_ place: String, _ what: String?) -> Fault {
    make(
      .data, .kindUnknown, place, "it is \(what ?? "no kind of table that is known here"), whatever its name says",
      "send the table as .csv, .xlsx or .xls")
  }
  static func markup(_ place: String, isHTML: Bool) -> Fault {
    make(
      .data, .kindMarkup, place, "it is \(isHTML ? "an HTML page" : "XML"), whatever its name says",
      "open it in a spreadsheet program, save it as .xlsx, and send that")
  }
  static func encodingUnknown(_ place: String, _ name: String) -> Fault {
    make(.setting, .encodingUnknown, place, "the encoding \(name) is not known", "use UTF-8, GB18030, BIG5, UTF-16LE or UTF-16BE")
  }

  static func zipDamaged(_ place: String, _ cause: String) -> Fault {
    make(
      .data, .zipDamaged, place, "the workbook is damaged or was cut off while being sent: \(cause)",
      "send it again; if that does not help, \(sendAgain)")
  }
  static func zipEncrypted(_ place: String) -> Fault {
    make(.data, .workbookEncrypted, place, "the workbook is protected by a password", "save it without a password and send it again")
  }
  static func notAWorkbook(_ place: String, _ what: String) -> Fault {
    make(.data, .kindNotWorkbook, place, "it is \(what)", sendAgain)
  }
  static func inflates(_ place: String, _ part: String, _ limit: String) -> Fault {
    make(.data, .zipBomb, place, "its part \(part) grows beyond \(limit) when unpacked", sendAgain)
  }
  static func partName(_ place: String, _ cause: String) -> Fault {
    make(.data, .zipPartName, place, cause, sendAgain)
  }
  static func tooManyParts(_ place: String, _ count: Int, _ limit: Int) -> Fault {
    make(.data, .zipTooManyParts, place, "it has \(count) parts, \(limit) are allowed", sendAgain)
  }
  static func sharedStrings(_ place: String, _ limit: Int) -> Fault {
    make(.data, .workbookTextTooLarge, place, "its texts take more than \(limit >> 20) MiB", "split the list, or send it as .csv")
  }
  static func documentType(_ place: String, _ part: String) -> Fault {
    make(.data, .xmlDocumentType, place, "its part \(part) declares entities of its own, which workbooks never do", sendAgain)
  }
  static func nesting(_ place: String, _ part: String, _ limit: Int) -> Fault {
    make(.data, .xmlTooDeep, place, "its part \(part) nests deeper than \(limit)", sendAgain)
  }
  static func xml(_ place: String, _ part: String, _ cause: String) -> Fault {
    make(.data, .xmlDamaged, place, "its part \(part) is not well-formed: \(cause)", sendAgain)
  }
  static func sheetDisordered(_ place: String, _ cause: String) -> Fault {
    make(.data, .sheetDisordered, place, cause, sendAgain)
  }
  static func noSheet(_ place: String, _ wanted: String, _ names: [String]) -> Fault {
    make(
      .missing, .sheetMissing, place, "there is no sheet \(wanted); it has " + names.joined(separator: ", "),
      "name one of these, or a number from 1")
  }
  static func severalSheets(_ place: String, _ names: [String]) -> Fault {
    make(
      .data, .sheetsSeveral, place, "more than one sheet holds such a list: " + names.joined(separator: ", "),
      "keep one list in a file, or send the sheets as files of their own")
  }
  static func binaryDamaged(_ place: String, _ cause: String) -> Fault {
    make(.data, .binaryDamaged, place, "the workbook is damaged: \(cause)", "send it again; if that does not help, \(sendAgain)")
  }
  static func binaryLate(_ place: String, _ seconds: Int) -> Fault {
    make(.data, .binaryLate, place, "reading it takes longer than \(seconds) seconds or more memory than any file may take", sendAgain)
  }
}
