"""Proves that a reference wrote what settle wrote: the same workbooks and no other file, the same sheets, cell by cell.

    compare.py ROOT OUT [--formulas-only]

ROOT is the working root after its night, OUT what `reference.py` left. What may differ, and nothing else:
* colours, widths, heights and merges; openpyxl: cells within a heading's width;
* 封面: the digests of the rule tables (ours are over cleaned cells, the references' over the file);
* openpyxl (`--formulas-only`): it has no place for the value of a formula, so only the formulas are compared.

Where nothing differs a canary changes one cell at a time in a copy of the reference's workbooks, and each must be found.
"""

import argparse
import glob
import os
import re
import sys
import tempfile
import zipfile
from datetime import date, datetime

import openpyxl

DIGEST = re.compile("[0-9a-f]{64}")


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


def differences(left, right):
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
            here, there = one.get(at), two.get(at)
            if here != there and not (at in digests and DIGEST.fullmatch(str(here)) and DIGEST.fullmatch(str(there))):
                yield f"{sheet} row {at[0]} column {at[1]}: {here!r} and {there!r}"


def cent_more(found):
    return f"{found[1]}{float(found[2]) + 0.01:.2f}{found[3]}"


# What is changed, in whose workbook, on which of its sheets, where, and to what. Row 5 stands in the middle of every list.
CANARIES = [
    ("an amount by a fen", "payable-detail", 3, r'(<c r="J5"[^>]*><v>)([\d.]+)(</v>)', cent_more),
    ("a letter of a policy number", "payable-detail", 3, r'(<c r="C5"[^>]*><is><t[^>]*>)P', r"\1Q"),
    ("a date by a day", "payable-detail", 3, r'(<c r="F5"[^>]*><v>)(\d+)(</v>)', lambda found: f"{found[1]}{int(found[2]) + 1}{found[3]}"),
    ("a formula", "business-desk", 2, r"(<f>)SUM\(", r"\1MAX("),
    ("a row's mark", "receipt_underwriting", 3, r"(:)5(</t></is></c></row>)", r"\g<1>6\2"),
    ("a blank that is filled", "business-desk", 3, r'<c r="O5"( s="\d+")( t="n")?\s*/>', r'<c r="O5"\1><v>0</v></c>'),
]
# What a formula comes to is in the file with XlsxWriter only.
CACHED = [("a total by a fen", "settlement-sheet", 2, r"(<f>SUM\([^<]*</f><v>)([\d.]+)(</v>)", cent_more)]


def canary(ours, theirs, formulas_only):
    """Changes one cell at a time; the names of the changes that were not found."""
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        copy = f"{folder}/changed.xlsx"
        changes = [(change, True) for change in CANARIES] + [(change, False) for change in CACHED if not formulas_only]
        for (said, of, sheet, pattern, instead), formulas in changes:
            name = next(name for name in sorted(theirs) if os.path.basename(name).startswith(of))
            with zipfile.ZipFile(theirs[name]) as source, zipfile.ZipFile(copy, "w") as target:
                for item in source.namelist():
                    data = source.read(item)
                    if item == f"xl/worksheets/sheet{sheet}.xml":
                        text, count = re.subn(pattern, instead, data.decode(), count=1)
                        if not count:
                            sys.exit(f"{name}: the canary finds no place to change {said}; mend CANARIES in samples/benchmark.d/compare.py")
                        data = text.encode()
                    target.writestr(item, data)
            if len(list(differences(values(ours[name], formulas), values(copy, formulas)))) != 1:
                missed.append(f"{said} in {name}")
    return missed


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("root")
    options.add_argument("out")
    options.add_argument("--formulas-only", action="store_true")
    asked = options.parse_args()
    ours = {}
    for path in glob.glob(f"{asked.root}/parties/*/outbound/*/*"):
        parts = path.split("/")
        ours[f"{parts[-4]}/{parts[-1]}"] = path
    theirs = {os.path.relpath(path, asked.out): path for path in glob.glob(f"{asked.out}/*/*")}
    wrong = 0
    for name in sorted(ours.keys() ^ theirs.keys()):
        print(f"{name}: only {'ours' if name in ours else 'theirs'}")
        wrong += 1
    cells = 0
    for name in sorted(ours.keys() & theirs.keys()):
        for formulas in (True,) if asked.formulas_only else (True, False):
            left = values(ours[name], formulas)
            found = list(differences(left, values(theirs[name], formulas)))
            wrong += len(found)
            for line in found[:5]:
                print(f"{name}: {line}")
            if formulas:
                cells += sum(len(rows) for rows in left.values())
    if not wrong and ours:
        for said in canary(ours, theirs, asked.formulas_only):
            print(f"the comparison is blind: it did not find {said}, which was changed to try it")
            wrong += 1
    print(f"{len(ours)} workbooks, {cells} cells, {wrong} differences")
    sys.exit(1 if wrong or not ours else 0)


if __name__ == "__main__":
    main()
