package import Values

/// A bounded piece of a night: what kind of records, from which on, how many, and the digest of what they say.
package struct ChainPiece: Sendable, Equatable {
  /// In the order they stand in a night's chain.
  package enum Kind: String, Sendable, CaseIterable {
    /// The run's name, and the night it follows.
    case night
    case rules
    case file, findings, facts
    /// What became of facts, from whichever night.
    case outcomes
    case entries, movements, holds
    case parts, lines, listed, groups, tallies, sheet
    /// What stood when the night closed; it moves on with the next run.
    case accounts
    case openHolds = "open holds"
    case waiting, states, statistics
    /// The certificate itself, without the head.
    case certificate

    /// Whether what it covers may change once another run has begun.
    package var stands: Bool {
      switch self {
      case .accounts, .openHolds, .waiting, .states, .statistics: true
      case .night, .rules, .file, .findings, .facts, .outcomes, .entries, .movements, .holds, .parts, .lines, .listed, .groups, .tallies,
        .sheet, .certificate:
        false
      }
    }
  }

  package var kind: Kind
  /// Where the piece begins, for people: `S001/underwriting/list.csv, row 2`.
  package var subject: String
  package var rows: Int
  package var content: Digest

  package init(kind: Kind, subject: String, rows: Int, content: Digest) {
    self.kind = kind
    self.subject = subject
    self.rows = rows
    self.content = content
  }

  /// Text in the form columns have in a piece.
  package static func print(_ text: String) -> [UInt8] {
    let utf8 = Array(text.utf8)
    return [2] + withUnsafeBytes(of: UInt32(utf8.count).littleEndian, Array.init) + utf8
  }
}

extension ChainPiece: CustomStringConvertible {
  package var description: String {
    switch kind {
    case .night: "the night \(subject)"
    case .certificate: "the certificate"
    case .file, .sheet: "\(kind.rawValue) \(subject)"
    default: "\(kind.rawValue) from \(subject), \(rows) rows"
    }
  }
}

/// A piece in its place: its digest covers the link before it.
package struct ChainLink: Sendable, Equatable {
  /// From 1 within its night.
  package var number: Int
  package var piece: ChainPiece
  package var digest: Digest

  /// SHA-256 over the link before, or 32 zero bytes, and number, kind, subject, rows and content of this one.
  package static func digest(after: Digest?, number: Int, _ piece: ChainPiece) -> Digest {
    var making = Digest.Making()
    making.add(after?.bytes ?? Array(repeating: 0, count: 32))
    making.add(ChainPiece.print("\(number)") + ChainPiece.print(piece.kind.rawValue))
    making.add(ChainPiece.print(piece.subject) + ChainPiece.print("\(piece.rows)"))
    making.add(piece.content.bytes)
    return making.finish()
  }

  /// Pieces put together after the head of the night before.
  package static func links(after head: Digest?, _ pieces: [ChainPiece]) -> [ChainLink] {
    var last = head
    return pieces.enumerated().map { index, piece in
      let digest = ChainLink.digest(after: last, number: index + 1, piece)
      last = digest
      return ChainLink(number: index + 1, piece: piece, digest: digest)
    }
  }
}
