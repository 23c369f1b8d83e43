import Drops
package import Flows
import Foundation
import Store
package import Values

/// What holding a closed night against its proofs found.
package struct Verification: Sendable {
  /// What does not agree, the first broken link first; empty: all agrees.
  package var faults: [Fault] = []
  /// What could not be held against anything, for people to know.
  package var notes: [String] = []
  /// The last link of the night's chain, if it has one.
  package var head: Digest?
  package var links = 0
}

/// A closed night held against its certificate and its chain; reads only, and mends nothing.
extension NightShift {
  /// What does not agree, in sentences. Empty: all agrees.
  package func verify(_ name: RunName) throws(Fault) -> [String] { try verification(name).faults.map(\.description) }

  /// Makes a night's chain anew from the journal, and looks at every file the night names.
  package func verification(_ name: RunName) throws(Fault) -> Verification {
    guard let run = try store.run(name), let kept = try store.certificate(of: name) else {
      throw Fault(
        .missing, code: "run-unknown", place: "\(name)", cause: "no closed run of that name", remedy: "settle status lists the runs")
    }
    var found = Verification()
    let place = "state/nights/\(name).json"
    let file = FileManager.default.contents(atPath: "\(root.path)/\(place)").map { String(decoding: $0, as: UTF8.self) }
    if file == nil {
      found.faults.append(fault(place, "the certificate is missing", "restore it from the backup of that night"))
    } else if file != kept {
      found.faults.append(
        fault(
          place, "it is not what the store kept when the night closed",
          "restore the file, or state/settle.db, from the backup of that night"))
    }
    let certificate: Certificate
    do throws(Fault) { certificate = try Certificate(text: kept) } catch {
      found.faults.append(fault("state/settle.db, night \(name)", "the certificate kept in the store cannot be read", Verification.restore))
      return found
    }
    // What the store cannot even read is one more thing that does not agree.
    do throws(Fault) { try hold(run, kept, certificate, &found) } catch {
      found.faults.append(fault("night \(name), \(error.place)", error.cause, Verification.restore, error.code))
    }
    return found
  }

  private func hold(_ run: RunRecord, _ kept: String, _ certificate: Certificate, _ found: inout Verification) throws(Fault) {
    let isLatest = try store.isLatest(run)
    let broken = try chainFaults(run, kept, certificate, isLatest, &found)
    // With links to compare, the certificate's own lists say nothing more, unless they are what differs.
    if found.links == 0 || broken.contains(where: { $0.code == "head-differs" }) {
      found.faults += try listFaults(run, certificate)
    }
    found.faults += broken
    found.faults += try sumFaults(run, certificate, isLatest)
    for file in try store.files(run: run) {
      guard let archived = file.archived, try !isRemoved(archived, &found) else { continue }
      found.faults += archiveFaults(file, hasChain: found.links > 0)
    }
    for sheet in certificate.sheets {
      guard try !isRemoved("parties/\(sheet.party)/outbound/\(run.name.day)/\(sheet.name)", &found) else { continue }
      found.faults += sheetFaults(sheet, run.name)
    }
  }

  /// What retention removed is no fault, and said all the same.
  private func isRemoved(_ place: String, _ found: inout Verification) throws(Fault) -> Bool {
    guard let removal = try store.removal(place) else { return false }
    found.notes.append("\(place): removed by retention on \(removal.day)")
    return true
  }

  // MARK: the chain

  private func chainFaults(
    _ run: RunRecord, _ kept: String, _ certificate: Certificate, _ isLatest: Bool, _ found: inout Verification
  ) throws(Fault) -> [Fault] {
    let night = "night \(run.name)"
    let stored = try store.chain(run)
    found.links = stored.count
    found.head = stored.last?.digest
    guard !stored.isEmpty else {
      let before = try store.closedRun(before: run)
      if certificate.chain == nil, try before.map({ run throws(Fault) in try store.head(run) == nil }) ?? true {
        found.notes.append("closed before there was a chain: held against its certificate alone")
        return []
      }
      return [fault("\(night), link 1", "the whole chain of this night is gone", Verification.restore)]
    }
    guard let claimed = certificate.chain else {
      return [fault(night, "the chain has \(stored.count) links, and the certificate knows of none", Verification.restore, "head-differs")]
    }
    var pieces = try Chain(night: self, run: run).pieces(standing: isLatest)
    if !isLatest { pieces += stored.map(\.piece).filter(\.kind.stands) }
    pieces.append(Chain.piece(of: kept, head: claimed.head, run))
    let links = ChainLink.links(after: try store.opening(run).head, pieces)
    if let first = (0..<max(links.count, stored.count)).first(where: { $0 >= links.count || $0 >= stored.count || links[$0] != stored[$0] })
    {
      return [broken(first, links, stored, night)]
    }
    if stored.last?.digest.hex != claimed.head || stored.count != claimed.links {
      return [
        fault(
          night, "its chain ends in \(stored.last!.digest.short), and its certificate says \(claimed.head.prefix(12))",
          Verification.restore,
          "head-differs")
      ]
    }
    return []
  }

