"""Time and memory of `procdocs check` on a generated project, and the time of `procdocs --help`.

    python benchmarks/check.py [--processes 400] [--size 10000] [--keep DIR] [--profile]

The project is made by a seeded generator, so that every run measures the same input. Each figure is the best of three runs in a process
of its own, with compiled modules kept as pip installs them. The targets: 400 processes of 10 kB below 2.5 s, `--help` below 0.1 s, on a machine with two cores.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WORDS = [
    "生产", "计划", "检验", "顾客", "合同", "评审", "设备", "维护", "采购", "供方",
    "物料", "仓库", "图样", "记录", "培训", "审核", "改进", "风险", "目标", "统计",
    "交付", "反馈", "不合格", "控制", "验证", "确认", "变更", "标识", "追溯", "环境",
]  # fmt: skip
RUN = """
import resource, sys, time
start = time.perf_counter()
from procdocs.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(f"{time.perf_counter() - start:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}", file=sys.stderr)
"""


def text(chance: random.Random, words: int) -> str:
    return "".join(chance.choice(WORDS) for _ in range(words))


def process(chance: random.Random, number: int, count: int, size: int) -> str:
    """A process that takes what its neighbour gives, filled with plausible items up to `size` bytes."""
    before, after = (number - 1) % count, (number + 1) % count
    lines = [
        "kind: process", f"id: P{number}", f"name: 第{number}号{text(chance, 3)}过程", f"type: {('customer', 'support', 'management')[number % 3]}", "owner: production",
        "departments: [quality, sales]", f"purpose: {text(chance, 20)}", "inputs:", f"  - {{id: item-{before}, name: 第{before}号结果, from: P{before}}}",
        "  - {name: 顾客要求, from: customer}", "outputs:", f"  - {{id: item-{number}, name: 第{number}号结果, to: P{after}}}",
        f"clauses: {{iso9001-2015: ['8.{number % 7 + 1}']}}",
    ]  # fmt: skip
    groups: dict[str, Callable[[int], str]] = {
        "resources": lambda n: f"  - {{name: {text(chance, 3)}{n}, document: WI-{n % 40}}}",
        "people": lambda n: f"  - role: operator\n    competence: {text(chance, 6)}",
        "measures": lambda n: f'  - name: {text(chance, 3)}{n}率\n    formula: {text(chance, 8)}\n    target: "≥ 9{n % 10} %"\n    every: 每月\n    owner: production',
        "risks": lambda n: f"  - name: {text(chance, 9)}{n}\n    likelihood: {n % 5 + 1}\n    severity: {n % 4 + 1}\n    owner: quality\n    due: 每季度",
        "records": lambda n: f"  - number: QR-{number}-{n}\n    name: {text(chance, 4)}表\n    keeper: production\n    retention: 3 年",
    }
    share = (size - len("\n".join(lines).encode())) // len(groups)
    for key, item in groups.items():
        lines.append(f"{key}:")
        filled, n = 0, 0
        while filled < share:
            lines.append(item(n))
            filled += len(lines[-1].encode()) + 1
            n += 1
    return "\n".join(lines) + "\n"


def generate(folder: Path, count: int, size: int) -> None:
    chance = random.Random(9001)
    (folder / "processes").mkdir(parents=True, exist_ok=True)
    (folder / "registers").mkdir(exist_ok=True)
    (folder / "procdocs.yaml").write_text(
        "organisation: 示例公司\nlanguages: [zh]\nstandards: [iso9001-2015]\ndepartments:\n"
        "  - {id: production, name: 生产部}\n  - {id: quality, name: 品保部}\n  - {id: sales, name: 业务部}\n"
        "roles:\n  - {id: operator, name: 操作工, department: production}\n",
        encoding="utf-8",
    )
    rows = "".join(f"  - {{number: WI-{n}, title: 作业指导书{n}}}\n" for n in range(40))
    (folder / "registers" / "documents.yaml").write_text(f"documents:\n{rows}", encoding="utf-8")
    for number in range(count):
        (folder / "processes" / f"P{number}.yaml").write_text(process(chance, number, count, size), encoding="utf-8")


def measure(*arguments: str) -> tuple[float, float]:
    """Seconds and megabytes of the best of three runs."""
    best: tuple[float, float] | None = None
    with tempfile.TemporaryDirectory() as compiled:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": compiled}
        for _ in range(3):
            start = time.perf_counter()
            done = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=False, env=environment)
            wall = time.perf_counter() - start
            memory = float(done.stderr.split()[-1])
            best = min(best or (wall, memory), (wall, memory))
    assert best is not None
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=400)
    parser.add_argument("--size", type=int, default=10_000, help="bytes of each process")
    parser.add_argument("--keep", type=Path, help="generate into this folder and leave it there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        generate(folder, options.processes, options.size)
        seconds, memory = measure("check", str(folder))
        print(f"check, {options.processes} processes of {options.size} bytes: {seconds:.2f} s, {memory:.0f} MB")
    sample = Path(__file__).resolve().parents[1]
    seconds, memory = measure("check", str(sample))
    print(f"check, sample: {seconds:.2f} s, {memory:.0f} MB")
    seconds, memory = measure("--help")
    print(f"--help: {seconds * 1000:.0f} ms, {memory:.0f} MB")


if __name__ == "__main__":
    main()
