import Foundation
import Glibc
import NightKit

/// OpenSSH's server on the stage, and its real client outside of it, over loopback, with keys made for the test.
final class Senders: Sendable {
  private let stage: Stage
  private let folder: ScratchFolder
  private let server: Child
  private let port: Int

  init(_ stage: Stage) throws {
    self.stage = stage
    folder = ScratchFolder("sftp")
    port = try Senders.freePort()
    for name in ["host", "platform", "S001", "S002"] {
      let made = try Program.run(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", "\(folder.path)/\(name)"], program: "ssh-keygen")
      guard made.code == 0 else { throw StageFlaw("ssh-keygen: \(made.errors)") }
    }
    let host = try String(contentsOfFile: folder.path + "/host.pub", encoding: .utf8)
    try "[127.0.0.1]:\(port) \(host)".write(toFile: folder.path + "/known", atomically: true, encoding: .utf8)
    let settings = ["ListenAddress=127.0.0.1", "HostKey=\(folder.path)/host", "PidFile=none", "StrictModes=yes"].flatMap { ["-o", $0] }
    server = try Child(
      ["nsenter"] + stage.words(["timeout", "300", "/usr/sbin/sshd", "-D", "-E", folder.path + "/log", "-p", "\(port)"] + settings))
    let log = folder.path + "/log"
    try wait("sshd") { !server.isRunning || ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").contains("Server listening") }
  }

  func close() {
    server.signal(SIGTERM)
    server.wait()
  }

  func publicKey(_ party: String) -> String { "\(folder.path)/\(party).pub" }

  /// A file at the sender's, to be uploaded.
  func write(_ bytes: Data, _ name: String, mode: mode_t = 0o644) throws -> String {
    let path = "\(folder.path)/\(UUID().uuidString.prefix(8))-\(name)"
    try bytes.write(to: URL(fileURLWithPath: path))
    chmod(path, mode)
    return path
  }

  /// A folder at the sender's, for what is fetched.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// One session: commands in a batch; a command after `-` may fail. Exit 0 means that all others were done.
  @discardableResult
  func session(_ party: String, _ commands: [String]) throws -> Program.Ran {
    try Program.run(try arguments(party, commands, kilobits: nil), program: "sftp")
  }

  func must(_ party: String, _ commands: [String]) throws {
    let ran = try session(party, commands)
    guard ran.code == 0 else {
      throw StageFlaw(
        "\(party): \(commands): \(ran.errors)\(ran.output)\n\((try? String(contentsOfFile: folder.path + "/log", encoding: .utf8)) ?? "")")
    }
  }

  /// An upload that goes on while other things happen, so many kilobits a second, in small pieces: the client counts by whole ones.
  func upload(_ party: String, _ path: String, to target: String, kilobits: Int? = nil) throws -> Child {
    try Child(["sftp"] + arguments(party, ["put \(path) \(target)"], kilobits: kilobits))
  }

  private func arguments(_ party: String, _ commands: [String], kilobits: Int?) throws -> [String] {
    let batch = try write(Data((commands.joined(separator: "\n") + "\n").utf8), "batch")
    let settings = [
      "IdentityFile=\(folder.path)/\(party)", "UserKnownHostsFile=\(folder.path)/known", "StrictHostKeyChecking=yes", "IdentitiesOnly=yes",
      "IdentityAgent=none", "ControlPath=none",
    ]
    return ["-q", "-F", "none", "-b", batch, "-P", "\(port)"] + (kilobits.map { ["-l", "\($0)", "-B", "8192"] } ?? [])
      + settings.flatMap { ["-o", $0] }
      + ["sftp-\(party)@127.0.0.1"]
  }

  private static func freePort() throws -> Int {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { Glibc.close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0 }
    }
    guard isBound else { throw StageFlaw("no port is free on loopback") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
