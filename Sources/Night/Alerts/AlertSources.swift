import Flows
import Store
import Tables
import Values

/// Everybody who may have something to tell an operator is asked here, after the night, and says all that stands at that moment. Whoever has alerts of
/// its own adds a line to `all`. Knows neither whether an alert was told before nor how it is delivered.
struct AlertSources {
  let night: NightShift
  let rules: Operations.AlertRules
  /// Runs that were closed since somebody was told last: their events are told once.
  let runs: [RunRecord]
  let day: Day

  var all: [Alert] {
    get throws(Fault) {
      var found: [Alert] = []
      found += try refusedFiles
      found += try waitingFiles
      found += try sheets
      found += try waitingRows
      found += try conflicts
      return found
    }
  }

  /// Files of the night that were not taken. Why stands beside each of them and in its receipt, which may quote what it holds; here it is named alone.
  private var refusedFiles: [Alert] {
    get throws(Fault) {
      var found: [Alert] = []
      for run in runs {
        for file in try night.store.files(run: run, states: [.refused, .aside]) {
          let isAside = file.state == .aside
          found.append(
            Alert(
              isAside ? "file-set-aside" : "file-refused", isAside ? .urgent : .warning, place: AlertSources.place(file), day: run.name.day,
              cause: night.said("整份文件未接收：\(reason(file))", "the whole file was not taken: \(reason(file))"),
              remedy: night.said(
                "原因在 refused/\(run.name.day)/\(file.party) 及报送方的回执中；请报送方更正后重报",
                "the reasons stand in refused/\(run.name.day)/\(file.party) and in the sender's receipt; have it corrected and sent again"),
              passes: true))
        }
      }
      return found
    }
  }

  /// Files that lie in their folder for long: half sent, or of a party that lacks an access.
  private var waitingFiles: [Alert] {
    get throws(Fault) {
      guard let last = try night.store.lastClosedRun() else { return [] }
      return try night.store.files(run: last, states: [.left]).filter { day - $0.since >= rules.waitingDays }.map { file in
        Alert(
          "file-waiting", .warning, place: AlertSources.place(file), day: day,
          cause: night.said(
            "自 \(file.since) 起留在报送目录：\(reason(file))", "in its folder since \(file.since): \(reason(file))"),
          remedy: night.said("settle status 说明其等待原因；请与报送方联系", "settle status says what it waits for; ask the sender"))
      }
    }
  }

  private var sheets: [Alert] {
    get throws(Fault) {
      try night.store.unpublishedSheets().map { run, sheet in
        Alert(
          "sheet-unpublished", .urgent, place: "parties/\(sheet.party)/outbound/\(run.name.day)/\(SafeText.fileName(sheet.name))", day: day,
          cause: night.said("表单已生成，但未能送达", "the sheet is made and could not be handed over"),
          remedy: night.said(
            "检查该目录及其权限；下次 settle run 会以同样的内容送达", "look at the folder and its rights; the next settle run hands over the same bytes"))
      }
    }
  }

  private var waitingRows: [Alert] {
    get throws(Fault) {
      try night.store.waiting(state: 0, upTo: day.advanced(by: -rules.waitingDays)).map { waiting in
        Alert(
          "rows-waiting", .warning, place: "\(waiting.feed)/\(waiting.reason)", day: day,
          cause: night.said(
            "\(waiting.rows) 行等待已达 \(rules.waitingDays) 天，共 \(Money(minor: waiting.amount))，最早自 \(waiting.oldest)",
            "\(waiting.rows) rows wait for \(rules.waitingDays) days or longer, \(Money(minor: waiting.amount)), the oldest since \(waiting.oldest)"
          ),
          remedy: night.said("settle status 与业务台列出这些行及所缺内容", "settle status and the desk list them and what they lack"))
      }
    }
  }

  private var conflicts: [Alert] {
    get throws(Fault) {
      try night.store.waiting(state: 2, upTo: day.advanced(by: -rules.conflictDays)).map { waiting in
        Alert(
          "rows-in-conflict", .warning, place: "\(waiting.feed)/\(waiting.reason)", day: day,
          cause: night.said(
            "\(waiting.rows) 行冲突已达 \(rules.conflictDays) 天，共 \(Money(minor: waiting.amount))，最早自 \(waiting.oldest)",
            "\(waiting.rows) rows stand in a conflict for \(rules.conflictDays) days or longer, \(Money(minor: waiting.amount)), since \(waiting.oldest)"
          ),
          remedy: night.said("请报送方以更正=是重报，或由平台审批其一", "have the right row sent again with 更正=是, or approve one version"))
      }
    }
  }

  /// Where it lay; the folder's and the file's name are the supplier's, and are shown without what may be personal: then the beginning of its digest
  /// tells it from others.
  private static func place(_ file: FileRecord) -> String {
    let name = SafeText.fileName(file.name)
    let mark = name == file.name ? "" : file.digest.map { " #\($0.short.prefix(8))" } ?? ""
    return "parties/\(file.party)/inbound/\(SafeText.fileName(file.folder))/\(name)\(mark)"
  }

  /// A reason of ours in words; of any other fault its code, for its words may quote the file.
  private func reason(_ file: FileRecord) -> String {
    let code = file.reason ?? ""
    return NightReasons.all.first { $0.code == code }.map { night.said($0.zh, $0.en) } ?? code
  }
}

extension NightShift {
  /// In the language of the night's sheets.
  func said(_ zh: String, _ en: String) -> String { options.english ? en : zh }
}
