"""Runs the night and its references and prints what they took, as Markdown. `samples/benchmark` calls it; see there."""

import argparse
import glob
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DAY = "2026-11-21"
SHEETS = {"receipt", "settlement-sheet", "payable-detail", "business-desk"}
FIRST, SECOND = "polars + XlsxWriter", "pandas + openpyxl"


def say(text):
    print(text, file=sys.stderr, flush=True)


def memory(group):
    """MB the processes of a group hold together; pages they share count once (Pss)."""
    total = 0
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path) as file:
                if int(file.read().rsplit(")", 1)[1].split()[2]) != group:
                    continue
            with open(os.path.dirname(path) + "/smaps_rollup") as file:
                total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except (OSError, StopIteration, IndexError, ValueError):
            pass
    return total / 1024


class Run:
    """A command in a process group of its own: seconds, seconds of processor with its children, the most memory seen together."""

    def __init__(self, command, watch=True):
        # What the run before left to be written is not charged to this one.
        os.sync()
        before = os.times()
        began = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)
        self.peak, self.over = 0.0, threading.Event()
        watcher = threading.Thread(target=self.watch)
        if watch:
            watcher.start()
        try:
            self.out, error = self.process.communicate()
        except BaseException:
            os.killpg(self.process.pid, signal.SIGTERM)
            raise
        finally:
            self.over.set()
        self.seconds = time.monotonic() - began
        after = os.times()
        self.processor = after.children_user + after.children_system - before.children_user - before.children_system
        if self.process.returncode:
            sys.exit(f"{' '.join(command)} ended with {self.process.returncode}:\n{error}")

    def watch(self):
        while not self.over.wait(0.25):
            self.peak = max(self.peak, memory(self.process.pid))


class Night:
    """One night of settle over a fresh root."""

    def __init__(self, settle, given, root):
        lay_out(settle, given, root)
        notes = root + ".timings"
        run = Run([settle, "run", root, "--as-of", DAY, "--quiet", "--timings", notes], watch=False)
        with open(notes) as file:
            self.stages = {}
            for line in file:
                stage = json.loads(line)
                self.stages[stage["stage"]] = stage
        self.seconds, self.processor = run.seconds, run.processor
        # The program sets the kernel's mark back after each stage, so the whole is the largest of its stages.
        self.peak = max(stage["peak-kb"] for stage in self.stages.values()) / 1024


def amend(path, changes):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for old, new in changes:
        if text.count(f" {old}\n") + text.count(f"\n{old}\n") != 1:
            sys.exit(f"{path} does not say once what the benchmark changes in it:\n{old}\nmend lay_out in samples/benchmark.d/measure.py")
        text = text.replace(old, new)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def narrow(path):
    """Of the sheets only those the references write are given to anybody: what nobody may see the night does not write."""
    with open(path, encoding="utf-8") as file:
        head, *lines = file.readlines()
    sheet = head.rstrip("\n").split(",").index("sheet")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines([head] + [line for line in lines if line.split(",")[sheet] in SHEETS or not line.split(",")[sheet]])


def lay_out(settle, given, root):
    shutil.rmtree(root, ignore_errors=True)
    # The supplier has no rules of its own: the platform's tables settle it.
    subprocess.run([settle, "init", root, "--house-rules", "allowed"], check=True, capture_output=True, stdin=subprocess.DEVNULL)
    # Flows the references do not do are left out, and policies are handed to none of them.
    for flow in ["vouchers", "gifts", "cards", "warranty"]:
        shutil.rmtree(f"{root}/pipelines/{flow}")
    # What the references do not write is left out of the night too: the desk's page, and every sheet that is not the settlement's own.
    amend(f"{root}/pipelines/settlement/pipeline.yaml", [("policies-to: gifts", "policies-to: none"), ("formats: [xlsx, html]\n    page: {measure: income-amount}", "formats: [xlsx]")])
    narrow(f"{root}/pipelines/access.csv")
    for path in glob.glob(f"{given}/*/*/*.csv"):
        party, feed, name = path.split("/")[-3:]
        os.makedirs(f"{root}/parties/{party}/inbound/{feed}", exist_ok=True)
        shutil.copy(path, f"{root}/parties/{party}/inbound/{feed}/{name}")


