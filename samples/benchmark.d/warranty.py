"""Writes a night of extended warranties: a manufacturer, its products, N registrations in one file, the same bytes for the same seed.

    warranty.py FOLDER --rows N [--seed 20261121]

FOLDER then holds <party>/<feed>/list.csv, as they are dropped into a working root. Twenty models with three products each. Of a hundred orders two
are not paid yet, one failed, one is paid at a wrong price, one is for a thing that is covered already, one pays twice with one number, five are
gifts; one in a hundred is cancelled and two ask for a repair. Rows stand in no order.
"""

import argparse
import datetime
import os
import random

DAY = datetime.date(2026, 11, 21)
MODELS = [f"N{number:02d}" for number in range(1, 21)]
TERMS = [(12, 159), (24, 299), (36, 419)]


def write(folder, party, feed, header, rows):
    path = f"{folder}/{party}/{feed}"
    os.makedirs(path, exist_ok=True)
    with open(f"{path}/list.csv", "w", encoding="utf-8") as out:
        out.write(header + "\n")
        for row in rows:
            out.write(row + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--seed", type=int, default=20261121)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)

    write(chosen.folder, "platform", "manufacturers", "厂商,名称,统一社会信用代码", ["MF-A,星云科技有限公司,91440300MA5WARRA16"])
    write(chosen.folder, "platform", "clauses", "条款编号,品类,类型,标题,正文",
          [f"T-{number:03d},{'手机' if number % 2 else '通用'},条款,延保条款 {number},服务期内第 {number} 类性能故障免费维修或更换。"
           for number in range(1, 101)])
    write(chosen.folder, "MF-A", "main-products", "品牌,型号,名称,品类,售价,保修期限,上市时间",
          [f"星云,{model},星云 {model} 手机,手机,2999.00,12,2024-01-01" for model in MODELS])
    write(chosen.folder, "MF-A", "warranty-demands", "需求号,型号,期望服务期,期望价格,说明",
          [f"X-{model},{model},24,299.00,原厂保修期满后延长两年" for model in MODELS])
    write(chosen.folder, "MF-A", "warranty-choices", "产品编码,需求号,型号,服务期,生效方式,价格,条款编号,次数上限",
          [f"YB-{model}-{months},X-{model},{model},{months},保修期满,{price}.00,\"T-001,T-002\",3"
           for model in MODELS for months, price in TERMS])
    write(chosen.folder, "MF-A", "main-product-sales", "型号,期间,数量",
          [f"{model},2026-{month:02d},{draw.randrange(2000, 9000)}" for model in MODELS for month in range(1, 12)])

    orders, cancellations, repairs = [], [], []
    for number in range(chosen.rows):
        model = draw.choice(MODELS)
        months, price = draw.choice(TERMS)
        bought = DAY - datetime.timedelta(days=draw.randrange(0, 360))
        device, payment, kind = f"SN{number:010d}", f"ZF{number:012d}", ""
        state, paid, chance = "成功", f"{price}.00", draw.random()
        if chance < 0.02:
            state = "处理中"
        elif chance < 0.03:
            state = "失败"
        elif chance < 0.04:
            paid = f"{price - 1}.00"
        elif chance < 0.05 and number:
            device = f"SN{draw.randrange(number):010d}"
        elif chance < 0.06 and number:
            payment = f"ZF{draw.randrange(number):012d}"
        elif chance < 0.11:
            paid, payment, kind = "0.00", "", "赠送"
        mobile = f"13{draw.randrange(10 ** 9):09d}"
        second = draw.randrange(86400)
        orders.append(
            f"D{number:08d},YB-{model}-{months},用户{number % 997},{mobile},{device},{bought},微信,{state},{paid},{payment},"
            f"{DAY} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d},{kind}")
        if draw.random() < 0.01:
            cancellations.append(f"D{number:08d},{DAY},用户取消")
        if draw.random() < 0.02:
            repairs.append(f"R{number:08d},{device},{mobile},{DAY},屏幕故障")
    for rows in (orders, cancellations, repairs):
        draw.shuffle(rows)
    write(chosen.folder, "MF-A", "warranty-orders",
          "订单号,产品编码,姓名,手机号,主商品识别号,购买日期,支付方式,支付状态,支付金额,支付流水,下单时间,订单类型", orders)
    write(chosen.folder, "MF-A", "warranty-cancellations", "订单号,退保日期,原因", cancellations)
    write(chosen.folder, "MF-A", "repairs", "报修号,主商品识别号,手机号,报修日期,故障说明", repairs)


main()
