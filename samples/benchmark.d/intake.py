"""Measures intake alone: a CSV list of 20 columns read, typed and validated before any store, beside DuckDB and polars; a workbook of the same rows
beside python-calamine and openpyxl. Each runs in a process of its own, on one thread; the figure is the median of the runs, memory the process' peak.

    intake.py BIN --folder FOLDER [--rows 1000000] [--book-rows 200000] [--runs 3]

What each does with a row is not the same and cannot be: DuckDB and polars type the columns and keep all rows as a table; ours types them, holds
them to the feed's limits (required, ranges, choices, check digits), ties out totals, and lets them go. calamine and openpyxl hand out untyped cells.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {"保费": "money", "不含税保费": "money", "税额": "money", "车船税": "money", "签单日期": "date", "起保日期": "date", "终保日期": "date"}

DUCKDB = """
import duckdb, json, sys, time
types = json.loads(sys.argv[2])
begun = time.perf_counter()
base = duckdb.connect()
base.execute("SET threads TO 1")
head = open(sys.argv[1], encoding="utf-8-sig").readline().strip().split(",")
kinds = {"money": "DECIMAL(18,2)", "date": "DATE"}
columns = {name: kinds.get(types.get(name), "VARCHAR") for name in head}
base.execute("CREATE TABLE list AS SELECT * FROM read_csv(?, header=true, columns=?, ignore_errors=true, store_rejects=true)", [sys.argv[1], columns])
count = base.execute("SELECT count(*) FROM list").fetchone()[0]
print(count, time.perf_counter() - begun)
"""
POLARS = """
import json, os, sys, time
os.environ["POLARS_MAX_THREADS"] = "1"
import polars
types = json.loads(sys.argv[2])
begun = time.perf_counter()
head = open(sys.argv[1], encoding="utf-8-sig").readline().strip().split(",")
kinds = {"money": polars.Decimal(18, 2), "date": polars.Date}
frame = polars.read_csv(sys.argv[1], schema={name: kinds.get(types.get(name), polars.String) for name in head}, ignore_errors=True)
print(frame.height, time.perf_counter() - begun)
"""
CALAMINE = """
import python_calamine, sys, time
begun = time.perf_counter()
sheet = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)
count = 0
for row in sheet.iter_rows():
    count += 1
print(count, time.perf_counter() - begun)
"""
OPENPYXL = """
import openpyxl, sys, time
begun = time.perf_counter()
count = 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True):
    count += 1
print(count, time.perf_counter() - begun)
"""


def run(command):
    """Rows, seconds, peak memory in MB."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    parts = text.split()
    return int(parts[0]), float(parts[1]), usage.ru_maxrss / 1024


def book(csv, path, rows):
    import csv as reader
    import xlsxwriter

    made = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "tmpdir": os.path.dirname(path)})
    sheet = made.add_worksheet("清单")
    money = {"money"}
    with open(csv, encoding="utf-8-sig", newline="") as file:
        lines = reader.reader(file)
        head = next(lines)
        sheet.write_row(0, 0, head)
        for number, line in enumerate(lines, 1):
            if number > rows:
                break
            for column, text in enumerate(line):
                if TYPES.get(head[column]) in money and text:
                    sheet.write_number(number, column, float(text))
                elif text:
                    sheet.write_string(number, column, text)
    made.close()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("bin")
    options.add_argument("--folder", required=True)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--book-rows", type=int, default=200_000)
    options.add_argument("--runs", type=int, default=3)
    asked = options.parse_args()
    given = f"{asked.folder}/intake"
    subprocess.run([sys.executable, f"{HERE}/generate.py", given, "--rows", str(asked.rows)], check=True)
    lists = [f"{given}/{name}/underwriting/list.csv" for name in sorted(os.listdir(given)) if os.path.exists(f"{given}/{name}/underwriting/list.csv")]
    csv, xlsx = lists[0], f"{given}/list.xlsx"
    book(csv, xlsx, asked.book_rows)
    ours = [f"{asked.bin}/IntakeBenchmark", f"{HERE}/../../pipelines", "underwriting"]
    types = json.dumps(TYPES, ensure_ascii=False)
    cases = [
        ("CSV", "settle: read, type, validate", ours + [csv]),
        ("CSV", "settle: cells alone", ours + [csv, "--cells"]),
        ("CSV", "DuckDB, typed, one thread", [sys.executable, "-c", DUCKDB, csv, types]),
        ("CSV", "polars, typed, one thread", [sys.executable, "-c", POLARS, csv, types]),
        ("XLSX", "settle: read, type, validate", ours + [xlsx]),
        ("XLSX", "settle: cells alone", ours + [xlsx, "--cells"]),
        ("XLSX", "python-calamine", [sys.executable, "-c", CALAMINE, xlsx]),
        ("XLSX", "openpyxl, read-only", [sys.executable, "-c", OPENPYXL, xlsx]),
    ]
    print("| file | reader | rows/s | peak MB |\n|---|---|---:|---:|")
    for kind, name, command in cases:
        runs = [run(command) for _ in range(asked.runs)]
        rate = statistics.median(rows / seconds for rows, seconds, _ in runs)
        print(f"| {kind} | {name} | {rate:,.0f} | {max(memory for _, _, memory in runs):,.0f} |", flush=True)


if __name__ == "__main__":
    main()
