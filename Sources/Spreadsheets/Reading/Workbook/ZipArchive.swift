import CZip
import Values

/// A zip opened for reading: its parts by name, with the limits that stop bombs before they cost memory. Knows nothing of workbooks.
final class ZipArchive {
  let name: String
  private let limits: ReadLimits
  private let handle: OpaquePointer
  /// Part name, made comparable → index.
  private var parts: [String: UInt64] = [:]
  /// What all parts read so far inflated to.
  fileprivate var inflated = 0

  init(path: String, name: String, limits: ReadLimits) throws(Fault) {
    self.name = name
    self.limits = limits
    var code: Int32 = 0
    guard let handle = zip_open(path, ZIP_RDONLY, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw ReadFault.zipDamaged(name, String(cString: zip_error_strerror(&error)))
    }
    self.handle = handle
    try list()
  }

  deinit { zip_discard(handle) }

  private func list() throws(Fault) {
    let count = Int(zip_get_num_entries(handle, 0))
    guard count <= limits.parts else { throw ReadFault.tooManyParts(name, count, limits.parts) }
    for index in 0..<UInt64(count) {
      guard let raw = zip_get_name(handle, index, zip_flags_t(ZIP_FL_ENC_GUESS)) else {
        throw ReadFault.zipDamaged(name, "a part has no name")
      }
      let part = String(cString: raw)
      if part.hasSuffix("/") { continue }
      guard !part.unicodeScalars.contains(where: { $0.value < 0x20 }),
        !part.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..")
      else {
        throw ReadFault.partName(name, "a part is named so as to lie outside the workbook")
      }
      guard parts.updateValue(index, forKey: ZipArchive.key(part)) == nil else {
        throw ReadFault.partName(name, "two parts have the same name \(part)")
      }
    }
  }

  /// Part names compare without case, and some programs write backslashes.
  private static func key(_ part: String) -> String {
    let text = part.lowercased().replacing("\\", with: "/")
    return text.hasPrefix("/") ? String(text.dropFirst()) : text
  }

  var names: [String] { parts.keys.sorted() }
  func has(_ part: String) -> Bool { parts[ZipArchive.key(part)] != nil }

  /// A part as a stream; nil when there is none of that name.
  func open(_ part: String?) throws(Fault) -> ZipPart? {
    guard let part, let index = parts[ZipArchive.key(part)] else { return nil }
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(handle, index, 0, &status) == 0 else { throw ReadFault.zipDamaged(name, message()) }
    if status.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0, status.encryption_method != 0 { throw ReadFault.zipEncrypted(name) }
    let packed = Int(clamping: status.comp_size)
    let claimed = Int(clamping: status.size)
    if claimed > limits.inflatedBytes { throw ReadFault.inflates(name, part, "\(limits.inflatedBytes) bytes") }
    if claimed > 32 << 20, claimed / max(1, packed) > limits.inflationRatio {
      throw ReadFault.inflates(name, part, "\(limits.inflationRatio) times its size")
    }
    guard let file = zip_fopen_index(handle, index, 0) else { throw ReadFault.zipDamaged(name, message()) }
    return ZipPart(file, archive: self, part: part, packed: packed, limits: limits)
  }

  private func message() -> String { String(cString: zip_error_strerror(zip_get_error(handle))) }
}

/// One part being read.
final class ZipPart {
  let name: String
  private let archive: ZipArchive
  private let handle: OpaquePointer
  private let packed: Int
  private let limits: ReadLimits
  private var inflated = 0

  fileprivate init(_ handle: OpaquePointer, archive: ZipArchive, part: String, packed: Int, limits: ReadLimits) {
    self.handle = handle
    self.archive = archive
    self.name = part
    self.packed = packed
    self.limits = limits
  }

  deinit { zip_fclose(handle) }

  var file: String { archive.name }

  /// Reads on; 0 at the end, where the check sum has been found right.
  func read(into buffer: UnsafeMutableRawPointer, _ count: Int) throws(Fault) -> Int {
    let got = zip_fread(handle, buffer, UInt64(count))
    guard got >= 0 else {
      throw ReadFault.zipDamaged(archive.name, "\(name): \(String(cString: zip_error_strerror(zip_file_get_error(handle))))")
    }
    inflated += Int(got)
    archive.inflated += Int(got)
    // The sizes a zip claims may be lies: what really comes out is counted.
    if archive.inflated > limits.inflatedBytes { throw ReadFault.inflates(archive.name, name, "\(limits.inflatedBytes) bytes") }
    if inflated > 32 << 20, inflated / max(1, packed) > limits.inflationRatio {
      throw ReadFault.inflates(archive.name, name, "\(limits.inflationRatio) times its size")
    }
    return Int(got)
  }
}
