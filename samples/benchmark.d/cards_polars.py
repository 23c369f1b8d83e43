"""The same balances with polars, and whether they are the same.

    cards_polars.py DROP CARDS.csv

DROP is what cards.py wrote, CARDS.csv what `settle query ROOT cards --format csv` says. Every row of the drop is within its balance, so that a sum by
account is the balance; an engine that has to refuse rows, replay late ones and keep sub-cards does more than this. Prints seconds and peak memory.
"""

import glob
import resource
import sys
import time

import polars as pl


def fen(name):
    return pl.col(name).str.replace(".", "", literal=True).cast(pl.Int64).fill_null(0)


def main():
    drop, answer = sys.argv[1:]
    began = time.monotonic()
    orders = pl.concat([pl.read_csv(path, infer_schema=False) for path in glob.glob(f"{drop}/*/card-orders/list.csv")])
    rows = pl.concat([pl.read_csv(path, infer_schema=False) for path in glob.glob(f"{drop}/*/card-transactions/list.csv")])
    rows = rows.unique(["终端号", "批次号", "流水号"]).join(orders.select("网络账户", "卡种"), "网络账户")
    listed = fen("交易金额")
    value = pl.when(pl.col("卡种") == "折扣卡").then((listed * 18 + 10) // 20).otherwise(listed)
    moved = pl.when(pl.col("交易类型") == "消费").then(-value).when(pl.col("交易类型") == "充值").then(listed).otherwise(value)
    moved = rows.group_by("网络账户").agg(moved=moved.sum())
    face = orders.select("网络账户", face=fen("预付金额") + fen("赠送金额"))
    ours = face.join(moved, "网络账户", "left").select("网络账户", balance=pl.col("face") + pl.col("moved").fill_null(0))
    seconds = time.monotonic() - began
    print(f"polars: {rows.height} transactions, {ours.height} balances in {seconds:.1f} s, {rows.height / seconds:,.0f} rows/s, "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    theirs = pl.read_csv(answer, infer_schema=False).group_by("网络账户").agg(settle=fen("余额").sum())
    both = ours.join(theirs, "网络账户", "full")
    wrong = both.filter(pl.col("balance").is_null() | pl.col("settle").is_null() | (pl.col("balance") != pl.col("settle")))
    if wrong.height:
        print(wrong.head(10))
        sys.exit(f"{wrong.height} of {both.height} balances differ")
    print(f"all {both.height} balances are the same")


main()
