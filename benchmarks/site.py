"""Builds the site of a generated project as a user does, without PDFs; prints wall and processor time, pages, and the weight of the search index and first page.

    python benchmarks/site.py [--processes 400] [--keep DIR]

Each process has a turtle, a picture of its neighbours, ten tables, and links to three others. The project is generated from a seed, so that
every run measures the same input. The goals: below 8 s from a cold start on a machine with two cores, index below 4 MB, first page below 300 kB.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PHRASES = "计划/控制/生产/过程/产品/顾客/检验/记录/设备/工装/物料/清单/要求/特殊/特性/作业/指导/标准/评审/报告/更改/通知/供方/交付/批次/追溯/能力/分析"
WORDS = tuple(re.findall(r"[^/]+", PHRASES))
TYPES = ("customer", "support", "management")
#: Of a hundred processes, so many are drawn as arms of the octopus.
ARMS = 12


def phrase(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(chance.randint(least, most)))


def process(chance: random.Random, number: int, count: int) -> str:
    """A process file of about 3 kB, as a supplier of car parts writes it."""
    lines = [
        f"kind: process\nid: P{number}\nname: {phrase(chance, 2, 4)}{number}\ntype: {TYPES[0] if number < ARMS else TYPES[1 + number % 2]}\nowner: production",
        f"departments: [quality, sales]\npurpose: {phrase(chance, 8, 16)}\ninputs:\n  - {{name: 顾客要求, from: customer}}",
    ]
    lines += [f"  - {{id: item-{(number - step) % count}, name: 结果{(number - step) % count}, from: P{(number - step) % count}}}" for step in (1, 2, 3)]
    lines.append("outputs:\n  - {name: 合格产品, to: customer}")
    lines.append(f"  - {{id: item-{number}, name: 结果{number}, to: [{', '.join(f'P{(number + step) % count}' for step in (1, 2, 3))}]}}")
    groups: dict[str, Callable[[int], str]] = {
        "steps": lambda n: f"  - {phrase(chance, 5, 10)}",
        "resources": lambda n: f"  - {{name: {phrase(chance, 2, 4)}, document: QP-{(number + 7 * n) % count}}}",
        "people": lambda n: f"  - {{role: operator, competence: {phrase(chance, 4, 9)}}}",
        "documents": lambda n: f"  - QP-{(number + 31 * n + 1) % count}",
        "measures": lambda n: f'  - {{name: {phrase(chance, 2, 3)}率, formula: {phrase(chance, 6, 9)}, target: "≥ 9{n} %", every: 每月, owner: production}}',
        "risks": lambda n: f"  - {{name: {phrase(chance, 4, 8)}, likelihood: {n + 1}, severity: 3, action: {phrase(chance, 6, 9)}, owner: quality, due: 每季度}}",
        "records": lambda n: f"  - {{number: QR-{number}-{n}, name: {phrase(chance, 3, 4)}表, keeper: production, retention: 3 年}}",
    }
    for key, item in groups.items():
        lines += [f"{key}:", *(item(n) for n in range(4))]
    lines.append(f'clauses: {{iso9001-2015: ["8.{number % 7 + 1}"]}}')
    lines.append(f"document: {{number: QP-{number}, history: [{{revision: A, date: 2026-0{number % 9 + 1}-01, change: 首次发布, by: 经理}}]}}")
    return "\n".join(lines) + "\n"


def generate(folder: Path, count: int) -> None:
    """Write the project."""
    chance = random.Random(9001)
    (folder / "processes").mkdir(parents=True)
    (folder / "procdocs.yaml").write_text(
        "organisation: {name: 示例公司}\nlanguages: [zh]\nstandards: [iso9001-2015]\ndepartments:\n"
        "  - {id: production, name: 生产部}\n  - {id: quality, name: 品保部}\n  - {id: sales, name: 业务部}\n"
        "roles:\n  - {id: operator, name: 操作工, department: production}\ndocument: {revision: A, status: released, effective: 2026-05-01}\n",
        encoding="utf-8",
    )
    for number in range(count):
        (folder / "processes" / f"P{number}.yaml").write_text(process(chance, number, count), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=400)
    parser.add_argument("--keep", type=Path, help="a folder for project and output, left there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        shutil.rmtree(folder / "project", ignore_errors=True)
        generate(folder / "project", options.processes)
        best, worked = float("inf"), float("inf")
        for _ in range(2):
            shutil.rmtree(folder / "output", ignore_errors=True)
            start, before = time.perf_counter(), os.times()
            done = subprocess.run(
                [sys.executable, "-m", "procdocs", "build", str(folder / "project"), "--output", str(folder / "output"), "--format", "html"],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            best, after = min(best, time.perf_counter() - start), os.times()
            worked = min(worked, after.children_user + after.children_system - before.children_user - before.children_system)
            if not (folder / "output" / "index.html").is_file():
                sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
        output = folder / "output"
        pages = [path for path in output.rglob("*") if path.is_file()]
        first = sum((output / name).stat().st_size for name in ("index.html", "assets/site.css", "assets/palette.css"))
        print(
            f"site of {options.processes} processes: {best:.2f} s ({worked:.2f} s of processor time), {len(pages)} files, {sum(path.stat().st_size for path in pages) / 1e6:.1f} MB"
        )
        print(f"search index: {(output / 'assets/search-index.js').stat().st_size / 1e6:.2f} MB; first page with its styles: {first / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
