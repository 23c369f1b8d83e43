import FileKit

/// A workbook from pieces of one input: the parts stand one after the other, a zero byte between them.
enum Parts {
  static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let names = ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/s.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
  static let texts = [
    #"<Relationships><Relationship Id="r" Type="\#(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    #"<workbook><workbookPr date1904="0"/><bookViews><workbookView activeTab="0"/></bookViews><sheets><sheet name="s" sheetId="1" r:id="a"/><sheet name="t" sheetId="2" state="hidden" r:id="a"/></sheets></workbook>"#,
    #"<Relationships><Relationship Id="a" Type="\#(relations)/worksheet" Target="s.xml"/><Relationship Id="b" Type="\#(relations)/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="c" Type="\#(relations)/styles" Target="/xl/styles.xml"/></Relationships>"#,
    #"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>46027</v></c></row></sheetData></worksheet>"#,
    #"<sst count="3"><si><t>保单号</t></si><si><r><t>签单</t></r><r><t>日期</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t xml:space="preserve"> P_x0041_ </t></si></sst>"#,
    ##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m;[Red]#,##0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"##,
  ]
  static let seed: [UInt8] = Array(texts.map { Array($0.utf8) }.joined(separator: [0]))

  static func workbook(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    let pieces = bytes.split(separator: 0, maxSplits: names.count - 1, omittingEmptySubsequences: false)
    return StoredZip.bytes(zip(names, pieces).map { ($0, Array($1)) })
  }

  /// A workbook whose sheet has these rows, what stands before them given too.
  static func sheet(_ rows: [UInt8], before: String) -> [UInt8] {
    let whole =
      Array(#"<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>"#.utf8) + Array(before.utf8) + rows
      + Array("</sheetData></worksheet>".utf8)
    return StoredZip.bytes(zip(names, texts).map { ($0, $0 == "xl/s.xml" ? whole : Array($1.utf8)) })
  }
}
