import Values

/// Why a file is refused whole: every fault of reading with its code, cause and remedy in one place.
enum ReadFault {
  static func make(_ kind: Fault.Kind = .data, _ code: String, _ place: String, _ cause: String, _ remedy: String) -> Fault {
    Fault(kind, code: code, place: place, cause: cause, remedy: remedy)
  }

  private static let sendAgain = "open it in the program it came from, save it again as .xlsx or .csv, and send that"

  static func missing(_ place: String) -> Fault {
    make(.missing, "file-missing", place, "there is no such file", "check the name and the folder")
  }
  static func unreadable(_ place: String, _ cause: String) -> Fault {
    make(.inputOutput, "file-unreadable", place, "it cannot be read: \(cause)", "check the file's permissions and the disk")
  }
  static func notAFile(_ place: String) -> Fault {
    make(.data, "not-a-file", place, "it is a folder, a link or a device, not a file", "send the file itself")
  }
  static func empty(_ place: String) -> Fault {
    make(
      .data, "file-empty", place, "there is nothing in it, not even a header",
      "send the list with its header row; a header without rows says that there was no business")
  }
  static func tooLarge(_ place: String, _ bytes: Int, _ limit: Int) -> Fault {
    make(
      .data, "file-too-large", place, "it has \(bytes) bytes, \(limit) are allowed",
      "split the list by month or branch, or raise the limit in the feed's settings")
  }
  static func tooManyRows(_ place: String, _ limit: Int) -> Fault {
    make(
      .data, "rows-too-many", place, "it has more than \(limit) rows",
      "split the list by month or branch, or raise the limit in the feed's settings")
  }
  static func foreign(_ place: String, _ what: String?) -> Fault {
    make(
      .data, "kind-unknown", place, "it is \(what ?? "no kind of table that is known here"), whatever its name says",
      "send the table as .csv, .xlsx or .xls")
  }
  static func markup(_ place: String, isHTML: Bool) -> Fault {
    make(
      .data, "kind-markup", place, "it is \(isHTML ? "an HTML page" : "XML"), whatever its name says",
      "open it in a spreadsheet program, save it as .xlsx, and send that")
  }
  static func encodingUnknown(_ place: String, _ name: String) -> Fault {
    make(.setting, "encoding-unknown", place, "the encoding \(name) is not known", "use UTF-8, GB18030, BIG5, UTF-16LE or UTF-16BE")
  }

  static func zipDamaged(_ place: String, _ cause: String) -> Fault {
    make(
      .data, "zip-damaged", place, "the workbook is damaged or was cut off while being sent: \(cause)",
      "send it again; if that does not help, \(sendAgain)")
  }
  static func zipEncrypted(_ place: String) -> Fault {
    make(.data, "workbook-encrypted", place, "the workbook is protected by a password", "save it without a password and send it again")
  }
  static func notAWorkbook(_ place: String, _ what: String) -> Fault {
    make(.data, "kind-not-workbook", place, "it is \(what)", sendAgain)
  }
  static func inflates(_ place: String, _ part: String, _ limit: String) -> Fault {
    make(.data, "zip-bomb", place, "its part \(part) grows beyond \(limit) when unpacked", sendAgain)
  }
  static func partName(_ place: String, _ cause: String) -> Fault {
    make(.data, "zip-part-name", place, cause, sendAgain)
  }
  static func tooManyParts(_ place: String, _ count: Int, _ limit: Int) -> Fault {
    make(.data, "zip-too-many-parts", place, "it has \(count) parts, \(limit) are allowed", sendAgain)
  }
  static func sharedStrings(_ place: String, _ limit: Int) -> Fault {
    make(.data, "workbook-text-too-large", place, "its texts take more than \(limit >> 20) MiB", "split the list, or send it as .csv")
  }
  static func documentType(_ place: String, _ part: String) -> Fault {
    make(.data, "xml-document-type", place, "its part \(part) declares entities of its own, which workbooks never do", sendAgain)
  }
  static func nesting(_ place: String, _ part: String, _ limit: Int) -> Fault {
    make(.data, "xml-too-deep", place, "its part \(part) nests deeper than \(limit)", sendAgain)
  }
  static func xml(_ place: String, _ part: String, _ cause: String) -> Fault {
    make(.data, "xml-damaged", place, "its part \(part) is not well-formed: \(cause)", sendAgain)
  }
  static func sheetDisordered(_ place: String, _ cause: String) -> Fault {
    make(.data, "sheet-disordered", place, cause, sendAgain)
  }
  static func noSheet(_ place: String, _ wanted: String, _ names: [String]) -> Fault {
    make(
      .missing, "sheet-missing", place, "there is no sheet \(wanted); it has " + names.joined(separator: ", "),
      "name one of these, or a number from 1")
  }
  static func severalSheets(_ place: String, _ names: [String]) -> Fault {
    make(
      .data, "sheets-several", place, "more than one sheet holds such a list: " + names.joined(separator: ", "),
      "keep one list in a file, or send the sheets as files of their own")
  }
}
