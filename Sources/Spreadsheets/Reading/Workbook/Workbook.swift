import Tables
import Values

/// An XLSX workbook: its sheets by way of the relationships, its shared texts and formats read once, the chosen sheet streamed. Part names are taken from
/// the relationships alone, so absolute and odd ones do; the strict form differs in namespaces, which are not looked at.
final class Workbook {
  struct Sheet {
    let name: String
    let isHidden: Bool
    /// Nil for charts and dialogs, which have no rows.
    let part: String?
  }

  private(set) var sheets: [Sheet] = []
  private(set) var selected = 0
  /// The sheet the workbook was left at when it was saved.
  let front: Int
  private let archive: ZipArchive
  private let limits: ReadLimits
  private var uses1904 = false
  private let texts: SharedStrings
  private let formats: NumberFormats
  private var stream: WorksheetStream?

  init(path: String, name: String, limits: ReadLimits, sheet choice: SheetChoice?) throws(Fault) {
    self.limits = limits
    archive = try ZipArchive(path: path, name: name, limits: limits)
    let root = try Workbook.root(archive, limits)
    let relations = try Relations(archive, of: root, limits)
    guard let part = try archive.open(root) else { throw ReadFault.notAWorkbook(name, "a zip archive without a workbook in it") }
    var found: [(name: String, id: String, isHidden: Bool)] = []
    var is1904 = false
    var front = 0
    try XMLWalk.walk(part, limits: limits) { event in
      guard case .start(let element, let attributes) = event else { return }
      switch element {
      case "sheet":
        found.append((attributes["name"] ?? "", attributes["id"] ?? "", ["hidden", "veryHidden"].contains(attributes["state"] ?? "")))
      case "workbookPr": is1904 = ["1", "true", "on"].contains(attributes["date1904"] ?? "")
      case "workbookView": front = Int(attributes["activeTab"] ?? "") ?? 0
      default: break
      }
    }
    uses1904 = is1904
    self.front = front
    sheets = found.map { sheet in
      let target = relations.targets[sheet.id]
      return Sheet(name: sheet.name, isHidden: sheet.isHidden, part: target.flatMap { $0.type == "worksheet" ? $0.part : nil })
    }
    guard !sheets.isEmpty else { throw ReadFault.notAWorkbook(name, "a workbook without a sheet") }
    if let styles = try archive.open(relations.part(of: "styles")) {
      formats = try NumberFormats(styles, limits: limits)
    } else {
      formats = NumberFormats()
    }
    texts = try SharedStrings(try archive.open(relations.part(of: "sharedStrings")), limits: limits)
    selected = try choose(choice, name)
    try select(selected)
  }

  /// The workbook's own part: by the package's relationships, else where it usually is.
  private static func root(_ archive: ZipArchive, _ limits: ReadLimits) throws(Fault) -> String {
    let relations = try Relations(archive, of: "", limits)
    let root = relations.part(of: "officeDocument") ?? "xl/workbook.xml"
    if archive.has(root), !root.lowercased().hasSuffix(".bin"), !root.lowercased().hasPrefix("word/"), !root.lowercased().hasPrefix("ppt/")
    {
      return root
    }
    let what: String
    if archive.names.contains(where: { $0.hasPrefix("xl/") && $0.hasSuffix("workbook.bin") }) {
      what = "a workbook of the binary form (.xlsb)"
    } else if archive.has("content.xml"), archive.has("mimetype") {
      what = "a document of LibreOffice or OpenOffice (.ods)"
    } else if archive.names.contains(where: { $0.hasPrefix("word/") }) {
      what = "a text document (.docx)"
    } else if archive.names.contains(where: { $0.hasPrefix("ppt/") }) {
      what = "a presentation (.pptx)"
    } else {
      what = "a zip archive, not a workbook"
    }
    throw ReadFault.notAWorkbook(archive.name, what)
  }

  private func choose(_ choice: SheetChoice?, _ name: String) throws(Fault) -> Int {
    switch choice {
    case .name(let wanted):
      if let index = sheets.firstIndex(where: { $0.name == wanted }) { return index }
      throw ReadFault.noSheet(name, wanted, sheets.map(\.name))
    case .number(let number):
      if sheets.indices.contains(number - 1) { return number - 1 }
      throw ReadFault.noSheet(name, "\(number)", sheets.map(\.name))
    case nil:
      let visible = sheets.indices.filter { !sheets[$0].isHidden && sheets[$0].part != nil }
      for index in visible {
        try select(index)
        var grid = Grid()
        while try next(into: &grid, atLeast: 1) {
          if grid.rows.contains(where: { $0.count > 0 }) { return index }
          grid.removeAll()
        }
      }
      return visible.first ?? 0
    }
  }

  func select(_ sheet: Int) throws(Fault) {
    selected = sheet
    stream = nil
    guard let part = sheets[sheet].part else { return }
    guard let opened = try archive.open(part) else {
      throw ReadFault.zipDamaged(archive.name, "the part \(part) of sheet \(sheets[sheet].name) is missing")
    }
    stream = try WorksheetStream(opened, texts: texts, formats: formats, limits: limits, sheet: sheets[sheet].name)
  }

  func next(into grid: inout Grid, atLeast rows: Int) throws(Fault) -> Bool {
    grid.epoch1904 = uses1904
    grid.isDelimited = false
    return try stream?.next(into: &grid, atLeast: rows) ?? false
  }
}

/// Where a part's relationships lead.
struct Relations {
  /// Relationship id → last word of its type, and the part.
  private(set) var targets: [String: (type: String, part: String)] = [:]

  init(_ archive: ZipArchive, of source: String, _ limits: ReadLimits) throws(Fault) {
    let folder = source.lastIndex(of: "/").map { String(source[...$0]) } ?? ""
    let name = source.split(separator: "/").last.map(String.init) ?? ""
    guard let part = try archive.open(folder + "_rels/" + name + ".rels") else { return }
    var found: [(id: String, type: String, target: String)] = []
    try XMLWalk.walk(part, limits: limits) { event in
      guard case .start("Relationship", let attributes) = event, attributes["TargetMode"] != "External" else { return }
      found.append((attributes["Id"] ?? "", attributes["Type"] ?? "", attributes["Target"] ?? ""))
    }
    for relation in found {
      let type = relation.type.split(separator: "/").last.map(String.init) ?? ""
      targets[relation.id] = (type, Relations.resolve(relation.target, in: folder))
    }
  }

  func part(of type: String) -> String? { targets.sorted { $0.key < $1.key }.first { $0.value.type == type }?.value.part }

  /// `../xl/a.xml`, `/xl/a.xml`, `worksheets\\sheet1.xml`: as a name in the archive. Nothing leads out of it.
  private static func resolve(_ target: String, in folder: String) -> String {
    let target = target.replacing("\\", with: "/")
    var path: [Substring] = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for step in target.split(separator: "/") {
      if step == ".." { _ = path.popLast() } else if step != "." { path.append(step) }
    }
    return path.joined(separator: "/")
  }
}
