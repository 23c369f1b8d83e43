"""Writes the benchmark's input: a merchants list and one underwriting list for each supplier, the same bytes for the same seed.

    generate.py FOLDER --rows N [--suppliers 1] [--seed 20261121]

FOLDER then holds platform/merchants/merchants.csv and <supplier>/underwriting/list.csv, as they are dropped into a working root.
Of a thousand rows some 995 settle. The others are what every real list holds: a date left out, a seller nobody registered,
a policy of last year that no rule covers, a line sent twice.
"""

import argparse
import os
import random
from datetime import date, timedelta

DAY = date(2026, 11, 21)
HEADER = (
    "保单号,险种,产品编码,销售商,保费,不含税保费,税额,车船税,签单日期,起保日期,终保日期,"
    "保险公司,机构,车牌号,车架号,使用性质,能源类型,投保人,被保险人,手机"
)

# number, name, main business type, VAT rate of its invoices
SELLERS = [
    ("S001", "锦江汽车销售服务有限公司", "4S店", "3%"),
    ("S002", "蜀道保险经纪有限公司", "经纪", ""),
    ("S003", "武侯汽车维修厂", "汽修厂", "1%"),
    ("S004", "天府保险代理有限公司", "代理", ""),
    ("S005", "青羊汽车贸易有限公司", "4S店", ""),
]
SUPPLIERS = [(f"S{100 + number}", f"西部车险服务{number}有限公司", "代理", "") for number in range(1, 10)]

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚"
COMPANIES = ["人保财险", "平安产险", "太平洋产险", "国寿财险"]
BRANCHES = ["成都分公司", "绵阳分公司", "德阳分公司", "南充分公司", "宜宾分公司", "泸州分公司", "达州分公司", "乐山分公司"]
USAGES = ["家庭自用", "家庭自用", "家庭自用", "企业非营业", "营业货运"]
ENERGIES = ["燃油", "燃油", "纯电动", "插电混动"]
# Letters of plates and frame numbers: no I, O or Q.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
VALUES = {**{str(n): n for n in range(10)}, **dict(zip("ABCDEFGH", range(1, 9))), **dict(zip("JKLMN", range(1, 6))),
          "P": 7, "R": 9, **dict(zip("STUVWXYZ", range(2, 10)))}
WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]


def credit_code(number):
    """A social credit code whose check character is right (GB 32100)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91510100MA{number:07d}"
    total = sum(alphabet.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


def merchants(path, suppliers):
    with open(path, "w", encoding="utf-8") as out:
        out.write("商户号,商户名称,统一社会信用代码,主营类型,收款户名,收款账号,开户行,增值税率\n")
        for index, (number, name, business, vat) in enumerate(SELLERS + SUPPLIERS[:suppliers]):
            out.write(f"{number},{name},{credit_code(index + 1)},{business},{name},62220213{index:011d},工商银行成都分行,{vat}\n")


def pairs(first, second):
    return [one + two for one in first for two in second]


def underwriting(path, supplier, rows, seed):
    """One line a row, roughly by issue day, as insurers' systems print them."""
    bits = random.Random(seed).getrandbits
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(320)]
    issued = [day.isoformat() for day in days]
    begins = [(day + timedelta(days=1)).isoformat() for day in days]
    ends = [(day + timedelta(days=365)).isoformat() for day in days]
    names = [surname + given for surname in SURNAMES for given in list(GIVEN) + pairs(GIVEN, GIVEN)]
    # A frame number: twelve places for the model, the ninth of them a check digit, and five that number the car.
    models = []
    for number in range(64):
        body = "LSV" + LETTERS[number % 23] + "A418" + "0" + LETTERS[number % 19] + "2" + LETTERS[number % 7]
        models.append((body, sum(VALUES[letter] * weight for letter, weight in zip(body, WEIGHTS))))
    weights = WEIGHTS[12:]
    sellers = [seller[0] for seller in SELLERS]
    last = None
    with open(path, "w", encoding="utf-8", buffering=1 << 20) as out:
        out.write(HEADER + "\n")
        for index in range(rows):
            chance = bits(62)
            branch, seller = chance & 7, sellers[chance % 5]
            product = chance >> 3 & 15
            span = min(319, index * 313 // rows + (chance >> 7) % 7)
            commercial = chance >> 10 & 1
            if commercial:
                gross = 100_000 + (chance >> 11) % 800_000
                line, tax_of_vehicle = "商业险", ""
            else:
                gross = 66_500 + (chance >> 11) % 43_500
                line, tax_of_vehicle = "交强险", ("300.00", "360.00", "420.00", "")[chance >> 31 & 3]
            if (chance >> 33) % 10:
                net = (gross * 200 + 106) // 212
                tax = gross - net
                parts = f"{net // 100}.{net % 100:02d},{tax // 100}.{tax % 100:02d}"
            else:
                parts = ","
            body, total = models[chance >> 37 & 63]
            serial = f"{(chance >> 11) % 100_000:05d}"
            for digit, weight in zip(serial, weights):
                total += int(digit) * weight
            rest = total % 11
            frame = body[:8] + ("X" if rest == 10 else str(rest)) + body[9:] + serial
            holder = names[(chance >> 43) % 8400]
            insured = holder if chance >> 56 & 3 else names[(chance >> 45) % 8400]
            day, case = issued[span], index % 1000
            if case == 333:
                day = ""
            elif case == 555:
                seller = "S999"
            elif case == 777:
                day = "2025-12-31"
            row = (
                f"PDAA{supplier[1:]}{branch}{index:09d},{line},P{product:03d},{seller},{gross // 100}.{gross % 100:02d},{parts},{tax_of_vehicle},"
                f"{day},{begins[span]},{ends[span]},{COMPANIES[branch & 3]},{BRANCHES[branch]},川{LETTERS[(chance >> 20) % 23]}"
                f"{serial},{frame},{USAGES[(chance >> 17) % 5]},{ENERGIES[chance >> 58 & 3]},{holder},{insured},"
                f"13{(chance >> 12) % 1_000_000_000:09d}\n"
            )
            if case == 999 and last:
                row = last
            last = row
            out.write(row)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder")
    options.add_argument("--rows", type=int, required=True)
    options.add_argument("--suppliers", type=int, default=1)
    options.add_argument("--seed", type=int, default=20261121)
    given = options.parse_args()
    os.makedirs(f"{given.folder}/platform/merchants", exist_ok=True)
    merchants(f"{given.folder}/platform/merchants/merchants.csv", given.suppliers)
    for index in range(given.suppliers):
        # Policies of several suppliers never meet: each has numbers of its own.
        folder = f"{given.folder}/{SUPPLIERS[index][0]}/underwriting"
        os.makedirs(folder, exist_ok=True)
        share = given.rows * (index + 1) // given.suppliers - given.rows * index // given.suppliers
        underwriting(f"{folder}/list.csv", SUPPLIERS[index][0], share, given.seed + index)


if __name__ == "__main__":
    main()
