import Drops
package import Flows
import Foundation
package import Store
package import Values

/// A closed night held against its certificate; reads only, and mends nothing.
extension NightShift {
  /// Recomputes a night's certificate from the archive, the ledger and the outbound files; what does not agree, in sentences. Empty: all agrees.
  package func verify(_ name: RunName) throws(Fault) -> [String] {
    guard let run = try store.run(name), let kept = try store.certificate(of: name) else {
      throw Fault(
        .missing, code: "run-unknown", place: "\(name)", cause: "no closed run of that name", remedy: "settle status lists the runs")
    }
    var found: [String] = []
    let file = "state/nights/\(name).json"
    guard let bytes = FileManager.default.contents(atPath: "\(root.path)/\(file)") else { return ["\(file): is missing"] }
    if String(decoding: bytes, as: UTF8.self) != kept { found.append("\(file): is not what the store kept when the night closed") }
    let certificate = try Certificate(text: kept)
    var now = try Certificate(store: store, run: run)
    // What waits has moved on since; its part of the certificate is history.
    now.feeds = certificate.feeds
    if now.files != certificate.files { found.append("the list of files in the store is not the certificate's") }
    if now.rules != certificate.rules { found.append("the rule versions in the store are not the certificate's") }
    if now.entries != certificate.entries {
      found.append("entries: \(now.entries) in the ledger, \(certificate.entries) in the certificate")
    }
    if now.accounts != certificate.accounts { found.append("the movements of accounts are not the certificate's") }
    for path in try store.driftingAccounts() { found.append("account \(path): its balance is not the sum of its postings") }
    for (unit, amount) in try store.unbalanced(run) { found.append("unit \(unit): debits and credits differ by \(amount)") }
    for file in certificate.files {
      guard let archived = file.archived, try store.removal(archived) == nil else { continue }
      found += check("\(root.path)/\(archived)", archived, file.digest)
    }
    for sheet in certificate.sheets {
      let place = "parties/\(sheet.party)/outbound/\(name.day)/\(sheet.name)"
      if try store.removal(place) != nil { continue }
      let staged = "state/writing/\(SheetPublisher.staged(name, sheet.party, sheet.name))"
      let waits =
        !FileManager.default.fileExists(atPath: "\(root.path)/\(place)") && FileManager.default.fileExists(atPath: "\(root.path)/\(staged)")
      found += check("\(root.path)/\(waits ? staged : place)", waits ? staged : place, sheet.digest)
    }
    return found
  }

  /// Files of a night that retention removed: no fault, and said all the same.
  package func removed(of name: RunName) throws(Fault) -> [String] {
    guard let kept = try store.certificate(of: name) else { return [] }
    let certificate = try Certificate(text: kept)
    let places =
      certificate.files.compactMap(\.archived) + certificate.sheets.map { "parties/\($0.party)/outbound/\(name.day)/\($0.name)" }
    var told: [String] = []
    for place in places {
      guard let removal = try store.removal(place) else { continue }
      told.append("\(place): removed by retention on \(removal.day)")
    }
    return told
  }

  private func check(_ path: String, _ place: String, _ digest: String?) -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return ["\(place): is missing"] }
    guard let print = try? root.fingerprint(path) else { return ["\(place): cannot be read"] }
    return print.digest.hex == digest ? [] : ["\(place): its bytes are not those the certificate names"]
  }
}