  /// The first link that is not what the records make of it.
  private func broken(_ index: Int, _ made: [ChainLink], _ stored: [ChainLink], _ night: String) -> Fault {
    let (new, old) = (index < made.count ? made[index] : nil, index < stored.count ? stored[index] : nil)
    let others = zip(made, stored).dropFirst(index + 1).count { $0.piece != $1.piece }
    let more = others > 0 ? " (\(others) links after it do not agree either)" : ""
    let place = "\(night), link \(index + 1)"
    func told(_ piece: ChainPiece?) -> String { piece.map { "\($0)" } ?? "nothing" }
    guard let new, let old else {
      return fault(place, "there should be \(told(new?.piece)), and there is \(told(old?.piece))" + more, Verification.restore)
    }
    if new.number != old.number || new.piece.kind != old.piece.kind || new.piece.subject != old.piece.subject {
      return fault(place, "where the records have \(new.piece), the chain has \(old.piece)" + more, Verification.restore)
    }
    if new.piece == old.piece {
      let cause =
        new.number == 1
        ? "the night does not follow the one that stands before it: that one was rewritten, or taken away"
        : "the link over \(new.piece) was rewritten"
      return fault(place, cause + more, Verification.restore)
    }
    if new.piece.kind == .certificate {
      return fault(place, "the certificate kept in the store is not the one the chain covers", Verification.restore, "head-differs")
    }
    if new.piece.kind == .night {
      return fault(place, "the night before is not the one this night followed" + more, Verification.restore)
    }
    let count = new.piece.rows == old.piece.rows ? "" : ", of which there were \(old.piece.rows)"
    return fault(place, "\(new.piece)\(count): not what they were when the night closed" + more, Verification.restore)
  }

  // MARK: the certificate's own lists

  private func listFaults(_ run: RunRecord, _ certificate: Certificate) throws(Fault) -> [Fault] {
    let (now, night) = (try Certificate(store: store, run: run), "night \(run.name)")
    var found: [Fault] = []
    func compare(_ agrees: Bool, _ cause: String) { if !agrees { found.append(fault(night, cause, Verification.restore)) } }
    compare(now.files == certificate.files, "the list of files in the store is not the certificate's")
    compare(now.rules == certificate.rules, "the rule versions in the store are not the certificate's")
    compare(now.entries == certificate.entries, "entries: \(now.entries) in the ledger, \(certificate.entries) in the certificate")
    compare(now.accounts == certificate.accounts, "the movements of accounts are not the certificate's")
    compare(now.sheets == certificate.sheets, "the list of sheets in the store is not the certificate's")
    return found
  }

  /// Sums that hold whatever the chain says: what waited at the end of a night waits at the beginning of the next; books balance.
  private func sumFaults(_ run: RunRecord, _ certificate: Certificate, _ isLatest: Bool) throws(Fault) -> [Fault] {
    let night = "night \(run.name)"
    var found: [Fault] = []
    for (unit, amount) in try store.unbalanced(run) {
      found.append(fault(night, "unit \(unit): debits and credits differ by \(amount)", Verification.restore))
    }
    if let before = try store.closedRun(before: run), let text = try store.certificate(of: before.name),
      let earlier = try? Certificate(text: text)
    {
      for feed in Set(earlier.feeds.map(\.feed) + certificate.feeds.map(\.feed)).sorted() {
        let left = earlier.feeds.first { $0.feed == feed }?.rows["waiting"] ?? 0
        let met = certificate.feeds.first { $0.feed == feed }?.rows["before"] ?? 0
        if left != met {
          found.append(
            fault(
              night, "feed \(feed): \(left) rows waited when night \(before.name) closed, \(met) when this one began", Verification.restore)
          )
        }
      }
    }
    guard isLatest else { return found }
    let now = try Certificate(store: store, run: run)
    if now.feeds != certificate.feeds { found.append(fault(night, "what waits is not what the certificate says", Verification.restore)) }
    if let kept = certificate.exceptions, now.exceptions != kept {
      found.append(fault(night, "the exceptions are not those of the certificate", Verification.restore))
    }
    for path in try store.driftingAccounts() {
      found.append(fault("account \(path)", "its balance is not the sum of its postings", Verification.restore))
    }
    return found
  }

  // MARK: files

  /// An original where it was put, and the reasons beside a refused one, whose form was another before there was a chain.
  private func archiveFaults(_ file: FileRecord, hasChain: Bool) -> [Fault] {
    guard let archived = file.archived else { return [] }
    var found = check(archived, file.digest?.hex)
    if hasChain, file.state == .refused || file.state == .aside {
      let reasons = archived + ".reasons.csv"
      found += check(reasons, Digest(of: Intake.reasons(of: file)).hex)
    }
    return found
  }

  private func sheetFaults(_ sheet: Certificate.Sheet, _ name: RunName) -> [Fault] {
    let place = "parties/\(sheet.party)/outbound/\(name.day)/\(sheet.name)"
    let staged = "state/writing/\(SheetPublisher.staged(name, sheet.party, sheet.name))"
    let waits =
      !FileManager.default.fileExists(atPath: "\(root.path)/\(place)") && FileManager.default.fileExists(atPath: "\(root.path)/\(staged)")
    return check(waits ? staged : place, sheet.digest)
  }

  private func check(_ place: String, _ digest: String?) -> [Fault] {
    let remedy = "restore it from the backup"
    guard FileManager.default.fileExists(atPath: "\(root.path)/\(place)") else { return [fault(place, "is missing", remedy)] }
    guard let print = try? root.fingerprint("\(root.path)/\(place)") else { return [fault(place, "cannot be read", "look at the disk")] }
    return print.digest.hex == digest ? [] : [fault(place, "its bytes are not those the night recorded", remedy)]
  }

  func fault(_ place: String, _ cause: String, _ remedy: String, _ code: String = "proof-differs") -> Fault {
    Fault(.data, code: code, place: place, cause: cause, remedy: remedy)
  }
}

extension Verification {
  static let restore = "keep the root as it is, and compare state/ with the backup of that night"
}
