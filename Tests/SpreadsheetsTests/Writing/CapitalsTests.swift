import Spreadsheets
import Testing
import Values

@Suite("Amounts in capitals")
struct CapitalsTests {
  @Test(
    "The vectors of domain.md C4",
    arguments: [
      (140_950, "壹仟肆佰零玖元伍角"), (1_640_902, "壹万陆仟肆佰零玖元零贰分"), (32_504, "叁佰贰拾伍元零肆分"), (31_008, "叁佰壹拾元零捌分"),
      (20_600_075, "贰拾万陆仟元柒角伍分"), (6_780_902, "陆万柒仟捌佰零玖元零贰分"), (7, "柒分"), (0, "零元整"), (63_902, "陆佰叁拾玖元零贰分"),
    ])
  func vectors(minor: Int, text: String) {
    #expect(Capitals.text(Money(minor: Int64(minor))) == text)
  }

  @Test(
    "Zeros inside are said once, zeros at the end of a group are not",
    arguments: [
      (100, "壹元整"), (1_000, "壹拾元整"), (50, "伍角"), (100_100_00, "壹拾万零壹佰元整"), (100_000_001_00, "壹亿零壹元整"),
      (1_000_000_000_000_00, "壹万亿元整"), (1_000_010_000_000_00, "壹万亿零壹仟万元整"), (10_000_000_00, "壹仟万元整"), (10_010_00, "壹万零壹拾元整"),
      (20_050_003_00, "贰仟零伍万零叁元整"), (1_000_100_010_000_00, "壹万零壹亿零壹万元整"),
    ])
  func zeros(minor: Int, text: String) {
    #expect(Capitals.text(Money(minor: Int64(minor))) == text)
  }

  @Test("A negative amount begins with 负, the currency stands before it")
  func negative() {
    #expect(Capitals.text(Money(minor: -140_950)) == "负壹仟肆佰零玖元伍角")
    #expect(Capitals.renminbi(Money(minor: 140_950)) == "人民币壹仟肆佰零玖元伍角")
  }
}
