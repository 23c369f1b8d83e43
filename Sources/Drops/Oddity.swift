package import Tables

/// Something in a drop that is no file to be taken. It is reported and not touched: never followed, never opened.
package struct Oddity: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// A folder inside a feed's folder.
    case folder
    case link
    case device
    case socket
    case fifo
    /// The name holds characters nobody can see.
    case controlCharacters = "control-characters"
    /// The name is no UTF-8 text.
    case notUTF8 = "not-utf8"
    /// The file has a second name somewhere: whoever holds that one could go on writing, or had no right to the content.
    case hardLinked = "hard-linked"
    /// FILE.done without its FILE.
    case strayMarker = "stray-marker"
    /// A file beside the feeds' folders instead of in one.
    case outsideFeed = "outside-feed"
    /// A folder that cannot be opened.
    case unreadable
  }

  package let kind: Kind
  /// Empty where the party itself is the oddity.
  package let party: String
  /// Empty where the feed itself is the oddity.
  package let feed: String
  /// As people may read it: what is invisible is written `\x0A`.
  package let name: String

  package var reason: Reason { Oddity.reasons[kind]! }

  /// `parties/CH-A/inbound/underwriting/link.csv`.
  package var place: String {
    var parts = ["parties"]
    if !party.isEmpty { parts += [party, "inbound"] }
    if !feed.isEmpty { parts.append(feed) }
    return (parts + [name]).joined(separator: "/")
  }

  private static let reasons: [Kind: Reason] = {
    let all = [
      kind(.folder, "投递目录中有子目录", "a folder stands in the feed's folder", "把文件直接放在投递目录中", "put the files straight into the feed's folder"),
      kind(.link, "投递目录中有链接", "a link stands in the drop", "请投递文件本身，不要投递链接", "drop the file itself"),
      kind(.device, "投递目录中有设备文件", "a device stands in the drop", "请删除", "take it away"),
      kind(.socket, "投递目录中有套接字", "a socket stands in the drop", "请删除", "take it away"),
      kind(.fifo, "投递目录中有管道", "a pipe stands in the drop", "请删除", "take it away"),
      kind(.controlCharacters, "文件名含不可见字符", "the name holds invisible characters", "改名后重新投递", "rename the file and drop it again"),
      kind(.notUTF8, "文件名不是UTF-8", "the name is not UTF-8", "用UTF-8文件名重新投递", "drop it again under a UTF-8 name"),
      kind(.hardLinked, "文件另有硬链接", "the file has a second name (hard link)", "复制为单独的文件后重新投递", "drop a copy of its own"),
      kind(.strayMarker, "完成标记没有对应文件", "a .done marker has no file", "投递对应文件，或删除标记", "drop its file, or take the marker away"),
      kind(.outsideFeed, "文件不在投递目录中", "the file stands outside the feeds' folders", "把文件移到对应的投递目录", "move it into the folder of its feed"),
      kind(.unreadable, "目录无法打开", "the folder cannot be opened", "检查权限", "check who may read it"),
    ]
    return Dictionary(uniqueKeysWithValues: all)
  }()

  private static func kind(_ kind: Kind, _ zh: String, _ en: String, _ remedyZh: String, _ remedyEn: String) -> (Kind, Reason) {
    (kind, Reason("drop-" + kind.rawValue, zh: zh, en: en, remedyZh: remedyZh, remedyEn: remedyEn))
  }
}
