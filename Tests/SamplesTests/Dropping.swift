import Foundation
import Glibc
import Night
import NightKit
import Values

/// Lays a sample's input over a working root. What an editor cannot hold is made from text by the ending of its name, from right to left:
///
///     list.xlsx.csv        a workbook of one sheet          list.xlsx/<sheet>.csv   a workbook of several
///     list.xls.csv         an old binary workbook           list.xls/<sheet>.csv    one of several
///     list.xlsx.parts/…    a workbook from its own parts    list.csv.gb18030        text in GB18030; .big5, .utf-16le, .utf-16be
///     list.csv.hex         bytes as hexadecimals            list.csv.escaped        `\xFF` is a byte, `{{3×text}}` the text three times
///     ….first-half         the first half of the bytes alone
///     income.csv.more      lines added to the shipped file  income.csv.removed      the shipped file is taken away
///     accounts.csv.changed `old => new` lines: what changes in the shipped file
///
/// `times.csv` beside `parties` (file, time) says when files were written, on the business clock.
struct Dropping {
  let root: String

  func lay(_ folder: String) throws {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    try lay(folder, at: "")
    guard FileManager.default.fileExists(atPath: folder + "/times.csv") else { return }
    for row in try Table(file: folder + "/times.csv").rows {
      let parts = row.count == 2 ? row[1].split(separator: " ") : []
      guard parts.count == 2, let day = Day(iso: parts[0]), let time = CutOff(String(parts[1])) else {
        throw SampleFlaw("\(folder)/times.csv: \(row) is not file,time")
      }
      try TrialRoot(at: root).date(row[0], time.moment(day))
    }
  }

  private func lay(_ folder: String, at path: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      if path.isEmpty && name == "times.csv" { continue }
      let (from, to) = ("\(folder)/\(name)", "\(path)/\(name)")
      let kind = try FileManager.default.attributesOfItem(atPath: from)[.type] as? FileAttributeType
      if kind == .typeSymbolicLink {
        try makeFolder(of: to)
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: from)
        try FileManager.default.createSymbolicLink(atPath: root + to, withDestinationPath: target)
      } else if kind != .typeDirectory {
        try lay(file: from, as: to)
      } else if to.hasSuffix(".xlsx") {
        try write(try WorkbookMaking.bytes(sheets: from), to)
      } else if to.hasSuffix(".xls") {
        try write(try WorkbookMaking.oldBytes(from, isFolder: true), to)
      } else if to.hasSuffix(".parts") {
        try write(try WorkbookMaking.bytes(parts: from), String(to.dropLast(6)))
      } else {
        try lay(from, at: to)
      }
    }
  }

  private func lay(file: String, as path: String) throws {
    if path.hasSuffix(".removed") {
      try FileManager.default.removeItem(atPath: root + path.dropLast(8))
    } else if path.hasSuffix(".more") {
      let shipped = String(path.dropLast(5))
      guard let before = FileManager.default.contents(atPath: root + shipped) else {
        throw SampleFlaw("\(file): there is no shipped \(shipped)")
      }
      try write(before + (FileManager.default.contents(atPath: file) ?? Data()), shipped)
    } else if path.hasSuffix(".changed") {
      try change(String(path.dropLast(8)), by: file)
    } else {
      let made = try Dropping.made(path, try Data(contentsOf: URL(fileURLWithPath: file)), file)
      try write(made.bytes, made.name)
    }
  }

  /// Every `old` must stand in the shipped file once.
  private func change(_ shipped: String, by file: String) throws {
    var text = FileManager.default.contents(atPath: root + shipped).map { String(decoding: $0, as: UTF8.self) } ?? ""
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let parts = line.components(separatedBy: " => ")
      guard parts.count == 2, text.ranges(of: parts[0]).count == 1 else {
        throw SampleFlaw("\(file): \(line) does not stand in \(shipped) once")
      }
      text.replace(parts[0], with: parts[1])
    }
    try write(Data(text.utf8), shipped)
  }

  private static func made(_ name: String, _ bytes: Data, _ place: String) throws -> (name: String, bytes: Data) {
    func ends(_ ending: String) -> String? { name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : nil }
    if let rest = ends(".first-half") {
      let whole = try made(rest, bytes, place)
      return (whole.name, whole.bytes.prefix(whole.bytes.count / 2))
    }
    if let rest = ends(".hex") {
      let digits = bytes.filter { !$0.isBlank }
      guard let decoded = Data(hexadecimals: digits) else { throw SampleFlaw("\(place): is not hexadecimal") }
      return try made(rest, decoded, place)
    }
    if let rest = ends(".escaped") { return try made(rest, WorkbookMaking.expanded(bytes), place) }
    for encoding in ["GB18030", "BIG5", "UTF-16LE", "UTF-16BE"] {
      if let rest = ends("." + encoding.lowercased()) { return try made(rest, try Dropping.encoded(bytes, encoding, place), place) }
    }
    if let rest = ends(".csv"), rest.hasSuffix(".xls") { return (rest, try WorkbookMaking.oldBytes(place, isFolder: false)) }
    if let rest = ends(".csv"), rest.hasSuffix(".xlsx") { return (rest, try WorkbookMaking.bytes(sheet: place)) }
    return (name, bytes)
  }

  private static func encoded(_ bytes: Data, _ encoding: String, _ place: String) throws -> Data {
    let handle = iconv_open(encoding, "UTF-8")
    defer { iconv_close(handle) }
    var source = bytes.map { CChar(bitPattern: $0) }
    var target = [CChar](repeating: 0, count: source.count * 4 + 16)
    let written = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target -> Int? in
        var (from, left, to, free) = (source.baseAddress, source.count, target.baseAddress, target.count)
        return iconv(handle, &from, &left, &to, &free) == Int.max || left > 0 ? nil : target.count - free
      }
    }
    guard let written else { throw SampleFlaw("\(place): cannot be written in \(encoding)") }
    return Data(target[..<written].map { UInt8(bitPattern: $0) })
  }

  private func write(_ bytes: Data, _ path: String) throws {
    try makeFolder(of: path)
    try bytes.write(to: URL(fileURLWithPath: root + path))
  }

  private func makeFolder(of path: String) throws {
    try FileManager.default.createDirectory(
      atPath: ((root + path) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D }
}

extension Data {
  fileprivate init?(hexadecimals digits: Data) {
    guard digits.count.isMultiple(of: 2) else { return nil }
    self.init()
    var iterator = digits.makeIterator()
    while let high = iterator.next(), let low = iterator.next() {
      guard let byte = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16) else { return nil }
      append(byte)
    }
  }
}
