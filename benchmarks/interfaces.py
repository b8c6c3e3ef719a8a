"""A system of 400 processes with 10 000 interfaces: how long the checks of both ends take. `python benchmarks/interfaces.py [processes]`.

Prints seconds for reading, for the checks of the interfaces and for all checks. Every fiftieth interface has a defect.
"""

import datetime
import random
import sys
import tempfile
import time
from pathlib import Path

from procdocs import checks
from procdocs.checks import interfaces as family
from procdocs.project.load import load

WORDS = ["生产", "检验", "采购", "设备", "培训", "物料", "顾客", "工艺", "模具", "包装", "交付", "质量", "计划", "记录", "报告", "清单", "通知", "申请", "评审", "分析"]


def system(count: int, each: int = 25) -> dict[str, str]:
    """The files of a system in which each process has `each` outputs, mostly met by an input of the receiver."""
    rng = random.Random(7)
    names = [f"P{number}" for number in range(1, count + 1)]
    inputs: dict[str, list[str]] = {name: [] for name in names}
    outputs: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        for number in range(each):
            receiver = rng.choice([other for other in (rng.choice(names), rng.choice(names)) if other != name] or [names[0]])
            item = f"{''.join(rng.choices(WORDS, k=4))} {name} {number}"
            outputs[name].append(f"  - {{name: {item}, to: [{receiver}]}}")
            defect = rng.randrange(50)
            if defect == 1:
                item = item.replace(" ", "的")
            if defect:
                inputs[receiver].append(f"  - {{name: {item}, from: [{name}]}}")
    files = {"procdocs.yaml": "organisation: 江海\nlanguages: [zh]\ndepartments: [{id: quality, name: 品保部}]\n"}
    for name in names:
        rows = [f"kind: process\nid: {name}\nname: 过程 {name}\ntype: support\nowner: quality\ninputs:", *inputs[name], "outputs:", *outputs[name]]
        files[f"processes/{name}.yaml"] = "\n".join(rows) + "\n"
    return files


def main() -> None:
    files = system(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            (Path(folder) / path).parent.mkdir(exist_ok=True)
            (Path(folder) / path).write_text(text, encoding="utf-8")
        start = time.perf_counter()
        project, found = load(Path(folder))
        read = time.perf_counter()
        assert project is not None and not found
        count = sum(len(list(check(project))) for check in (family.unmatched_output, family.unmatched_input, family.differing_name, family.self_feeding, family.repeated_item))
        matched = time.perf_counter()
        whole = checks.run(project, datetime.date(2026, 6, 1), found)
        done = time.perf_counter()
    print(f"{len(project.processes)} processes, {sum(len(process.outputs) for process in project.processes)} outputs")
    print(f"read {read - start:.2f} s · interfaces {matched - read:.2f} s, {count} findings · all checks {done - matched:.2f} s, {len(whole)} findings")


if __name__ == "__main__":
    main()
