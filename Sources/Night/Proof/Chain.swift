import Flows
import Store
import Synchronization
import Values

/// A night's chain: made when it closes, and made anew to be compared. What a link covers is the store's matter; this puts the parts together.
///
/// A night's first link follows the last one of the night before, its last covers the certificate, and the certificate names that link, its head.
/// So any record, original, sheet or certificate changed alone is found, and where. Who changes a record and makes the links of its night anew
/// finds the certificate, and the next night, against it. Who makes everything anew from some night to the last, certificates and all, or takes the
/// last nights away with all their files, leaves a root that agrees with itself: that is found only by a head somebody kept outside (the run's
/// log, `settle status`, a certificate in a backup), which `settle verify --head` compares. What stands (states, balances, what waits) can be held
/// against the last night alone, until the next run begins; what each night did, for ever.
struct Chain {
  let night: NightShift
  let run: RunRecord

  /// The pieces of a night but for its certificate, parts of it side by side. With `untouched`, pieces of the night before, what the run did not
  /// touch is taken over from there; without `standing` what moves on with later runs is left out.
  func pieces(standing: Bool = true, untouched: [ChainPiece]? = nil) throws(Fault) -> [ChainPiece] {
    let opening = try night.store.opening(run)
    let sections = Journal.ChainSection.allCases.filter { standing || $0 != .standing }
    let made = Mutex<[Int: Result<[ChainPiece], Fault>]>([:])
    SideBySide.each(Array(sections.indices), workers: night.options.workers) { index in
      let pieces = Result { () throws(Fault) in try night.store.pieces(sections[index], run, untouched: untouched) }
      made.withLock { $0[index] = pieces }
    }
    let found = made.withLock { $0 }
    var pieces = [opening.piece]
    for index in sections.indices { pieces += try found[index]!.get() }
    return pieces
  }

  /// The head covers the certificate; in the certificate it covers, the head's place is empty.
  static let noHead = "\"head\" : \"\""

  static func piece(of certificate: String, head: String, _ run: RunRecord) -> ChainPiece {
    let text = certificate.replacing("\"head\" : \"\(head)\"", with: noHead, maxReplacements: 1)
    return ChainPiece(kind: .certificate, subject: "\(run.name)", rows: 1, content: Digest(of: text))
  }

  /// The night's certificate with the head of its chain, and the links to be kept.
  func close(_ certificate: Certificate) throws(Fault) -> (text: String, links: [ChainLink]) {
    var certificate = certificate
    let untouched = try night.store.closedRun(before: run).map { before throws(Fault) in try night.store.chain(before).map(\.piece) }
    let pieces = try pieces(untouched: untouched)
    let before = try night.store.opening(run).head
    certificate.chain = Certificate.Chain(head: "", links: pieces.count + 1, previous: before?.hex)
    let text = certificate.text
    let links = ChainLink.links(after: before, pieces + [Chain.piece(of: text, head: "", run)])
    return (text.replacing(Chain.noHead, with: "\"head\" : \"\(links[links.count - 1].digest.hex)\"", maxReplacements: 1), links)
  }
}
