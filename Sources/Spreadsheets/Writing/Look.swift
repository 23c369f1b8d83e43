import CXLSXWriter

/// How a cell looks. Equal looks are one format in the file.
struct Look: Hashable {
  enum Align: Hashable { case left, centre, right }
  enum Frame: Hashable { case none, thin, underline }

  var number = ""
  var align = Align.left
  var frame = Frame.thin
  var size = 10.0
  var bold = false
  var wraps = false
  var fill: UInt32?
  var colour: UInt32?
  var font: String?

  static let ruled: UInt32 = 0xBFBFBF
  static let headerFill: UInt32 = 0xDCE6F1
  static let addedFill: UInt32 = 0xFCE4D6
  static let footFill: UInt32 = 0xF2F2F2
  static let markFill: UInt32 = 0xFFC7CE
  static let markColour: UInt32 = 0x9C0006
  static let grey: UInt32 = 0x595959

  /// A column's cells in the body of a list. Texts keep the top of a row that grew.
  static func body(_ format: CellFormat) -> Look {
    Look(number: format.code, align: format.align)
  }

  static let header = Look(align: .centre, bold: true, wraps: true, fill: headerFill)

  func with(_ change: (inout Look) -> Void) -> Look {
    var look = self
    change(&look)
    return look
  }

  var marked: Look {
    with {
      $0.fill = Look.markFill
      $0.colour = Look.markColour
    }
  }

  var foot: Look {
    with {
      $0.bold = true
      $0.fill = Look.footFill
    }
  }
}

/// The formats of one workbook, each made when first asked for.
final class Looks {
  typealias Format = UnsafeMutablePointer<lxw_format>

  private let book: UnsafeMutablePointer<lxw_workbook>
  private let font: String
  /// 134 names the Chinese character set, for programs that look for a substitute of a missing font.
  private let charset: UInt8
  private var made: [Look: Format] = [:]

  init(book: UnsafeMutablePointer<lxw_workbook>, font: String) {
    self.book = book
    self.font = font
    charset = font.utf8.first.map { $0 >= 0x80 } == true ? 134 : 0
  }

  subscript(look: Look) -> Format {
    if let format = made[look] { return format }
    guard let format = workbook_add_format(book) else { fatalError("no memory left for a cell format") }
    format_set_font_name(format, look.font ?? font)
    format_set_font_size(format, look.size)
    format_set_font_charset(format, charset)
    // The two that every program has built in go by number: some know text only so.
    switch look.number {
    case "": break
    case "@": format_set_num_format_index(format, 49)
    case "0.00%": format_set_num_format_index(format, 10)
    default: format_set_num_format(format, look.number)
    }
    if look.bold { format_set_bold(format) }
    if look.wraps { format_set_text_wrap(format) }
    if let colour = look.colour { format_set_font_color(format, colour) }
    if let fill = look.fill {
      format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
      format_set_bg_color(format, fill)
    }
    switch look.align {
    case .left: format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
    case .centre: format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
    case .right: format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
    }
    format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    switch look.frame {
    case .none: break
    case .thin:
      format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_border_color(format, Look.ruled)
    case .underline:
      format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_bottom_color(format, Look.ruled)
    }
    made[look] = format
    return format
  }
}
