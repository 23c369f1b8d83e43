package import Tables

/// Why a file, or a row in the light of what was there before, is not taken. Each has an exhibit under `samples/`.
package enum NightReasons {
  package static let conflict = Reason(
    "conflict", zh: "冲突：同一业务键内容不同", en: "conflict: the same key with other content",
    remedyZh: "以更正=是重报正确的一行；在此之前两个版本均不结算", remedyEn: "send the right row again with 更正=是; until then neither version settles")
  package static let settledStays = Reason(
    "settled-stays", zh: "已结算不得修改", en: "a settled row may not be changed",
    remedyZh: "以批单报送变更", remedyEn: "send the change as an endorsement")
  package static let acrossSuppliers = Reason(
    "across-suppliers", zh: "跨供应商重复", en: "the same policy and line came from two suppliers",
    remedyZh: "由两家供应商核对保单归属；在此之前均不结算", remedyEn: "have the two suppliers agree whose policy it is; until then neither settles")
  package static let already = Reason(
    "already", zh: "重复行：相同内容已报送", en: "a repeated row: the same content came before",
    remedyZh: "无需处理", remedyEn: "nothing to do")
  package static let replaced = Reason(
    "replaced", zh: "已被更正行替代", en: "replaced by a corrected row", remedyZh: "无需处理", remedyEn: "nothing to do")
  package static let recalled = Reason(
    "recalled", zh: "已由更正文件召回冲正", en: "taken back by a corrected file", remedyZh: "无需处理", remedyEn: "nothing to do")
  package static let fileAlready = Reason(
    "file-already", zh: "重复文件：相同内容的文件已处理", en: "a repeated file: the same bytes were taken before",
    remedyZh: "无需处理；如需更正请报送更正后的文件", remedyEn: "nothing to do; to correct it send a file with the corrected rows")
  package static let feedUnknown = Reason(
    "feed-unknown", zh: "没有这样的报送目录", en: "no such feed",
    remedyZh: "放入正确的目录后重报", remedyEn: "drop the file in the folder of its feed")
  package static let feedNotPermitted = Reason(
    "feed-not-permitted", zh: "该参与方不得报送此类文件", en: "this party may not drop this feed",
    remedyZh: "联系平台核对角色与权限", remedyEn: "have the platform check the party's role and access")
  package static let partyUnknown = Reason(
    "party-unknown", zh: "参与方尚未登记，文件等待中", en: "the party is not registered yet; the file waits",
    remedyZh: "由平台登记该参与方；登记后自动处理", remedyEn: "have the platform register the party; the file is taken up then")
  package static let noSupplierAccess = Reason(
    "no-supplier-access", zh: "未获供应商端使用权限，文件等待中", en: "the party has no supplier access yet; the file waits",
    remedyZh: "缴纳保证金，并使产品与规则经平台审核发布；三者齐备后自动处理",
    remedyEn: "pay the deposit and have a product and rules approved; the file is taken up once all three are there")
  package static let noCreditLine = Reason(
    "no-credit-line", zh: "未获授信，文件等待中", en: "the party has no credit line yet; the file waits",
    remedyZh: "由平台授予信用额度；授信后自动处理", remedyEn: "have the platform grant a credit line; the file is taken up then")
  package static let tableUnknown = Reason(
    "table-unknown", zh: "看不出是哪一张规则表", en: "it does not say which table it is",
    remedyZh: "工作表或文件以表名命名：收入规则、支出一级、支出二级、分配", remedyEn: "name the sheet or the file after its table: 收入规则, 支出一级, 支出二级, 分配")
  package static let tableWrong = Reason(
    "table-wrong", zh: "规则表无法读取", en: "a rule table cannot be read",
    remedyZh: "按所指位置修改后重报", remedyEn: "correct the cell that is named and send the file again")
  package static let growing = Reason(
    "growing", zh: "文件仍在写入", en: "the file is still growing", remedyZh: "上传完成后自动处理", remedyEn: "it is taken when the upload is done")
  package static let changed = Reason(
    "changed-while-read", zh: "读取期间文件被改动", en: "the file changed while it was read",
    remedyZh: "上传完成后自动处理；请先以临时名上传再改名", remedyEn: "it is taken when it holds still; upload under a temporary name and rename")
  package static let incomplete = Reason(
    "incomplete", zh: "文件不完整：缺少合计行或 .done 标记", en: "the file does not show that it is whole: no total row, or no .done file",
    remedyZh: "补传完整文件（含合计行），或放置 文件名.done", remedyEn: "send the whole file with its total row, or put FILE.done beside it")
  package static let setAside = Reason(
    "set-aside", zh: "三次尝试均未能处理，已搁置", en: "three attempts did not get through it; set aside",
    remedyZh: "由平台检查文件后重新报送", remedyEn: "have the platform look at the file, then drop it again")

  package static let receiptRowUnknown = Reason(
    "receipt-row-unknown", zh: "回执行号无法识别", en: "the receipt row belongs to no file of yours that was taken",
    remedyZh: "从最近一次回执复制该行的回执行号；若为新增的行，请清空该单元格",
    remedyEn: "copy the receipt row from your last receipt; clear the cell if the row is a new one")
  package static let maskChanged = Reason(
    "mask-changed", zh: "含 * 的内容不是我方回执中的脱敏值，无法还原", en: "a value with * is not the mask your receipt had, so it cannot be restored",
    remedyZh: "填写完整内容，或恢复回执中的原值", remedyEn: "write the value in full, or put back what the receipt had")

  package static let all = [
    Profile.ambiguous,
    conflict, settledStays, acrossSuppliers, already, replaced, recalled, fileAlready, feedUnknown, feedNotPermitted, partyUnknown,
    noSupplierAccess,
    noCreditLine, tableUnknown, tableWrong, growing, changed,
    incomplete, setAside, receiptRowUnknown, maskChanged,
  ]
}
