/// The words a workbook says of its own accord, in both languages.
struct BookWords: Sendable {
  var cover, summary, tieOut: String
  var recipient, mark, run, day, cutOff: String
  var inputs, rules, notes, sheets: String
  var number, file, party, rows, digest, table, owner, sheet: String
  var total, other, blank, item, value, by, figures: String
  var small, capital: String
  var colon: String
  var space: String
  var left, right, difference, verdict, note, agrees, disagrees: String
  var yes, no: String
  var page: String
  var unitLine: String
  var signOff: [String]
  var cut: String
  var font: String

  static let zh = BookWords(
    cover: "封面", summary: "汇总", tieOut: "勾稽",
    recipient: "收件方", mark: "标识码", run: "批次号", day: "业务日期", cutOff: "数据截止时间",
    inputs: "数据来源", rules: "规则版本", notes: "说明", sheets: "本簿各表",
    number: "序号", file: "文件", party: "提交方", rows: "行数", digest: "摘要（SHA-256）", table: "规则表", owner: "归属", sheet: "工作表",
    total: "合计", other: "其他", blank: "（空）", item: "项目", value: "数值", by: "按", figures: "主要数据",
    small: "（小写）", capital: "（大写）", colon: "：", space: "",
    left: "左方", right: "右方", difference: "差额", verdict: "结论", note: "说明", agrees: "一致", disagrees: "不一致",
    yes: "是", no: "否",
    page: "第&P页 共&N页", unitLine: "单位：元　币种：人民币", signOff: ["制表", "复核", "审批", "日期"], cut: "…（已截断）", font: "等线")

  static let en = BookWords(
    cover: "Cover", summary: "Summary", tieOut: "Tie-out",
    recipient: "Recipient", mark: "Mark", run: "Run", day: "Business day", cutOff: "Data until",
    inputs: "Made from", rules: "Rule versions", notes: "Notes", sheets: "Sheets of this workbook",
    number: "No.", file: "File", party: "Sent by", rows: "Rows", digest: "Digest (SHA-256)", table: "Rule table", owner: "Owner",
    sheet: "Sheet",
    total: "Total", other: "Other", blank: "(blank)", item: "Item", value: "Value", by: "By ", figures: "Figures",
    small: "", capital: " (in capitals)", colon: ": ", space: " ",
    left: "Left", right: "Right", difference: "Difference", verdict: "Verdict", note: "Note", agrees: "agrees", disagrees: "differs",
    yes: "yes", no: "no",
    page: "Page &P of &N", unitLine: "Unit: yuan  Currency: CNY", signOff: ["Prepared", "Checked", "Approved", "Date"], cut: "… (cut)",
    font: "Calibri")
}

extension BookLanguage {
  var words: BookWords { self == .zh ? .zh : .en }
}
