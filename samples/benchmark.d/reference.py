"""The night's job done with a data frame library and a spreadsheet library: the same files in, the same workbooks out.

    reference.py polars|pandas IN OUT [--workers N]

IN as `generate.py` leaves it; OUT gets one folder for each recipient. `polars` writes with XlsxWriter, `pandas` with openpyxl. Workbooks are
written side by side in N processes; the frames go to them through files.
"""

import argparse
import csv
import glob
import hashlib
import importlib
import json
import multiprocessing
import os
import shutil
import tempfile
import time

import books
from books import Book, Cell, Column, Detail, DESK, OPEN, PAYABLE, RUN, SETTLEMENT, TODAY, VERDICTS

KINDS = {"polars": ("engine_polars", "with_xlsxwriter"), "pandas": ("engine_pandas", "with_openpyxl")}
FEEDS = {"underwriting": "承保清单", "merchants": "商户"}
PIPELINE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../pipelines")


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(job):
    """One workbook; runs in a worker."""
    kind, folder, book, sums = job
    engine, writer = (importlib.import_module(name) for name in KINDS[kind])
    os.makedirs(os.path.dirname(book.path), exist_ok=True)
    rows = engine.Engine.rows(folder, book.detail) if book.detail.frame else iter(book.detail.where)
    writer.write(book, rows, sums, folder)
    return os.path.basename(book.path)


