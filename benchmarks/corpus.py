"""A synthetic management system of N processes: the same N gives the same bytes, and `check` finds no error in it.

Each process has four receivers that expect what it gives, measures, risks and records; every second one has a flowchart and an
instruction. Sizes are those of the sample: about 5 kB of YAML a process. From N = 10 on every clause is covered (below, `check` says which
is not) and there are at least 2,000 distinct Chinese characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks.vocabulary import DEPARTMENTS, ROLES, Pen, is_han

TYPES = ("customer", "support", "management")
EVERY = ("每周", "每月", "每季度")
RETENTION = ("3 年", "5 年", "15 年")
CLAUSES = (
    "4.1",
    "4.2",
    "4.3",
    "4.4",
    "5.1",
    "5.2",
    "5.3",
    "6.1",
    "6.2",
    "6.3",
    "7.1",
    "7.2",
    "7.3",
    "7.4",
    "7.5",
    "8.1",
    "8.2",
    "8.3",
    "8.4",
    "8.5",
    "8.6",
    "8.7",
    "9.1",
    "9.2",
    "9.3",
    "10.1",
    "10.2",
    "10.3",
    "8.5.1",
    "8.5.2",
    "8.5.4",
    "7.1.5",
    "7.5.3",
)
#: The receivers of a process are so many places after it, in a ring.
STEPS = (1, 3, 7, 11)
CHART_STEPS = 16
CHART_SHEETS = 1
VIEWS = 3
DECISIONS = (5, 10)

Document = dict[str, Any]


class Expected(NamedTuple):
    """What any true output of a system must hold."""

    documents: int
    #: Sheets of diagrams: a turtle and the neighbours of each process, the sheet of each flowchart, shown in its own document and in
    #: the instruction, and the views of the whole (a sheet each at least).
    diagrams: int
    #: Those of them that stand in documents.
    drawn: int
    #: Chinese characters in the YAML, with how often each stands there.
    han: Counter[str]
    #: A text of each document that stands nowhere else.
    witnesses: tuple[str, ...]
    #: Texts of the registers: the risks of all processes.
    registered: tuple[str, ...]


def system(count: int) -> dict[str, str]:
    """The files of a system of `count` processes, by path."""
    return {path: yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000) for path, content in _contents(count)}


def write(folder: Path, count: int) -> Expected:
    """Write a system into a folder that is not there yet. Returns what its outputs must hold."""
    files = system(count)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return expected(files)


def expected(files: Mapping[str, str]) -> Expected:
    """What the outputs of these files must hold."""
    documents = [yaml.load(text, yaml.CSafeLoader) for path, text in files.items() if path.startswith("processes/")]
    han = Counter(character for text in files.values() for character in text if is_han(character))
    kinds = Counter(one["kind"] for one in documents)
    drawn = 2 * kinds["process"] + CHART_SHEETS * (kinds["flowchart"] + kinds["sop"])
    risks = tuple(risk["name"] for one in documents for risk in one.get("risks", ()))
    return Expected(len(documents), drawn + VIEWS, drawn, han, tuple(map(_witness, documents)), risks)


def name_of(number: int) -> str:
    """The id of a process."""
    return f"P{number + 1:03d}"


def _witness(document: Document) -> str:
    """What only this document says: the text of a flowchart stands in a picture, the others' in their pages."""
    if document["kind"] == "flowchart":
        return str(document["steps"][1]["text"])
    return str(document["steps"][0] if document["kind"] == "process" else document["sections"]["purpose"].partition("，")[0])


def _contents(count: int) -> Iterator[tuple[str, Document]]:
    yield "procdocs.yaml", _settings()
    rows: list[Document] = []
    for number in range(count):
        id = name_of(number)
        yield f"processes/{id}.yaml", _process(number, count)
        if number % 2 == 0:
            yield f"processes/F-{id}.yaml", _flowchart(number)
            yield f"processes/SOP-{id}.yaml", _sop(number)
        else:
            rows += [
                {
                    "number": f"WI-{id}-0{part}",
                    "title": Pen(number, 60 + part).words(2, 4) + "规定",
                    "type": "instruction",
                    "revision": "A",
                    "effective": "2025-03-15",
                    "owner": f"d{number % 8}",
                }
                for part in (1, 2)
            ]
    if rows:
        yield "registers/documents.yaml", {"documents": rows}


