/// A file that stands under `state/claimed/<id>` and that no party can reach by a name any more. The same values come back from a journal row.
package struct ClaimedFile: Hashable, Sendable {
  package let id: String
  package let party: String
  package let feed: String
  /// The name it was dropped under.
  package let name: String
  package let inode: UInt64

  package init(id: String, party: String, feed: String, name: String, inode: UInt64) {
    self.id = id
    self.party = party
    self.feed = feed
    self.name = name
    self.inode = inode
  }

  /// Where its FILE.done stands meanwhile.
  var marker: String { id + ".done" }
}

/// What became of a claim.
package enum Claim: Equatable, Sendable {
  case claimed(ClaimedFile)
  /// It is no longer the file that was listed: somebody goes on writing or dropped another. It was left where it is.
  case changed
  /// Somebody took it away.
  case gone
}
