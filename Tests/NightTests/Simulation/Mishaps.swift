import NightKit
import Values

/// What goes wrong with files on their way, from a seed: uploads that break off, that are still under way when the night begins, twins, files sent
/// again, files that come late, files of strangers and files nobody can read.
struct Mishaps {
  private var random: Numbers
  /// What comes in a later night.
  private var delayed: [(night: Int, drop: Traffic.Drop)] = []
  private var sent: [Traffic.Drop] = []
  private(set) var count = 0

  init(seed: Int) { random = Numbers(seed: UInt64(seed) ^ 0x5EED) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  /// What lies in the folders when the night begins; a file under way ends in .part.
  mutating func befall(_ drops: [Traffic.Drop], night: Int) -> [Traffic.Drop] {
    var lying: [Traffic.Drop] = []
    for (due, drop) in delayed where due == night { lying.append(drop) }
    delayed.removeAll { $0.night == night }
    for drop in drops {
      // The registers of the first night come as they are: what hangs on them would only wait.
      guard night > 0, chance(22) else {
        lying.append(drop)
        continue
      }
      count += 1
      var other = drop
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        // Broken off in the middle of a row; the whole file comes under its name the next night.
        let cut = drop.text.index(drop.text.startIndex, offsetBy: drop.text.count * 2 / 3)
        other.text = String(drop.text[..<cut])
        lying.append(other)
        delayed.append((night + 1, drop))
      case 1:
        other.name += ".part"
        lying.append(other)
        delayed.append((night + 1, drop))
      case 2:
        other.name = "twin-" + drop.name
        lying += [drop, other]
      case 3: delayed.append((night + Int.random(in: 1...3, using: &random), drop))
      default:
        lying.append(drop)
        delayed.append((night + Int.random(in: 1...3, using: &random), other))
      }
    }
    if chance(15), let old = sent.randomElement(using: &random) {
      count += 1
      lying.append(old)
    }
    if chance(10) {
      count += 1
      lying.append(.init(party: "SUP-1", feed: "underwriting", name: "broken-\(night).csv", text: "这不是,一份\n承保,清单,\(night)\n"))
    }
    if chance(10) {
      count += 1
      lying.append(.init(party: "Z999", feed: "underwriting", name: "stranger-\(night).csv", text: "保单号\nP\(night)\n"))
    }
    sent += drops
    return lying
  }
}
