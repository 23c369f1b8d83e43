import Flows
import Ledger
import Values

/// A gift's queue, served in its order when stock comes; and a provider that is suspended, whose open gifts are listed. (domain.md 1.21, B2-8)
extension GiftsFlow {
  func serve(_ due: Gift, _ desk: inout Desk) {
    guard var gift = desk.recall(Gift.self, due.key), gift.waiting > 0 else { return }
    // A gift that is given no longer waits until it is again.
    guard gift.isActive, desk.recall(Provider.self, gift.provider)?.isActive(on: desk.day) == true else { return }
    let places = queue(gift)
    for number in places {
      guard gift.free > 0 else { break }
      let key = QueuePlace.key(gift.key, number)
      guard var place = desk.recall(QueuePlace.self, key), var book = desk.recall(GrantBook.self, place.policy),
        var grant = book[gift.key], grant.backlog > 0
      else {
        // Cancelled meanwhile.
        desk.forget(QueuePlace.stateKey(key))
        gift.head = number + 1
        continue
      }
      let wanted = min(place.pieces, grant.backlog)
      let pieces = min(wanted, gift.free / grant.perGift * grant.perGift)
      if pieces == 0 { break }
      var entry = EntryDraft()
      entry.move(pieces, from: AccountPaths.stock(gift.key), to: AccountPaths.given(gift.key), &desk)
      grant.entries += 1
      grant.backlog -= pieces
      entry.post("gift/\(book.key)/\(gift.key)/\(grant.entries)", kind: "gift-backlog", policy: book.key, &desk)
      gift.free -= pieces
      gift.waiting -= pieces
      let policy = desk.recall(Policy.self, book.key)
      issue(pieces, &grant, gift, book, policy?.insured, about: policy?.lines.first?.fact, detail: "补货", &desk)
      book[gift.key] = grant
      keep(book, &desk)
      note(grant, book, &desk)
      if pieces == wanted {
        desk.forget(QueuePlace.stateKey(key))
        gift.head = number + 1
      } else {
        place.pieces -= pieces
        desk.remember(place)
        break
      }
    }
    // More than one step waits: the rest is served in the next pass of the same night.
    let goesOn = gift.head == places.upperBound && gift.head < gift.tail && gift.free > 0
    desk.remember(gift, group: gift.provider, due: goesOn ? Moment(desk.day) : nil, rank: Source.queueRank)
  }

  /// Its gifts are given no longer; what it still has to send or to let be used is told to it and to the branches.
  func review(_ provider: Provider, _ desk: inout Desk) {
    if let next = provider.standings.first(where: { $0.from > desk.day }) {
      desk.remember(provider, due: Moment(next.from), rank: Provider.rank, to: name)
    }
    guard !provider.isActive(on: desk.day) else {
      // Whoever waited for its gifts is served again.
      for state in desk.group(Gift.kind, provider.key) { keep(Gift(key: state.key.key, rows: state.rows), &desk) }
      return
    }
    for state in desk.group(OpenGift.kind, provider.key) {
      let open = OpenGift(key: state.key.key, rows: state.rows)
      guard let book = desk.recall(GrantBook.self, open.policy), let grant = book[open.gift] else { continue }
      let pieces = grant.pending + grant.backlog
      tell(
        Happening(.suspended, pieces: pieces, amount: grant.value(pieces), reason: Refusal.providerSuspended.rawValue), grant, book, nil,
        about: nil, &desk)
    }
  }
}
