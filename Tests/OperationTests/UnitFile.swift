import Foundation

/// A unit as `settle install` wrote it: what stands under its names, so that a night can be run by what the unit says and by nothing else.
struct UnitFile {
  private var settings: [String: [String]] = [:]

  init(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("[") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      settings[String(line[..<equals]), default: []].append(String(line[line.index(after: equals)...]))
    }
  }

  func callAsFunction(_ name: String) throws -> String {
    guard let value = settings[name]?.last else { throw StageFlaw("the unit says nothing of \(name)") }
    return value
  }

  /// The night as this unit would start it: its user and groups, its rights, its mask, its command line, an empty environment.
  func commandLine() throws -> [String] {
    let rights =
      try "-all," + self("AmbientCapabilities").split(separator: " ").map { "+" + $0.dropFirst(4).lowercased() }.joined(separator: ",")
    return try [
      "setpriv", "--reuid=\(self("User"))", "--regid=\(self("User"))", "--init-groups", "--no-new-privs", "--bounding-set=\(rights)",
      "--inh-caps=\(rights)", "--ambient-caps=\(rights)", "env", "-i", "LANG=C.UTF-8", "sh", "-c",
      "umask \(self("UMask")); exec \(self("ExecStart"))",
    ]
  }
}
