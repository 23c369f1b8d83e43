package import Values

/// An amount in the capitals that finance writes so that no digit can be changed: 大写. (domain.md C4)
/// 元 alone ends in 整; an amount with 角 or 分 does not. A zero inside is said once: 零.
package enum Capitals {
  /// `1409.50` → 壹仟肆佰零玖元伍角, `0` → 零元整; a negative amount begins with 负.
  package static func text(_ money: Money) -> String {
    let size = money.minor.magnitude
    let (yuan, jiao, fen) = (size / 100, Int(size / 10 % 10), Int(size % 10))
    var text = money.minor < 0 ? "负" : ""
    if yuan > 0 || size == 0 { text += whole(yuan) + "元" }
    if jiao > 0 {
      text += digits[jiao] + "角"
    } else if fen > 0, yuan > 0 {
      text += "零"
    }
    if fen > 0 { text += digits[fen] + "分" }
    return jiao == 0 && fen == 0 ? text + "整" : text
  }

  /// As `text`, with the currency before it, as it stands on a sheet.
  package static func renminbi(_ money: Money) -> String { "人民币" + text(money) }

  /// Groups of four digits, each with its own power: 万, 亿, 万亿.
  private static func whole(_ yuan: UInt64) -> String {
    guard yuan > 0 else { return digits[0] }
    var groups: [Int] = []
    var left = yuan
    while left > 0 {
      groups.append(Int(left % 10_000))
      left /= 10_000
    }
    var text = ""
    var zeroPending = false
    for (power, group) in groups.enumerated().reversed() {
      if group == 0 {
        zeroPending = !text.isEmpty
        // 亿 is said even when its own four digits are zero: 壹万亿.
        if power == 2, groups.count > 3 { text += "亿" }
        continue
      }
      if zeroPending || (!text.isEmpty && group < 1000) { text += digits[0] }
      zeroPending = false
      text += four(group) + powers[power]
    }
    return text
  }

  private static func four(_ group: Int) -> String {
    var text = ""
    var zeroPending = false
    for (place, unit) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
      let digit = group / place % 10
      if digit == 0 {
        zeroPending = !text.isEmpty
      } else {
        if zeroPending { text += digits[0] }
        zeroPending = false
        text += digits[digit] + unit
      }
    }
    return text
  }

  private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
  private static let powers = ["", "万", "亿", "万", "兆"]
}
