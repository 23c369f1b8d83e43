import CDeflate
import CXLSXWriter
import Glibc
import Values

/// A workbook being written by libxlsxwriter: the one place that opens and closes it and turns its codes into faults.
/// In constant-memory mode each sheet is a temporary file until the end; the library does not notice when that file comes up short,
/// so it is looked at here before the workbook is put together. (libxlsxwriter 1.1.4 reports success)
final class WorkbookFile {
  let path: String
  let temporary: String
  let book: UnsafeMutablePointer<lxw_workbook>
  let looks: Looks
  let cached = CachedCells()
  private var sheets: [UnsafeMutablePointer<lxw_worksheet>] = []
  private var names: Set<String> = []
  private var isOpen = true
  /// Larger buffers for the temporary files than the library's own 4 KB; they must outlive the workbook.
  private var buffers: [UnsafeMutablePointer<CChar>] = []
  private static let bufferSize = 131_072
  /// Bytes of sheet XML above which a workbook is packed fast.
  private static let packedFast: off_t = 4_194_304

  init(path: String, temporary: String, title: String, font: String, created: Day) throws(Fault) {
    self.path = path
    self.temporary = temporary
    guard access(temporary, W_OK | X_OK) == 0 else {
      throw WorkbookFile.fault(
        path, "temporary-folder", "the folder for temporary files, \(temporary), cannot be written (\(WorkbookFile.lastError()))",
        "create it or give the program the right to write there")
    }
    // The library reports a path it cannot write only at the very end: after the work.
    let probe = Glibc.open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard probe >= 0 else {
      throw WorkbookFile.fault(path, "workbook-path", "cannot be written (\(WorkbookFile.lastError()))", "check the folder and its rights")
    }
    Glibc.close(probe)
    let opened = temporary.withCString { folder in
      var options = lxw_workbook_options(constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
      return workbook_new_opt(path, &options)
    }
    guard let book = opened else {
      unlink(path)
      throw WorkbookFile.fault(path, "workbook-memory", "no memory to begin a workbook", "free some memory and run again")
    }
    self.book = book
    looks = Looks(book: book, font: font)
    title.withCString { title in
      "Settle".withCString { author in
        var properties = lxw_doc_properties()
        properties.title = UnsafeMutablePointer(mutating: title)
        properties.author = UnsafeMutablePointer(mutating: author)
        properties.created = Int(created.number) * 86_400
        workbook_set_properties(book, &properties)
      }
    }
  }

  deinit {
    if isOpen {
      lxw_workbook_free(book)
      unlink(path)
    }
    for buffer in buffers { buffer.deallocate() }
  }

  /// A new last sheet. The name is made legal and unique.
  func addSheet(_ wanted: String) throws(Fault) -> Sheet {
    let name = SheetName.legal(wanted, taken: names)
    guard let sheet = workbook_add_worksheet(book, name), let spill = sheet.pointee.optimize_tmpfile else {
      throw WorkbookFile.fault(
        path, "temporary-file", "no temporary file for sheet \(name) could be made in \(temporary) (\(WorkbookFile.lastError()))",
        "free disk space there, or raise the limit on open files")
    }
    names.insert(SheetName.folded(name))
    // One thread writes a workbook: the stream's own lock is not needed.
    __fsetlocking(spill, Int32(FSETLOCKING_BYCALLER))
    let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: WorkbookFile.bufferSize)
    if setvbuf(spill, buffer, _IOFBF, WorkbookFile.bufferSize) == 0 { buffers.append(buffer) } else { buffer.deallocate() }
    sheets.append(sheet)
    return Sheet(sheet, name: name, file: path, looks: looks, cached: cached)
  }

  /// Puts the workbook together. Afterwards the file is complete, or gone and a fault says why.
  func close() throws(Fault) {
    var largest = 0
    var all = 0
    for sheet in sheets {
      let spill = sheet.pointee.optimize_tmpfile!
      let flushed = fflush(spill)
      guard flushed == 0, ferror(spill) == 0 else {
        throw WorkbookFile.fault(
          path, "temporary-disk-full", "the temporary file of a sheet in \(temporary) came up short (\(WorkbookFile.lastError()))",
          "free disk space there and run again")
      }
      let size = ftello(spill)
      largest = max(largest, size)
      all += size
    }
    // The library copies each sheet once more, beside its first copy, and would not notice the disk filling up.
    try requireSpace(largest + largest / 64 + 1_048_576)
    // A part over 4 GiB needs the larger zip fields; smaller ones keep the form every reader knows.
    if all > 3_500_000_000 { book.pointee.options.use_zip64 = 1 }
    isOpen = false
    // Packing is half of the time of a large sheet; level 1 takes less than half of that, for files a third larger. Small ones stay small.
    if all > WorkbookFile.packedFast { settle_deflate_level(1) }
    let error = workbook_close(book)
    settle_deflate_level(-1)
    guard error == LXW_NO_ERROR else {
      unlink(path)
      throw WorkbookFile.fault(
        path, "workbook-closing", "could not be put together: \(WorkbookFile.text(error)) (\(WorkbookFile.lastError()))",
        "check free space on the disk and in \(temporary), and run again")
    }
  }

  private func requireSpace(_ needed: Int) throws(Fault) {
    var space = statvfs()
    guard statvfs(temporary, &space) == 0 else { return }
    let free = Int(space.f_bavail) * Int(space.f_frsize)
    guard free >= needed else {
      throw WorkbookFile.fault(
        path, "temporary-disk-full", "\(temporary) has \(free >> 20) MB free, this workbook needs \(needed >> 20) MB more there",
        "free disk space there and run again")
    }
  }

  static func fault(_ place: String, _ code: String, _ cause: String, _ remedy: String) -> Fault {
    Fault(.inputOutput, code: code, place: place, cause: cause, remedy: remedy)
  }

  static func text(_ error: lxw_error) -> String { String(cString: lxw_strerror(error)) }
  static func lastError() -> String { String(cString: strerror(errno)) }
}

/// What a sheet may be called: at most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at either end, unique whatever the case.
enum SheetName {
  static func legal(_ wanted: String, taken: Set<String>) -> String {
    let clean = String(wanted.map { "[]:*?/\\".contains($0) || $0.isNewline ? "-" : $0 })
    var name = cut(clean.isEmpty ? "-" : clean, to: 31)
    var number = 2
    while taken.contains(folded(name)) {
      let suffix = "-\(number)"
      name = cut(clean, to: 31 - suffix.utf16.count) + suffix
      number += 1
    }
    return name
  }

  static func folded(_ name: String) -> String { name.lowercased() }

  private static func cut(_ name: String, to units: Int) -> String {
    var name = name
    while name.utf16.count > units { name.removeLast() }
    if name.first == "'" { name = "’" + name.dropFirst() }
    if name.last == "'" { name = name.dropLast() + "’" }
    return name
  }

  /// As a formula names it: `'明细-2'!`.
  static func quoted(_ name: String) -> String { "'" + name.replacing("'", with: "''") + "'!" }
}
