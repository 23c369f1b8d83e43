import Foundation
import NightKit
import Testing

@Suite("Units by which systemd runs the night")
struct UnitTests {
  private static let asked = ["install", "/srv/settle", "--systemd", "--program", "/usr/bin/true"]

  private func require(_ tool: String) throws {
    try #require(
      try Program.run(["sh", "-c", "command -v \(tool)"], program: "env").code == 0, "\(tool) is missing: Tests/run installs it")
  }

  /// The units, written into a folder.
  private func written(_ more: [String] = []) throws -> (folder: ScratchFolder, files: [String: String]) {
    let folder = ScratchFolder("units")
    let ran = try Program.run(UnitTests.asked + more + ["--write", folder.path])
    try #require(ran.code == 0, "\(ran.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(ran.output.split(separator: "\n").sorted().map(String.init) == names.map { "\(folder.path)/\($0)" })
    var files: [String: String] = [:]
    for name in names { files[name] = try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8) }
    return (folder, files)
  }

  @Test("systemd takes them without a remark, whatever the command is that is told")
  func verify() throws {
    try require("systemd-analyze")
    let (folder, files) = try written([
      "--at", "03:30", "--name", "settle-b", "--tell", #"mail -s "Settle: 100 % \ $HOME" it's@example.cn"#,
    ])
    #expect(files.keys.sorted() == ["settle-b-failure.service", "settle-b.service", "settle-b.timer"])
    let ran = try Program.run(["verify"] + files.keys.sorted().map { "\(folder.path)/\($0)" }, program: "systemd-analyze")
    #expect(ran.code == 0 && ran.errors.isEmpty, "\(ran.errors)")
    // The canary: it must be able to complain.
    let spoilt = folder.path + "/spoilt.timer"
    try Data(files["settle-b.timer"]!.replacing("03:30", with: "25:30").utf8).write(to: URL(fileURLWithPath: spoilt))
    #expect(try !Program.run(["verify", spoilt], program: "systemd-analyze").errors.isEmpty)
  }

  @Test("The service is shut in: its exposure, as systemd counts it, is 2.5 of 10 at most")
  func exposure() throws {
    try require("systemd-analyze")
    let (folder, files) = try written()
    func counted(_ file: String) throws -> Program.Ran {
      try Program.run(["security", "--offline=true", "--no-pager", "--threshold=25", file], program: "systemd-analyze")
    }
    let ran = try counted(folder.path + "/settle.service")
    #expect(ran.code == 0, "\(ran.output.suffix(400))")
    let open = folder.path + "/open.service"
    try Data("[Service]\nExecStart=\(UnitFile(files["settle.service"]!)("ExecStart"))\n".utf8).write(to: URL(fileURLWithPath: open))
    #expect(try counted(open).code != 0)
  }

  @Test("The night begins at that time in Shanghai, is made up for when it was missed, and tells of its failures")
  func timer() throws {
    let (_, files) = try written(["--at", "01:45"])
    let timer = UnitFile(files["settle.timer"]!)
    #expect(
      try timer("OnCalendar") == "*-*-* 01:45:00 Asia/Shanghai" && timer("Persistent") == "true" && timer("RandomizedDelaySec") == "0")
    let service = UnitFile(files["settle.service"]!)
    #expect(try service("OnFailure") == "settle-failure.service" && service("ExecStart") == "/usr/bin/true run /srv/settle")
    #expect(try service("ReadWritePaths") == "/srv/settle" && service("User") == "settle")
    // Another run that holds the root (75) and a disk that fails (74) are tried again, what only people can mend is not.
    #expect(try service("Restart") == "on-failure" && service("RestartPreventExitStatus") == "64 65 66 70 78")
  }

  @Test("Metrics and log lines outside of the root are written where the units say so, and only there")
  func alsoWrites() throws {
    let (_, files) = try written(["--also-writes", "/var/lib/prometheus/node-exporter", "--also-writes", "/var/log/settle/"])
    let service = UnitFile(files["settle.service"]!)
    #expect(try service("ReadWritePaths") == "/srv/settle /var/lib/prometheus/node-exporter /var/log/settle")
    #expect(try Program.run(UnitTests.asked + ["--also-writes", "/tmp/metrics"]).code == 64)
  }

  @Test("Printed is what would be written")
  func printed() throws {
    let (_, files) = try written()
    let ran = try Program.run(UnitTests.asked)
    #expect(ran.code == 0)
    for (name, text) in files { #expect(ran.output.contains("# /etc/systemd/system/\(name)\n\(text)")) }
  }

  @Test(
    "What units cannot hold, and what the service could not see, is refused (64)",
    arguments: [
      ["/srv/settle"], ["/srv/se ttle", "--systemd"], ["/tmp/settle", "--systemd"], ["/srv/100%", "--systemd"],
      ["/srv/settle", "--systemd", "--at", "24:00"], ["/srv/settle", "--systemd", "--user", "a b"],
      ["/srv/settle", "--systemd", "--name", "../x"],
    ])
  func refused(arguments: [String]) throws {
    let ran = try Program.run(["install"] + arguments + ["--program", "/usr/bin/true"])
    #expect(ran.code == 64 && ran.output.isEmpty && !ran.errors.isEmpty, "\(arguments): \(ran.errors)")
  }
}
