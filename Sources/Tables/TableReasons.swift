/// Every reason for which typed intake rejects a row or warns about it. Rooms above add their own; the samples hold an exhibit for each.
package enum TableReasons {
  // Records
  package static let recordQuote = Reason(
    "record-quote", zh: "引号不成对，这一行无法拆分成列",
    en: "a quotation mark is not closed or stands inside a field; the line cannot be split into columns",
    remedyZh: "在单元格内的引号前再加一个引号，或用表格软件另存后重新上传",
    remedyEn: "double the quotation mark inside the cell, or save the list again from a spreadsheet program")
  package static let recordEncoding = Reason(
    "record-encoding", zh: "这一行含有无法识别的字符编码", en: "the line holds bytes that are no characters of the file's encoding",
    remedyZh: "整个文件统一用 UTF-8 或 GB18030 保存后重新上传", remedyEn: "save the whole file in one encoding, UTF-8 or GB18030")
  package static let recordTooLong = Reason(
    "record-too-long", zh: "这一行或其中的单元格过长", en: "the line, or a cell of it, is longer than the limit",
    remedyZh: "检查是否有未闭合的引号或误粘贴的内容", remedyEn: "look for an unclosed quotation mark or pasted content")
  package static let recordTooWide = Reason(
    "record-too-wide", zh: "列数多于表头，可能有未加引号的逗号", en: "the row has more cells than the header: perhaps a comma without quotation marks",
    remedyZh: "给含逗号的内容加上引号，使列与表头对齐", remedyEn: "put quotation marks around content with a comma, so that columns meet their headers")
  package static let cellsBeyondHeader = Reason(
    "cells-beyond-header", zh: "表头之外的列有内容，未读取", en: "cells to the right of the header were not read",
    remedyZh: "如需读取请为该列加表头，否则可忽略", remedyEn: "give the column a header if it matters, else nothing needs doing")
  package static let notice = Reason(
    "notice-row", zh: "说明文字行，未作为数据", en: "a line of notice, not taken as data",
    remedyZh: "若应为数据请补齐必填列，否则可忽略", remedyEn: "fill in the required columns if it was meant as data, else nothing needs doing")
  package static let totalDiffers = Reason(
    "total-differs", zh: "合计行与明细之和不一致", en: "the printed total is not the sum of the rows",
    remedyZh: "核对是否漏行或合计行已过期；结算以明细为准", remedyEn: "look for missing rows or a stale total; settlement follows the rows")
  package static let linesDoNotSum = Reason(
    "lines-do-not-sum", zh: "保费合计与各险种保费之和不一致", en: "the row's total is not the sum of its lines",
    remedyZh: "核对该行各险种保费；结算以各险种为准", remedyEn: "check the row's premiums; settlement follows the lines")
  package static let noLine = Reason(
    "no-line", zh: "该行没有任何险种的金额", en: "the row has no line with an amount",
    remedyZh: "填写至少一个险种的保费", remedyEn: "fill in the premium of at least one line")

  // Values
  package static let valueMissing = Reason(
    "value-missing", zh: "必填项为空", en: "a required value is missing", remedyZh: "补填该单元格", remedyEn: "fill in the cell")
  package static let cellError = Reason(
    "cell-error", zh: "单元格是公式错误，或公式没有保存结果", en: "the cell holds a formula error, or a formula without a saved result",
    remedyZh: "修正公式并保存，或改为填写数值", remedyEn: "mend the formula and save, or type the value")
  package static let controlCharacter = Reason(
    "control-character", zh: "含有不可见的控制字符", en: "the value holds invisible control characters",
    remedyZh: "删除单元格内容后重新输入", remedyEn: "clear the cell and type it again")
  package static let amountUnclear = Reason(
    "amount-unclear", zh: "不是金额", en: "not an amount of money",
    remedyZh: "填写数字，例如 1234.50", remedyEn: "write a number such as 1234.50")
  package static let amountTooFine = Reason(
    "amount-too-fine", zh: "金额超过两位小数", en: "the amount has more than two decimals",
    remedyZh: "四舍五入到分后填写", remedyEn: "round it to the fen yourself")
  package static let amountTooLarge = Reason(
    "amount-too-large", zh: "金额超出可处理范围", en: "the amount is beyond what can be handled",
    remedyZh: "检查是否多输了位数", remedyEn: "look for digits too many")
  package static let amountMended = Reason(
    "amount-mended", zh: "二进制小数误差，已按分取整", en: "a binary fraction's tail was rounded away",
    remedyZh: "无需处理", remedyEn: "nothing needs doing")
  package static let amountNote = Reason(
    "amount-note", zh: "金额后带有说明，只取了金额", en: "a note follows the amount; the amount alone was taken",
    remedyZh: "请确认金额；如需按说明调整请修改金额", remedyEn: "check the amount, and change it if the note should change it")
  package static let rateUnclear = Reason(
    "rate-unclear", zh: "不是费率，或看不出是百分数还是小数", en: "not a rate, or it is not clear whether it is a percentage",
    remedyZh: "写成 20% 或 0.2", remedyEn: "write 20% or 0.2")
  package static let rateTooFine = Reason(
    "rate-too-fine", zh: "费率小数位过多", en: "the rate has more decimals than are kept",
    remedyZh: "百分数最多七位小数", remedyEn: "a percentage may have seven decimals")
  package static let numberUnclear = Reason(
    "number-unclear", zh: "不是数字", en: "not a number", remedyZh: "只填写数字", remedyEn: "write digits only")
  package static let numberTooFine = Reason(
    "number-too-fine", zh: "小数位过多", en: "the number has more decimals than are kept",
    remedyZh: "减少小数位", remedyEn: "use fewer decimals")
  package static let integerUnclear = Reason(
    "integer-unclear", zh: "不是整数", en: "not a whole number", remedyZh: "填写整数", remedyEn: "write a whole number")
  package static let dateUnclear = Reason(
    "date-unclear", zh: "看不出是哪一天", en: "not a date that can be read in one way only",
    remedyZh: "写成 2026-01-05", remedyEn: "write 2026-01-05")
  package static let dateImpossible = Reason(
    "date-impossible", zh: "没有这一天或这个时刻", en: "there is no such day or time",
    remedyZh: "更正日期，写成 2026-01-05", remedyEn: "correct the date; write 2026-01-05")
  package static let dateWithoutYear = Reason(
    "date-without-year", zh: "日期缺少年份", en: "the date has no year",
    remedyZh: "写全年月日，例如 2026-01-15", remedyEn: "write the whole date, such as 2026-01-15")
  package static let dateFromSerial = Reason(
    "date-from-serial", zh: "数字按表格软件的日期序号读取", en: "the number was read as a spreadsheet's day count",
    remedyZh: "请确认日期；建议写成 2026-01-05", remedyEn: "check the date; better write 2026-01-05")
  package static let dateTooFarAhead = Reason(
    "date-too-far-ahead", zh: "日期超过允许的未来天数", en: "the date lies further ahead than allowed",
    remedyZh: "更正日期", remedyEn: "correct the date")
  package static let dateOrder = Reason(
    "date-order", zh: "日期先后不对", en: "the date is on the wrong side of another date of the row",
    remedyZh: "核对起止日期与签单日期", remedyEn: "check the row's dates against each other")
  package static let termTooLong = Reason(
    "term-too-long", zh: "期限超过允许的长度", en: "the term is longer than allowed",
    remedyZh: "核对起止日期；短期或长期险种请联系平台调整期限设置", remedyEn: "check both dates; a longer term must be allowed in the feed's file")
  package static let booleanUnclear = Reason(
    "boolean-unclear", zh: "不是“是”或“否”", en: "neither yes nor no", remedyZh: "填写 是 或 否", remedyEn: "write 是 or 否 (Y or N)")
  package static let idDamaged = Reason(
    "id-damaged", zh: "单号已被表格软件损坏", en: "a spreadsheet program has damaged the number: digits beyond the fifteenth are lost",
    remedyZh: "把该列设为文本格式，从原系统重新导出", remedyEn: "set the column to text and export it again from the system it came from")
  package static let idFromNumber = Reason(
    "id-from-number", zh: "单号存为数字，前导零可能已丢失", en: "the number is stored as a quantity; zeros in front may be lost",
    remedyZh: "把该列设为文本格式", remedyEn: "set the column to text")
  package static let idMasked = Reason(
    "id-masked", zh: "单号已脱敏（含 *），不能用于匹配", en: "the number is masked with * and cannot identify anything",
    remedyZh: "提供完整号码", remedyEn: "send the number in full")
  package static let textTooLong = Reason(
    "text-too-long", zh: "文字过长", en: "the text is too long", remedyZh: "缩短文字", remedyEn: "shorten the text")
  package static let textTooShort = Reason(
    "text-too-short", zh: "文字过短", en: "the text is too short", remedyZh: "补全内容", remedyEn: "write it in full")
  package static let valueTooSmall = Reason(
    "value-too-small", zh: "小于允许的最小值", en: "the value is below the smallest allowed", remedyZh: "更正该值", remedyEn: "correct the value")
  package static let valueTooLarge = Reason(
    "value-too-large", zh: "大于允许的最大值", en: "the value is above the largest allowed", remedyZh: "更正该值", remedyEn: "correct the value")
  package static let valueUnknown = Reason(
    "value-unknown", zh: "不在允许的取值之内", en: "not one of the values allowed", remedyZh: "从允许的取值中选择", remedyEn: "use one of the values allowed")
  package static let authorOther = Reason(
    "author-other", zh: "该行写的是另一参与方", en: "the row names another party than the one whose folder the file lies in",
    remedyZh: "只上传本方的数据，或更正该列", remedyEn: "send your own rows only, or correct the column")

  // Numbers with a form of their own
  package static let vinWrong = Reason(
    "vin-wrong", zh: "车架号格式不对", en: "not a vehicle identification number", remedyZh: "核对 17 位车架号（不含 I、O、Q）",
    remedyEn: "check the 17 characters (no I, O or Q)")
  package static let vinCheckDigit = Reason(
    "vin-check-digit", zh: "车架号校验位不符", en: "the vehicle identification number's check digit does not agree",
    remedyZh: "核对车架号；进口车和老车可能本来如此", remedyEn: "check the number; imported and old cars may be so")
  package static let plateWrong = Reason(
    "plate-wrong", zh: "车牌号格式不对", en: "not a number plate", remedyZh: "核对车牌号；未上牌写“未上牌”",
    remedyEn: "check the plate; write 未上牌 if there is none yet")
  package static let residentWrong = Reason(
    "resident-id-wrong", zh: "身份证号码不正确", en: "not a resident identity number", remedyZh: "核对身份证号码", remedyEn: "check the identity number")
  package static let usccWrong = Reason(
    "uscc-wrong", zh: "统一社会信用代码不正确", en: "not a unified social credit code", remedyZh: "核对统一社会信用代码", remedyEn: "check the code")
  package static let idNumberWrong = Reason(
    "id-number-wrong", zh: "证件号码不正确", en: "neither a resident identity number nor a unified social credit code",
    remedyZh: "核对证件号码", remedyEn: "check the number")
  package static let mobileWrong = Reason(
    "mobile-wrong", zh: "手机号不正确", en: "not a mobile number", remedyZh: "填写 11 位手机号", remedyEn: "write the 11 digits")
  package static let bankCardWrong = Reason(
    "bank-card-wrong", zh: "银行卡号不正确", en: "not a bank card number", remedyZh: "核对卡号", remedyEn: "check the card number")
  package static let imeiWrong = Reason(
    "imei-wrong", zh: "IMEI 不正确", en: "not an IMEI", remedyZh: "核对设备识别号", remedyEn: "check the device's number")
  package static let serialWrong = Reason(
    "serial-wrong", zh: "序列号不正确", en: "not a serial number", remedyZh: "填写商品铭牌上的序列号",
    remedyEn: "write the serial number on the product's plate")
  package static let trackingWrong = Reason(
    "tracking-wrong", zh: "快递单号不正确", en: "not a tracking number", remedyZh: "核对快递单号", remedyEn: "check the tracking number")
  package static let policyWrong = Reason(
    "policy-wrong", zh: "保单号格式不对", en: "not a policy number", remedyZh: "核对保单号（10–30 位字母数字）",
    remedyEn: "check the number (10 to 30 letters and digits)")

  package static let all: [Reason] = [
    recordQuote, recordEncoding, recordTooLong, recordTooWide, cellsBeyondHeader, notice, totalDiffers, linesDoNotSum, noLine, valueMissing,
    cellError, controlCharacter, amountUnclear, amountTooFine, amountTooLarge, amountMended, amountNote, rateUnclear, rateTooFine,
    numberUnclear, numberTooFine, integerUnclear, dateUnclear, dateImpossible, dateWithoutYear, dateFromSerial, dateTooFarAhead, dateOrder,
    termTooLong,
    booleanUnclear, idDamaged, idFromNumber, idMasked, textTooLong, textTooShort, valueTooSmall, valueTooLarge, valueUnknown, authorOther,
    vinWrong, vinCheckDigit, plateWrong, residentWrong, usccWrong, idNumberWrong, mobileWrong, bankCardWrong, imeiWrong, serialWrong,
    trackingWrong, policyWrong,
  ]
}
