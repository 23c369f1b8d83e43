/// The units by which systemd runs the night: service, timer, and what tells people of a night that failed. Knows their text, and how words are
/// written in units; not where they are put.
struct SystemdUnits {
  /// The working root; its path holds nothing that units read otherwise.
  var root: String
  /// Where the program stands.
  var program: String
  var user: String
  /// Hour and minute in Shanghai, 02:00.
  var at: String
  /// What the units are called: settle.
  var name: String
  /// A command line that is told on its standard input; nil: the journal, and every terminal.
  var tell: String?
  /// Folders the night may write in: the root, and where metrics and log lines go.
  var writes: [String]

  /// File name and text, in the order in which they are read.
  var files: [(name: String, text: String)] {
    [("\(name).service", service), ("\(name).timer", timer), ("\(name)-failure.service", failure)]
  }

  private var service: String {
    """
    # One night of \(root). Written by settle install; changes belong into \(name).service.d/.
    [Unit]
    Description=Settle: one night of \(root)
    RequiresMountsFor=\(root)
    After=local-fs.target time-sync.target
    OnFailure=\(name)-failure.service
    # Five tries in three hours; then it has failed, and people are told.
    StartLimitIntervalSec=3h
    StartLimitBurst=5

    [Service]
    Type=oneshot
    ExecStart=\(program) run \(root)
    User=\(user)
    # Tried again: 75 (another run holds the root), 74 (a disk failed, or a sheet could not be handed over), a kill or a crash; the next run
    # goes on where this one stopped. Not by themselves get better: 64 usage, 65 data, 66 missing, 70 the program, 78 a pipeline file.
    Restart=on-failure
    RestartSec=10min
    RestartPreventExitStatus=64 65 66 70 78
    TimeoutStartSec=8h
    MemoryHigh=1536M
    MemoryMax=2G
    TasksMax=128
    Environment=LANG=C.UTF-8 TMPDIR=/var/tmp
    UMask=0027

    # Writes in the root, and where metrics and log lines go if that is elsewhere. The root is one path, so that a dropped file goes to the archive
    # by rename.
    ProtectSystem=strict
    ReadWritePaths=\(writes.joined(separator: " "))
    ProtectHome=yes
    PrivateTmp=yes
    LimitCORE=0
    NoNewPrivileges=yes
    # CAP_LEASE asks whether a party still has a file open for writing. CAP_FOWNER opens for the group what a party's program uploaded closed;
    # with all but the root read-only it reaches no further.
    CapabilityBoundingSet=CAP_LEASE CAP_FOWNER
    AmbientCapabilities=CAP_LEASE CAP_FOWNER
    # Folders of parties hand their group down, by the very bit this would forbid to set.
    RestrictSUIDSGID=no
    PrivateDevices=yes
    DevicePolicy=closed
    PrivateIPC=yes
    RemoveIPC=yes
    KeyringMode=private
    ProtectKernelTunables=yes
    ProtectKernelModules=yes
    ProtectKernelLogs=yes
    ProtectControlGroups=yes
    ProtectClock=yes
    ProtectHostname=yes
    ProtectProc=invisible
    ProcSubset=pid
    RestrictNamespaces=yes
    RestrictRealtime=yes
    LockPersonality=yes
    MemoryDenyWriteExecute=yes
    # The night itself needs no network; a command that sends its alerts does.
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
    # Limits of the child that reads old workbooks are among these.
    SystemCallFilter=@system-service
    SystemCallFilter=~@privileged
    SystemCallErrorNumber=EPERM
    SystemCallArchitectures=native

    """
  }

  private var timer: String {
    """
    # When the night of \(root) begins. Written by settle install; changes belong into \(name).timer.d/.
    [Unit]
    Description=Settle: the night of \(root) at \(at) in Shanghai

    [Timer]
    OnCalendar=*-*-* \(at):00 Asia/Shanghai
    # A night the machine slept through is made up for as soon as it is up; missed days are closed in order.
    Persistent=true
    RandomizedDelaySec=0
    AccuracySec=1s
    Unit=\(name).service

    [Install]
    WantedBy=timers.target

    """
  }

  private var failure: String {
    """
    # Tells people that a night of \(root) failed. Written by settle install; changes belong into \(name)-failure.service.d/.
    [Unit]
    Description=Settle: telling that the night of \(root) failed

    [Service]
    Type=oneshot
    ExecStart=/bin/sh -c \(SystemdUnits.word(story))
    User=\(user)
    # To read what the night said.
    SupplementaryGroups=systemd-journal
    TimeoutStartSec=5min
    # Less shut in than the night: mail programs hand over by a group of their own.
    ProtectSystem=full
    ProtectHome=read-only
    PrivateTmp=yes
    PrivateDevices=yes
    LimitCORE=0

    """
  }

  /// What the shell runs. systemd hands MONITOR_EXIT_STATUS over.
  private var story: String {
    """
    { echo "Settle: the night of \(root) on $(uname -n) failed (${MONITOR_SERVICE_RESULT:-unknown}, exit ${MONITOR_EXIT_STATUS:-unknown})."; \
    echo "Look here first, then: systemctl start \(name).service"; echo; \
    journalctl --unit=\(name).service --lines=20 --output=cat --no-pager 2>&1; echo; \
    timeout 60 \(program) status \(root) 2>&1; } | { \(tell ?? "systemd-cat --identifier=\(name) --priority=emerg"); }
    """
  }

  /// A word as units write it, whatever is in it. (systemd.service, Command lines)
  static func word(_ text: String) -> String {
    var word = "\""
    for character in text {
      switch character {
      case "\"", "\\": word += "\\" + String(character)
      case "\n": word += "\\n"
      case "%", "$": word += String(character) + String(character)
      default: word.append(character)
      }
    }
    return word + "\""
  }
}
