import Tables
import Testing

@Suite("Numbers with a form of their own agree with the vectors of domain.md C5")
struct NumberCheckTests {
  @Test(
    "Vehicle identification numbers",
    arguments: [
      ("1M8GDM9AXKP042788", NumberCheck.Verdict.holds), ("11111111111111111", .holds), ("LRWYGCEK0PC000001", .holds),
      ("lrwygcek0pc000001", .holds),
      ("LSVAM4187C2184841", .checkDigit), ("LFV2A21K6A3000001", .checkDigit), ("LFV2A21K6A300000", .wrong), ("1M8GDM9AXKPO42788", .wrong),
    ])
  func vin(_ text: String, _ verdict: NumberCheck.Verdict) { #expect(NumberCheck.vin.inspect(text).verdict == verdict) }

  @Test(
    "Number plates",
    arguments: [
      ("粤B12345", NumberCheck.Verdict.holds), ("粤BD12345", .holds), ("粤B12345D", .holds), ("京A0001学", .holds), ("粤b·12345", .holds),
      ("粤B-12345", .holds),
      ("新车", .nothing), ("未上牌", .nothing), ("暂未上牌", .nothing), ("*", .nothing), ("无", .nothing), ("粤BO2345", .wrong), ("粤O12345", .wrong),
      ("粤I12345", .wrong),
      ("粤B1234", .wrong), ("粤BI12345", .wrong), ("B12345", .wrong), ("甲B12345", .wrong),
    ])
  func plate(_ text: String, _ verdict: NumberCheck.Verdict) { #expect(NumberCheck.plate.inspect(text).verdict == verdict) }

  @Test("A plate is tidied")
  func tidyPlate() { #expect(NumberCheck.plate.inspect("粤b·1234 5").tidied == "粤B12345") }

  @Test(
    "Resident identity numbers",
    arguments: [
      ("11010519491231002X", NumberCheck.Verdict.holds), ("11010519491231002x", .holds), ("440300199001011238", .holds),
      ("440300199001012000", .damaged),
      ("440300199001011239", .checkDigit), ("440300199002301238", .wrong), ("990300199001011238", .wrong), ("110105491231002", .holds),
      ("110105491331002", .wrong),
      ("4403001990010112", .wrong),
    ])
  func resident(_ text: String, _ verdict: NumberCheck.Verdict) { #expect(NumberCheck.residentID.inspect(text).verdict == verdict) }

  @Test(
    "Social credit codes",
    arguments: [
      ("91350100M000100Y43", NumberCheck.Verdict.holds), ("91110000600037341L", .holds), ("91110000600037341l", .holds),
      ("91110000600037341A", .checkDigit),
      ("9111000060003734IL", .wrong), ("9111000060003734", .wrong),
    ])
  func uscc(_ text: String, _ verdict: NumberCheck.Verdict) { #expect(NumberCheck.uscc.inspect(text).verdict == verdict) }

  @Test(
    "Mobile numbers",
    arguments: [
      ("13800138000", "13800138000"), ("+86 138-0013-8000", "13800138000"), ("008613800138000", "13800138000"),
      ("8613800138000", "13800138000"),
      ("13800138000.0", "13800138000"),
    ])
  func mobile(_ text: String, _ tidied: String) {
    #expect(NumberCheck.mobile.inspect(text).verdict == .holds)
    #expect(NumberCheck.mobile.inspect(text).tidied == tidied)
  }

  @Test("No mobile numbers", arguments: ["1.38E+10", "12800138000", "1380013800", "138001380000", "电话"])
  func noMobile(_ text: String) { #expect(NumberCheck.mobile.inspect(text).verdict == .wrong) }

  @Test(
    "Other numbers",
    arguments: [
      (NumberCheck.bankCard, "6222020000000000000", NumberCheck.Verdict.holds), (.bankCard, "6222 0200 0000 0000 001", .checkDigit),
      (.bankCard, "62220200", .wrong),
      (.imei, "490154203237518", .holds), (.imei, "490154203237517", .checkDigit), (.imei, "49015420323751", .holds),
      (.imei, "A0000049307215", .holds), (.imei, "4901", .wrong),
      (.serial, "SN-2026/001", .holds), (.serial, "无", .wrong), (.serial, "N/A", .wrong), (.serial, "同上", .wrong),
      (.serial, "0000000", .wrong), (.serial, "AB", .wrong),
      (.tracking, "SF1234567890", .holds), (.tracking, "0012345678", .holds), (.tracking, "SF12", .wrong),
      (.policy, "520A60695202100000001", .holds), (.policy, "12345", .wrong),
      (.idNumber, "11010519491231002X", .holds), (.idNumber, "91350100M000100Y43", .holds), (.idNumber, "440300199001012000", .damaged),
      (.idNumber, "护照", .wrong),
    ])
  func others(_ check: NumberCheck, _ text: String, _ verdict: NumberCheck.Verdict) { #expect(check.inspect(text).verdict == verdict) }

  @Test("Leading zeros of a tracking number stay")
  func zeros() { #expect(NumberCheck.tracking.inspect("0012345678").tidied == "0012345678") }

  @Test("One wrong character anywhere fails a check digit", arguments: 0..<18)
  func everyPlace(_ place: Int) {
    var text = Array("91350100M000100Y43")
    text[place] = text[place] == "7" ? "8" : "7"
    #expect(NumberCheck.uscc.inspect(String(text)).verdict != .holds)
    var id = Array("440300199001011238")
    id[place] = id[place] == "7" ? "8" : "7"
    #expect(NumberCheck.residentID.inspect(String(id)).verdict != .holds)
  }
}
