import Night
import Rules
import Tables

/// Remarks as lines for people, faults first, and as rows for machines.
struct FindingPrinter {
  let isEnglish: Bool

  static let titles = ["severity", "code", "file", "sheet", "row", "column", "header", "remark"]

  func text(_ findings: [Finding]) -> [String] {
    var lines: [String] = []
    for (severity, zh, en) in [(Finding.Severity.fault, "错误", "faults"), (.warning, "提醒", "warnings"), (.note, "备注", "notes")] {
      let own = findings.filter { $0.severity == severity }
      if own.isEmpty { continue }
      lines.append(isEnglish ? en : zh)
      for finding in own {
        lines.append("  " + place(finding.place) + (isEnglish ? ": \(finding.en)" : "：\(finding.zh)") + "  [\(finding.code)]")
      }
    }
    return lines
  }

  func row(_ finding: Finding) -> [String] {
    let place = finding.place
    return [
      finding.severity.rawValue, finding.code, place.file, place.sheet ?? "", place.row.map(String.init) ?? "",
      place.column.map(Place.letters) ?? "", place.header ?? "", isEnglish ? finding.en : finding.zh,
    ]
  }

  func summary(_ review: RuleReview) -> String {
    func count(_ severity: Finding.Severity) -> Int { review.findings.count { $0.severity == severity } }
    let (faults, warnings, notes) = (count(.fault), count(.warning), count(.note))
    if isEnglish {
      func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
      return counted(review.tables, "table") + ", " + counted(review.rules, "rule") + ": " + counted(faults, "fault") + ", "
        + counted(warnings, "warning") + ", " + counted(notes, "note")
    }
    return "\(review.tables) 张表，\(review.rules) 条规则：错误 \(faults)，提醒 \(warnings)，备注 \(notes)"
  }

  /// `income.csv 第 6 行 C 列（保费）`.
  private func place(_ place: Place) -> String {
    if isEnglish { return place.description }
    var text = place.file
    if let sheet = place.sheet { text += " [\(sheet)]" }
    if let row = place.row { text += " 第 \(row) 行" }
    if let column = place.column { text += " \(Place.letters(column)) 列" }
    if let header = place.header { text += "（\(header)）" }
    return text
  }
}