def median(runs, value):
    return statistics.median(value(run) for run in runs)


def middle(runs):
    """The run whose time is the median."""
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


class Measure:
    def __init__(self, asked):
        self.asked, self.folder = asked, os.path.abspath(asked.folder)
        self.settle = f"{asked.bin}/settle"

    def given(self, rows):
        path = f"{self.folder}/in-{rows}"
        if not os.path.exists(f"{path}/done"):
            say(f"generating {rows:,} rows")
            subprocess.run([sys.executable, f"{HERE}/generate.py", path, "--rows", str(rows), "--suppliers", str(self.asked.suppliers)], check=True)
            open(f"{path}/done", "w").close()
        return path

    def night(self, rows):
        root = f"{self.folder}/root"
        night = Night(self.settle, self.given(rows), root)
        say(f"settle, {rows:,} rows: {night.seconds:.1f} s, {night.processor:.1f} s of processor, {night.peak:.0f} MB")
        return night

    def reference(self, kind, rows, workers):
        command = [sys.executable, f"{HERE}/reference.py", kind, self.given(rows), f"{self.folder}/out", "--workers", str(workers)]
        run = Run(command)
        run.told = json.loads(run.out)
        say(f"{kind}, {rows:,} rows, {workers} processes: {run.seconds:.1f} s, {run.processor:.1f} s of processor, {run.peak:.0f} MB")
        return run

    def prove(self):
        """The references write what settle writes, cell by cell: each of them, in one process and in one a core as it is timed afterwards."""
        rows = self.asked.proof_rows
        self.night(rows)
        proofs = []
        for kind, workers in (("polars", os.cpu_count()), ("pandas", os.cpu_count()), ("pandas", 1)):
            self.reference(kind, rows, workers)
            more = ["--formulas-only"] if kind == "pandas" else []
            done = subprocess.run([sys.executable, f"{HERE}/compare.py", f"{self.folder}/root", f"{self.folder}/out", *more], capture_output=True, text=True)
            say(f"{kind}: {done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr}")
            if done.returncode:
                sys.exit(f"the {kind} reference does not write what settle writes; nothing was timed:\n{done.stdout}{done.stderr}")
            proofs.append(done.stdout.strip().splitlines()[-1])
        return proofs

    def clean(self):
        for name in ("root", "out"):
            shutil.rmtree(f"{self.folder}/{name}", ignore_errors=True)


def machine():
    with open("/proc/cpuinfo") as file:
        model = next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    with open("/proc/meminfo") as file:
        total = int(file.readline().split()[1]) / 1024 / 1024
    return f"{os.cpu_count()} cores of {model}, {total:.0f} GB of memory, Linux {os.uname().release.split('-')[0]}, Python {sys.version.split()[0]}"


def rate(rows, seconds):
    return f"{rows / seconds:,.0f}"


def stage_table(night, rows, cells):
    """Stages of the median night, with what their parts took over all workers."""
    stages, lines = night.stages, ["| stage | seconds | rows/s | peak MB | of it |", "|---|---:|---:|---:|---|"]
    names = {"intake settlement": "intake", "match settlement": "match + post", "receipts": "receipts", "report": "report", "close": "close"}
    for key, name in names.items():
        if key not in stages:
            continue
        stage = stages[key]
        parts = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in stage["parts"].items())
        lines.append(f"| {name} | {stage['seconds']:.1f} | {rate(rows, stage['seconds'])} | {stage['peak-kb'] / 1024:.0f} | {parts} |")
    return lines


