import CXLSXWriter
import Glibc
import Tables
import Values

/// What a sheet that people fill in has besides cells: notes on headers, drop-downs, limits, columns of a kind.
extension Sheet {
  /// The last row a template prepares.
  static let entryRows = 10_000

  func column(_ column: Int, width: Int, look: Look) {
    worksheet_set_column(pointer, UInt16(column), UInt16(column), Double(width) + 0.71, looks[look])
  }

  func note(_ row: Int, _ column: Int, _ text: String) throws(Fault) {
    var options = lxw_comment_options()
    options.x_scale = 1.6
    options.y_scale = 1.4
    try check(worksheet_write_comment_opt(pointer, UInt32(row), UInt16(column), text, &options), row, column)
  }

  func hide() { worksheet_hide(pointer) }

  /// A drop-down over the entry rows of a column; `source` names a range where the choices stand when they are too long to be listed.
  func choices(_ column: Int, _ choices: [String], source: String?, title: String, message: String) throws(Fault) {
    try validation(column, title: title, message: message) { validation in
      if let source {
        validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
        return source.withCString { text in
          validation.value_formula = UnsafeMutablePointer(mutating: text)
          return self.apply(column, &validation)
        }
      }
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      let copies = choices.map { strdup($0) }
      defer { for copy in copies { free(copy) } }
      var list = copies + [nil]
      return list.withUnsafeMutableBufferPointer { list in
        validation.value_list = list.baseAddress
        return self.apply(column, &validation)
      }
    }
  }

  /// Numbers, dates or lengths of texts between two bounds; where only one is given the other is far away.
  func bounds(_ column: Int, _ type: lxw_validation_types, _ least: Double, _ most: Double, title: String, message: String) throws(Fault) {
    try validation(column, title: title, message: message) { validation in
      validation.validate = UInt8(type.rawValue)
      validation.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
      validation.minimum_number = least
      validation.maximum_number = most
      return self.apply(column, &validation)
    }
  }

  private func apply(_ column: Int, _ validation: inout lxw_data_validation) -> lxw_error {
    worksheet_data_validation_range(pointer, 1, UInt16(column), UInt32(Sheet.entryRows), UInt16(column), &validation)
  }

  /// Titles hold 32 characters and messages 255; the library warns on standard error about longer ones, so they are cut before.
  private func validation(
    _ column: Int, title: String, message: String, _ body: (inout lxw_data_validation) -> lxw_error
  ) throws(Fault) {
    let error = String(title.prefix(32)).withCString { title in
      String(message.prefix(255)).withCString { message in
        var validation = lxw_data_validation()
        validation.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
        validation.show_input = UInt8(LXW_VALIDATION_ON.rawValue)
        validation.show_error = UInt8(LXW_VALIDATION_ON.rawValue)
        validation.dropdown = UInt8(LXW_VALIDATION_ON.rawValue)
        validation.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_STOP.rawValue)
        validation.error_title = UnsafeMutablePointer(mutating: title)
        validation.error_message = UnsafeMutablePointer(mutating: message)
        return body(&validation)
      }
    }
    try check(error, 1, column)
  }
}
