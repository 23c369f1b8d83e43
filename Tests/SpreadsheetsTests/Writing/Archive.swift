import CZip

/// The parts of a zip file as text: what really stands in a workbook, whoever reads it.
struct Archive {
  let names: [String]
  private let parts: [String: String]

  init(_ path: String) {
    var names: [String] = []
    var parts: [String: String] = [:]
    var error: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &error) else { preconditionFailure("\(path) is no zip file: \(error)") }
    for index in 0..<UInt64(zip_get_num_entries(archive, 0)) {
      let name = String(cString: zip_get_name(archive, index, 0))
      guard let file = zip_fopen_index(archive, index, 0) else { preconditionFailure("\(name) cannot be opened") }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = zip_fread(file, &buffer, 65_536)
        precondition(count >= 0, "\(name) is damaged")
        if count == 0 { break }
        bytes.append(contentsOf: buffer[..<Int(count)])
      }
      zip_fclose(file)
      names.append(name)
      parts[name] = String(validating: bytes, as: UTF8.self)
    }
    zip_discard(archive)
    self.names = names
    self.parts = parts
  }

  /// A part's text, nil when it is missing or not UTF-8.
  subscript(name: String) -> String? { parts[name] }
  /// Sheets count from 1, in the order of the tabs.
  func sheet(_ number: Int) -> String { parts["xl/worksheets/sheet\(number).xml"] ?? "" }
  var sheetNames: [String] {
    (parts["xl/workbook.xml"] ?? "").split(separator: "<sheet name=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }
}