def _settings() -> Document:
    return {
        "organisation": {"name": {"zh": "江海精密工业有限公司", "en": "Jianghai Precision"}, "system": {"zh": "质量手册 QM-01", "en": "Quality manual QM-01"}},
        "languages": ["zh"],
        "standards": ["iso9001-2015"],
        "departments": [
            {"id": f"d{number}", "name": {"zh": name, "en": f"D{number}"}, "head": f"{name}经理", "duties": Pen(number, 70).clause()} for number, name in enumerate(DEPARTMENTS)
        ],
        "roles": [
            {"id": f"r{number}", "name": {"zh": name, "en": f"R{number}"}, "department": f"d{number % 8}", "competence": Pen(number, 71).words(3, 5)}
            for number, name in enumerate(ROLES)
        ],
        "document": {
            "revision": "B",
            "status": "released",
            "effective": "2026-05-01",
            "every": "12 months",
            "prepared": {"by": "文控员", "on": "2026-04-10"},
            "reviewed": {"by": "管理者代表", "on": "2026-04-18"},
            "approved": {"by": "总经理", "on": "2026-04-24"},
            "distribution": ["all"],
            "owner": "d1",
            "confidentiality": "内部资料",
            "stamp": "受控",
        },
        "retention_minimum": "3 年",
    }


def _control(number: str, pen: Pen) -> Document:
    return {
        "number": number,
        "revision": "B",
        "status": "released",
        "effective": "2026-05-01",
        "history": [
            {"revision": "A", "date": "2025-03-15", "change": "首次发布", "by": "文控员"},
            {"revision": "B", "date": "2026-05-01", "change": pen.words(3, 6), "by": "文控员"},
        ],
    }


def _passed(giver: int, step: int) -> str:
    """What a process gives to the one so many places after it."""
    return f"{Pen(giver, 90 + step).item()}{giver + 1}"


def _process(number: int, count: int) -> Document:
    pen, id = Pen(number, 0), name_of(number)
    chance, steps = pen.chance, [step for step in STEPS if step < count]
    return {
        "kind": "process",
        "id": id,
        "name": {"zh": pen.words(2, 3) + "管理", "en": f"Process {number + 1}"},
        "type": TYPES[number % 3],
        "owner": f"d{number % 8}",
        "departments": [f"d{(number + 1) % 8}", f"d{(number + 3) % 8}"],
        "purpose": pen.prose(1),
        "scope": pen.prose(1),
        "steps": [pen.clause() for _ in range(chance.randint(5, 7))],
        "inputs": [
            *({"id": f"o{(number - step) % count + 1}-{step}", "name": _passed((number - step) % count, step), "from": [name_of((number - step) % count)]} for step in steps),
            {"name": pen.item(), "from": "customer"},
        ],
        "outputs": [
            *({"id": f"o{number + 1}-{step}", "name": _passed(number, step), "to": [name_of((number + step) % count)]} for step in steps),
            {"name": pen.item(), "to": "customer"},
        ],
        "resources": [{"name": pen.item(), "note": pen.clause()} for _ in range(chance.randint(4, 6))],
        "people": [{"role": f"r{(number + part) % 12}", "competence": pen.words(3, 6), "record": f"QR-{id}-01"} for part in range(chance.randint(3, 4))],
        "documents": [f"WI-{id}-01", f"WI-{id}-02"],
        "measures": [_measure(pen, id, number, part) for part in range(chance.randint(3, 4))],
        "risks": [
            {
                "name": pen.clause(),
                "likelihood": chance.randint(1, 5),
                "severity": chance.randint(1, 5),
                "action": pen.clause(),
                "owner": f"d{(number + part) % 8}",
                "due": "每季度",
            }
            for part in range(3)
        ],
        "records": [
            {
                "number": f"QR-{id}-{part:02d}",
                "name": pen.words(2, 3) + "表",
                "keeper": f"d{(number + part) % 8}",
                "retention": chance.choice(RETENTION),
                "place": pen.words(1, 2) + "柜",
            }
            for part in range(1, 6)
        ],
        "clauses": {"iso9001-2015": sorted({CLAUSES[(number * 5 + part * 7) % len(CLAUSES)] for part in range(6)})},
        "text": "\n".join(
            (f"{pen.words(2, 3)}：", "", "| 情形 | 负责 | 条件 |", "|---|---|---|", *(f"| {pen.words(2, 4)} | {pen.words(1, 2)} | {pen.clause()} |" for _ in range(4)), "")
        ),
        "document": _control(f"QP-{id}", pen),
    }


