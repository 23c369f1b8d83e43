package import Values

/// What a workbook is to look like, before its first row: who it is for, what it was made from, which lists it carries.
/// A value without files or money: sums and verdicts come with the rows and at the end (`BookClosing`). (domain.md C4; contract.md, Outbound)
///
/// Sheets stand in the order 封面 · 汇总 · 明细 (明细-2 …) · 未结算 · extras · 勾稽.
package struct BookPlan: Sendable {
  package var language: BookLanguage
  /// 收支结算表: the heading of every sheet.
  package var title: String
  /// Who receives the workbook, by name.
  package var recipient: String
  /// 标识码 of the recipient; nil prints no line.
  package var mark: String?
  /// 批次号: the run id, `2026-11-21-1`.
  package var run: String
  /// 业务日期. The file's creation time is made from it, so that bytes repeat.
  package var day: Day
  /// 数据截止时间.
  package var cutOff: Moment?
  /// Further lines of the cover, label and text: 结算单号, 收款户名, 账号.
  package var particulars: [Particular] = []
  package var inputs: [Input] = []
  package var ruleVersions: [RuleVersion] = []
  /// Sentences under 说明 on the cover: 平台规则结算.
  package var notes: [String] = []
  /// 单位：元  币种：人民币; nil where the workbook holds no money.
  package var unitLine: String?
  package var detail: ListPlan
  /// What was not settled and why.
  package var unsettled: ListPlan?
  package var extras: [ListPlan] = []
  /// 制表 复核 审批 日期; empty prints none.
  package var signOff: [String]

  package init(
    language: BookLanguage = .zh, title: String, recipient: String, mark: String? = nil, run: String, day: Day, cutOff: Moment? = nil,
    detail: ListPlan, unsettled: ListPlan? = nil, extras: [ListPlan] = []
  ) {
    self.language = language
    self.title = title
    self.recipient = recipient
    self.mark = mark
    self.run = run
    self.day = day
    self.cutOff = cutOff
    self.detail = detail
    self.unsettled = unsettled
    self.extras = extras
    unitLine = language.words.unitLine
    signOff = language.words.signOff
  }

  package struct Particular: Sendable {
    package var label: String
    package var text: String

    package init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// A file the workbook was made from.
  package struct Input: Sendable {
    package var file: String
    package var party: String
    package var rows: Int
    package var digest: Digest

    package init(file: String, party: String, rows: Int, digest: Digest) {
      self.file = file
      self.party = party
      self.rows = rows
      self.digest = digest
    }
  }

  /// A rule table in force: its version is its digest.
  package struct RuleVersion: Sendable {
    package var table: String
    /// Whose table it is: 平台 or the supplier.
    package var owner: String
    package var rows: Int
    package var digest: Digest

    package init(table: String, owner: String = "", rows: Int, digest: Digest) {
      self.table = table
      self.owner = owner
      self.rows = rows
      self.digest = digest
    }
  }
}

/// The language of a workbook's own words. Data stays as it is.
package enum BookLanguage: String, Sendable {
  case zh, en
}
