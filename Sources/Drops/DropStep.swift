package import Values

/// Every change this room makes on the disk. Each is announced before it is made, so that a test can let it fail or end the process there.
package enum DropStep: String, Sendable, CaseIterable {
  /// A folder of the root is made.
  case makeFolder = "make-folder"
  /// FILE.done moves to the claimed files, ahead of its file.
  case claimMarker = "claim-marker"
  /// A dropped file, or a corrected one that was laid ready, moves to the claimed files.
  case claim
  /// A corrected file is copied to where its run finds it.
  case lay
  /// A claimed file moves back to where it was dropped.
  case putBack = "put-back"
  case putBackMarker = "put-back-marker"
  /// A claimed file moves to the archive.
  case archive
  /// A claimed file moves to the refused files.
  case refuse
  /// The claimed FILE.done of a file that is stored goes away.
  case dropMarker = "drop-marker"
  /// The reasons are written under a name that nobody reads.
  case writeBeside = "write-beside"
  /// The reasons get their name.
  case nameBeside = "name-beside"
  /// A finished sheet is made read-only and brought to the disk.
  case seal
  /// A finished sheet gets its outbound name.
  case publish
  /// A finished sheet is copied to the destination's own disk, under a hidden name.
  case copy
  /// A temporary file goes away.
  case withdraw
  /// A file whose time is over goes away for good.
  case remove
}

/// What is called before each step. It may throw, and then the step is not made.
package struct DropSteps: Sendable {
  package let before: @Sendable (DropStep) throws(Fault) -> Void

  package init(_ before: @escaping @Sendable (DropStep) throws(Fault) -> Void) { self.before = before }

  package static let none = DropSteps { (_) throws(Fault) in }
}
