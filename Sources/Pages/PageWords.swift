/// The words a page says of its own accord, in both languages.
struct PageWords: Sendable {
  var code: String
  var recipient, mark, run, day, cutOff: String
  var rows, by, other, blank, ties, agrees, differs: String
  var search, sort, ascending, descending, all, shown, none: String
  var yes, no: String
  var colon: String
  var made: String
  /// `%n` rows were left out above the limit of `%m`.
  var left: String

  static let zh = PageWords(
    code: "zh-CN", recipient: "收件方", mark: "标识码", run: "批次号", day: "业务日期", cutOff: "数据截止时间",
    rows: "行数", by: "按", other: "其他", blank: "（空）", ties: "勾稽", agrees: "一致", differs: "不一致",
    search: "搜索", sort: "排序", ascending: "升序", descending: "降序", all: "全部", shown: "显示 %n / %m 行", none: "没有行",
    yes: "是", no: "否", colon: "：", made: "本页由 Settle 生成，可离线阅读。",
    left: "本页只列前 %m 行，另有 %n 行未列出；合计包含全部行。")

  static let en = PageWords(
    code: "en", recipient: "Recipient", mark: "Mark", run: "Run", day: "Business day", cutOff: "Data until",
    rows: "Rows", by: "By ", other: "Other", blank: "(blank)", ties: "Tie-outs", agrees: "agrees", differs: "differs",
    search: "Search", sort: "Sort", ascending: "Ascending", descending: "Descending", all: "All", shown: "%n of %m rows", none: "No rows",
    yes: "yes", no: "no", colon: ": ", made: "Made by Settle; reads offline.",
    left: "This page lists the first %m rows; %n more were left out. Totals cover all rows.")
}

extension PageLanguage {
  var words: PageWords { self == .zh ? .zh : .en }
}
