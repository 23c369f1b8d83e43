import Foundation
import Night
import NightKit
import Store
import Testing
import Values

@Suite("What a person reads in the morning")
struct SummaryTests {
  private let folder = ScratchFolder()
  private let mailbox = Mailbox()

  private func evening(_ name: String) throws -> TrialRoot {
    let root = try Evening.root(at: "\(folder.path)/\(name)")
    try Evening.drop(into: root)
    return root
  }

  @Test("The verdict comes first, then what needs somebody, then the figures; the file holds no clock")
  func order() throws {
    let root = try evening("root")
    let told = try root.runAndTell(Evening.day, to: mailbox)
    let kept = try #require(root.bytes("state/nights/\(Evening.day)-1.summary.txt").map { String(decoding: $0, as: UTF8.self) })
    let lines = kept.split(separator: "\n").map(String.init)
    #expect(lines[0] == "结算夜报 \(Evening.day)-1")
    #expect(lines[1] == "有 3 件事需要处理。")
    let needs = try #require(lines.firstIndex { $0.contains("注意") })
    let files = try #require(lines.firstIndex { $0.hasPrefix("文件") })
    #expect(needs < files && lines.contains { $0.hasPrefix("承保清单") } && lines.contains { $0.hasPrefix("记账") && $0.contains("CNY") })
    #expect(!kept.contains("用时") && told.summary.contains("用时    1.2 秒"))
    #expect(told.summary.hasPrefix(kept))
    #expect(lines.allSatisfy { TextWidth.of($0) <= 100 })
  }

  @Test("Two roots with the same files say the same, whatever the workers")
  func deterministic() throws {
    let texts = try (1...2).map { number in
      let root = try evening("\(number)")
      let night = try root.night(workers: number)
      let outcome = try night.run(day: Day(iso: Evening.day)!)
      _ = try night.tell(
        NightEnd(day: Day(iso: Evening.day)!, outcome: outcome, fault: nil, duration: .seconds(number)), send: mailbox.send)
      return root.bytes("state/nights/\(Evening.day)-1.summary.txt")
    }
    #expect(texts[0] != nil && texts[0] == texts[1])
  }

  @Test("A night with nothing amiss says so; its rows and money are those of its feeds")
  func calm() throws {
    let root = try Evening.root(at: folder.path + "/calm")
    try root.drop(Evening.merchants, as: "m.csv", from: "platform", to: "merchants")
    try root.drop(
      Evening.header + Evening.row("PA000001", "商业险", "X001", "1234567.89") + Evening.row("PA000002", "商业险", "X009", "100.00"), as: "l.csv",
      from: "S001", to: "underwriting")
    let told = try root.runAndTell(Evening.day, to: mailbox)
    #expect(told.summary.contains("\n没有需要处理的事项。\n"))
    let row = told.summary.split(separator: "\n").first { $0.hasPrefix("承保清单") }
    #expect(row?.split(separator: " ") == ["承保清单", "2", "1", "1"])
    let money = told.summary.split(separator: "\n").first { $0.hasPrefix("  元") }
    #expect(money?.split(separator: " ") == ["元", "1,234,667.89", "1,234,567.89", "100.00"])
    let whole = try Evening.root(at: folder.path + "/whole")
    try whole.drop(Evening.merchants, as: "m.csv", from: "platform", to: "merchants")
    #expect(try whole.runAndTell(Evening.day, to: mailbox).summary.contains("\n全部办妥，无须处理。\n"))
    let next = try root.runAndTell(Evening.day, to: mailbox)
    #expect(next.summary.hasPrefix("结算 \(Evening.day)：没有新文件\n没有需要处理的事项。"))
  }

  @Test("Of many alike a few are listed, and how many there are besides")
  func many() throws {
    let root = try Evening.root(at: folder.path + "/many")
    let alerts = (1...12).map {
      Alert("trial", .urgent, place: "p\($0)", day: Day(iso: Evening.day)!, cause: String(repeating: "很长的原因 ", count: 20), remedy: "r")
    }
    let told = try root.tell(Evening.day, alerts, to: mailbox)
    #expect(told.summary.contains("有 12 件事需要处理，其中 12 件紧急。") && told.summary.contains("同类另有 7 件"))
    #expect(told.summary.count { $0 == "→" } == 5)
    #expect(told.summary.split(separator: "\n").allSatisfy { TextWidth.of(String($0)) <= 80 })
  }
}
