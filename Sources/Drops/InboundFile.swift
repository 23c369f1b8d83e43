/// A dropped file as it was seen when the list of the night was frozen. The same values come back from a journal row.
package struct InboundFile: Hashable, Sendable {
  package let party: String
  /// The folder's name as it stands, which may be the feed's Chinese name.
  package let feed: String
  package let name: String
  /// Bytes.
  package let size: Int64
  /// Nanoseconds since 1970.
  package let modified: Int64
  package let inode: UInt64
  /// Whether FILE.done stood beside it.
  package let hasDoneMarker: Bool

  package init(party: String, feed: String, name: String, size: Int64, modified: Int64, inode: UInt64, hasDoneMarker: Bool) {
    self.party = party
    self.feed = feed
    self.name = name
    self.size = size
    self.modified = modified
    self.inode = inode
    self.hasDoneMarker = hasDoneMarker
  }

  /// Whether this is still the very file that was seen.
  func isStill(_ look: Look) -> Bool {
    look.kind == .file && look.inode == inode && look.size == size && look.modified == modified && look.links == 1
  }
}

/// What lay in the parties' folders when they were looked through.
package struct InboundListing: Equatable, Sendable {
  /// To be taken: in order of party, feed folder and name, byte for byte.
  package var files: [InboundFile] = []
  /// Still being written: left for later. The values are those of the first look.
  package var growing: [InboundFile] = []
  /// What is not touched, in order of party, feed folder and name.
  package var oddities: [Oddity] = []

  package init() {}
}
