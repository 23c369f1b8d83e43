"""Writes a night of gifts: providers, a catalogue, rules, quotas and N policies, the same bytes for the same seed.

    gifts.py FOLDER --rows N [--gifts 500] [--rules 300] [--seed 20261121]

FOLDER then holds drop/<party>/<feed>/list.csv, as they are dropped into a working root, and rules/, the tables distribution and quotas. Every policy
meets two or three rules; a third of the gifts are services, of the goods a tenth run out; a branch has a quota a month, a policy one by premium.
"""

import argparse
import os
import random

DAY = "2026-11-21"
CHANNELS = ["4S店", "直销", "电销", "经纪", "网销"]
SELLERS = [f"SEL-{number:02d}" for number in range(20)]


def write(path, header, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(header + "\n")
        for row in rows:
            out.write(row + "\n")


def credit_code(stem):
    """A 统一社会信用代码 of 17 digits and letters with its check character."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(letters.index(letter) * (3**place % 31) for place, letter in enumerate(stem))
    return stem + letters[(31 - total % 31) % 31]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--gifts", type=int, default=500)
    parser.add_argument("--rules", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261121)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)

    def drop(party, feed, header, rows):
        write(f"{chosen.folder}/drop/{party}/{feed}/list.csv", header, rows)

    drop("platform", "merchants", "商户号,商户名称,统一社会信用代码,主营类型",
         [f"SUP-A,华南财险,{credit_code('91440101MA5A00001')},保险公司"]
         + [f"{seller},销售商{seller},{credit_code('91440101MA5C' + f'{index:05d}')},4S店" for index, seller in enumerate(SELLERS)])
    providers = [f"GS-{number:02d}" for number in range(20)] + [f"SP-{number:02d}" for number in range(20)]
    drop("platform", "gift-providers", "提供商,名称,类别,状态,生效日期",
         [f"{name},提供商{name},{'供货商' if name < 'H' else '服务商'},启用,2026-01-01" for name in providers])
    catalogue = []
    for number in range(chosen.gifts):
        service = number % 3 == 0
        price = f"{draw.randrange(500, 12000) / 100:.2f}"
        stock = "" if service else str(draw.randrange(5) if number % 10 == 1 else chosen.rows)
        catalogue.append(
            f"G{number:04d},礼品{number:04d},{'服务' if service else '实物'},{price},{price},{stock},"
            f"{providers[20 + number % 20 if service else number % 20]},新增")
    drop("platform", "gifts", "礼品编码,礼品名称,类别,单价,面值,库存,提供商,动作", catalogue)

    branches = [f"机构{number:02d}" for number in range(30)]
    rules = ["C,商业险保费,机构,渠道,礼品编码,数量,顺序,排他,可叠加,超额,部分发放,保费下降",
             "kind,input,input,input,output,output,output,output,output,output,output,output",
             "type,money,text,text,text,number,number,boolean,boolean,text,boolean,text"]
    for number in range(chosen.rules):
        premium = [">=1000", "[1000..4000)", ">=4000"][number % 3]
        channel = CHANNELS[number // 30 % 5] if number % 2 else "-"
        rules.append(
            f"GR-{number:03d},{premium},{branches[number % 30]},{channel},G{draw.randrange(chosen.gifts):04d},{draw.randrange(1, 3)},{number},否,否,"
            f"{'次选' if number % 5 == 0 else '不发'},是,收回")
    write(f"{chosen.folder}/rules/distribution.csv", rules[0], rules[1:])
    quotas = ["C,类别,机构,指标,额度,比例,范围,周期,退回,活动审批号,合规依据", "kind,input,input,output,output,output,output,output,output,output,output",
              "type,text,text,text,number,rate,text,text,boolean,text,text",
              "QT-01,-,-,保费,,5%,保单,不限,是,HD-2026-001,增值服务", "QT-02,服务,-,券数,6,,保单,保单年度,是,HD-2026-001,增值服务",
              f"QT-03,-,-,金额,{chosen.rows * 4},,机构,月,是,HD-2026-001,增值服务"]
    write(f"{chosen.folder}/rules/quotas.csv", quotas[0], quotas[1:])

    def policies():
        for number in range(chosen.rows):
            premium = f"{draw.randrange(80000, 900000) / 100:.2f}"
            signed = f"2026-11-{draw.randrange(1, 21):02d}"
            yield (f"PDAA2026{number:012d},商业险,P-01,{draw.choice(SELLERS)},{premium},{signed},{signed},2027-11-20,{draw.choice(branches)},"
                   f"{draw.choice(CHANNELS)},粤B{number % 100000:05d},投保人{number % 7919},{440300 + number % 9}{draw.randrange(10**12):012d},"
                   f"138{number % 10**8:08d},深圳市福田区{number}号")
    drop("SUP-A", "underwriting", "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期,机构,渠道,车牌号,投保人,证件号码,手机,地址", policies())


main()
