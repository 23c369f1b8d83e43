import Night
import NightKit
import Store
import Synchronization
import Testing
import Values

@Suite("A night that nobody disturbs")
struct FirstNightTests {
  @Test("The small evening has everything in it, and running again writes nothing")
  func everythingInIt() throws {
    let folder = ScratchFolder()
    let root = try TrialRoot(new: folder.path + "/root")
    try Evening.drop(into: root)
    let steps = Steps()
    let clock = ContinuousClock()
    var start = clock.now
    try root.run(Evening.day, steps)
    print("night", clock.now - start)
    start = clock.now
    _ = try root.night()
    print("open", clock.now - start)
    let marks = Mutex<[(String, ContinuousClock.Instant)]>([])
    let copy = try TrialRoot(new: folder.path + "/copy")
    try Evening.drop(into: copy)
    try copy.run(Evening.day, Steps(.call { _, name in marks.withLock { $0.append((name, clock.now)) } }))
    marks.withLock { marks in
      var sums: [String: Duration] = [:]
      for (index, mark) in marks.enumerated() where index + 1 < marks.count { sums[mark.0, default: .zero] += marks[index + 1].1 - mark.1 }
      for (name, sum) in sums.sorted(by: { $0.value > $1.value }).prefix(12) { print(name, sum) }
      print("begin", marks[0].1 - start)
    }
    print(steps.names.count, Set(steps.names).sorted())
    let status = try root.night().status()
    for file in status.lastFiles { print(file) }
    for file in status.leftFiles { print(file) }
    for waiting in status.waiting { print(waiting) }
    for sheet in status.lastSheets { print(sheet) }
    try Evening.dropLater(into: root)
    let again = Steps()
    try root.run(Evening.day, again)
    print(again.names.count, Set(again.names).sorted())
    let status2 = try root.night().status()
    for file in status2.lastFiles { print(file) }
    for waiting in status2.waiting { print(waiting) }
    for sheet in status2.lastSheets { print(sheet) }
    let picture = try Picture(of: root)
    let third = Steps()
    let outcome = try root.run(Evening.day, third)
    #expect(outcome.runs.isEmpty && third.names.isEmpty)
    #expect(try Picture(of: root).differences(from: picture) == [])
  }
}
