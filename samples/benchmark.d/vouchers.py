"""Writes a night of electronic vouchers: banks, an insurer, accounts, confirmations and N instructions, the same bytes for the same seed.

    vouchers.py FOLDER --rows N [--seed 20261121]

FOLDER then holds <party>/<feed>/list.csv, as they are dropped into a working root. Four banks with 500 accounts each. Of ten vouchers nine are
received, eight asked for and paid, one is returned; some instructions come late, twice, or for vouchers nobody knows. Rows stand in no order.
"""

import argparse
import os
import random

DAY = "2026-11-21"
BANKS = [f"BANK-{letter}" for letter in "ABCD"]
INSURER = "INS-P"
PRODUCTS = ["P-RETURN", "P-COD", "P-TRANSPORT", "P-FLIGHT"]
HEADER = "指令号,指令类型,发起人,指令时间,凭证号,投保人,保险人,账号,冻结类型,保险费,产品,收款账号,收证期限,解付期限,请求号,保单号"


def write(folder, party, feed, header, rows):
    path = f"{folder}/{party}/{feed}"
    os.makedirs(path, exist_ok=True)
    with open(f"{path}/list.csv", "w", encoding="utf-8") as out:
        out.write(header + "\n")
        for row in rows:
            out.write(row + "\n")


def moment(draw, first, last):
    second = draw.randrange(first * 3600, last * 3600)
    return f"{DAY} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20261121)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)

    write(chosen.folder, "platform", "parties", "参与方,名称,角色,状态",
          [f"{bank},{bank}银行,bank,启用" for bank in BANKS] + [f"{INSURER},平安产险,insurer,启用"])
    accounts = {bank: [f"62{index}{number:08d}" for number in range(500)] for index, bank in enumerate(BANKS)}
    for bank in BANKS:
        write(chosen.folder, bank, "accounts", "账号,户名,日期,资金,授信额度,冻结余额",
              [f"{account},企业{account[-6:]},{DAY},9000000.00,5000000.00,0.00" for account in accounts[bank]])

    instructions = {party: [] for party in BANKS + [INSURER]}
    confirmations = []
    count = number = 0
    while count < chosen.rows:
        number += 1
        first, second = draw.sample(BANKS, 2)
        premium = f"{draw.randrange(100, 500000) / 100:.2f}"
        product = draw.choice(PRODUCTS)
        voucher, policy = f"PZ-{first}-K{number:07d}", f"HY{number:010d}"
        account, payee = draw.choice(accounts[first]), draw.choice(accounts[second])
        frozen = "授信" if draw.random() < 0.2 else "资金"
        instructions[first].append(
            f"K{number:07d},开证,投保人,{moment(draw, 0, 8)},,企业{account[-6:]},{INSURER},{account},{frozen},{premium},{product},{payee},"
            f"{DAY} 18:00:00,2026-11-30,,")
        count += 1
        if draw.random() < 0.9:
            instructions[second].append(f"S{number:07d},收证,保险人,{moment(draw, 9, 19)},{voucher},,,,,,,,,,,")
            count += 1
            if draw.random() < 0.9:
                confirmations.append(f"{policy},{product},{premium},{'已承保' if draw.random() < 0.98 else '退保'}")
                instructions[INSURER].append(f"J{number:07d},申请解付,保险人,{moment(draw, 19, 24)},{voucher},,,,,,,,,,,{policy}")
                count += 1
        if draw.random() < 0.1:
            instructions[INSURER].append(f"T{number:07d},退回,保险人,{moment(draw, 12, 24)},{voucher},,,,,,,,,,,")
            count += 1
        if draw.random() < 0.001:
            instructions[second].append(f"X{number:07d},收证,保险人,{moment(draw, 9, 17)},PZ-NOBODY-{number},,,,,,,,,,,")
            count += 1
    for party, rows in instructions.items():
        draw.shuffle(rows)
        write(chosen.folder, party, "voucher-instructions", HEADER, rows)
    write(chosen.folder, INSURER, "insurance-confirmations", "保单号,产品,保险费,状态", confirmations)


main()
