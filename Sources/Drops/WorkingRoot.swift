import Glibc
package import Values

/// The folders all files pass through (contract.md, "The working root"). This file knows where each folder stands and how it is made and checked;
/// the ways of files through them are in `WorkingRoot+….swift`, in the order in which a file takes them.
package struct WorkingRoot: Sendable {
  package let path: String
  let steps: DropSteps

  package init(path: String, steps: DropSteps = .none) {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.steps = steps
  }

  package var pipelinesPath: String { path + "/pipelines" }
  package var statePath: String { path + "/state" }
  package var claimedPath: String { statePath + "/claimed" }
  package var writingPath: String { statePath + "/writing" }

  // MARK: Laying out

  /// Makes what is missing of the root and of these parties' folders. What exists keeps its mode.
  package func create(parties: [String], outboundOnly: [String] = []) throws(Fault) {
    try makeRoot()
    let root = try Folder(root: path)
    if let state = try root.folder("state") { try checkOwner(of: state) }
    _ = try root.folder(making: "parties", mode: 0o755, steps: steps)
    for name in ["archive", "refused"] { _ = try root.folder(making: name, mode: 0o750, steps: steps) }
    _ = try root.folder(making: "pipelines", mode: 0o755, steps: steps)
    let state = try root.folder(making: "state", mode: 0o700, steps: steps)
    for name in ["claimed", "writing"] { _ = try state.folder(making: name, mode: 0o700, steps: steps) }
    for party in parties { try makeParty(party, feeds: []) }
    for party in outboundOnly { try makeParty(party, feeds: [], outboundOnly: true) }
  }

  /// Makes what is missing of a party's folders: those of its feeds, where it drops files, and the one it fetches files from.
  /// The group of `parties/<party>` is handed down, so that an operator says once who the party is.
  package func makeParty(_ party: String, feeds: [String], outboundOnly: Bool = false) throws(Fault) {
    let party = try DropName(party)
    let root = try Folder(root: path)
    let parties = try required(root, "parties")
    let home = try parties.folder(making: party.text, mode: 0o2750, steps: steps)
    _ = try home.folder(making: "outbound", mode: 0o2750, steps: steps)
    if outboundOnly { return }
    let inbound = try home.folder(making: "inbound", mode: 0o2750, steps: steps)
    for feed in feeds { _ = try inbound.folder(making: try DropName(feed).text, mode: 0o2770, steps: steps) }
  }

  private func makeRoot() throws(Fault) {
    if mkdir(path, 0o755) != 0 && errno != EEXIST { throw Fault.disk("making the working root", path) }
  }

  // MARK: Checking

  /// Looks whether a night can begin: the folders are there, nobody else reads `state`, and a dropped file can reach the archive by rename alone.
  /// Throws `Fault.Kind.setting`.
  package func check() throws(Fault) {
    do {
      let root = try Folder(root: path)
      let state = try required(root, "state")
      let device = try state.look().device
      for name in ["claimed", "writing"] { _ = try required(state, name) }
      for name in ["archive", "refused"] { try check(device, of: try required(root, name)) }
      _ = try required(root, "pipelines")
      try checkPrivate(state)
      let parties = try required(root, "parties")
      for name in try parties.names() { try checkParty(name, in: parties, device) }
    } catch  where error.kind != .setting {
      throw Fault(.setting, code: "root-incomplete", place: error.place, cause: error.cause, remedy: error.remedy)
    }
  }

  private func checkParty(_ name: [UInt8], in parties: borrowing Folder, _ device: UInt64) throws(Fault) {
    // What is no real folder is reported when the drops are listed, and is no reason to stop the night.
    guard case .success(let party) = DropName.reading(name), try parties.look(party.text)?.kind == .folder,
      let home = try parties.folder(party.text), try home.look("inbound")?.kind == .folder, let inbound = try home.folder("inbound")
    else { return }
    try check(device, of: inbound)
    for name in try inbound.names() {
      guard case .success(let feed) = DropName.reading(name), try inbound.look(feed.text)?.kind == .folder,
        let folder = try inbound.folder(feed.text)
      else { continue }
      try check(device, of: folder)
    }
  }

  private func check(_ device: UInt64, of folder: borrowing Folder) throws(Fault) {
    guard try folder.look().device == device else {
      throw Fault(
        .setting, code: "root-other-disk", place: folder.path, cause: "this folder lies on another file system than state",
        remedy: "keep parties/*/inbound, state, archive and refused on one file system: files move between them by rename")
    }
  }

  private func checkPrivate(_ state: borrowing Folder) throws(Fault) {
    guard try state.look().mode & 0o077 == 0 else {
      throw Fault(
        .setting, code: "state-not-private", place: state.path, cause: "others than the program's user may enter this folder",
        remedy: "run chmod 700 on it, and look who was there")
    }
  }

  // MARK: Reaching folders

  func required(_ folder: borrowing Folder, _ name: String) throws(Fault) -> Folder {
    guard let there = try folder.folder(name) else {
      throw Fault(
        .setting, code: "root-incomplete", place: folder.place(name), cause: "the working root has no such folder",
        remedy: "run settle init on it, which makes what is missing")
    }
    return there
  }

  func state(_ name: String) throws(Fault) -> Folder { try required(try required(try Folder(root: path), "state"), name) }

  /// The folder a feed's files are dropped in; nil when somebody took it away.
  func feed(_ party: String, _ feed: String) throws(Fault) -> Folder? {
    guard let home = try required(try Folder(root: path), "parties").folder(try DropName(party).text),
      let inbound = try home.folder("inbound")
    else { return nil }
    return try inbound.folder(try DropName(feed).text)
  }
}
