/// Why a row is not simply settled, or a file not taken: a stable code, what to say, what to do about it. In Chinese for receipts and sheets,
/// in English for `--lang en` and logs. Every room declares its own; the samples hold a runnable exhibit for each.
package struct Reason: Hashable, Sendable {
  /// Kebab-case, never renamed: `date-impossible`.
  package let code: String
  package let zh: String
  package let en: String
  /// 处理建议.
  package let remedyZh: String
  package let remedyEn: String

  package init(_ code: String, zh: String, en: String, remedyZh: String, remedyEn: String) {
    self.code = code
    self.zh = zh
    self.en = en
    self.remedyZh = remedyZh
    self.remedyEn = remedyEn
  }

  package static func == (left: Reason, right: Reason) -> Bool { left.code == right.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
