import Tables
import Testing
import Values

@Suite("A cell is read in every form real lists hold")
struct CellParserTests {
  /// What a cell of that kind comes to: the value, `none`, or the code of the reason; a warning's code after a `!`.
  func read(
    _ text: String, _ kind: Field.Kind, cell: Grid.Kind = .text, limits: String = "", epoch1904: Bool = false,
    unit: CellParser.HeaderUnit = .none, day: Day? = nil
  ) throws -> String {
    let parser = try CellParser(
      Field(name: "f", header: "F", kind: kind, limits: limits), unit: unit, day: day, place: Place(file: "feed.csv"))
    var room = [UInt8](repeating: 0, count: text.utf8.count + 64)
    var scratch: [UInt8] = []
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { bytes in
      room.withUnsafeMutableBufferPointer { room in
        var arena = CellParser.Arena(base: room.baseAddress!, used: 0)
        let outcome = parser.parse(bytes, kind: cell, epoch1904: epoch1904, arena: &arena, scratch: &scratch)
        if let reason = outcome.reason, !outcome.isWarning { return reason.code }
        let value: String
        switch outcome.datum.tag {
        case .none: value = "none"
        case .text:
          value = String(decoding: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(room)[outcome.datum.textRange]), as: UTF8.self)
        case .money: value = outcome.datum.money!.description
        case .rate: value = outcome.datum.rate!.description
        case .number: value = Decimals.trimmed(outcome.datum.bits, places: 6)
        case .integer: value = String(outcome.datum.bits)
        case .date: value = outcome.datum.date!.description
        case .moment: value = outcome.datum.moment!.description
        case .boolean: value = String(outcome.datum.boolean!)
        }
        return value + (outcome.reason.map { "!" + $0.code } ?? "")
      }
    }
  }

  @Test(
    "Amounts",
    arguments: [
      ("1234.50", "1234.50"), ("1,234.56          ", "1234.56"), ("¥22.30", "22.30"), ("￥1，２３４．５０", "1234.50"), ("１，２３４．５０", "1234.50"),
      ("-0.20", "-0.20"), ("(500.00)", "-500.00"), ("（500.00）", "-500.00"), ("－5", "-5.00"), ("500.00-", "-500.00"), ("-", "none"),
      ("--", "none"),
      ("—", "none"), ("/", "none"), ("  ", "none"), ("5万", "50000.00"), ("50万元", "500000.00"), ("1.5亿", "150000000.00"), ("300元", "300.00"),
      ("RMB 12", "12.00"), ("人民币12元整", "12.00"), ("¥-8.5", "-8.50"), ("131.77(已退款89.84)", "131.77!amount-note"),
      ("299.00000000000006", "299.00!amount-mended"), ("298.99999999999994", "299.00!amount-mended"), ("1.005", "amount-too-fine"),
      ("12.345", "amount-too-fine"), ("12.340", "12.34"), ("1,23", "amount-unclear"), ("1,2345", "amount-unclear"),
      ("12a", "amount-unclear"),
      ("--5", "amount-unclear"), ("$5", "amount-unclear"), ("签单保费", "amount-unclear"), ("99999999999999999", "amount-too-large"),
      ("=\"0.020\"", "0.02"),
      ("0.00", "0.00"), (".5", "0.50"), ("+7", "7.00"), ("1e3", "1000.00"),
    ])
  func money(_ text: String, _ expected: String) throws {
    #expect(try read(text, .money) == expected)
  }

  @Test(
    "Amounts in number cells",
    arguments: [
      ("299.00000000000006", "299.00!amount-mended"), ("1.38E+5", "138000.00"), ("1.0000000000000001E-2", "0.01!amount-mended"),
      ("0.125", "amount-too-fine"),
      ("-71", "-71.00"), ("1E+30", "amount-too-large"),
    ])
  func moneyNumbers(_ text: String, _ expected: String) throws {
    #expect(try read(text, .money, cell: .number) == expected)
  }

  @Test("A header in ten thousands multiplies, unless the cell says its own unit")
  func tenThousands() throws {
    #expect(try read("3.5", .money, unit: .tenThousand) == "35000.00")
    #expect(try read("3.5万", .money, unit: .tenThousand) == "35000.00")
  }

  @Test(
    "Rates",
    arguments: [
      ("20%", "20%"), ("20％", "20%"), ("20个点", "20%"), ("20点", "20%"), ("0.2", "20%"), ("16.5%", "16.5%"), ("5‰", "0.5%"), ("1", "100%"),
      ("20", "rate-unclear"),
      ("-", "none"), ("0.0000000001", "rate-too-fine"), ("二十", "rate-unclear"), ("0.065000000000000002", "6.5%"),
    ])
  func rates(_ text: String, _ expected: String) throws {
    #expect(try read(text, .rate) == expected)
  }

  @Test("A rate under a percent header needs no sign")
  func percentHeader() throws {
    #expect(try read("20", .rate, unit: .percent) == "20%")
    #expect(try read("20%", .rate, unit: .percent) == "20%")
  }

  @Test(
    "Dates",
    arguments: [
      ("2026-01-05", "2026-01-05"), ("2026/1/5", "2026-01-05"), ("2026.1.5", "2026-01-05"), ("26/1/5", "2026-01-05"),
      ("20260105", "2026-01-05"),
      ("2026年1月5日", "2026-01-05"), ("2014年01月14日0时", "2014-01-14"), ("2025/12/03  14:06:51", "2025-12-03"),
      ("2021-05-20 00:00:00", "2021-05-20"),
      ("２０２６－０１－０５", "2026-01-05"), ("=\"20230212\"", "2023-02-12"), ("20260331235959", "2026-03-31"), ("2026年12月31日24时", "2026-12-31"),
      ("2026-01-05T08:00:00+08:00", "2026-01-05"), ("2026-01-05T17:00:00Z", "2026-01-06"), ("1月15日", "date-without-year"),
      ("2026-02-29", "date-impossible"),
      ("2028-02-29", "2028-02-29"), ("2026-13-01", "date-impossible"), ("0000-00-00", "none"), ("1/5/2026", "date-unclear"),
      ("12/5/26", "date-unclear"),
      ("2026-01", "date-unclear"), ("202601", "date-unclear"), ("46027", "2026-01-05!date-from-serial"), ("5-Jan-26", "date-unclear"),
      ("-", "none"), ("去年", "date-unclear"),
      ("2026-01-05 25:00", "date-impossible"),
    ])
  func dates(_ text: String, _ expected: String) throws {
    #expect(try read(text, .date) == expected)
  }

  @Test("Day counts of workbooks in both systems, with the 29 February 1900 that never was")
  func serials() throws {
    #expect(try read("46027", .date, cell: .serial) == "2026-01-05")
    #expect(try read("44565", .date, cell: .serial, epoch1904: true) == "2026-01-05")
    #expect(try read("46027.5878587963", .datetime, cell: .serial) == "2026-01-05 14:06:31")
    #expect(try read("46027.999999999", .date, cell: .serial) == "2026-01-06")
    #expect(try read("59", .date, cell: .serial) == "1900-02-28")
    // Year 9999 is the last; a number beyond is refused, and no far one overflows.
    #expect(try read("2958465.75", .datetime, cell: .serial) == "9999-12-31 18:00:00")
    #expect(try read("2031145", .date, cell: .number) == "7461-01-30")
    #expect(try read("2958466", .date, cell: .serial) == "date-unclear")
    #expect(try read("92233720368547758", .date, cell: .serial) == "date-unclear")
    #expect(try read("60", .date, cell: .serial) == "date-impossible")
    #expect(try read("61", .date, cell: .serial) == "1900-03-01")
    #expect(try read("0.5", .date, cell: .serial) == "date-impossible")
    #expect(try read("20220119", .date, cell: .number) == "2022-01-19")
    #expect(try read("46027", .date, cell: .number) == "2026-01-05")
    #expect(try read("-3", .date, cell: .number) == "date-unclear")
  }

  @Test(
    "Moments",
    arguments: [
      ("2026-01-05 14:06:51", "2026-01-05 14:06:51"), ("2019/4/1 0:02", "2019-04-01 00:02:00"),
      ("2026年1月5日14时06分51秒", "2026-01-05 14:06:51"),
      ("2026-01-05 下午2:06", "2026-01-05 14:06:00"), ("2026/1/5 12:30 AM", "2026-01-05 00:30:00"),
      ("2026-12-31 24:00", "2027-01-01 00:00:00"),
      ("2026-01-05T06:06:51.250Z", "2026-01-05 14:06:51"), ("202601051406", "2026-01-05 14:06:00"), ("2026-01-05", "2026-01-05 00:00:00"),
    ])
  func moments(_ text: String, _ expected: String) throws {
    #expect(try read(text, .datetime) == expected)
  }

  @Test(
    "Identifiers",
    arguments: [
      ("211020020121201000005", "211020020121201000005"), ("1000345234234223\t", "1000345234234223"), ("'00123", "00123"),
      ("=\"00123\"", "00123"),
      ("\u{3000}ＡＢ１２\u{A0}", "AB12"), ("AB\u{200B}12", "AB12"), ("2.11020020121201E+20", "id-damaged"),
      ("4.40300199001011E+17", "id-damaged"),
      ("20883313166*****0156", "id-masked"), ("-", "none"), ("A\u{7}B", "control-character"), ("CH-01", "CH-01"),
    ])
  func ids(_ text: String, _ expected: String) throws {
    #expect(try read(text, .id) == expected)
  }

  @Test("An identifier in a number cell stands up to fifteen digits, with a warning; beyond that digits are lost")
  func numberIds() throws {
    #expect(try read("6688.0", .id, cell: .number) == "6688!id-from-number")
    #expect(try read("123456789012345", .id, cell: .number) == "123456789012345!id-from-number")
    #expect(try read("440300199001011000", .id, cell: .number) == "id-damaged")
    #expect(try read("2.11020020121201E+20", .id, cell: .number) == "id-damaged")
    #expect(try read("12.5", .id, cell: .number) == "id-damaged")
    #expect(try read("46027", .id, cell: .serial) == "id-damaged")
  }

  @Test("Text in number and day cells reads as programs show it")
  func texts() throws {
    #expect(try read("0.30000000000000004", .text, cell: .number) == "0.3")
    #expect(try read("46027", .text, cell: .serial) == "2026-01-05")
    #expect(try read("  备注 \n", .text) == "备注")
    #expect(try read("a\u{0}b", .text) == "control-character")
    #expect(try read("#N/A", .text, cell: .error) == "cell-error")
  }

  @Test(
    "Whole numbers and units",
    arguments: [("12", "12"), ("12.0", "12"), ("1,200", "1200"), ("12.5", "integer-unclear"), ("24个月", "24"), ("24年", "integer-unclear")])
  func integers(_ text: String, _ expected: String) throws {
    #expect(try read(text, .integer, limits: "unit:个月|月") == expected)
  }

  @Test(
    "Yes and no",
    arguments: [
      ("是", "true"), ("否", "false"), ("Y", "true"), ("n", "false"), ("1", "true"), ("0", "false"), ("TRUE", "true"),
      ("也许", "boolean-unclear"), (" ", "none"),
    ])
  func booleans(_ text: String, _ expected: String) throws {
    #expect(try read(text, .boolean) == expected)
  }

  @Test("Limits of a feeds file hold for every kind")
  func limits() throws {
    #expect(try read("-1", .money, limits: "min:0") == "value-too-small")
    #expect(try read("100.01", .money, limits: "max:100") == "value-too-large")
    #expect(try read("31%", .rate, limits: "max:30%") == "value-too-large")
    #expect(try read("2019-12-31", .date, limits: "min:2020-01-01") == "value-too-small")
    #expect(try read("2026-04-10", .date, limits: "future:90", day: Day(iso: "2026-01-05")) == "date-too-far-ahead")
    #expect(try read("2026-04-05", .date, limits: "future:90", day: Day(iso: "2026-01-05")) == "2026-04-05")
    #expect(try read("保险公司", .text, limits: "max:3") == "text-too-long")
    #expect(try read("AB", .id, limits: "min:3") == "text-too-short")
    #expect(try read("ABCD", .id, limits: "length:3") == "text-too-long")
    #expect(try read("寿险", .text, limits: "one-of:商业险|交强险") == "value-unknown")
    #expect(try read("1.234", .number, limits: "places:2") == "number-too-fine")
    #expect(try read("ab12", .id, limits: "upper") == "AB12")
    #expect(try read("1234****9876", .id, limits: "masked:ok") == "1234****9876")
    #expect(try read("LSVAM4187C2184841", .id, limits: "vin:warn") == "LSVAM4187C2184841!vin-check-digit")
    #expect(try read("LSVAM4187C2184841", .id, limits: "vin:reject") == "vin-check-digit")
    #expect(try read("新车", .id, limits: "plate:reject") == "none")
  }

  @Test("A limit nobody understands is a fault of the feeds file, with the words that would do")
  func wrongLimit() {
    let place = Place(file: "underwriting.csv", row: 4, column: 5, header: "limits")
    #expect(throws: Fault.self) {
      try CellParser(Field(name: "premium", header: "保费", kind: .money, limits: "vin:warn"), place: place)
    }
    let fault = #expect(throws: Fault.self) {
      try CellParser(Field(name: "premium", header: "保费", kind: .money, limits: "minimum:0"), place: place)
    }
    #expect(fault?.kind == .setting)
    #expect(fault?.description.contains("row 4 column F") == true)
  }

  @Test(
    "A deadline given as a day lasts until its last second; one with a time is that second",
    arguments: [
      ("2026-04-05", Grid.Kind.text, "2026-04-05 23:59:59"), ("2026/4/5", .text, "2026-04-05 23:59:59"),
      ("20260405", .text, "2026-04-05 23:59:59"),
      ("46117", .serial, "2026-04-05 23:59:59"), ("46117.5", .serial, "2026-04-05 12:00:00"),
      ("2026-04-05 00:00:00", .text, "2026-04-05 00:00:00"),
      ("2026-04-05 18:00", .text, "2026-04-05 18:00:00"), ("202604051800", .text, "2026-04-05 18:00:00"),
    ])
  func deadlines(text: String, cell: Grid.Kind, expected: String) throws {
    #expect(try read(text, .datetime, cell: cell, limits: "day-end") == expected)
  }
}
