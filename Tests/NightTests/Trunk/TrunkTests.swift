import Flows
import Night
import NightKit
import Testing
import Values

@Suite("What the trunk offers every flow")
struct TrunkTests {
  @Test("A sum is carried from fact to fact in the flow's order, whatever the order in the files")
  func accumulators() throws {
    let night = try TrialNight()
    try night.drop(["c,add,G,3,2026-03-03", "a,add,G,1,2026-03-01"], as: "1.csv")
    try night.drop(["b,add,G,2,2026-03-02"], as: "2.csv", from: "finance")
    try night.root.run("2026-03-10", chunk: 1)
    #expect(try night.log() == ["add a 1.00", "add b 3.00", "add c 6.00"])
  }

  @Test("Rank comes before time, time before the key")
  func ranks() throws {
    let night = try TrialNight()
    try night.drop(["b,add,G,1,2026-03-01,,1", "c,add,G,1,2026-03-09,,0", "a,add,G,1,2026-03-09,,0"])
    try night.root.run("2026-03-10", chunk: 2)
    #expect(try night.log() == ["add a 1.00", "add c 2.00", "add b 3.00"])
  }

  @Test("A group is handed over whole, in the order of its keys, as it stands now", arguments: [1, 2, 100])
  func groups(chunk: Int) throws {
    let night = try TrialNight()
    try night.drop([
      "t3,open,G,,2026-03-01", "t1,open,G,,2026-03-01", "t2,open,G,,2026-03-01", "x1,take,G,,2026-03-02", "t0,open,G,,2026-03-03",
      "x2,take,G,,2026-03-04", "x3,take,H,,2026-03-04",
    ])
    try night.root.run("2026-03-10", chunk: chunk)
    #expect(try night.log() == ["open t1", "open t2", "open t3", "take t1 of 3", "open t0", "take t0 of 3"])
    #expect(try night.facts("x3") == ["platform waiting"])
  }

  @Test("Facts that share a key's beginning are handed over, those refused meanwhile no more", arguments: [1, 3, 100])
  func kin(chunk: Int) throws {
    let night = try TrialNight()
    try night.drop([
      "P-1,add,X,1,2026-03-01", "P-2,wait,X,2,2026-03-02", "P-3,reject,X,4,2026-03-03", "Q-1,add,X,8,2026-03-01", "k1,kin,P-,,2026-03-02",
      "k2,kin,P-,,2026-03-09", "P文,add,X,16,2026-03-01", "k3,kin,P文,,2026-03-09",
    ])
    try night.root.run("2026-03-10", chunk: chunk)
    #expect(try night.log().filter { $0.hasPrefix("kin") } == ["kin 3 7.00", "kin 2 3.00", "kin 1 16.00"])
  }

  @Test("A due is handed over on its day and not before, once")
  func dues() throws {
    let night = try TrialNight()
    try night.drop(["t1,open,G,,2026-03-01,2026-03-12", "t2,open,G,,2026-03-01,2026-03-11"])
    try night.root.run("2026-03-10")
    #expect(try night.log() == ["open t1", "open t2"])
    try night.root.run("2026-03-11")
    #expect(try night.log().dropFirst(2) == ["due t2"])
    try night.root.run("2026-03-12")
    try night.root.run("2026-03-13")
    #expect(try night.log().dropFirst(2) == ["due t2", "due t1"])
  }

  @Test("Settled facts a flow asks for come once more, in its order, in the next pass, and stay settled", arguments: [1, 2, 100])
  func again(chunk: Int) throws {
    let night = try TrialNight()
    try night.drop(["a,add,G,1,2026-03-01", "c,add,G,1,2026-03-05", "b,add,G,1,2026-03-04"], as: "1.csv")
    try night.drop(["z,add,G,1,2026-03-06"], as: "2.csv", from: "finance")
    try night.root.run("2026-03-10", chunk: chunk)
    try night.drop(["r,revisit,G,,2026-03-09,2026-03-04", "s,revisit,G,,2026-03-09,2026-03-05"], as: "3.csv")
    try night.root.run("2026-03-11", chunk: chunk)
    #expect(try night.log().dropFirst(4) == ["revisit r", "revisit s", "again b", "again c", "again r", "again s"])
    #expect(try night.facts("b") == ["platform settled"])
    try night.root.run("2026-03-12", chunk: chunk)
    #expect(try night.log().count == 10)
  }

