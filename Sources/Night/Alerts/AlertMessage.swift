import Foundation
package import Store
package import Values

/// One message to an operator, as JSON for programs and as a few lines of text for people. No personal data.
package struct AlertMessage: Codable, Hashable, Sendable {
  package enum Kind: String, Codable, Sendable {
    case raised
    /// The same trouble still stands.
    case again
    case over
    /// There are more than a run may send.
    case more
  }

  package var kind: Kind
  package var code, weight, place, day, cause, remedy: String
  /// The business day it was first raised.
  package var since: String
  /// The working root's path: an operator may have several.
  package var root: String

  package init(_ kind: Kind, _ record: AlertRecord, root: String, day: Day) {
    self.kind = kind
    code = record.code
    weight = record.weight
    place = record.place
    self.day = "\(day)"
    cause = record.cause
    remedy = record.remedy
    since = "\(record.since)"
    self.root = root
  }

  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts alone: encoding them cannot fail.
    return String(decoding: try! encoder.encode(self), as: UTF8.self)
  }

  package func text(english: Bool) -> String {
    let alert = Alert(code, Alert.Weight(rawValue: weight) ?? .urgent, place: place, day: Day(iso: day)!, cause: cause, remedy: remedy)
    let mark =
      switch kind {
      case .raised, .more: alert.weight.title(english: english)
      case .again: alert.weight.title(english: english) + (english ? ", still" : "，仍未解决")
      case .over: english ? "over" : "已解除"
      }
    var lines = ["[\(mark)] \(alert.title(english: english))  \(place)"]
    if kind != .over { lines += [cause, "→ \(remedy)"] }
    lines.append(english ? "since \(since), business day \(day), \(root)" : "自 \(since) 起，业务日 \(day)，\(root)")
    return lines.joined(separator: "\n")
  }
}