def _measure(pen: Pen, id: str, number: int, part: int) -> Document:
    return {
        "name": pen.words(2, 3) + "率",
        "formula": f"{pen.words(2, 4)} ÷ {pen.words(2, 4)} × 100 %",
        "unit": "%",
        "target": f"≥ 9{pen.chance.randint(0, 9)} %",
        "every": pen.chance.choice(EVERY),
        "owner": f"d{(number + part) % 8}",
        "source": f"QR-{id}-02",
        "action": pen.clause(),
        "aspect": ("effectiveness", "efficiency")[part % 2],
    }


def _flowchart(number: int) -> Document:
    pen, id = Pen(number, 1), name_of(number)
    lanes = ["customer", f"d{number % 8}", f"d{(number + 1) % 8}"]
    last = CHART_STEPS - 1
    steps: list[Document] = []
    for at in range(CHART_STEPS):
        kind = {0: "start", last: "end", 8: "document"}.get(at, "decision" if at in DECISIONS else "process")
        step: Document = {
            "id": f"s{at}",
            "type": kind,
            "lane": lanes[1] if at in (0, last) else lanes[at % 3],
            "text": pen.verb() + pen.name() + pen.words(1, 3) + ("？" if kind == "decision" else ""),
        }
        if kind == "document":
            step |= {"records": [f"QR-{id}-03"], "time": "2 个工作日"}
        if at < last:
            step["next"] = {"是": f"s{at + 1}", "否": f"s{at - 2}"} if kind == "decision" else f"s{at + 1}"
        steps.append(step)
    return {
        "kind": "flowchart",
        "id": f"F-{id}",
        "name": pen.words(2, 3) + "流程图",
        "process": id,
        "purpose": pen.prose(1),
        "form": "lanes",
        "lanes": lanes,
        "steps": steps,
        "document": {**_control(f"WI-{id}-02", pen), "owner": lanes[1]},
    }


def _sop(number: int) -> Document:
    pen, id = Pen(number, 2), name_of(number)
    terms = [pen.words(1, 2) + pen.name() for _ in range(4)]
    procedure: list[Document] = []
    for at in range(8):
        term = f"{terms[at]}：" if at < len(terms) else ""
        procedure.append(
            {
                "step": pen.verb() + pen.words(2, 3),
                "role": f"r{(number + at) % 12}",
                "text": term + pen.prose(pen.chance.randint(1, 3)),
                "time": "2 个工作日",
                "records": [f"QR-{id}-0{at % 5 + 1}"],
                **({"diagram": f"F-{id}"} if at == 2 else {}),
            }
        )
    return {
        "kind": "sop",
        "id": f"SOP-{id}",
        "name": pen.words(2, 3) + "作业指导书",
        "process": id,
        "sections": {
            "purpose": pen.prose(1),
            "scope": pen.prose(2),
            "definitions": [{"term": term, "text": pen.prose(1)} for term in terms],
            "responsibilities": [{"role": f"r{(number + part) % 12}", "text": pen.prose(1)} for part in range(3)],
            "procedure": procedure,
            "documents": [f"QP-{id}", f"WI-{id}-02"],
            "records": [f"QR-{id}-{part:02d}" for part in range(1, 6)],
        },
        "document": {**_control(f"WI-{id}-01", pen), "owner": f"d{number % 8}"},
    }