def sheets(night, root_rows):
    """Sheet rows a second and core: written, read back. Store: rows a second of intake and posting."""
    write = sum(stage["parts"].get("write", 0) for stage in night.stages.values())
    read = sum(stage["parts"].get("read back", 0) for stage in night.stages.values())
    return root_rows / write if write else 0, root_rows / read if read else 0


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bin")
    options.add_argument("--folder", required=True)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--reference-rows", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--suppliers", type=int, default=1)
    options.add_argument("--proof-rows", type=int, default=10_000)
    options.add_argument("--prove", action="store_true")
    options.add_argument("--quick", action="store_true")
    asked = options.parse_args()
    if asked.quick:
        asked.rows = asked.reference_rows = 10_000
        asked.runs = 1
    measure = Measure(asked)
    proofs = measure.prove()
    if asked.prove:
        measure.clean()
        print(f"{asked.proof_rows:,} rows: {proofs[0]} between ours and {FIRST}; {proofs[1]} to {SECOND}; the canary was found.")
        return
    small, rows = asked.reference_rows, asked.rows
    ours, polars, pandas, side = [], [], [], []
    # In turn, so that a slow hour of the machine falls on all of them.
    for _ in range(asked.runs):
        ours.append(measure.night(small))
        polars.append(measure.reference("polars", small, os.cpu_count()))
        pandas.append(measure.reference("pandas", small, 1))
        side.append(measure.reference("pandas", small, os.cpu_count()))
    large = ours if rows == small else [measure.night(rows) for _ in range(asked.runs)]
    # Once at the large size too: what a night takes whatever its rows counts less there.
    once = None if rows == small else measure.reference("polars", rows, os.cpu_count())
    double = None if asked.quick else measure.night(2 * rows)
    rules = subprocess.run([f"{asked.bin}/RulesBenchmark"], check=True, capture_output=True, text=True).stdout
    measure.clean()

    base, wide = median(ours, lambda run: run.seconds), median(large, lambda run: run.seconds)
    print(f"Measured on {machine()}; the median of {asked.runs}, input and output on one disk.")
    print(f"Before: {proofs[0]} between ours and {FIRST}; {proofs[1]} to {SECOND}.\n")
    print("| whole job | rows | seconds | rows/s | processor s | peak MB | ours is |\n|---|---:|---:|---:|---:|---:|---:|")

    def line(name, runs, count, base=None):
        seconds = median(runs, lambda run: run.seconds)
        print(f"| {name} | {count:,} | {seconds:.1f} | {rate(count, seconds)} | {median(runs, lambda run: run.processor):.1f} | "
              f"{max(run.peak for run in runs):.0f} | {f'{seconds / base:.1f}×' if base else ''} |")

    if rows != small:
        line("settle", large, rows)
        line(f"{FIRST}, {os.cpu_count()} processes, once", [once], rows, wide)
    if double:
        line("settle", [double], 2 * rows)
    line("settle", ours, small)
    line(f"{FIRST}, {os.cpu_count()} processes", polars, small, base)
    line(f"{SECOND}, 1 process", pandas, small, base)
    line(f"{SECOND}, {os.cpu_count()} processes", side, small, base)
    told = polars[0].told
    # As many sheet rows for each row of input at any size.
    written, back = sheets(middle(large), told["rows"] * rows / small)
    print(f"\nStages of the night over {rows:,} rows ({told['books']} workbooks, {told['rows'] * rows // small:,} sheet rows, {told['cells'] * rows // small:,} cells); "
          "the parts are added up over the workers:\n")
    print("\n".join(stage_table(middle(large), rows, told["cells"])))
    print(f"\nSheet rows a second and worker: {written:,.0f} written, {back:,.0f} read back and compared.\n")
    print("| tables | rules | ms to compile | ns of processor to match a row | rows/s on one core |\n|---|---:|---:|---:|---:|")
    for row in rules.strip().splitlines():
        name, count, compiling, matching = row.split("\t")
        print(f"| {name} | {count} | {compiling} | {matching} | {1e9 / int(matching):,.0f} |")


if __name__ == "__main__":
    main()
