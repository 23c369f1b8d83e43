"""The night's sums with polars: one frame of settled lines, one of payables, one of verdicts for each file. Money is Int64 fen throughout."""

import os

import polars as pl

import house

KEY = ["保单号", "险种"]


def fen(name):
    return pl.col(name).str.replace(".", "", literal=True).cast(pl.Int64)


def half_up(amount, numerator, denominator):
    """amount × numerator / denominator, rounded half up; amounts are not negative."""
    return (amount * (2 * numerator) + denominator) // (2 * denominator)


def read(path):
    frame = pl.read_csv(path, infer_schema=False)
    for name in house.MONEY:
        wrong = frame.filter(~pl.col(name).str.contains(r"^\d+\.\d\d$")).height
        assert not wrong, f"{path}: {wrong} cells of {name} are no amounts"
    return frame


def state(code):
    return code.replace_strict({code: verdict[0] for code, verdict in house.VERDICTS.items()}, default=house.SETTLED)


class Engine:
    name = "polars"

    def __init__(self, files, merchants):
        """`files` are a party, a path and the digest of the file each."""
        self.merchants = pl.read_csv(merchants, infer_schema=False).fill_null("")
        lists = [read(path).with_row_index("来源行", 2).with_columns(参与方=pl.lit(party), 来源文件=pl.lit(os.path.basename(path))) for party, path, _ in files]
        rows = pl.concat(lists).with_columns(pl.col("来源行").cast(pl.Int64)).with_row_index("at")
        rows = rows.with_columns(missing=pl.any_horizontal(pl.col(house.REQUIRED).is_null()))
        whole = rows.filter(~pl.col("missing"))
        repeated = whole.filter(~pl.struct(KEY).is_first_distinct())
        # The benchmark's lists repeat rows whole; a repetition with other content would be a conflict.
        assert whole.unique(house.CONTENT + ["参与方"]).height == whole.height - repeated.height
        rows = rows.with_columns(repeated=pl.col("at").is_in(repeated["at"].implode()))
        signed = pl.col("签单日期").str.to_date(strict=False)
        sellers = self.merchants.select(销售商="商户号", business="主营类型", vat=pl.col("增值税率").replace("", "6%").str.strip_chars("%").cast(pl.Int64))
        rows = rows.join(sellers, "销售商", "left", maintain_order="left").with_columns(
            premium=fen("保费"), net=fen("不含税保费"), tax=fen("税额"), vehicle_tax=fen("车船税").fill_null(0), day=signed,
            signed=(signed - pl.date(1970, 1, 1)).dt.total_days() + 25569,
        )
        rows = rows.with_columns(
            net=pl.coalesce("net", pl.col("premium") - pl.col("tax"), half_up(pl.col("premium"), 100, 106))
        ).with_columns(
            income=self.rule(house.INCOME), level1=self.rule(house.LEVEL1), level2=self.rule(house.LEVEL2),
        )
        code = (
            pl.when("missing").then(pl.lit("value-missing")).when("repeated").then(pl.lit("already"))
            .when(pl.col("business").is_null()).then(pl.lit("seller-unknown")).when(pl.col("income").is_null()).then(pl.lit("no-income-rule"))
            .otherwise(pl.lit(""))
        )
        rows = rows.with_columns(code=code)
        # A repetition is told what became of the row it repeats.
        firsts = rows.filter(~pl.col("missing") & ~pl.col("repeated")).select(*KEY, first=state(pl.col("code")))
        rows = rows.join(firsts, KEY, "left", maintain_order="left").with_columns(pl.col("first").fill_null(""))
        self.rows_in = rows
        self.settled = self.settle(rows.filter(pl.col("code") == "")).sort("party", "day", "policy", "line")
        self.payable = self.levels(self.settled).sort("seller", "day", "policy", "line", "level")
        self.open = rows.filter(pl.col("code").is_in(["no-income-rule", "seller-unknown"])).sort("参与方", "day", *KEY)
        self.frames = {"settled": self.settled, "payable": self.payable}
        for party, _, digest in files:
            self.frames[f"receipt_{party}"] = self.receipt(rows.filter(pl.col("参与方") == party), digest)

    @staticmethod
    def rule(table):
        """The number of the rule that hits, by whatever columns the table names."""
        found = pl.lit(None, pl.Int64)
        for number, rule in enumerate(table):
            hit = (pl.col("险种") == rule.line) & pl.col("day").is_between(house.FIRST, house.LAST)
            if rule.business:
                hit &= pl.col("business").is_in(rule.business)
            if rule.not_business:
                hit &= ~pl.col("business").is_in(rule.not_business)
            if rule.low is not None:
                hit &= (pl.col("premium") >= rule.low) & (pl.col("premium") < (rule.high or 1 << 60))
            found = pl.when(hit).then(number).otherwise(found)
        return found

    @staticmethod
    def settle(rows):
        def rate(table, column):
            return pl.col(column).replace_strict(list(range(len(table))), [rule.rate for rule in table], return_dtype=pl.Int64)

        def ids(table, column):
            return pl.col(column).replace_strict(list(range(len(table))), [rule.id for rule in table], return_dtype=pl.String)

        lines = rows.select(
            "at", "vat", "day", "signed", "premium", "net", "vehicle_tax", "来源行", party="参与方", policy="保单号", endorsement=pl.lit(""), line="险种",
            product="产品编码", seller="销售商", plate="车牌号", insured="被保险人", row_type=pl.lit("原始"), rules=pl.lit(house.RULES), source_file="来源文件", source_row="来源行",
            statement=pl.concat_str(pl.lit(f"JS-{house.DAY:%Y%m%d}-"), "参与方", pl.lit("-01")),
            income_rate=rate(house.INCOME, "income"), income_rule=ids(house.INCOME, "income"), level1_rate=rate(house.LEVEL1, "level1"),
            level1_rule=ids(house.LEVEL1, "level1"), level2_rate=rate(house.LEVEL2, "level2"), level2_rule=ids(house.LEVEL2, "level2"),
            cap=pl.col("险种").replace_strict(house.CAPS, return_dtype=pl.Int64),
            # Sellers' own sheets would stand here; the benchmark's sellers send none.
            claimed=pl.lit(None, pl.Int64), ours=pl.lit(None, pl.Int64), difference=pl.lit(None, pl.Int64), result=pl.lit(""),
        )
        lines = lines.with_columns(tax=pl.col("premium") - pl.col("net")).with_columns(
            [half_up(pl.col("net"), pl.col(f"{part}_rate"), 10_000).alias(f"{part}_amount") for part in ("income", "level1", "level2")]
        )
        lines = lines.with_columns(income_net=half_up(pl.col("income_amount"), 100, 106), expenditure=pl.col("level1_amount") + pl.col("level2_amount"))
        lines = lines.with_columns(income_vat=pl.col("income_amount") - pl.col("income_net"), margin=pl.col("income_amount") - pl.col("expenditure"))
        state = (
            pl.when(pl.col("level1_rate") + pl.col("level2_rate") > pl.col("cap")).then(pl.lit("暂扣：超报备费率"))
            .when(pl.col("margin") < 0).then(pl.lit("暂扣：支出大于收入")).otherwise(pl.lit("应付"))
        )
        return lines.with_columns(payable_state=state)

    @staticmethod
    def levels(settled):
        parts = []
        for title, level in (("一级", "level1"), ("二级", "level2")):
            parts.append(settled.filter(pl.col(f"{level}_amount") != 0).select(
                "seller", "statement", "policy", "endorsement", "line", "day", "signed", "payable_state", "source_file", "source_row",
                level=pl.lit(title), base="net", rate=f"{level}_rate", amount=f"{level}_amount", rule=f"{level}_rule",
                fee_net=half_up(pl.col(f"{level}_amount"), 100, 100 + pl.col("vat")),
            ))
        return pl.concat(parts).with_columns(fee_vat=pl.col("amount") - pl.col("fee_net"))

    @staticmethod
    def receipt(rows, digest):
        def said(part):
            texts = {code: verdict[part] for code, verdict in house.VERDICTS.items()}
            return pl.col("code").replace_strict(texts, default="")

        reason = said(1).str.replace("{seller}", pl.col("销售商"), literal=True).str.replace("{first}", pl.col("first"), literal=True)
        masked = pl.concat_str(pl.col("手机").str.head(3), pl.lit("****"), pl.col("手机").str.tail(4))
        mark = pl.concat_str(pl.lit(f"{digest[:12]}:"), pl.col("来源行").cast(pl.String))
        return rows.select(*house.HEADERS[:-1], 手机=masked, 状态=state(pl.col("code")), 原因代码="code", 原因=reason, 处理建议=said(2), 回执行号=mark)

    # What the plans of the workbooks ask for.

    def totals(self, frame, names, where=()):
        frame = self.picked(self.frames[frame], where)
        return frame.height, dict(zip(names, frame.select(pl.col(names).sum()).row(0))) if names else {}

    def by(self, frame, column, names, where=()):
        groups = self.picked(self.frames[frame], where).group_by(column).agg(pl.len(), *[pl.col(name).sum().alias(f"{name}_") for name in names])
        return [(row[0], row[1], dict(zip(names, row[2:]))) for row in groups.iter_rows()]

    def parts(self, frame, column):
        return self.frames[frame][column].unique().to_list()

    def file(self, party):
        rows = self.rows_in.filter(pl.col("参与方") == party)
        sums = [rows[name].sum() for name in ("premium",)]
        sums += [rows.select(fen(name).sum()).item() for name in house.MONEY[1:]]
        states = dict(rows.group_by("code").len().iter_rows())
        return rows.height, sums, states

    def waiting(self):
        return self.open.select("参与方", "保单号", "险种", "premium", "code", "销售商", "来源文件", "来源行", "signed").rows()

    def rejected(self):
        return self.rows_in.filter("missing").select("参与方", "code", "来源文件", "来源行").rows()

    def save(self, folder):
        for name, frame in self.frames.items():
            frame.write_ipc(f"{folder}/{name}.arrow")

    @staticmethod
    def picked(frame, where):
        return frame.filter(pl.col(where[0]) == where[1]) if where else frame

    @staticmethod
    def rows(folder, detail):
        """The rows of a detail as cells: yuan, fractions and serials as numbers."""
        frame = Engine.picked(pl.read_ipc(f"{folder}/{detail.frame}.arrow"), detail.where)
        for part in frame.iter_slices(20_000):
            yield from part.select([Engine.cell(part, column, detail) for column in detail.columns]).iter_rows()

    @staticmethod
    def cell(part, column, detail):
        if column.name == "insured" and detail.mask_names:
            text = pl.col("insured")
            return pl.concat_str(text.str.head(1), text.str.slice(1).str.replace_all(".", "*"))
        # Not polars' own division: it multiplies by the reciprocal, and 796.17 becomes 796.1700000000001.
        if column.kind == "money":
            return pl.Series(column.name, part[column.name].to_numpy() / 100).fill_nan(None)
        if column.kind == "rate":
            return pl.Series(column.name, part[column.name].to_numpy() / 10_000)
        return pl.col(column.name)
