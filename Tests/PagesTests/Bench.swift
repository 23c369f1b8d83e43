import Foundation
import Pages
import Tables
import Values

/// A small page of policies, and a folder of its own for it.
final class Bench {
  let folder = NSTemporaryDirectory() + "pages-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var path: String { folder + "/page.html" }
  var bytes: [UInt8] { Array(FileManager.default.contents(atPath: path)!) }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  static let columns: [PagePlan.Column] = [
    .init("保单号", .id), .init("险种"), .init("保费", .number, total: true), .init("签单日期", .moment), .init("说明", .long),
  ]

  static func plan(_ table: PagePlan.Table? = nil, limit: Int = 5_000) -> PagePlan {
    PagePlan(
      title: "业务台", recipient: "财务（finance）", run: "2026-11-21-1", day: Day(iso: "2026-11-21")!,
      cutOff: .end(of: Day(iso: "2026-11-21")!),
      tables: [table ?? PagePlan.Table(title: "明细", heading: "汇总", columns: columns, breakdowns: [1], measure: 2)], limit: limit)
  }

  static func rows(_ rows: [(policy: String, line: String, premium: Int64?, day: String, note: String)]) -> Batch {
    var batch = Batch(width: 5)
    for (index, row) in rows.enumerated() {
      batch.appendEmptyRow()
      batch.set(index, 0, text: row.policy)
      batch.set(index, 1, text: row.line)
      if let premium = row.premium { batch.set(index, 2, .money(Money(minor: premium))) }
      batch.set(index, 3, .date(Day(iso: row.day)!))
      batch.set(index, 4, text: row.note)
    }
    return batch
  }

  static let some = rows([
    ("P-1", "商业险", 500_000, "2026-11-01", ""), ("P-2", "交强险", 95_050, "2026-11-02", "续保"), ("P-3", "商业险", -123_456_789, "2026-11-03", ""),
  ])

  @discardableResult
  func write(_ plan: PagePlan = plan(), _ rows: Batch = some, closing: PageClosing? = nil) throws -> PageReport {
    let writer = PageWriter(path: path, plan: plan)
    try writer.append(to: 0, rows, columns: [0, 1, 2, 3, 4])
    if let closing { writer.close(0, closing) }
    return try writer.finish()
  }

  /// The page with a piece of it changed.
  func spoil(_ from: String, _ to: String) throws {
    let spoilt = text.replacing(from, with: to)
    try Data(spoilt.utf8).write(to: URL(fileURLWithPath: path))
  }
}
