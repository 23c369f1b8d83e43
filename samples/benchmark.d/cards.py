"""Writes a night of prepaid cards: two issuers, an insurer, N transactions over N/10 accounts, the same bytes for the same seed.

    cards.py FOLDER --rows N [--accounts N/10] [--seed 20261121]

FOLDER then holds <party>/<feed>/list.csv, as they are dropped into a working root. Stored-value, bonus and discount cards; payments, refunds, voids
and top-ups over three months, every one within its balance; one row in two hundred is repeated. Rows stand in no order.
"""

import argparse
import os
import random

ISSUERS = ["ISS-A", "ISS-B"]
INSURER = "INS-P"
ORDERS = "订单号,网络账户,卡种,记名,预付金额,赠送金额,购卡日期,保险公司,次数,折扣,有效期"
ROWS = "流水号,终端号,批次号,网络账户,交易时间,交易类型,交易金额,余额,原终端号,原批次号,原流水号"
DAYS = [f"2026-{month:02d}-{day:02d}" for month in (9, 10, 11) for day in range(1, 21)]


def write(folder, party, feed, header, rows):
    path = f"{folder}/{party}/{feed}"
    os.makedirs(path, exist_ok=True)
    with open(f"{path}/list.csv", "w", encoding="utf-8") as out:
        out.write(header + "\n")
        out.writelines(row + "\n" for row in rows)


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def account(draw, number, kind, face, count, serial):
    """The rows of one account, each within what stands on it."""
    left, payments, rows = face, [], []
    seconds = sorted(draw.randrange(len(DAYS) * 86400) for _ in range(count))
    for second in seconds:
        serial += 1
        at = f"{DAYS[second // 86400]} {second // 3600 % 24:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        terminal = f"T{draw.randrange(400):04d}"
        chance = draw.random()
        if chance < 0.04 and payments:
            terminal, named, amount, value = payments.pop(draw.randrange(len(payments)))
            left += value
            act = "退货" if chance < 0.03 else "撤销"
            rows.append(f"{serial},{terminal},B1,{number},{at},{act},{yuan(amount)},,,B1,{named}")
            continue
        if chance < 0.10 or left < 20000:
            amount = draw.randrange(5000, 60000)
            left += amount
            rows.append(f"{serial},{terminal},B1,{number},{at},充值,{yuan(amount)},,,,")
            continue
        amount = draw.randrange(100, 12000)
        value = (amount * 9 * 2 + 10) // 20 if kind == "折扣卡" else amount
        left -= value
        payments.append((terminal, serial, amount, value))
        told = yuan(left) if draw.random() < 0.3 else ""
        rows.append(f"{serial},{terminal},B1,{number},{at},消费,{yuan(amount)},{told},,,")
    return rows, serial


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--accounts", type=int)
    parser.add_argument("--seed", type=int, default=20261121)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)
    accounts = chosen.accounts or max(1, chosen.rows // 10)

    write(chosen.folder, "platform", "parties", "参与方,名称,角色,状态",
          [f"{issuer},{issuer}商业,issuer,启用" for issuer in ISSUERS] + [f"{INSURER},平安产险,insurer,启用"])
    orders = {issuer: [] for issuer in ISSUERS}
    transactions = {issuer: [] for issuer in ISSUERS}
    serial = done = 0
    for index in range(accounts):
        issuer = ISSUERS[index % 2]
        number = f"NA{index:08d}"
        kind = "优惠卡" if draw.random() < 0.2 else "折扣卡" if draw.random() < 0.2 else "储值卡"
        paid = draw.randrange(50000, 800000)
        gift = paid // 5 if kind == "优惠卡" else 0
        orders[issuer].append(f"D{index:08d},{number},{kind},是,{yuan(paid)},{yuan(gift) if gift else ''},2026-08-15,{INSURER},,{'9折' if kind == '折扣卡' else ''},")
        count = chosen.rows * (index + 1) // accounts - done
        rows, serial = account(draw, number, kind, paid + gift, count, serial)
        transactions[issuer] += rows
        done += count
    for issuer in ISSUERS:
        rows = transactions[issuer]
        rows += [rows[draw.randrange(len(rows))] for _ in range(len(rows) // 200)]
        draw.shuffle(rows)
        draw.shuffle(orders[issuer])
        write(chosen.folder, issuer, "card-orders", ORDERS, orders[issuer])
        write(chosen.folder, issuer, "card-transactions", ROWS, rows)


main()
