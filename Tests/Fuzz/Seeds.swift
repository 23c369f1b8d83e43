import FileKit

/// What each target begins with: small files as they should be, and the forms that readers take apart.
enum Seeds {
  static let header = "保单号,险种,保费,费率,签单日期,签单时间,数量,车牌号,更正\n"
  static let list =
    header
    + "P1,商业险,\"1,234.50\",20%,2026-01-05,2026-01-05 14:06:51,3,粤B12345,是\n\"P\n2\t\",=\"x\",¥5万,0.2,20260105,2026年1月5日9时,-,新车,否\n\n合计,,1,234.50\n以上数据仅供参考，以保单为准\n"
  static let texts: [[UInt8]] = [
    Array(list.utf8), [0xEF, 0xBB, 0xBF] + Array(list.utf8), Array(list.replacing(",", with: "\t").utf8),
    Array(list.replacing(",", with: ";").utf8),
    [0xFF, 0xFE] + list.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, list.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] },
    Array("a,b\n".utf8) + [0xB1, 0xA3, 0xB5, 0xA5, 0xBA, 0xC5, 0x2C, 0x84, 0x31, 0xA4, 0x37, 0x0A], Array("x\"y,\"z\n\"a\"\"b\",\"c".utf8),
  ]
  static let rows = [
    #"<row r="1"><c r="A1" t="inlineStr"><is><t>保单号</t></is></c><c r="B1" s="1"><v>299.00000000000006</v></c></row>"#,
    #"<row r="2" spans="1:4" ht="30"><c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve"> a &lt;b&gt; &amp;&quot;&apos; </t></is></c><c r="D2"/></row>"#,
    #"<row r="3"><c r="A3"><f>SUBTOTAL(9,A1)&amp;"x"</f><v>7</v></c><c r="B3" t="str"><v>甲_x0041_</v></c><c r="C3"><f>B1</f></c></row>"#,
    #"<row r="5" hidden="1"><c r="B5" t="b"><v>1</v></c><c r="A5" t="e"><v>#N/A</v></c><c t="s"><v>0</v></c></row><row r="6"/>"#,
  ]
  static let oldWorkbooks: [[UInt8]] = {
    let tables: [(name: String, rows: [[String]])] = [
      ("清单", [["保单号", "保费", "日期"], ["P1", "n:1234.5", "d:46027"], ["f:=1|2", "f:=x|商业险", "e:#N/A"], ["~h", "", "n:1"]]), ("~旧", [["x"]]),
    ]
    var cut = OldWorkbook(tables: tables)
    cut.cut = 20
    return [OldWorkbook(tables: tables).bytes, cut.bytes, OldWorkbook(tables: tables).stream]
  }()
  static let cells: [[UInt8]] = [
    "（500.00）", "131.77(已退款89.84)", "1.38E+10", "2026年1月5日下午2:06", "4.40300199001011E+17", "￥１，２３４．５０", "20个点", "11010519491231002X",
    "粤B·12345",
    "46027.5", "0000-00-00", "=\"20230212\"", "0.5万元", "-", "是",
  ].flatMap { text in [UInt8(0), 1, 2, 3].map { [$0] + Array(text.utf8) } }
  /// The first byte says which type the column has.
  static let ruleCells: [[UInt8]] = [
    "商业险, 交强险", "not(\"a,b\", null)", "[3000..5000)", "(-1..1e3[", "]0%..20%]", ">=1,500", "<2026-03-12", "[2026-01-01..2026-12-31]",
    "date(\"2026-02-28\")", "@\"2026-01-31T18:00:00\"", "<= 2026-03-31 18:00:00, null", "是", "true, false", "not(not(1), >5)", "－", "￥5万元",
    "15‰", "≥3000元", "0.000000001", "9223372036854775807", "\"\\\"\"",
  ].flatMap { text in (0..<7).map { [$0] + Array(text.utf8) } }

  /// Cells by tabs, rows by line breaks; cases after a line of three dashes.
  static let ruleTables = [
    "U\t险种\t保费\t费率\t说明\nkind\tinput\tinput\toutput\tannotation\ntype\ttext\tmoney\trate\ttext\nR1\t商业险\t[3000..5000)\t20%\tx\nR2\tnot(商业险)\t-\t5%\t\ndefault\t\t\t0\t\n---\n险种\t保费\n商业险\t3000\n交强险\t\n",
    "C+\ta\tb\tn\nkind\tinput\tinput\toutput\ntype\tnumber\tboolean\tnumber\nvalues\t[0..10]\t\t\n1\t<5\ttrue\t1.5\n2\t>=3, null\t-\t2\n---\na\tb\n3\ttrue\n\t是\n11\t否\n",
    "P\td\tt\tr\nkind\tinput\tinput\toutput\ntype\tdate\tdatetime\ttext\nvalues\t\t\thigh, low\nA\t[2026-01-01..2026-12-31]\t<=2026-03-31\tlow\nB\t-\t>2026-03-31 12:00:00\thigh\n---\nd\tt\n2026-03-01\t2026-03-31 23:59:59\n",
  ]
}
