import Tables

/// An export, and what a person counts in it.
struct RealExport: Sendable, CustomStringConvertible {
  var file: String
  var fields: [Field]
  var header: Int
  var accepted: Int
  var total: Int
  var notice: Int
  var sum: String
  var description: String { file }

  static let all: [RealExport] = [
    RealExport(
      file: "icbc-debit-v1.csv",
      fields: [
        Field(name: "day", header: "交易日期", kind: .date, need: .required), Field(name: "kind", header: "摘要", kind: .text, need: .required),
        Field(name: "amount", header: "记账金额(支出)", kind: .money), Field(name: "in", header: "记账金额(收入)", kind: .money),
      ], header: 7, accepted: 11, total: 1, notice: 0, sum: ""),
    RealExport(
      file: "boc-credit.csv",
      fields: [
        Field(name: "day", header: "交易日", kind: .date, need: .required), Field(name: "text", header: "交易描述", kind: .text, need: .required),
        Field(name: "amount", header: "支出", kind: .money),
      ], header: 2, accepted: 14, total: 0, notice: 0, sum: ""),
    RealExport(
      file: "jd.csv",
      fields: [
        Field(name: "time", header: "交易时间", kind: .datetime, need: .required),
        Field(name: "order", header: "交易订单号", kind: .id, need: .required),
        Field(name: "amount", header: "金额", kind: .money, need: .required),
      ], header: 22, accepted: 26, total: 0, notice: 0, sum: ""),
    RealExport(
      file: "wechat.xlsx",
      fields: [
        Field(name: "time", header: "交易时间", kind: .datetime, need: .required),
        Field(name: "order", header: "交易单号", kind: .id, need: .required),
        Field(name: "amount", header: "金额(元)", kind: .money, need: .required),
      ], header: 18, accepted: 27, total: 0, notice: 0, sum: ""),
    RealExport(
      file: "ccb.xls",
      fields: [
        Field(name: "day", header: "交易日期", kind: .date, need: .required),
        Field(name: "amount", header: "支出", kind: .money, need: .required),
        Field(name: "account", header: "对方账号", kind: .id, limits: "masked:ok"),
      ], header: 6, accepted: 6, total: 0, notice: 1, sum: "703.26"),
    RealExport(
      file: "hxsec.xls",
      fields: [
        Field(name: "day", header: "交收日期", kind: .date, need: .required),
        Field(name: "account", header: "资金帐号", kind: .id, need: .required),
        Field(name: "amount", header: "清算金额", kind: .money, need: .required),
      ], header: 1, accepted: 13, total: 0, notice: 0, sum: ""),
  ]
}