class Planner:
    """Which workbooks there are, and what stands on their small sheets."""

    def __init__(self, engine, given, out):
        self.engine, self.out = engine, out
        self.files = sorted(glob.glob(f"{given}/*/underwriting/*.csv"))
        self.merchants = f"{given}/platform/merchants/merchants.csv"
        with open(self.merchants, encoding="utf-8") as file:
            self.merchant_rows = list(csv.reader(file))
        self.accounts = {row[0]: row for row in self.merchant_rows[1:]}
        self.names = {"finance": "财务（finance）", "platform": "平台（platform）", **{row[0]: f"{row[1]}（{row[0]}）" for row in self.merchant_rows[1:]}}
        self.inputs = {}
        for path in self.files:
            party = path.split("/")[-3]
            self.inputs[party] = (os.path.basename(path), party, engine.file(party)[0], digest(path))
        self.rules = []
        for table in ("allocated", "caps", "expenditure-1", "expenditure-2", "income", "ladders"):
            path = f"{PIPELINE}/settlement/rules/{table}.csv"
            with open(path, encoding="utf-8") as file:
                self.rules.append((table, "平台", len(file.readlines()) - 3, digest(path)))
        self.books = []

    def plan(self):
        suppliers = sorted(self.inputs)
        waiting, rejected = self.engine.waiting(), self.engine.rejected()
        # A payee nobody registered has no sheet; the lines that wait for its registration stand on the supplier's.
        sellers = (set(self.engine.parts("payable", "seller")) | {row[5] for row in waiting}) & self.accounts.keys()
        for supplier in suppliers:
            for party in ("finance", supplier):
                columns = [column for column in SETTLEMENT if party == "finance" or column.group in ("base", "income")]
                self.sheet(f"settlement-sheet_{supplier}", "收支结算表", party, columns, "settled", ("party", supplier), ["line", "row_type"], "income_amount",
                           [row for row in waiting if row[0] == supplier], [row for row in rejected if row[0] == supplier], [supplier],
                           [("收入金额 = 应收账户的变动", "income_amount"), ("收入不含税 = 收入账户的变动", "income_net")])
            self.receipt(supplier)
        for seller in sorted(sellers):
            for party in ("finance", seller):
                self.sheet(f"payable-detail_{seller}", "应付费用明细", party, PAYABLE, "payable", ("seller", seller), ["level", "payable_state"], "amount",
                           sorted((row for row in waiting if row[5] == seller), key=lambda row: (row[8], row[1], row[2])), [], suppliers, [("应付金额 = 应付账户与暂扣账户的变动", "amount")])
        for party in ("finance", "platform"):
            self.sheet("business-desk", "业务台", party, DESK, "settled", (), ["party", "line"], "income_amount", waiting, rejected, suppliers,
                       [("收入金额 = 应收账户的变动", "income_amount")])
        self.merchants_receipt()
        return self.books

    def sheet(self, name, title, party, columns, frame, where, breakdowns, capital, waiting, rejected, suppliers, ties):
        names = [column.name for column in columns if column.total]
        rows, sums = self.engine.totals(frame, names, where)
        tables = [(column, self.engine.by(frame, column, names, where)) for column in breakdowns]
        open_rows = self.open_rows(waiting, rejected)
        recipient = self.names[party]
        book = Book(f"{self.out}/{party}/{name}.xlsx", title, recipient, Detail(frame, columns, rows, where, mask_names=title == "收支结算表" and party != "finance"))
        book.open_rows = open_rows
        book.cover = books.cover(title, recipient, [self.inputs[supplier] for supplier in suppliers], [("明细", rows), ("未结算", len(open_rows))], self.rules)
        book.summary = books.summary(title, recipient, columns, rows, sums, self.headlines(frame, where, sums), tables, capital)
        book.tie_outs = books.tie_outs(columns, rows, sums, [(said, column, sums[column]) for said, column in ties])
        self.books.append((book, sums))

    def headlines(self, frame, where, sums):
        if frame == "payable":
            account = self.accounts[where[1]]
            held = sum(part["amount"] for state, _, part in self.engine.by("payable", "payable_state", ["amount"], where) if state != "应付")
            due = sums["amount"] - held
            amounts = [("期初结转", 0), ("本期应付", due), ("已付", 0), ("结转", due), ("其中暂扣", held)]
            texts = [("收款户名", "text", account[4]), ("账号", "text", account[5]), ("开户行", "text", account[6])]
            return texts + [(label, "money", amount / 100) for label, amount in amounts]
        if not where:
            return []
        received = sums["income_amount"] / 100
        return [("期初应收", "money", 0), ("本期应收", "money", received), ("期末应收", "money", received)]

    @staticmethod
    def open_rows(waiting, rejected):
        rows = []
        for party, policy, line, premium, code, seller, file, row, _ in waiting:
            state, reason, remedy = VERDICTS[code]
            rows.append((party, f"{policy} {line}", premium / 100, state, code, reason.format(seller=seller), remedy, TODAY, 0, file, row))
        for party, code, file, row in rejected:
            state, reason, remedy = VERDICTS[code]
            rows.append((party, None, None, state, code, reason, remedy, TODAY, 0, file, row))
        return rows

    def receipt(self, supplier):
        file, _, rows, _ = self.inputs[supplier]
        _, sums, states = self.engine.file(supplier)
        counts = {}
        for code, count in states.items():
            state = VERDICTS[code][0] if code else "已结算"
            counts[state] = counts.get(state, 0) + count
        headlines = [(f"{name}：逐行合计", "money", total / 100) for name, total in zip(("保费", "不含税保费", "税额", "车船税"), sums)]
        self.returned(supplier, "underwriting", file, rows, headlines, counts, self.inputs[supplier], Detail(f"receipt_{supplier}", [], rows))

    def merchants_receipt(self):
        head, *lines = self.merchant_rows
        source = ("merchants.csv", "platform", len(lines), digest(self.merchants))
        kept = [(*row[:5], row[5][:4] + "*" * (len(row[5]) - 8) + row[5][-4:], *row[6:], "已结算", "", "", "", f"{source[3][:12]}:{number}")
                for number, row in enumerate(lines, 2)]
        self.returned("platform", "merchants", "merchants.csv", len(lines), [], {"已结算": len(lines)}, source, Detail("", [], len(lines), kept), head)

    def returned(self, party, feed, file, rows, headlines, counts, source, detail, head=None):
        recipient = self.names[party]
        own = head or list(importlib.import_module("house").HEADERS)
        titles = own + ["状态", "原因代码", "原因", "处理建议", "回执行号"]
        detail.columns = [Column(title, title, "text", 14) for title in titles]
        book = Book(f"{self.out}/{party}/receipt_{feed}_{file}.xlsx", "回执", recipient, detail)
        book.cover = books.cover("回执", recipient, [source], [("明细", rows)], [], [("文件", file), ("报送类别", FEEDS[feed])])
        headlines = [("文件行数", "integer", rows + 1), ("数据行", "integer", rows)] + headlines
        book.summary = books.summary("回执", recipient, detail.columns, rows, {}, headlines, [("状态", [(*pair, {}) for pair in counts.items()])], signed=False,
                                     counted=len(own))
        book.tie_outs = books.tied([("数据行", "", rows, rows, "有结论的行数 = 读入的数据行数", 6)])
        self.books.append((book, None))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kind", choices=KINDS)
    options.add_argument("given")
    options.add_argument("out")
    options.add_argument("--workers", type=int, default=os.cpu_count())
    asked = options.parse_args()
    began = time.monotonic()
    shutil.rmtree(asked.out, ignore_errors=True)
    os.makedirs(asked.out)
    module = importlib.import_module(KINDS[asked.kind][0])
    files = [(path.split("/")[-3], path, digest(path)) for path in sorted(glob.glob(f"{asked.given}/*/underwriting/*.csv"))]
    engine = module.Engine(files, f"{asked.given}/platform/merchants/merchants.csv")
    planned = Planner(engine, asked.given, asked.out).plan()
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(asked.out))) as folder:
        engine.save(folder)
        del engine
        settled = time.monotonic()
        # The longest first, so that no process is left alone with it at the end.
        planned.sort(key=lambda pair: -pair[0].detail.rows * len(pair[0].detail.columns))
        jobs = [(asked.kind, folder, book, sums) for book, sums in planned]
        if asked.workers == 1:
            for job in jobs:
                write(job)
        else:
            with multiprocessing.get_context("spawn").Pool(asked.workers) as pool:
                for _ in pool.imap_unordered(write, jobs, chunksize=1):
                    pass
    cells = sum(book.detail.rows * len(book.detail.columns) for book, _ in planned)
    rows = sum(book.detail.rows for book, _ in planned)
    ended = time.monotonic()
    print(json.dumps({"settle": round(settled - began, 3), "write": round(ended - settled, 3), "books": len(planned), "rows": rows, "cells": cells}))


if __name__ == "__main__":
    main()
