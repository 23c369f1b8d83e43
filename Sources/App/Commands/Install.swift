import ArgumentParser
import Drops
import Foundation
import Values

/// `settle install`: prints the units by which a machine runs the night by itself, or writes them. Enables and starts nothing.
struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print, or write, the service and timer by which systemd runs the night.",
    discussion: """
      The timer starts `settle run ROOT` every night at that time in Shanghai, and makes up for
      a night that was missed. The service runs as a user of its own, shut in so that it writes
      nowhere but in ROOT. A night that failed is told to a command:

        settle install /srv/settle --systemd --write /etc/systemd/system --tell 'msmtp ops'
        systemctl daemon-reload && systemctl enable --now settle.timer
      """)

  @Argument(help: "The working root.") var root: String
  @Flag(help: "Units for systemd.") var systemd = false
  @Option(help: "The folder the units are written to, /etc/systemd/system; printed if not given.") var write: String?
  @Option(help: "The user the night runs as: the owner of ROOT.") var user: String = "settle"
  @Option(help: "When the night begins, hour and minute in Shanghai.") var at: String = "02:00"
  @Option(help: "A command line that gets the story of a failed night on its standard input; the journal and every terminal if not given.")
  var tell: String?
  @Option(help: "What the units are called; roots that share a machine need names of their own.") var name: String = "settle"
  @Option(name: .customLong("also-writes"), help: "A folder outside of ROOT that metrics or log lines go to (pipelines/operations.yaml).")
  var alsoWrites: [String] = []
  @Option(help: "Where the program stands, if not where it runs from now.") var program: String?

  func validate() throws {
    guard systemd else { throw ValidationError("say for what: --systemd") }
    guard at.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]/) != nil else { throw ValidationError("--at is a time as 02:00") }
    guard user.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_-]{0,31}/) != nil else { throw ValidationError("--user is the name of a user") }
    guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9_-]*/) != nil else { throw ValidationError("--name is letters, digits, - and _") }
  }

  func run() throws {
    let root = try path(self.root)
    let program = try path(self.program ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path)
    var writes: [String] = [root]
    for folder in alsoWrites { writes.append(try path(folder)) }
    let units = SystemdUnits(root: root, program: program, user: user, at: at, name: name, tell: tell, writes: writes)
    for remark in remarks(root, program) + unreachable(root, writes) { Terminal.error("settle: \(remark)") }
    guard let write else {
      for file in units.files { Terminal.out("# /etc/systemd/system/\(file.name)\n\(file.text)") }
      return
    }
    for file in units.files {
      let place = write + "/" + file.name
      do { try file.text.write(toFile: place, atomically: true, encoding: .utf8) } catch {
        throw Fault(
          .inputOutput, code: "unit-not-written", place: place, cause: error.localizedDescription,
          remedy: "write them as root, or leave --write out and put them there yourself")
      }
      Terminal.out(place)
    }
    Terminal.error("settle: next: systemctl daemon-reload && systemctl enable --now \(name).timer")
  }

  /// A path that units hold as it is, and that the service can see.
  private func path(_ given: String) throws(Fault) -> String {
    let path = URL(fileURLWithPath: given).standardizedFileURL.path
    guard path.wholeMatch(of: /[A-Za-z0-9\/._+-]+/) != nil else {
      throw Fault(
        .usage, code: "path-for-units", place: path, cause: "units read some of these characters otherwise",
        remedy: "give it a path of plain letters and digits, such as /srv/settle")
    }
    let top = path.split(separator: "/").prefix(2)
    if let first = top.first, ["home", "root", "tmp"].contains(first) || top == ["var", "tmp"] || top == ["run", "user"] {
      throw Fault(
        .usage, code: "path-hidden", place: path, cause: "the service does not see people's own and temporary folders",
        remedy: "put the root under /srv and the program under /usr/local/bin (--program), then run this again")
    }
    return path
  }

  /// Files outside that the root's settings name, and that the service could not write.
  private func unreachable(_ root: String, _ writes: [String]) -> [String] {
    let text = (try? String(contentsOfFile: root + "/pipelines/operations.yaml", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      guard let found = line.wholeMatch(of: /(metrics|log): *(\/[^ #]+)\/[^\/]+/), !writes.contains(String(found.2)) else { return nil }
      return "pipelines/operations.yaml: \(found.1) goes to \(found.2), where the service may not write; say --also-writes \(found.2)"
    }
  }

  /// What would let the first night fail, said now.
  private func remarks(_ root: String, _ program: String) -> [String] {
    var remarks: [String] = []
    let owner = (try? FileManager.default.attributesOfItem(atPath: root + "/state"))?[.ownerAccountName] as? String
    if owner == nil {
      remarks.append("\(root): no root is laid out there; run settle init on it as \(user)")
    } else if owner != user {
      remarks.append("\(root): it belongs to \(owner ?? "nobody"), and the night runs as \(user); say --user, or chown -R it")
    }
    if getpwnam(user) == nil { remarks.append("--user \(user): there is no such user; samples/sftp/install makes settle") }
    if !FileManager.default.isExecutableFile(atPath: program) { remarks.append("\(program): there is no program; put it there") }
    if tell == nil { remarks.append("without --tell a failed night is told to the journal and to whoever is logged in") }
    return remarks
  }
}
