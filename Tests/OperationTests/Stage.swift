import Foundation
import Glibc
import NightKit
import Synchronization

/// A machine to try on: `samples/sftp/stage` held open, with its own users, mounts and settings of sshd, gone when it is taken down. Knows how commands are run
/// there and where its files are seen from here; not what is tried.
final class Stage: Sendable {
  /// Why no stage can be set on this machine; said out loud, because what is not tried here is tried nowhere.
  static let obstacle: String? = {
    var why: String?
    if geteuid() != 0 {
      why = "sftp and the units are not tried: that needs root (users, mounts, sshd); run Tests/run as root once before you trust them"
    } else if (try? Program.run(["--mount", "--propagation", "private", "mount", "-t", "tmpfs", "x", "/srv"], program: "unshare"))?.code
      != 0
    {
      why = "sftp and the units are not tried: this machine lets root mount nothing (a container without CAP_SYS_ADMIN)"
    }
    if let why { FileHandle.standardError.write(Data("\n*** \(why) ***\n\n".utf8)) }
    return why
  }()

  /// Whether a systemd of its own can be started on a stage.
  static let bootsSystemd: Bool = {
    let words = [
      "--mount", "--pid", "--fork", "--cgroup", "--mount-proc", "sh", "-c", "umount -R /sys/fs/cgroup && mount -t cgroup2 x /sys/fs/cgroup",
    ]
    let boots = obstacle == nil && (try? Program.run(words, program: "unshare"))?.code == 0
    if obstacle == nil, !boots {
      FileHandle.standardError.write(Data("\n*** the units are not run by systemd: this machine gives a namespace no cgroups ***\n\n".utf8))
    }
    return boots
  }()

  private let keeper: Child

  init() throws {
    keeper = try Child(
      [Checkout.path + "/samples/sftp/stage", Program.path, "sh", "-c", "touch /srv/.stage/ready; exec sleep 300"], heard: true)
    try wait("the stage") { FileManager.default.fileExists(atPath: path("/srv/.stage/ready")) || !keeper.isRunning }
    guard keeper.isRunning else { throw StageFlaw("the stage was not set; see what was said above") }
  }

  func takeDown() {
    keeper.signal(SIGTERM)
    keeper.wait()
  }

  /// A place of the stage, as it is reached from outside.
  func path(_ place: String) -> String { "/proc/\(keeper.id)/root\(place)" }

  func words(_ words: [String]) -> [String] {
    ["--mount=/proc/\(keeper.id)/ns/mnt", "env", "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"] + words
  }

  /// Runs a command there.
  func run(_ command: [String]) throws -> Program.Ran { try Program.run(words(command), program: "nsenter") }

  /// Runs a command there that must succeed.
  @discardableResult
  func must(_ command: [String]) throws -> Program.Ran {
    let ran = try run(command)
    guard ran.code == 0 else { throw StageFlaw("\(command.joined(separator: " ")): exit \(ran.code): \(ran.errors)\(ran.output)") }
    return ran
  }

  /// One of `samples/sftp`, by its name.
  @discardableResult
  func script(_ name: String, _ arguments: [String]) throws -> Program.Ran {
    try must([Checkout.path + "/samples/sftp/" + name] + arguments)
  }

  /// Every file below a folder of the stage, by its place below it.
  func files(_ folder: String) -> [String: Data] {
    var files: [String: Data] = [:]
    guard let walk = FileManager.default.enumerator(atPath: path(folder)) else { return files }
    while let name = walk.nextObject() as? String {
      if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        files[name] = FileManager.default.contents(atPath: path("\(folder)/\(name)"))
      }
    }
    return files
  }
}

struct StageFlaw: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Looks until something has come true.
func wait(_ what: String, seconds: Double = 20, until: () throws -> Bool) throws {
  let end = ContinuousClock.now + .seconds(seconds)
  while try !until() {
    guard ContinuousClock.now < end else { throw StageFlaw("waited \(seconds) seconds for \(what) in vain") }
    usleep(20_000)
  }
}