  @Test("Days missed by an outage are closed one by one, each with its dues; files are taken on the last")
  func missedDays() throws {
    let night = try TrialNight()
    try night.drop(["t3,open,G,,2026-03-01,2026-03-13", "t1,open,G,,2026-03-01,2026-03-11", "s,sleep,,,2026-03-01,2026-03-12"])
    try night.root.run("2026-03-10")
    try night.drop(["n,add,G,1,2026-03-01"], as: "new.csv")
    let outcome = try night.root.run("2026-03-14")
    #expect(outcome.runs.map(\.description) == ["2026-03-11-1", "2026-03-12-1", "2026-03-13-1", "2026-03-14-1"])
    #expect(
      try night.log() == [
        "asked s on 2026-03-10", "open t1", "open t3", "due t1", "asked s on 2026-03-12", "asked s on 2026-03-13", "due t3", "add n 1.00",
        "asked s on 2026-03-14",
      ])
  }

  @Test("A due set while the night goes on is handed over in a further pass of the same night", arguments: [1, 2, 100])
  func furtherPasses(chunk: Int) throws {
    let night = try TrialNight()
    try night.drop(["t,open,G,0.02,2026-03-01,2026-03-10", "z,add,G,1,2026-03-09"])
    try night.root.run("2026-03-10", chunk: chunk)
    #expect(try night.log() == ["open t", "add z 1.00", "due t", "due t'", "due t''"])
  }

  @Test("A fact before a due in the order may move it or take it away", arguments: [1, 2, 7, 100])
  func movedDues(chunk: Int) throws {
    let night = try TrialNight()
    try night.drop(["a,open,G,,2026-03-01,2026-03-11", "b,open,G,,2026-03-01,2026-03-11", "c,open,G,,2026-03-01,2026-03-11"])
    try night.root.run("2026-03-10")
    try night.drop(["m,move,a,,2026-03-11,2026-03-20", "x,close,b,,2026-03-11"], as: "next.csv")
    try night.root.run("2026-03-11", chunk: chunk)
    #expect(try night.log().dropFirst(3) == ["move a", "close b", "due c"])
    try night.root.run("2026-03-20", chunk: chunk)
    #expect(try night.log().dropFirst(6) == ["due a"])
  }

  @Test("What waits is tried again every night, and settles when its time has come")
  func retried() throws {
    let night = try TrialNight()
    try night.drop(["r,retry,G,5,2026-03-09"])
    try night.root.run("2026-03-10")
    try night.root.run("2026-03-11")
    try night.drop(["a,add,G,5,2026-03-01"], as: "more.csv")
    try night.root.run("2026-03-12")
    try night.root.run("2026-03-13")
    #expect(try night.log() == ["try r on 2026-03-10-1", "try r on 2026-03-11-1", "add a 5.00", "try r on 2026-03-12-1"])
    #expect(try night.facts("r") == ["platform settled"])
  }

  @Test("A fact that names its waking day sleeps until then, through the gate of every night")
  func waking() throws {
    let night = try TrialNight()
    try night.drop(["l,later,,7,2026-03-01,2026-03-12", "s,sleep,,,2026-03-01,2026-03-12"])
    for day in 10...13 { try night.root.run("2026-03-\(day)") }
    #expect(
      try night.log() == ["asked s on 2026-03-10", "later l on 2026-03-12", "asked s on 2026-03-12", "asked s on 2026-03-13"])
  }

  @Test("A reader of a register sees what its publisher committed the same night, whatever their names")
  func registers() throws {
    let night = try TrialNight([TrialFlow.maker("alpha", reads: ["entry"]), TrialFlow.maker("zulu", publishes: ["entry"])])
    try night.drop(["r1,read,E1,,2026-03-01", "r2,read,E2,,2026-03-01"], flow: "alpha")
    try night.drop(["n1,name,E1,5,2026-03-09"], flow: "zulu")
    try night.root.run("2026-03-10")
    #expect(try night.log("alpha") == ["read E1 5.00"])
    #expect(try night.facts("r2", flow: "alpha") == ["platform waiting"])
  }

  @Test(
    "A due addressed to a flow that comes later is handed to it the same night, among its facts; one for another day on its day",
    arguments: [1, 100])
  func addressedDues(chunk: Int) throws {
    let night = try TrialNight([TrialFlow.maker("alpha", reads: ["entry"]), TrialFlow.maker("zulu", publishes: ["entry"])])
    try night.drop(
      ["t1,tell,alpha,,2026-03-01,2026-03-10", "t2,tell,alpha,,2026-03-01,2026-03-12", "t3,tell,zulu,,2026-03-01,2026-03-10"], flow: "zulu")
    try night.drop(["a,add,G,1,2026-03-01", "z,add,G,1,2026-03-11"], flow: "alpha")
    for day in 10...13 { try night.root.run("2026-03-\(day)", chunk: chunk) }
    #expect(try night.log("alpha") == ["add a 1.00", "due t1", "add z 2.00", "due t2"])
    #expect(try night.log("zulu") == ["tell alpha", "tell alpha", "tell zulu", "due t3"])
  }

  @Test("A due addressed to a flow that came before is handed to it the night after")
  func addressedBack() throws {
    let night = try TrialNight([TrialFlow.maker("alpha"), TrialFlow.maker("zulu")])
    try night.drop(["t,tell,alpha,,2026-03-01,2026-03-10"], flow: "zulu")
    try night.root.run("2026-03-10")
    #expect(try night.log("alpha") == [])
    try night.root.run("2026-03-11")
    try night.root.run("2026-03-12")
    #expect(try night.log("alpha") == ["due t"])
  }

  @Test("Flows that read each other's registers are a wrong setting (78)")
  func circle() throws {
    let fault = #expect(throws: Fault.self) {
      _ = try TrialNight([
        TrialFlow.maker("alpha", publishes: ["a"], reads: ["z"]), TrialFlow.maker("zulu", publishes: ["z"], reads: ["a"]),
      ])
    }
    #expect(fault?.exitCode == 78 && fault?.code == "flows-in-a-circle")
  }

  @Test("The same row from two parties is decided twice, wherever a chunk ends", arguments: [1, 2, 7])
  func equalRows(chunk: Int) throws {
    let night = try TrialNight()
    for party in ["platform", "finance"] { try night.drop(["a,add,G,1,2026-03-01", "b,add,G,1,2026-03-01"], from: party) }
    try night.root.run("2026-03-10", chunk: chunk)
    #expect(try night.log() == ["add a 1.00", "add a 2.00", "add b 3.00", "add b 4.00"])
  }

  @Test("One order across chunks: any mixture decides the same with chunks of one, two, seven and all", arguments: 1...4)
  func oneOrder(seed: Int) throws {
    var random = SeededNumbers(seed: UInt64(seed))
    var pictures: [Picture] = []
    var logs: [[String]] = []
    let acts = ["add", "open", "open", "move", "close", "take", "kin", "later", "retry", "wait", "reject"]
    func rows(_ night: Int) -> [String] {
      (0..<40).map { index in
        let act = acts.randomElement(using: &random)!
        let group =
          act == "move" || act == "close"
          ? "n\(Int.random(in: 1...night, using: &random))-\(Int.random(in: 0..<40, using: &random))"
          : ["G", "H", "n1-"].randomElement(using: &random)!
        return
          "n\(night)-\(index),\(act),\(group),0.0\(Int.random(in: 0...3, using: &random)),2026-03-\(Int.random(in: 10...13, using: &random)),"
          + "2026-03-\(Int.random(in: 10...14, using: &random))"
      }
    }
    let nights = (1...3).map { (rows($0), rows($0 + 3)) }
    for chunk in [1, 2, 7, 1000] {
      let night = try TrialNight()
      for (index, drops) in nights.enumerated() {
        try night.drop(drops.0, as: "a\(index).csv")
        try night.drop(drops.1, as: "b\(index).csv", from: "finance")
        try night.root.run("2026-03-\(11 + index)", chunk: chunk)
      }
      logs.append(try night.log())
      pictures.append(try Picture(of: night.root))
    }
    #expect(logs[0].count > 60)
    for index in 1..<4 {
      #expect(logs[index] == logs[0])
      #expect(pictures[index].differences(from: pictures[0]).prefix(5).map { String($0.prefix(300)) } == [])
    }
  }
}

/// Numbers that come again with the same seed.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
