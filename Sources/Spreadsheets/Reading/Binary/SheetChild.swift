import Synchronization
import Values

#if canImport(Glibc)
  import Glibc
#endif

/// The program as its own child, reading one old workbook within limits of time and memory. The program's `main` calls `SheetChild.main()` before
/// anything else; in a program that does not (a test), such workbooks are read in the process itself.
package enum SheetChild {
  static let argument = "--read-binary-workbook"
  private static let answers = Atomic<Bool>(false)

  /// Whether this program started again with the argument would answer as a child.
  static var isAnswered: Bool { answers.load(ordering: .relaxed) }

  /// Does a child's work and ends the process, if that is what it was started for; else comes back.
  package static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count > 1, arguments[1] == argument else {
      answers.store(true, ordering: .relaxed)
      return
    }
    guard arguments.count == 10, let rows = Int(arguments[4]), let columns = Int(arguments[5]), let cellBytes = Int(arguments[6]),
      let fileBytes = Int(arguments[7]), let memory = Int(arguments[8]), let seconds = Int(arguments[9])
    else { exit(64) }
    bound(RLIMIT_DATA, memory)
    bound(RLIMIT_CPU, seconds)
    bound(RLIMIT_CORE, 0)
    var limits = ReadLimits()
    (limits.rows, limits.columns, limits.cellBytes, limits.fileBytes) = (rows, columns, cellBytes, fileBytes)
    let choice: SheetChoice? =
      arguments[3].hasPrefix("#")
      ? Int(arguments[3].dropFirst()).map { .number($0) } : arguments[3].hasPrefix("=") ? .name(String(arguments[3].dropFirst())) : nil
    let name = arguments[2].split(separator: "/").last.map(String.init) ?? arguments[2]
    BinaryBook.tell(path: arguments[2], name: name, limits: limits, sheet: choice) { bytes in
      var at = 0
      bytes.withUnsafeBytes { raw in
        while at < raw.count {
          let written = write(1, raw.baseAddress! + at, raw.count - at)
          // A parent that does not listen any more needs no answer.
          if written < 0 && errno != EINTR { exit(74) }
          if written > 0 { at += written }
        }
      }
    }
    exit(0)
  }

  /// Reads an old workbook by the walk alone, without the library, in this process: what fuzzing runs. How many bytes were told.
  package static func walkAlone(path: String, limits: ReadLimits) -> Int {
    var told = 0
    BinaryBook.tell(path: path, name: "list.xls", limits: limits, sheet: nil, asksLibrary: false) { told += $0.count }
    return told
  }

  private static func bound(_ resource: __rlimit_resource, _ value: Int) {
    var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
    setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
  }

  /// The arguments that `main` understands.
  static func arguments(path: String, limits: ReadLimits, sheet: SheetChoice?) -> [String] {
    let choice =
      switch sheet {
      case nil: "-"
      case .number(let number): "#\(number)"
      case .name(let name): "=\(name)"
      }
    return [
      argument, path, choice, "\(limits.rows)", "\(limits.columns)", "\(limits.cellBytes)", "\(limits.fileBytes)", "\(limits.childBytes)",
      "\(limits.childSeconds)",
    ]
  }
}
