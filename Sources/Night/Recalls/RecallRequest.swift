import Drops
import Foundation
package import Values

/// What an operator asks for with a corrected file: which file, whose, for which feed, why. Which settled file it corrects is found out, or named.
package struct RecallRequest: Sendable {
  package var path: String
  package var party: String
  /// The feed's folder, by either of its names.
  package var feed: String
  /// Name, place or digest of the settled file; nil: the only one that shares a business key.
  package var of: String?
  package var reason: String
  package var day: Day

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Party and feed as given, else from the file's place under the root: a party's inbound folder, the archive, the refused files. Throws `Fault.Kind.usage`.
  package init(
    path: String, root: String, party: String?, feed: String?, of: String?, reason: String, day: Day
  ) throws(Fault) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Fault(.missing, code: "file-missing", place: path, cause: "the file is not there", remedy: "check its name")
    }
    let found = RecallRequest.place(path, root)
    guard let party = party ?? found?.party, let feed = feed ?? found?.feed else {
      throw Fault(
        .usage, code: "recall-place-unknown", place: path, cause: "it lies in no party's folder, so whose file it is cannot be told",
        remedy: "name both: --party NUMBER --feed NAME")
    }
    self.path = path
    self.party = party
    self.feed = feed
    self.of = of
    self.reason = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    self.day = day
  }

  private static func place(_ path: String, _ root: String) -> (party: String, feed: String)? {
    func real(_ path: String) -> [String] { URL(fileURLWithPath: path).resolvingSymlinksInPath().pathComponents }
    let (file, base) = (real(path), real(root))
    guard file.count > base.count, Array(file.prefix(base.count)) == base else { return nil }
    let below = Array(file.dropFirst(base.count))
    if below.count == 5, below[2] == "inbound" { return (below[1], below[3]) }
    if below.count == 5, below[0] == "archive" || below[0] == "refused" { return (below[2], below[3]) }
    return nil
  }
}
