import Values

/// What the night itself has to tell, and what alerts are called where people read them.
extension Alert {
  /// A night that did not end well: the fault that ended it, without what it may quote of a file.
  static func failed(_ fault: Fault, day: Day, english: Bool) -> Alert {
    Alert(
      "night-failed", .urgent, place: "settle run (\(fault.code))", day: day,
      cause: SafeText.sentence(
        (english ? "the night did not close, exit code \(fault.exitCode): " : "夜间处理未能完成，退出码 \(fault.exitCode)：")
          + "\(SafeText.path(fault.place)): \(fault.kind == .data ? fault.code : fault.cause)"),
      remedy: SafeText.sentence(fault.remedy))
  }

  /// A run that was killed; this one went on with it.
  static func interrupted(_ run: String, day: Day, english: Bool) -> Alert {
    Alert(
      "night-interrupted", .warning, place: run, day: day,
      cause: english ? "an earlier process began this night and did not end it" : "先前的进程中途停止，未完成该夜",
      remedy: english
        ? "it was finished now and nothing is lost; look why it was ended: memory, power, a restart" : "现已续完，无遗漏；请查明中断原因：内存、断电或重启",
      passes: true)
  }

  /// What it is called where people read; a code nobody gave a name stands for itself.
  package func title(english: Bool) -> String { Alert.titles[code].map { english ? $0.en : $0.zh } ?? code }

  private static let titles: [String: (zh: String, en: String)] = [
    "night-failed": ("夜间处理未完成", "the night did not close"), "night-interrupted": ("曾被中断", "interrupted"),
    "file-refused": ("文件退回", "file refused"), "file-set-aside": ("文件搁置", "file set aside"),
    "file-waiting": ("文件久留目录", "file waits in its folder"),
    "sheet-unpublished": ("表单未送达", "sheet not handed over"), "rows-waiting": ("长期待处理", "rows wait for long"),
    "rows-in-conflict": ("冲突未解决", "conflict unresolved"),
    "stored-otherwise": ("留存文件被改动", "stored file was changed"), "stored-missing": ("留存文件缺失", "stored file is missing"),
    "retention-failed": ("到期文件未能清理", "old file not removed"), "alerts-failed": ("告警未能送出", "alerts not delivered"),
  ]
}

extension Alert.Weight {
  package func title(english: Bool) -> String {
    switch self {
    case .note: english ? "note" : "提示"
    case .warning: english ? "warning" : "注意"
    case .urgent: english ? "urgent" : "紧急"
    }
  }
}
