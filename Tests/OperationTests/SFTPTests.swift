import Foundation
import NightKit
import Testing

@Suite(
  "Parties drop by sftp, and the night runs as its unit says", .disabled(if: Sanitizer.isOn),
  .enabled(if: Stage.obstacle == nil, "no stage can be set on this machine"))
struct SFTPTests {
  static let lived = Result { try SFTPEvening() }
  private let evening: SFTPEvening

  init() throws { evening = try SFTPTests.lived.get() }

  @Test("A file its sender's program uploaded for nobody else's eyes is taken all the same, and its parties get their folders")
  func registration() {
    #expect(evening.registration.taken("platform", "merchants").keys.sorted() == ["merchants.csv"])
    #expect(evening.registration.said.errors.contains("4 rows, 0 rejected"), "\(evening.registration.said.errors)")
  }

  @Test("An upload that is still going on is left, though it was slow; the next night takes it whole")
  func slow() {
    #expect(evening.wentOn.slow, "the upload was over before the night was: nothing was tried")
    #expect(evening.during.taken("S001", "underwriting")["slow.csv"] == nil)
    #expect(evening.during.lying("S001", "underwriting")["slow.csv"] != nil)
    #expect(evening.after.taken("S001", "underwriting")["slow.csv"] == evening.whole["slow"])
  }

  @Test("An upload that stands still is left as well, of a feed that demands nothing; the next night takes it whole")
  func stalled() {
    #expect(evening.wentOn.stalled, "the upload was over before the night was: nothing was tried")
    #expect(evening.during.taken("S001", "products").isEmpty)
    #expect(evening.during.lying("S001", "products")["stalled.csv"]?.count ?? 0 < evening.whole["stalled"]!.count)
    #expect(evening.during.said.errors.contains("left for later: S001/products/stalled.csv: growing"), "\(evening.during.said.errors)")
    #expect(evening.after.taken("S001", "products")["stalled.csv"] == evening.whole["stalled"])
  }

  @Test("An upload that broke off is refused where a total row is demanded, and taken when it comes whole")
  func broken() {
    let refused = evening.during.refused("S001", "underwriting")
    #expect(refused.keys.sorted() == ["broken.csv", "broken.csv.reasons.csv"])
    #expect(refused["broken.csv"]?.count ?? 0 < evening.whole["broken"]!.count && refused["broken.csv"]?.isEmpty == false)
    #expect(String(decoding: refused["broken.csv.reasons.csv"] ?? Data(), as: UTF8.self).contains("incomplete"))
    #expect(evening.during.taken("S001", "underwriting").isEmpty)
    #expect(evening.after.taken("S001", "underwriting")["broken.csv"] == evening.whole["broken"])
  }

  @Test("An upload that broke off waits where a .done file is demanded; resumed and marked it is taken whole")
  func resumed() {
    #expect(evening.during.taken("S001", "endorsements").isEmpty && evening.during.refused("S001", "endorsements").isEmpty)
    let half = evening.during.lying("S001", "endorsements")["resumed.csv"]?.count ?? 0
    #expect(half > 0 && half < evening.whole["resumed"]!.count)
    #expect(evening.after.taken("S001", "endorsements") == ["resumed.csv": evening.whole["resumed"]!])
    #expect(evening.after.lying("S001", "endorsements").isEmpty, "its marker stayed")
  }

  @Test("A whole file under a name of its upload is left alone without a word; renamed it is taken")
  func renamed() {
    #expect(evening.during.lying("S001", "underwriting")["named.csv.part"] == evening.whole["named"])
    #expect(!evening.during.said.errors.contains("named.csv"))
    #expect(evening.after.taken("S001", "underwriting")["named.csv"] == evening.whole["named"])
  }

  @Test("Two files at once are both taken, and so is one that bears the name of another party's")
  func twoAtOnce() {
    let taken = evening.during.taken("S002", "underwriting")
    #expect(taken == ["one.csv": evening.whole["one"]!, "two.csv": evening.whole["two"]!, "slow.csv": evening.whole["other"]!])
  }

