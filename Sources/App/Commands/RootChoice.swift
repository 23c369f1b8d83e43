import Foundation
import Values

/// A setting somebody should have thought of before the first night, for its default costs somebody money: it is asked for when a root is laid
/// out at a terminal, or given as an option, and stands in the root's own copy of the pipelines from then on. (domain.md E23)
struct RootChoice {
  let option: String
  /// Under `pipelines/`.
  let file: String
  let setting: String
  /// Each value with what it means; the first is the shipped one.
  let values: [(value: String, meaning: String)]

  static let all = [
    RootChoice(
      option: "--on-unmet", file: "vouchers/pipeline.yaml", setting: "on-unmet",
      values: [
        ("expire", "a voucher whose release is asked for before its conditions are met is invalid at once"),
        ("wait-until-deadline", "its conditions are looked at every night until 解付期限"),
      ]),
    RootChoice(
      option: "--house-rules", file: "settlement/pipeline.yaml", setting: "house-rules",
      values: [
        ("off", "a supplier is settled by published rules of its own, and by nothing else"),
        ("allowed", "suppliers without rules of their own are settled by the platform's tables"),
      ]),
  ]

  /// What was given, or what a person at the terminal says; nil: the shipped value stays.
  func chosen(_ given: String?) throws(Fault) -> String? {
    if let given {
      guard values.contains(where: { $0.value == given }) else {
        throw Fault(
          .usage, code: "choice-unknown", place: "\(option) \(given)", cause: "this value is not known",
          remedy: "write one of: \(values.map(\.value).joined(separator: ", "))")
      }
      return given
    }
    guard isatty(STDIN_FILENO) == 1, Terminal.isInteractive else { return nil }
    Terminal.error("\(setting):")
    for (index, choice) in values.enumerated() { Terminal.error("  \(index + 1)  \(choice.value): \(choice.meaning)") }
    Terminal.error("1 to \(values.count), or Enter for \(values[0].value): ")
    let answer = (readLine() ?? "").filter { !$0.isWhitespace }
    return Int(answer).flatMap { values.indices.contains($0 - 1) ? values[$0 - 1].value : nil }
      ?? values.first { $0.value == answer }?.value
  }

  /// Whether a root's pipelines say so already.
  func stands(_ value: String, in pipelines: String) -> Bool {
    let text = (try? String(contentsOfFile: "\(pipelines)/\(file)", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").contains { $0 == "\(setting): \(value)" }
  }

  /// Puts the value into a root's pipelines; nothing is done where they have no such file.
  func write(_ value: String, into pipelines: String) throws(Fault) {
    let path = "\(pipelines)/\(file)"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("\(setting):") ? Substring("\(setting): \(value)") : line
    }
    do { try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8) } catch {
      throw Fault(
        .inputOutput, code: "setting-not-written", place: "pipelines/\(file)", cause: error.localizedDescription,
        remedy: "look at the disk and its permissions")
    }
  }
}
