"""Proves that a reference wrote what settle wrote: the same workbooks, the same sheets, cell by cell.

    compare.py ROOT OUT [--formulas-only]

ROOT is the working root after its night, OUT what `reference.py` left. What may differ, and nothing else:
* colours, widths, heights and merges; openpyxl: cells within a heading's width;
* 封面: the digests of the rule tables (ours are over cleaned cells, the references' over the file);
* openpyxl (`--formulas-only`): it has no place for the value of a formula, so only the formulas are compared.
"""

import argparse
import glob
import os
import sys
from datetime import date, datetime

import openpyxl


def values(path, formulas):
    book = openpyxl.load_workbook(path, read_only=True, data_only=not formulas)
    sheets = {}
    for sheet in book.worksheets:
        rows = {}
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if value is None or value == "":
                    continue
                if isinstance(value, datetime):
                    value = (value.date() - date(1899, 12, 30)).days
                rows[cell.row, cell.column] = value
        sheets[sheet.title] = rows
    book.close()
    return sheets


def differences(ours, theirs, formulas):
    left, right = values(ours, formulas), values(theirs, formulas)
    if list(left) != list(right):
        yield f"sheets {list(left)} and {list(right)}"
        return
    for sheet in left:
        one, two = left[sheet], right[sheet]
        digests = set()
        if sheet == "封面":
            first = next((at[0] for at, value in one.items() if value == "规则版本"), None)
            last = next(at[0] for at, value in one.items() if value == "本簿各表")
            digests = {(row, 5) for row in range(first + 2, last)} if first else set()
        for at in sorted(one.keys() | two.keys()):
            if one.get(at) != two.get(at) and at not in digests:
                yield f"{sheet} row {at[0]} column {at[1]}: {one.get(at)!r} and {two.get(at)!r}"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("root")
    options.add_argument("out")
    options.add_argument("--formulas-only", action="store_true")
    asked = options.parse_args()
    ours = {}
    for path in glob.glob(f"{asked.root}/parties/*/outbound/*/*.xlsx"):
        parts = path.split("/")
        ours[f"{parts[-4]}/{parts[-1]}"] = path
    theirs = {os.path.relpath(path, asked.out): path for path in glob.glob(f"{asked.out}/*/*.xlsx")}
    wrong = 0
    for name in sorted(ours.keys() ^ theirs.keys()):
        print(f"{name}: only {'ours' if name in ours else 'theirs'}")
        wrong += 1
    cells = 0
    for name in sorted(ours.keys() & theirs.keys()):
        for formulas in (True,) if asked.formulas_only else (True, False):
            found = list(differences(ours[name], theirs[name], formulas))
            wrong += len(found)
            for line in found[:5]:
                print(f"{name}: {line}")
        cells += sum(len(rows) for rows in values(ours[name], True).values())
    print(f"{len(ours)} workbooks, {cells} cells, {wrong} differences")
    sys.exit(1 if wrong or not ours else 0)


if __name__ == "__main__":
    main()
