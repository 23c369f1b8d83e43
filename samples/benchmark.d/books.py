"""What the workbooks of the night hold, said once for both references and without any spreadsheet library.

A `Book` is a plan: its lists with their columns, its summary and tie-outs as cells with formula and value. Rows of the details are not here:
each writer draws them from its own frames. What is written was taken from `pipelines/` and from what `settle` itself prints; `compare.py`
holds every cell to that.
"""

from dataclasses import dataclass, field
from datetime import date

DAY = date(2026, 11, 21)
RUN = "2026-11-21-1"
TODAY = DAY.toordinal() - date(1970, 1, 1).toordinal() + 25569
NUMBERS = {"text": "@", "id": "@", "money": "#,##0.00;[Red]-#,##0.00", "rate": "0.00%", "date": "yyyy-mm-dd", "integer": "#,##0;[Red]-#,##0"}
ALIGN = {"text": "left", "id": "left", "date": "center"}


@dataclass
class Column:
    name: str
    title: str
    kind: str  # text, id, money, rate, date, integer
    width: int
    total: bool = False
    group: str = "base"


def _columns(text):
    columns = []
    for line in text.strip().splitlines():
        name, title, kind, width, total, group = line.split(",")
        columns.append(Column(name, title, kind, int(width), total == "yes", group))
    return columns


SETTLEMENT = _columns("""
statement,结算单号,id,24,no,base
policy,保单号,id,24,no,base
endorsement,批单号,id,18,no,base
line,险种,text,10,no,base
product,产品编码,id,14,no,base
seller,销售商,id,12,no,base
signed,签单日期,date,12,no,base
plate,车牌号,id,12,no,base
insured,被保险人,text,14,no,base
row_type,行类型,text,10,no,base
premium,含税保费,money,14,yes,base
net,不含税保费,money,14,yes,base
tax,税额,money,12,yes,base
vehicle_tax,车船税,money,12,yes,base
income_rate,收入费率,rate,10,no,income
income_amount,收入金额,money,14,yes,income
income_net,收入不含税,money,14,yes,income
income_vat,收入税额,money,12,yes,income
income_rule,收入规则,id,12,no,income
level1_rate,一级费率,rate,10,no,expenditure
level1_amount,一级金额,money,14,yes,expenditure
level1_rule,一级规则,id,12,no,expenditure
level2_rate,二级费率,rate,10,no,expenditure
level2_amount,二级金额,money,14,yes,expenditure
level2_rule,二级规则,id,12,no,expenditure
expenditure,支出合计,money,14,yes,expenditure
margin,差额,money,14,yes,expenditure
rules,规则版本,id,16,no,base
payable_state,付款状态,text,18,no,expenditure
source_file,来源文件,text,28,no,base
source_row,来源行,integer,8,no,base
""")
DESK = _columns("""
party,供应商,id,12,no,base
statement,结算单号,id,24,no,base
policy,保单号,id,24,no,base
line,险种,text,10,no,base
product,产品编码,id,14,no,base
seller,销售商,id,12,no,base
signed,签单日期,date,12,no,base
row_type,行类型,text,10,no,base
premium,含税保费,money,14,yes,base
net,不含税保费,money,14,yes,base
income_amount,收入金额,money,14,yes,base
expenditure,支出合计,money,14,yes,base
margin,差额,money,14,yes,base
rules,规则版本,id,16,no,base
claimed,销售商报送金额,money,14,yes,base
ours,核算金额,money,14,yes,base
difference,核算差额,money,14,yes,base
result,核对结果,text,10,no,base
payable_state,付款状态,text,18,no,base
source_file,来源文件,text,28,no,base
source_row,来源行,integer,8,no,base
""")
PAYABLE = _columns("""
seller,收款方,id,12,no,base
statement,结算单号,id,24,no,base
policy,保单号,id,24,no,base
endorsement,批单号,id,18,no,base
line,险种,text,10,no,base
signed,签单日期,date,12,no,base
level,层级,text,8,no,expenditure
base,计费基数,money,14,no,expenditure
rate,费率,rate,10,no,expenditure
amount,应付金额,money,14,yes,expenditure
fee_net,不含税,money,14,yes,expenditure
fee_vat,税额,money,12,yes,expenditure
rule,规则号,id,12,no,expenditure
payable_state,付款状态,text,18,no,expenditure
source_file,来源文件,text,28,no,base
source_row,来源行,integer,8,no,base
""")
OPEN = _columns("""
party,参与方,id,12,no,base
key,业务键,id,30,no,base
amount,金额,money,14,no,base
state,状态,text,10,no,base
code,原因代码,id,22,no,base
reason,原因,text,40,no,base
remedy,处理建议,text,40,no,base
since,首见日,date,12,no,base
age,账龄（天）,integer,10,no,base
source_file,来源文件,text,28,no,base
source_row,来源行,integer,8,no,base
""")

