import Glibc
import Spreadsheets
import Tables
import Values

/// A folder of its own for a test, gone afterwards.
final class Scratch {
  let path: String

  init() {
    var template = Array("/tmp/settle-writing-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit {
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func file(_ name: String) -> String { path + "/" + name }
  var options: BookOptions { BookOptions(temporary: path) }

  func bytes(_ name: String) -> [UInt8] {
    guard let file = fopen(file(name), "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, 65_536, file), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
    return bytes
  }

  func write(_ name: String, _ bytes: [UInt8]) {
    let file = fopen(file(name), "wb")!
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}

/// A small settlement sheet: four columns, two breakdown values, amounts of both signs.
enum Sample {
  static func plan(day: String = "2026-11-21") -> BookPlan {
    var plan = BookPlan(
      title: "收支结算表", recipient: "深圳市某某保险经纪有限公司", mark: "S001", run: "2026-11-21-1", day: Day(iso: day)!,
      detail: ListPlan(
        title: "明细",
        columns: [.init("保单号", .id), .init("险种"), .init("收入金额", .money, total: true), .init("费率", .rate), .init("签单日期", .date)],
        breakdowns: [.init(column: 1, listed: ["商业险", "交强险"])]),
      unsettled: ListPlan(title: "未结算", columns: [.init("保单号", .id), .init("原因", wraps: true)]))
    plan.inputs = [.init(file: "清单.csv", party: "S001", rows: 3, digest: Digest(of: "清单"))]
    plan.ruleVersions = [.init(table: "income", owner: "平台", rows: 2, digest: Digest(of: "规则"))]
    plan.notes = ["平台规则结算。"]
    return plan
  }

  static let rows: [[BookCell]] = [
    [.text("0012345678901234567"), .text("商业险"), .money(Money(minor: 123_456)), .rate(Rate(percent: 20)), .date(Day(iso: "2026-11-20")!)],
    [.text("P-2"), .text("交强险"), .money(Money(minor: 7)), .rate(Rate(billionths: 161_250_000)), .none],
    [.text("P-3"), .text("商业险"), .money(Money(minor: -23_456)), .none, .date(Day(iso: "2024-02-29")!)],
  ]

  static let closing = BookClosing(
    headlines: [.init("收入合计", .sum(.detail, column: 2)), .init("未结算行数", .count(.unsettled))],
    capitals: .init(label: "收入合计", column: 2),
    tieOuts: [.init("收入", left: .sum(.detail, column: 2), right: .money(Money(minor: 100_007)))])

  @discardableResult
  static func write(_ path: String, _ options: BookOptions, _ change: (inout BookPlan) -> Void = { _ in }) throws(Fault) -> BookReport {
    var plan = plan()
    change(&plan)
    let writer = try BookWriter(path: path, plan: plan, options: options)
    for row in rows { try writer.append(row) }
    try writer.append(to: .unsettled, [.text("P-9"), .text("没有规则")])
    return try writer.finish(closing)
  }
}

/// For exit tests: this process may write no file longer than that, as if the disk were full.
enum Limits {
  static func files(bytes: Int) {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t.max)
    setrlimit(__rlimit_resource_t(1), &limit)
  }
}
