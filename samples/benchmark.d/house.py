"""The house rules of `pipelines/settlement/rules/` as the references need them: rates in hundredths of a percent, bands in fen."""

from dataclasses import dataclass
from datetime import date

from books import DAY, VERDICTS

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
HEADERS = ("保单号,险种,产品编码,销售商,保费,不含税保费,税额,车船税,签单日期,起保日期,终保日期,"
           "保险公司,机构,车牌号,车架号,使用性质,能源类型,投保人,被保险人,手机").split(",")
CONTENT = HEADERS
MONEY = ["保费", "不含税保费", "税额", "车船税"]
REQUIRED = ["保单号", "险种", "产品编码", "销售商", "保费", "签单日期", "起保日期", "终保日期"]


@dataclass
class Rule:
    id: str
    line: str
    rate: int
    business: tuple = ()
    not_business: tuple = ()
    low: int | None = None
    high: int | None = None


INCOME = [Rule("INC-01", "商业险", 2000), Rule("INC-02", "交强险", 400)]
LEVEL1 = [
    Rule("L1-01", "商业险", 1000, business=("4S店",)), Rule("L1-02", "商业险", 900, business=("经纪",)),
    Rule("L1-03", "商业险", 800, not_business=("4S店", "经纪")), Rule("L1-04", "交强险", 100),
]
LEVEL2 = [
    Rule("L2-01", "商业险", 200, low=0, high=300_000), Rule("L2-02", "商业险", 300, low=300_000, high=500_000),
    Rule("L2-03", "商业险", 400, low=500_000), Rule("L2-04", "交强险", 0),
]
# What a line settled by these tables is marked with, where its supplier has none of its own.
RULES = "平台规则"
SETTLED = "已结算"
CAPS = {"商业险": 2500, "交强险": 400}
__all__ = ["DAY", "VERDICTS"]
