import Foundation
import Synchronization
import Values

/// What each stage of a night took: seconds, seconds of processor, the most memory it held, and what its parts took. One JSON object a line.
final class Timings: Sendable {
  private let file: FileHandle
  private let processor = Mutex(Timings.processorSeconds())

  init(path: String) throws(Fault) {
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
      throw Fault(
        .inputOutput, code: "timings-not-written", place: path, cause: "the file cannot be written", remedy: "name another with --timings")
    }
    self.file = file
  }

  func note(_ stage: String, _ seconds: Double, _ parts: [String: Double]) {
    let now = Timings.processorSeconds()
    let spent = processor.withLock { last in
      defer { last = now }
      return now - last
    }
    let times = parts.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\(Timings.text($0.value))" }.joined(separator: ",")
    let line =
      "{\"stage\":\"\(stage)\",\"seconds\":\(Timings.text(seconds)),\"processor\":\(Timings.text(spent)),\"peak-kb\":\(Timings.takePeak()),"
      + "\"parts\":{\(times)}}\n"
    file.write(Data(line.utf8))
  }

  private static func text(_ seconds: Double) -> String { String(format: "%.3f", seconds) }

  private static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  /// The most resident memory in KB since the last call: the kernel's mark, read and set back (`man 5 proc`, clear_refs).
  private static func takePeak() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let peak = line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    if let mark = FileHandle(forWritingAtPath: "/proc/self/clear_refs") { try? mark.write(contentsOf: Data("5".utf8)) }
    return peak
  }
}