  @Test("In the end every file is in the archive once and whole, and nothing else is")
  func nothingLost() {
    let archived = evening.after.archive.values.filter { $0 != Data(Evening.merchants.utf8) }
    #expect(Set(archived) == Set(evening.whole.values) && archived.count == evening.whole.count)
    #expect(evening.after.archive.count == evening.whole.count + 1)
    let lying = evening.after.parties.keys.filter { $0.contains("/inbound/") }
    #expect(lying.isEmpty, "\(lying)")
  }

  @Test("A link in a drop is reported and never followed")
  func link() {
    #expect(evening.after.said.errors.contains("S002/underwriting/link.csv: a link stands in the drop"), "\(evening.after.said.errors)")
  }

  @Test("The supplier fetches its receipts and its settlement sheet, byte for byte as they were published")
  func readBack() {
    #expect(evening.fetched == evening.onDisk && !evening.fetched.isEmpty)
    let names = evening.fetched.keys.map { $0.split(separator: "/").last! }
    for name in ["receipt_underwriting_slow.csv", "receipt_products_stalled.csv", "settlement-sheet_S001"] {
      #expect(names.contains { $0.hasPrefix(name) && $0.hasSuffix(".xlsx") }, "\(name) is not among \(names)")
    }
  }

  @Test("Nobody sees another's folder, nor leaves its own, whichever way it tries")
  func prying() {
    let seen = evening.listing.split(separator: "\n").filter { !$0.hasPrefix("sftp>") }.map {
      $0.split(separator: "/").last.map(String.init) ?? ""
    }
    #expect(Set(seen) == ["inbound", "outbound"] && seen.count == 6, "\(evening.listing)")
    #expect(evening.prying.code == 0, "\(evening.prying.errors)")
    #expect(evening.priedOut == [])
    #expect(evening.pryingLeft.keys.sorted() == ["S002/inbound/underwriting/kept.part"])
  }

  @Test("The mounts are there again after a start, outbound read-only; a helper run twice writes its lines once")
  func startAgain() {
    let mine = evening.fstab.filter { $0.contains("/sftp-S001/") }
    #expect(mine.count == 2 && mine.filter { $0.contains(" bind,ro,") }.count == 1)
    #expect(evening.remounted.code == 0, "\(evening.remounted.errors)")
    #expect(evening.remounted.errors.contains("outbound/x"))
  }

  @Test("A party taken away cannot come in, and leaves no user, mount, key or line behind")
  func removed() {
    #expect(evening.shutOut.code != 0)
    #expect(evening.leftBehind == "")
    // What it had dropped can be read still.
    #expect(evening.verified.code == 0, "\(evening.verified.errors)")
  }

  @Test(
    "systemd runs the written units: a missed night is made up for, shut in as they say",
    .enabled(if: Stage.bootsSystemd, "no systemd can be started here"))
  func caughtUp() throws {
    let trial = try #require(evening.trial)
    #expect(trial.notes["caught-up"]?.contains("Result=success") == true, "\(trial.notes) \(trial.said)")
    for name in ["morning.csv", "old.xls"] {
      #expect(trial.archive.contains { $0.hasSuffix("/S001/underwriting/\(name)") }, "\(trial.said)")
    }
  }

  @Test(
    "A root that another run holds is tried again and is no failure; a wrong pipeline file is one, and the story is told",
    .enabled(if: Stage.bootsSystemd, "no systemd can be started here"))
  func failures() throws {
    let trial = try #require(evening.trial)
    #expect(
      trial.notes["busy"]?.contains("ExecMainStatus=75") == true && trial.notes["busy"]?.contains("SubState=auto-restart") == true,
      "\(trial.notes)")
    #expect(trial.notes["failed"]?.contains("ExecMainStatus=78") == true, "\(trial.notes)")
    #expect(trial.told.components(separatedBy: "failed (exit-code, exit 78)").count == 2, "told once, and only of that: \(trial.told)")
    #expect(trial.told.contains("last closed"), "\(trial.told)")
  }
}
