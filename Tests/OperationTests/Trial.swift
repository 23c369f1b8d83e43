import Foundation
import NightKit

/// The written units under a systemd of the stage's own: the timer makes up for a missed night, another run holds the root, a pipeline file is wrong. The
/// manager knows these units and none of the machine's.
struct Trial {
  /// What the script noted: `caught-up`, `busy`, `failed` → what systemd said of the service then.
  private(set) var notes: [String: String] = [:]
  private(set) var said = ""
  private(set) var told = ""
  private(set) var archive: [String] = []

  init(_ stage: Stage, drop: () throws -> Void) throws {
    try drop()
    let files = ["boot": Trial.boot, "trial": Trial.script]
    for (name, text) in files { try text.write(toFile: stage.path("/srv/.stage/\(name)"), atomically: true, encoding: .utf8) }
    let ran = try stage.run(
      ["timeout", "60", "unshare", "--mount", "--pid", "--fork", "--cgroup", "--uts", "--ipc", "--mount-proc", "--propagation", "private"]
        + ["bash", "/srv/.stage/boot"])
    func read(_ place: String) -> String { (try? String(contentsOfFile: stage.path(place), encoding: .utf8)) ?? "" }
    for line in read("/srv/.stage/notes").split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      notes[String(line[..<colon])] = String(line[line.index(after: colon)...])
    }
    guard !notes.isEmpty else { throw StageFlaw("systemd did not run the trial: \(ran.output) \(ran.errors)") }
    said = read("/srv/.stage/said")
    told = read("/srv/settle/told")
    archive = stage.files("/srv/settle/archive").keys.sorted()
  }

  /// Only the written units and what they stand on; none of this is mounted, masked or started outside.
  private static let boot = """
    set -eu
    mount -t tmpfs stage /run
    mount -t tmpfs -o mode=1777 stage /tmp
    mount -t tmpfs -o mode=1777 stage /var/tmp
    umount -R /sys/fs/cgroup
    mount -t cgroup2 stage /sys/fs/cgroup
    mkdir -p /run/lock /run/systemd/system /srv/.stage/units/settle.service.d /var/lib/systemd/timers
    cp /etc/systemd/system/settle* /srv/.stage/units/
    cd /srv/.stage/units
    for unit in sysinit basic shutdown local-fs time-sync time-set timers; do printf '[Unit]\\nDefaultDependencies=no\\n' >$unit.target; done
    printf '[Service]\\nStandardOutput=append:/srv/.stage/said\\nStandardError=append:/srv/.stage/said\\n' >settle.service.d/said.conf
    cat >trial.service <<X
    [Unit]
    DefaultDependencies=no
    SuccessAction=exit-force
    FailureAction=exit-force
    [Service]
    Type=oneshot
    ExecStart=/bin/bash /srv/.stage/trial
    StandardError=append:/srv/.stage/errors
    X
    touch -d '3 days ago' /var/lib/systemd/timers/stamp-settle.timer
    export container=stage SYSTEMD_UNIT_PATH=/srv/.stage/units
    exec /lib/systemd/systemd --system --unit=trial.service --log-target=console --log-level=warning
    """

  private static let script = """
    state() { systemctl show settle.service --property=ActiveState,SubState,Result,ExecMainStatus | sort | tr '\\n' ' '; }
    note() { echo "$1:$(state)" >>/srv/.stage/notes; }
    until_state() { for _ in $(seq 200); do case "$(state)" in *"$1"*) return;; esac; sleep 0.1; done; }
    systemctl start settle.timer
    for _ in $(seq 200); do [ -s /srv/.stage/said ] && case "$(state)" in *ActiveState=inactive*|*ActiveState=failed*|*auto-restart*) break;; esac; sleep 0.1; done
    note caught-up
    systemctl stop settle.timer
    exec 9</srv/settle/state/lock
    flock 9
    systemctl start --no-block settle.service
    until_state SubState=auto-restart
    note busy
    systemctl stop settle.service
    exec 9<&-
    echo nonsense >>/srv/settle/pipelines/access.csv
    systemctl start --no-block settle.service
    until_state ActiveState=failed
    note failed
    for _ in $(seq 50); do grep -qs 'last closed' /srv/settle/told && break; sleep 0.1; done
    sed -i '$d' /srv/settle/pipelines/access.csv
    """
}
