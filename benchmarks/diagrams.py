"""Draws 400 turtles and 400 twelve-step flowcharts, every text different, on one core; prints processor time. The goal: less than 4 s after start-up.


Run: python benchmarks/diagrams.py
"""

from __future__ import annotations

import gc
import random
import re
import time

from procdocs.diagrams import draw
from procdocs.diagrams.svg import svg
from procdocs.project import Project
from procdocs.schema import Document, Flowchart, Process, Settings

NUMBER = 400
PHRASES = "计划/控制/生产/过程/产品/顾客/检验/记录/设备/工装/物料/清单/要求/特殊/特性/作业/指导/标准/评审/报告/更改/通知/供方/交付/批次/追溯/能力/分析"
WORDS = tuple(re.findall(r"[^/]+", PHRASES))


def words(source: random.Random, least: int, most: int) -> str:
    """A Chinese phrase of some words."""
    return "".join(source.choice(WORDS) for _ in range(source.randint(least, most)))


def process(number: int, source: random.Random) -> Process:
    """A process as a supplier of car parts writes it."""
    other = [f"P{source.randint(1, NUMBER)}", "customer", "supplier"]
    return Process.model_validate(
        {
            "kind": "process",
            "id": f"P{number}",
            "name": words(source, 2, 4),
            "type": source.choice(["customer", "support", "management"]),
            "owner": "production",
            "departments": ["quality", "engineering"],
            "purpose": words(source, 8, 16),
            "steps": [words(source, 3, 8) for _ in range(5)],
            "inputs": [{"name": words(source, 2, 8), "from": [source.choice(other)]} for _ in range(source.randint(3, 10))],
            "outputs": [{"name": words(source, 2, 8), "to": [source.choice(other)]} for _ in range(source.randint(3, 10))],
            "resources": [words(source, 1, 6) for _ in range(source.randint(2, 7))],
            "people": [{"name": words(source, 1, 2), "competence": words(source, 3, 9)} for _ in range(source.randint(2, 4))],
            "documents": [{"number": f"WI-{number}-{index}", "title": words(source, 3, 6)} for index in range(source.randint(2, 5))],
            "measures": [{"name": words(source, 2, 5), "target": "≥ 98 %", "every": "每月"} for _ in range(source.randint(2, 5))],
            "risks": [{"name": words(source, 4, 9)} for _ in range(3)],
        }
    )


def flowchart(number: int, source: random.Random) -> Flowchart:
    """Twelve steps in four lanes with two decisions and a loop."""
    lanes = ["customer", "production", "quality", "engineering"]
    steps = []
    for index in range(1, 13):
        step: dict[str, object] = {"id": f"a{index}", "lane": source.choice(lanes), "text": words(source, 2, 7)}
        if index in (4, 8):
            step.update(type="decision", next={"是": f"a{index + 1}", "否": f"a{index - 2}"})
        elif index < 12:
            step["next"] = f"a{index + 1}"
        steps.append(step)
    return Flowchart.model_validate({"kind": "flowchart", "id": f"F{number}", "name": words(source, 2, 4), "lanes": lanes, "steps": steps})


def main() -> None:
    """Print how long drawing takes, as Graph and as SVG."""
    # As the command line does.
    gc.set_threshold(100_000, 20, 20)
    source = random.Random(4)
    settings = Settings.model_validate(
        {
            "organisation": {"name": "江海汽车零部件有限公司"},
            "languages": ["zh"],
            "departments": [{"id": "production", "name": "生产部"}, {"id": "quality", "name": "品保部"}, {"id": "engineering", "name": "工程部"}],
        }
    )
    documents: tuple[Document, ...] = (*(process(number, source) for number in range(1, NUMBER + 1)), *(flowchart(number, source) for number in range(1, NUMBER + 1)))
    project = Project(settings, documents)
    begun = time.process_time()
    draw(project, "P1", "zh")
    print(f"start-up (fonts, first drawing)  {time.process_time() - begun:6.2f} s")
    whole = 0.0
    for kind, letter in (("turtle", "P"), ("flowchart", "F")):
        begun = time.process_time()
        drawn = [draw(project, f"{letter}{number}", "zh") for number in range(1, NUMBER + 1)]
        laid_out = time.process_time()
        size = sum(len(svg(sheet)) for sheets, _ in drawn for sheet in sheets)
        done = time.process_time()
        whole += done - begun
        refused = sum(1 for sheets, _ in drawn if not sheets)
        print(f"{NUMBER} x {kind:10} graph {laid_out - begun:5.2f} s, SVG {done - laid_out:5.2f} s, {size / 1e6:.1f} MB, {refused} refused")
    print(f"together {whole:.2f} s")


if __name__ == "__main__":
    main()
