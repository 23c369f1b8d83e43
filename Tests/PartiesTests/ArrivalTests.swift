import Flows
import Foundation
import Night
import NightKit
import Store
import Testing
import Values

/// Whatever comes first, the same merchants have the same access and the same codes. (domain.md 0.11)
@Suite("The order of arrival")
struct ArrivalTests {
  static let last = Day(iso: "2026-03-16")!
  static let suppliers = ["N0001", "N0002"].map(Supplier.init)

  private func root(_ scratch: ScratchFolder) throws -> TrialRoot { try TrialRoot(new: scratch.path + "/root") }

  private func drop(_ drop: Supplier.Drop, _ root: TrialRoot) throws {
    try root.drop(drop.text, as: drop.name, from: drop.party, to: drop.feed)
  }

  @Test("All in one night: access, the code, and nothing waits")
  func oneNight() throws {
    let scratch = ScratchFolder("arrival")
    let root = try root(scratch)
    for drop in ArrivalTests.suppliers.flatMap(\.drops) + [Supplier.users] { try self.drop(drop, root) }
    try root.run("2026-03-10")
    for supplier in ArrivalTests.suppliers {
      let found = try supplier.standing(root, on: Day(iso: "2026-03-10")!)
      #expect(found.contains("code BS"), "\(found)")
      #expect(found.contains("supplier true seller true deposit 200.00 product 销售中 rules "), "\(found)")
    }
    #expect(try root.night().status().waiting.isEmpty)
    #expect(try root.night().status().leftFiles.isEmpty)
  }

  @Test("Shuffled over the nights, the files give the same access and codes", arguments: 1...12)
  func shuffled(seed: Int) throws {
    let calm = ScratchFolder("arrival")
    let expected = try root(calm)
    let files = ArrivalTests.suppliers.flatMap(\.drops) + [Supplier.users]
    for drop in files { try self.drop(drop, expected) }
    try expected.run("2026-03-10")
    let scratch = ScratchFolder("arrival")
    let root = try root(scratch)
    var random = Numbers(seed: UInt64(seed))
    var nights: [[Supplier.Drop]] = [[], [], [], [], []]
    for file in files { nights[Int(random.next() % 5)].append(file) }
    for (index, drops) in nights.enumerated() {
      for drop in drops.shuffled(using: &random) { try self.drop(drop, root) }
      try root.run("2026-03-1\(index)")
    }
    try root.run("2026-03-15")
    for supplier in ArrivalTests.suppliers {
      #expect(try supplier.standing(root, on: ArrivalTests.last) == supplier.standing(expected, on: ArrivalTests.last))
    }
    #expect(try root.night().status().waiting.isEmpty)
    #expect(try root.night().status().leftFiles.isEmpty)
    let sums = try [root, expected].map { try $0.night().balances(upTo: ArrivalTests.last).map { "\($0.path) \($0.debit - $0.credit)" } }
    #expect(sums[0] == sums[1])
  }

  @Test("Killed at any step, a night of onboarding is finished by the next run as an undisturbed one")
  func killed() throws {
    let folder = ScratchFolder("arrival")
    let before = try TrialRoot(new: folder.path + "/before")
    // Without the other flows, and with what comes once: the pipelines are read some hundred times.
    for flow in ["settlement", "vouchers", "gifts", "cards", "warranty"] {
      try FileManager.default.removeItem(atPath: before.path + "/pipelines/" + flow)
    }
    let once = ["merchant-", "again-", "product-", "A1-", "A3-", "收入规则", "支出一级", "支出二级"]
    for drop in ArrivalTests.suppliers[0].drops + [Supplier.users] where drop.feed == "users" || once.contains(where: drop.name.hasPrefix) {
      try self.drop(drop, before)
    }
    let calm = try before.copied(to: folder.path + "/calm")
    let watched = Steps()
    try calm.run("2026-03-10", watched)
    let undisturbed = try Picture(of: calm)
    for number in 1...watched.names.count {
      let root = try before.copied(to: folder.path + "/\(number)")
      let steps = Steps(.dieAt(number))
      _ = try? root.run("2026-03-10", steps)
      #expect(steps.fired)
      try root.run("2026-03-10")
      let found = try Picture(of: root).differences(from: undisturbed)
      #expect(found.isEmpty, "step \(number), \(steps.names[number - 1]): \(found.prefix(3).map { String($0.prefix(200)) })")
      try FileManager.default.removeItem(atPath: root.path)
    }
  }

  @Test("What one merchant sends never moves what another has")
  func apart() throws {
    let scratch = ScratchFolder("arrival")
    let root = try root(scratch)
    let (one, other) = (ArrivalTests.suppliers[0], ArrivalTests.suppliers[1])
    for drop in one.drops + [Supplier.users, other.drops[0]] { try self.drop(drop, root) }
    try root.run("2026-03-10")
    #expect(try one.standing(root, on: ArrivalTests.last).contains("supplier true"))
    #expect(
      try other.standing(root, on: ArrivalTests.last).contains("code  supplier false seller false deposit 0.00 product none rules none"))
  }
}
