import Codes
import Drops
import Flows
import Pages
import Store
import Tables
import Values

/// A sheet of leaves for one recipient: a page or a picture for each entry of a register that the run touched, read back before it is published.
/// Pages and pictures show what access grants, and nothing of the run that made them.
struct LeafMaker: Sendable {
  let sheet: Sheet
  let kind: StateKind
  let leaf: Sheet.Leaf
  let part: String
  let grant: Access.Grant
  let english: Bool

  /// One file to be.
  struct File: Sendable {
    let name: String
    let medium: Sheet.Medium
    fileprivate let title: String
    fileprivate let facts: [LeafPage.Text]
    fileprivate let passages: [LeafPage.Text]
    fileprivate let address: LeafPage.Address?
  }

  /// The files of the run's entries, in the order of their keys. Who receives several parts finds the part before the name.
  func files(_ run: RunName, _ store: Journal) throws(Fault) -> [File] {
    let (name, touched) = (kind.schema.index(of: leaf.name)!, kind.schema.index(of: leaf.run)!)
    var files: [File] = []
    try store.eachEntry(of: kind, group: part) { views, cells in
      for row in 0..<cells.count where cells.text(cells[row, touched]) == "\(run)" {
        let entry = entry(views[row], cells, row)
        let stem = (grant.all ? "\(part)_" : "") + (cells.text(cells[row, name]) ?? "") + run.suffix
        for medium in sheet.media where medium == .html || entry.address != nil {
          files.append(
            File(
              name: "\(stem).\(medium.rawValue)", medium: medium, title: entry.title, facts: entry.facts, passages: entry.passages,
              address: entry.address))
        }
      }
    }
    return files
  }

  private typealias Entry = (title: String, facts: [LeafPage.Text], passages: [LeafPage.Text], address: LeafPage.Address?)

  /// The first column is the title; long ones are passages, a QR code is where the page leads.
  private func entry(_ view: Journal.EntryView, _ cells: Batch, _ row: Int) -> Entry {
    var entry: Entry = ("", [], [], nil)
    for column in sheet.columns where grant.sees(column.group) {
      var text =
        switch column.field {
        case "key": view.key
        case "part": view.group
        default: kind.schema.index(of: column.field).map { LeafMaker.text(cells[row, $0], cells, column.format) } ?? ""
        }
      if grant.masks(column.personal) { text = Mask.text(text, as: column.personal) }
      if text.isEmpty { continue }
      let title = english ? column.titleEnglish : column.title
      if entry.title.isEmpty {
        entry.title = text
      } else if column.format == .qr {
        entry.address = LeafPage.Address(title, text, level: sheet.picture.level)
      } else if column.pageKind == .long {
        entry.passages.append(LeafPage.Text(title, text))
      } else {
        entry.facts.append(LeafPage.Text(title, text))
      }
    }
    return entry
  }

  private static func text(_ datum: Datum, _ cells: Batch, _ format: Sheet.Format) -> String {
    datum.tag == .money ? datum.money?.grouped ?? "" : Canonical.text(datum, in: cells)
  }

  func write(_ file: File, to path: String) throws(Fault) {
    guard file.medium == .png, let address = file.address else {
      return try LeafPage(
        language: english ? .en : .zh, title: file.title, facts: file.facts, passages: file.passages, address: file.address
      ).write(to: path)
    }
    let code = try QRCode(address.address, level: QRCode.Level(rawValue: address.level) ?? .quartile)
    let png = try code.png(scale: sheet.picture.scale, quiet: sheet.picture.quiet)
    try PageFile.write(png, to: path)
    guard try code.isShown(by: try PageFile.read(path), scale: sheet.picture.scale, quiet: sheet.picture.quiet) else {
      throw Fault(
        .inputOutput, code: "picture-not-as-written", place: path, cause: "the picture does not show its code",
        remedy: "it was not published; look at the disk and run again, and report it if it stays")
    }
  }
}

extension ReportStage {
  /// The leaves of every sheet that has them: one piece of work for each recipient and part.
  func leaves(_ run: RunRecord, _ context: BookContext, _ done: Set<String>) throws(Fault) -> [Work] {
    var works: [Work] = []
    for flow in house.flows {
      for sheet in flow.sheets {
        guard let leaf = sheet.leaf, let kind = sheet.states else { continue }
        for part in try night.store.changedGroups(of: kind, run: run) {
          for party in try SheetOrders.parties(night.store) {
            guard let grant = house.access.receives(sheet.name, part: part, party: party.number, roles: party.roles) else { continue }
            let maker = LeafMaker(sheet: sheet, kind: kind, leaf: leaf, part: part, grant: grant, english: context.english)
            let files = try maker.files(run.name, night.store).filter { !done.contains("\(party.number)/\($0.name)") }
            if files.isEmpty { continue }
            works.append(
              Work(name: "\(party.number)/\(sheet.name)_\(part)", cells: 8 * files.count) {
                files.compactMap { write($0, maker, party.number, run) }
              })
          }
        }
      }
    }
    return works
  }

  private func write(_ file: LeafMaker.File, _ maker: LeafMaker, _ party: String, _ run: RunRecord) -> Failure? {
    do throws(Fault) {
      let path = try night.root.temporary(named: SheetPublisher.staged(run.name, party, file.name))
      night.options.report(.writing(sheet: "\(party)/\(file.name)"))
      try maker.write(file, to: path)
      try SheetPublisher(night: night).publish(path, party: party, name: file.name, rows: 1, totals: "", run: run)
      return nil
    } catch {
      return Failure(name: "\(party)/\(file.name)", fault: error)
    }
  }
}