VERDICTS = {
    "no-income-rule": ("待处理", "未匹配：没有适用的收入规则：收入规则", "补充收入规则，或核对险种与签单日期；每晚自动重试"),
    "seller-unknown": ("待处理", "销售商未登记：{seller}", "由平台登记该商户，或更正销售商编号；每晚自动重试"),
    "value-missing": ("拒绝", "必填项为空", "补填该单元格"),
    "already": ("重复", "重复行：相同内容已报送：首次结果 {first}", "无需处理"),
}


@dataclass
class Cell:
    """A cell of the small sheets: `kind` is title, heading, head, label, text, money, integer, verdict or sign."""

    kind: str
    value: object
    formula: str = ""
    span: int = 1


@dataclass
class Detail:
    frame: str
    columns: list
    rows: int
    where: tuple = ()  # (column, value) picks the rows of the frame
    mask_names: bool = False


@dataclass
class Book:
    path: str
    title: str
    recipient: str
    detail: Detail
    cover: list = field(default_factory=list)  # rows of cells
    summary: list = field(default_factory=list)
    open_rows: list | None = None
    tie_outs: list = field(default_factory=list)


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def yuan(fen):
    return fen / 100


def capitals(fen):
    """大写 of an amount that is not negative."""
    digits = "零壹贰叁肆伍陆柒捌玖"
    whole, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    text, pending = "", False
    groups = []
    left = whole
    while left:
        left, rest = divmod(left, 10_000)
        groups.append(rest)
    for power in reversed(range(len(groups))):
        group = groups[power]
        if not group:
            pending = bool(text)
            continue
        if pending or (text and group < 1000):
            text += digits[0]
        pending, inner = False, False
        for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = group // place % 10
            if digit:
                if inner:
                    text += digits[0]
                text, inner = text + digits[digit] + unit, False
            elif group % place and group >= place * 10:
                inner = True
        text += ("", "万", "亿", "万亿")[power]
    if whole or not fen:
        text = (text or digits[0]) + "元"
    if jiao:
        text += digits[jiao] + "角"
    elif cent and whole:
        text += digits[0]
    if cent:
        text += digits[cent] + "分"
    return "人民币" + (text if jiao or cent else text + "整")


class Ranges:
    """Formulas over the detail, which stands on one sheet."""

    def __init__(self, rows):
        self.last = max(rows, 1) + 1

    def of(self, column):
        return f"'明细'!${letters(column)}$2:${letters(column)}${self.last}"

    def sum(self, column):
        return f"=SUM({self.of(column)})"

    def count(self, column=0):
        return f"=COUNTA({self.of(column)})"


def cover(title, recipient, inputs, sheets, rules, particulars=()):
    rows = [[Cell("title", title, span=5)], []]
    facts = [("收件方", recipient), ("批次号", RUN), ("业务日期", str(DAY)), ("数据截止时间", f"{DAY} 23:59:59")]
    rows += [[Cell("label", label), Cell("text", text)] for label, text in facts + list(particulars)] + [[]]

    def table(name, head, lines):
        rows.append([Cell("heading", name)])
        rows.append([Cell("head", text) for text in head])
        for number, line in enumerate(lines, 1):
            rows.append([Cell("integer", number)] + [Cell("integer" if isinstance(cell, int) else "text", cell) for cell in line])
        rows.append([])

    table("数据来源", ["序号", "文件", "提交方", "行数", "摘要（SHA-256）"], inputs)
    if rules:
        table("规则版本", ["序号", "规则表", "归属", "行数", "摘要（SHA-256）"], rules)
    table("本簿各表", ["序号", "工作表", "", "行数"], [(name, "", count) for name, count in sheets])
    return rows[:-1]


