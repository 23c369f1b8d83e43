import Foundation

/// The lists in `samples/README.md`: every sample with its promise, every code with its exhibit. Made from the folders, held to them by a test.
enum Index {
  static let file = Sample.root + "/README.md"
  private static let mark = "<!-- What follows is made from the folders; see Tests/SamplesTests/Index.swift. -->\n"

  /// The file as it must be: its own words up to the mark, the lists below.
  static func expected() throws -> String {
    let own = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: mark)[0]
    var text = own + mark + "\n## Samples\n\n| folder | promise |\n|---|---|\n"
    for sample in Sample.all where !sample.name.hasPrefix(Exhibits.folder) {
      text += "| [\(sample.name)](\(sample.name)) | \(try promise(sample.name)) |\n"
    }
    text += "\n## Exhibits: every code\n\n| code | 含义 | exhibit |\n|---|---|---|\n"
    for code in Exhibits.codes {
      let shown =
        BeyondFiles.commands.contains(code.code)
        ? "no dropped file brings it about: [recall-confirmed](recall-confirmed)"
        : BeyondFiles.codes.contains(code.code)
          ? "no file brings it about: Tests/\(BeyondFiles.program.contains(code.code) ? "HouseTests/ProgramTests" : "SamplesTests/BeyondFilesTests").swift"
          : try promise("\(Exhibits.folder)/\(code.code)").replacing("`\(code.code)`: ", with: "[folder](\(Exhibits.folder)/\(code.code)) ")
      text += "| `\(code.code)` | \(code.meaning) | \(shown) |\n"
    }
    return text
  }

  /// A sample's README in one line, the bars of tables kept out.
  private static func promise(_ name: String) throws -> String {
    let path = "\(Sample.root)/\(name)/README.md"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw SampleFlaw("\(path): is missing") }
    return text.split(separator: "\n").joined(separator: " ").replacing("|", with: "\\|")
  }
}
