"""The night's sums with pandas: the same frames as `engine_polars.py`. Money is int64 fen throughout."""

import os

import pandas as pd

import house

KEY = ["保单号", "险种"]


def fen(texts):
    """Amounts as whole fen; a blank is none."""
    return texts.where(texts != "", "-1").str.replace(".", "", regex=False).astype("int64").mask(texts == "").astype("Int64")


def half_up(amount, numerator, denominator):
    """amount × numerator / denominator, rounded half up; amounts are not negative."""
    return (amount * (2 * numerator) + denominator) // (2 * denominator)


def read(path):
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    for name in house.MONEY:
        wrong = (~frame[name].str.fullmatch(r"(\d+\.\d\d)?")).sum()
        assert not wrong, f"{path}: {wrong} cells of {name} are no amounts"
    return frame


class Engine:
    name = "pandas"

    def __init__(self, files, merchants):
        """`files` are a party, a path and the digest of the file each."""
        sellers = read_merchants(merchants)
        lists = []
        for party, path, _ in files:
            frame = read(path)
            lists.append(frame.assign(来源行=range(2, len(frame) + 2), 参与方=party, 来源文件=os.path.basename(path)))
        rows = pd.concat(lists, ignore_index=True)
        rows["missing"] = (rows[house.REQUIRED] == "").any(axis=1)
        whole = rows[~rows["missing"]]
        repeated = whole.duplicated(KEY)
        # The benchmark's lists repeat rows whole; a repetition with other content would be a conflict.
        assert (whole.duplicated([*house.CONTENT, "参与方"]) == repeated).all()
        rows["repeated"] = repeated.reindex(rows.index, fill_value=False)
        rows = rows.merge(sellers, "left", left_on="销售商", right_index=True)
        rows["day"] = pd.to_datetime(rows["签单日期"], format="%Y-%m-%d", errors="coerce")
        rows["signed"] = (rows["day"] - pd.Timestamp("1899-12-30")).dt.days.fillna(0).astype("int64")
        rows["premium"] = fen(rows["保费"]).astype("int64")
        net, tax = fen(rows["不含税保费"]), fen(rows["税额"])
        rows["net"] = net.fillna(rows["premium"] - tax).fillna(half_up(rows["premium"], 100, 106)).astype("int64")
        rows["vehicle_tax"] = fen(rows["车船税"]).fillna(0).astype("int64")
        for name, table in (("income", house.INCOME), ("level1", house.LEVEL1), ("level2", house.LEVEL2)):
            rows[name] = self.rule(rows, table)
        code = pd.Series("", rows.index)
        for name, hit in (("no-income-rule", rows["income"] < 0), ("seller-unknown", rows["business"].isna()), ("already", rows["repeated"]),
                          ("value-missing", rows["missing"])):
            code = code.mask(hit, name)
        rows["code"] = code
        # A repetition is told what became of the row it repeats.
        rows["state"] = code.map({"": house.SETTLED, **{code: verdict[0] for code, verdict in house.VERDICTS.items()}})
        firsts = rows[~rows["missing"] & ~rows["repeated"]][[*KEY, "state"]].rename(columns={"state": "first"})
        rows = rows.merge(firsts, "left", on=KEY)
        self.rows_in = rows
        settled = self.settle(rows[code == ""]).sort_values(["party", "day", "policy", "line"], ignore_index=True)
        payable = self.levels(settled).sort_values(["seller", "day", "policy", "line", "level"], ignore_index=True)
        self.open = rows[code.isin(["no-income-rule", "seller-unknown"])].sort_values(["参与方", "day", *KEY])
        self.frames = {"settled": settled, "payable": payable}
        for party, _, digest in files:
            self.frames[f"receipt_{party}"] = self.receipt(rows[rows["参与方"] == party], digest)

    @staticmethod
    def rule(rows, table):
        """The number of the rule that hits, by whatever columns the table names; -1 where none does."""
        found = pd.Series(-1, rows.index)
        in_force = rows["day"].between(pd.Timestamp(house.FIRST), pd.Timestamp(house.LAST))
        for number, rule in enumerate(table):
            hit = in_force & (rows["险种"] == rule.line)
            if rule.business:
                hit &= rows["business"].isin(rule.business)
            if rule.not_business:
                hit &= ~rows["business"].isin(rule.not_business) & rows["business"].notna()
            if rule.low is not None:
                hit &= (rows["premium"] >= rule.low) & (rows["premium"] < (rule.high or 1 << 60))
            found = found.mask(hit, number)
        return found

    @staticmethod
    def settle(rows):
        lines = rows.rename(columns={
            "参与方": "party", "保单号": "policy", "险种": "line", "产品编码": "product", "销售商": "seller", "车牌号": "plate", "被保险人": "insured",
            "来源文件": "source_file", "来源行": "source_row"})
        lines = lines[["party", "policy", "line", "product", "seller", "plate", "insured", "source_file", "source_row", "vat", "day", "signed", "premium",
                       "net", "vehicle_tax", "income", "level1", "level2"]].copy()
        lines["endorsement"], lines["row_type"], lines["rules"] = "", "原始", house.RULES
        # Sellers' own sheets would stand here; the benchmark's sellers send none.
        lines["result"] = ""
        for name in ("claimed", "ours", "difference"):
            lines[name] = pd.Series(pd.NA, lines.index, "Int64")
        lines["statement"] = f"JS-{house.DAY:%Y%m%d}-" + lines["party"] + "-01"
        lines["tax"] = lines["premium"] - lines["net"]
        for name, table in (("income", house.INCOME), ("level1", house.LEVEL1), ("level2", house.LEVEL2)):
            numbers = lines[name]
            lines[f"{name}_rate"] = numbers.map(dict(enumerate(rule.rate for rule in table))).astype("int64")
            lines[f"{name}_rule"] = numbers.map(dict(enumerate(rule.id for rule in table)))
            lines[f"{name}_amount"] = half_up(lines["net"], lines[f"{name}_rate"], 10_000)
        lines["income_net"] = half_up(lines["income_amount"], 100, 106)
        lines["income_vat"] = lines["income_amount"] - lines["income_net"]
        lines["expenditure"] = lines["level1_amount"] + lines["level2_amount"]
        lines["margin"] = lines["income_amount"] - lines["expenditure"]
        over = lines["level1_rate"] + lines["level2_rate"] > lines["line"].map(house.CAPS)
        state = pd.Series("应付", lines.index).mask(lines["margin"] < 0, "暂扣：支出大于收入").mask(over, "暂扣：超报备费率")
        lines["payable_state"] = state
        return lines

    @staticmethod
    def levels(settled):
        parts = []
        for title, level in (("一级", "level1"), ("二级", "level2")):
            some = settled[settled[f"{level}_amount"] != 0]
            part = some[["seller", "statement", "policy", "endorsement", "line", "day", "signed", "payable_state", "source_file", "source_row"]].copy()
            part["level"], part["base"], part["rate"] = title, some["net"], some[f"{level}_rate"]
            part["amount"], part["rule"] = some[f"{level}_amount"], some[f"{level}_rule"]
            part["fee_net"] = half_up(part["amount"], 100, 100 + some["vat"].astype("int64"))
            part["fee_vat"] = part["amount"] - part["fee_net"]
            parts.append(part)
        return pd.concat(parts, ignore_index=True)

    @staticmethod
    def receipt(rows, digest):
        made = rows[house.HEADERS].copy()
        made["手机"] = made["手机"].str[:3] + "****" + made["手机"].str[-4:]
        made["状态"] = rows["state"]
        made["原因代码"] = rows["code"]
        reason = rows["code"].map({"": "", **{code: verdict[1] for code, verdict in house.VERDICTS.items()}})
        unknown = rows["code"] == "seller-unknown"
        again = rows["code"] == "already"
        reason = reason.mask(unknown, house.VERDICTS["seller-unknown"][1].replace("{seller}", "") + rows["销售商"])
        made["原因"] = reason.mask(again, house.VERDICTS["already"][1].replace("{first}", "") + rows["first"])
        made["处理建议"] = rows["code"].map({"": "", **{code: verdict[2] for code, verdict in house.VERDICTS.items()}})
        made["回执行号"] = f"{digest[:12]}:" + rows["来源行"].astype(str)
        return made

    # What the plans of the workbooks ask for.

    def totals(self, frame, names, where=()):
        frame = self.picked(self.frames[frame], where)
        return len(frame), {name: int(frame[name].sum()) for name in names}

    def by(self, frame, column, names, where=()):
        frame = self.picked(self.frames[frame], where)
        return [(value, len(part), {name: int(part[name].sum()) for name in names}) for value, part in frame.groupby(column)]

    def parts(self, frame, column):
        return self.frames[frame][column].unique().tolist()

    def file(self, party):
        rows = self.rows_in[self.rows_in["参与方"] == party]
        return len(rows), [int(fen(rows[name]).sum()) for name in house.MONEY], rows["code"].value_counts().to_dict()

    def waiting(self):
        return list(self.open[["参与方", "保单号", "险种", "premium", "code", "销售商", "来源文件", "来源行", "signed"]].itertuples(index=False, name=None))

    def rejected(self):
        return list(self.rows_in[self.rows_in["missing"]][["参与方", "code", "来源文件", "来源行"]].itertuples(index=False, name=None))

    def save(self, folder):
        for name, frame in self.frames.items():
            frame.to_pickle(f"{folder}/{name}.pickle")

    @staticmethod
    def picked(frame, where):
        return frame[frame[where[0]] == where[1]] if where else frame

    @staticmethod
    def rows(folder, detail):
        """The rows of a detail as cells: yuan, fractions and serials as numbers."""
        frame = Engine.picked(pd.read_pickle(f"{folder}/{detail.frame}.pickle"), detail.where)
        for first in range(0, len(frame), 20_000):
            part = frame.iloc[first:first + 20_000]
            yield from zip(*[Engine.cell(part, column, detail) for column in detail.columns])

    @staticmethod
    def cell(part, column, detail):
        values = part[column.name]
        if column.name == "insured" and detail.mask_names:
            values = values.str[:1] + values.str[1:].str.replace(".", "*", regex=True)
        elif column.kind == "money":
            values = values / 100
            if values.hasnans:
                values = values.astype(object).mask(values.isna(), None)
        elif column.kind == "rate":
            values = values / 10_000
        return values.tolist()


def read_merchants(path):
    frame = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("商户号")
    vat = frame["增值税率"].replace("", "6%").str.rstrip("%").astype("int64")
    return pd.DataFrame({"business": frame["主营类型"], "vat": vat})