def summary(title, recipient, columns, rows, sums, headlines, tables, capital=None, signed=True, counted=0):
    """`sums[column name]` in fen; `tables` is a list of (column name, [(value, rows, sums)])."""
    ranges = Ranges(rows)
    totals = [index for index, column in enumerate(columns) if column.total]
    last = max(5, len(totals) + 1)
    lines = [
        [Cell("title", title + "汇总", span=last + 1)],
        [Cell("text", f"{recipient}\u3000{RUN}\u3000{DAY}", span=last - 2), Cell("unit", "单位：元\u3000币种：人民币", span=3)],
        [],
        [Cell("heading", "主要数据")],
    ]
    lines += [[Cell("label", label), Cell(kind, value)] for label, kind, value in headlines]
    for index in totals:
        lines.append([Cell("label", columns[index].title.removesuffix("合计") + "合计"), Cell("money", yuan(sums[columns[index].name]), ranges.sum(index))])
    lines.append([])
    for name, values in tables:
        by = [column.name for column in columns].index(name)
        lines.append([Cell("heading", f"明细：按{columns[by].title}")])
        lines.append([Cell("head", columns[by].title), Cell("head", "行数")] + [Cell("head", columns[index].title) for index in totals])
        for value, count, parts in sorted(values, key=lambda value: value[0].encode()):
            at = len(lines) + 1
            line = [Cell("label", value), Cell("integer", count, f"=COUNTIF({ranges.of(by)},$A{at})")]
            for index in totals:
                formula = f"=SUMIFS({ranges.of(index)},{ranges.of(by)},$A{at})"
                line.append(Cell("money", yuan(parts[columns[index].name]), formula))
            lines.append(line)
        line = [Cell("label", "合计"), Cell("integer", rows, ranges.count(counted))]
        lines += [line + [Cell("money", yuan(sums[columns[index].name]), ranges.sum(index)) for index in totals], []]
    if capital:
        index = [column.name for column in columns].index(capital)
        label = columns[index].title
        lines.append([Cell("label", label + "（小写）"), Cell("money", yuan(sums[capital]), ranges.sum(index))])
        lines += [[Cell("label", label + "（大写）"), Cell("text", capitals(sums[capital]))], []]
    if signed:
        places = {number * (last + 1) // 4: text for number, text in enumerate(("制表：", "复核：", "审批：", "日期："))}
        lines += [[], [Cell("sign", places[at]) if at in places else None for at in range(max(places) + 1)]]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def tie_outs(columns, rows, sums, ties):
    """`ties` is a list of (title, column name, fen): what the ledger moved."""
    ranges = Ranges(rows)
    names = [column.name for column in columns]
    lines = [("行数", ranges.count(), rows, rows, "明细行数 = 本批过账行数", 6)]
    for index, column in enumerate(columns):
        if column.total:
            value = yuan(sums[column.name])
            lines.append((column.title, ranges.sum(index), value, value, "明细合计 = 过账合计", 2))
    for title, name, moved in ties:
        lines.append((title, ranges.sum(names.index(name)), yuan(sums[name]), yuan(moved), "明细合计 = 账簿本批发生额", 2))
    return tied(lines)


def tied(lines):
    out = [[Cell("head", text) for text in ("序号", "项目", "左方", "右方", "差额", "结论", "说明")]]
    for number, (label, formula, left, right, note, places) in enumerate(lines, 1):
        kind, at = ("integer" if places == 6 else "money"), number + 1
        out.append([
            Cell("integer", number), Cell("label", label), Cell(kind, left, formula), Cell(kind, right),
            Cell(kind, round(left - right, 2), f"=ROUND(C{at}-D{at},{places})"),
            Cell("verdict", "一致" if left == right else "不一致", f'=IF(E{at}=0,"一致","不一致")'), Cell("text", note),
        ])
    return out
