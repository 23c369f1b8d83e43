import Foundation
import Flows
import GRDB
import Night
import NightKit
import Store
import Testing
import Values

/// Somebody who knows how the chain is made: what is still found, and what only a kept copy of a head can tell.
@Suite("A chain that is rewritten")
struct RewritingTests {
  /// Makes a night's links anew over what the tables say now, as somebody with this program's source would.
  private static func rewrite(_ name: String, _ proven: ProvenRoot, standing: Bool, certificate: Bool) throws {
    let night = try proven.root.night()
    let run = try night.store.allRuns().first { "\($0.name)" == name }!
    var pieces = [try night.store.opening(run).piece]
    for section in Journal.ChainSection.allCases where section != .standing || standing { pieces += try night.store.pieces(section, run) }
    let stored = try night.store.chain(run)
    if !standing { pieces += stored.map(\.piece).filter(\.kind.stands) }
    var text = try night.store.certificate(of: run.name)!
    if certificate {
      text = text.replacing("\"head\" : \"\(stored.last!.digest.hex)\"", with: "\"head\" : \"\"")
      pieces.append(ChainPiece(kind: .certificate, subject: name, rows: 1, content: Digest(of: text)))
    } else {
      pieces.append(stored.last!.piece)
    }
    let links = ChainLink.links(after: try night.store.opening(run).head, pieces)
    text = text.replacing("\"head\" : \"\"", with: "\"head\" : \"\(links.last!.digest.hex)\"")
    try proven.tamper { database in
      try database.execute(sql: "DELETE FROM chain WHERE run = ?", arguments: [run.id])
      for link in links {
        try database.execute(
          sql: "INSERT INTO chain (run, number, kind, subject, rows, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            run.id, link.number, link.piece.kind.rawValue, link.piece.subject, link.piece.rows, Data(link.piece.content.bytes),
            Data(link.digest.bytes),
          ])
      }
      if certificate { try database.execute(sql: "UPDATE run SET certificate = ? WHERE id = ?", arguments: [text, run.id]) }
    }
    if certificate { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(proven.root.path)/state/nights/\(name).json")) }
  }

  @Test("Links made anew over false records end elsewhere than the certificate says")
  func certificateStays() throws {
    let proven = try ProvenRoot()
    try proven.tamper { try $0.execute(sql: "UPDATE entry SET cause = cause || '0' WHERE id = 1") }
    try RewritingTests.rewrite(ProvenRoot.runs[0], proven, standing: false, certificate: false)
    let faults = try proven.faults()
    #expect(faults.contains { $0.place == "night \(ProvenRoot.runs[0])" && $0.cause.contains("its certificate says") })
    #expect(faults.contains { $0.place == "night \(ProvenRoot.runs[1]), link 1" })
  }

  @Test("With its certificates rewritten too, the next night does not follow it any more")
  func nextNightStays() throws {
    let proven = try ProvenRoot()
    try proven.tamper { try $0.execute(sql: "UPDATE entry SET cause = cause || '0' WHERE id = 1") }
    try RewritingTests.rewrite(ProvenRoot.runs[0], proven, standing: false, certificate: true)
    let faults = try proven.faults()
    #expect(faults.map(\.place) == ["night \(ProvenRoot.runs[1]), link 1"])
    #expect(faults.first?.cause.contains("does not follow") == true)
  }

  @Test("Everything rewritten to the end agrees with itself: a head that was kept tells")
  func everythingRewritten() throws {
    let proven = try ProvenRoot()
    let heads = try proven.root.night().store.allRuns().map { try proven.root.night().store.head($0)!.hex }
    try proven.tamper { try $0.execute(sql: "UPDATE entry SET cause = cause || '0' WHERE id = 1") }
    for (index, run) in ProvenRoot.runs.enumerated() {
      // Each certificate names the head before it.
      if index > 0 {
        let night = try proven.root.night()
        let record = try night.store.allRuns()[index]
        let text = try night.store.certificate(of: record.name)!.replacing(heads[index - 1], with: night.store.opening(record).head!.hex)
        try proven.tamper { try $0.execute(sql: "UPDATE run SET certificate = ? WHERE id = ?", arguments: [text, record.id]) }
      }
      try RewritingTests.rewrite(run, proven, standing: run == ProvenRoot.runs.last, certificate: true)
    }
    #expect(try proven.faults().map(\.description) == [])
    let night = try proven.root.night()
    for head in heads { #expect(try night.night(endingIn: head) == nil) }
  }

  @Test("The last night taken away leaves its sheets, originals and certificate behind; with these gone too, a kept head tells")
  func truncated() throws {
    let proven = try ProvenRoot()
    let kept = try proven.root.night().status().head!
    let places = try proven.tamper { database -> [String] in
      let run = 3
      try database.execute(sql: "DELETE FROM posting WHERE entry IN (SELECT id FROM entry WHERE run = ?)", arguments: [run])
      try database.execute(sql: "DELETE FROM finding WHERE file IN (SELECT id FROM file WHERE run = ?)", arguments: [run])
      try database.execute(sql: "DELETE FROM fact WHERE file IN (SELECT id FROM file WHERE run = ?)", arguments: [run])
      try database.execute(
        sql: "UPDATE account SET balance = (SELECT COALESCE(SUM(amount), 0) FROM posting WHERE account = account.id)")
      for table in [
        "entry", "movement", "line", "part", "part_total", "open", "changed", "tally", "rule_version", "chain", "touched", "outcome",
      ] {
        try database.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run])
      }
      let places = try String.fetchAll(
        database,
        sql: """
          SELECT archived FROM file WHERE run = ?1 AND archived IS NOT NULL UNION ALL
          SELECT 'parties/' || party || '/outbound/2026-03-13/' || name FROM sheet WHERE run = ?1
          """, arguments: [run])
      for table in ["file", "sheet"] { try database.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run]) }
      try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run])
      return places + ["state/nights/2026-03-13-1.json"]
    }
    // What stands is not what the second night left either: states, what waits.
    let faults = try proven.faults().map(\.place)
    for place in places { #expect(faults.contains(place)) }
    for place in places { try FileManager.default.removeItem(atPath: proven.root.path + "/" + place) }
    #expect(try proven.root.night().night(endingIn: kept) == nil)
  }
}
