/// A header's text made comparable: no blanks or line breaks, half-width, no `*` or colon, simplified characters, lower case; a unit in brackets
/// is set apart. (domain.md C2-8, 9)
package struct HeaderText: Sendable, Hashable {
  /// The text with its brackets.
  package let key: String
  /// The text without a last unit or remark of duty: 保费（元） → 保费.
  package let plain: String
  package let unit: CellParser.HeaderUnit

  package init(_ text: String) {
    var bytes = Array(text.utf8)
    var clean: [UInt8] = []
    bytes.withUnsafeMutableBufferPointer { CellText.clean(UnsafeBufferPointer($0), .typed, into: &clean) }
    var kept = ""
    for scalar in String(decoding: clean, as: UTF8.self).unicodeScalars {
      if CellText.isBlank(scalar.value) || scalar == "*" || scalar == ":" || scalar == "_" || scalar == "-" { continue }
      let folded = HeaderText.simplified[scalar] ?? scalar
      kept.unicodeScalars.append(folded)
    }
    kept = kept.lowercased()
    key = kept
    var plain = kept
    var unit = CellParser.HeaderUnit.none
    if plain.hasSuffix(")"), let open = plain.lastIndex(of: "("), open != plain.startIndex {
      let inner = plain[plain.index(after: open)...].dropLast()
      switch inner {
      case "元", "人民币", "rmb", "cny", "人民币元", "必填", "选填", "必填项", "可选", "单位元", "required", "optional": plain = String(plain[..<open])
      case "万元", "万", "单位万元":
        plain = String(plain[..<open])
        unit = .tenThousand
      case "%", "百分比", "百分数":
        plain = String(plain[..<open])
        unit = .percent
      default: break
      }
    } else if plain.hasSuffix("%"), plain.count > 1 {
      plain = String(plain.dropLast())
      unit = .percent
    }
    self.plain = plain
    self.unit = unit
  }

  /// Traditional and variant characters that stand in headers.
  private static let simplified: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs = """
      單单號号險险種种費费簽签終终證证碼码車车機机構构應应額额稅税產产編编銷销類类別别價价電电話话賬账帳账戶户開开發发動动狀状態态時时間间備备\
      註注數数聯联係系繫系層层級级對对審审決决禮礼總总計计個个貨货運运單单訂订購购買买賣卖蓋盖區区縣县鎮镇國国際际實实際际從从業业務务員员團团\
      隊队來来歸归屬属繳缴付付線线網网絡络餘余憑凭條条條条範范圍围壽寿財财產产傷伤醫医療疗責责任任損损賠赔償偿補补貼贴獎奖點点廠厂牌牌\
      強强引引擎擎識识別别標标準准顏颜色色座座噸吨續续轉转舊旧過过檢检驗验會会員员郵邮遞递處处理理結结算算匯汇總总稱称聯联繫系與与為为無无
      """
    var map: [Unicode.Scalar: Unicode.Scalar] = [:]
    let scalars = Array(pairs.unicodeScalars)
    for index in stride(from: 0, to: scalars.count - 1, by: 2) where scalars[index] != scalars[index + 1] {
      map[scalars[index]] = scalars[index + 1]
    }
    return map
  }()
}
