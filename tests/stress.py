"""Projects made to strain the drawings: any number of items, of any length, in several languages. Same seed, same project."""

from __future__ import annotations

import random
import re
from typing import Any

from procdocs.project import Project
from procdocs.schema import Octopus, Process, Settings

CHINESE = tuple(
    re.findall(r"[^/]+", "顾客图纸/技术规范/《控制计划》/特殊特性/（样件）/检验/记录、/设备/物料清单/≥ 98 %/更改通知/供方，/批次追溯/PPAP/Cpk 1.67/不合格品/处置/12 个月")
)
WORDS = {
    "zh": CHINESE,
    "en": ("drawing ", "specification ", "control plan ", "PPAP level 3, ", "special characteristics ", "inspection ", "records ", "(samples) ", "≥ 98 % ", "traceability "),
    "de": ("Zeichnung ", "Kundenspezifische Anforderungen ", "Prüfmittelüberwachung ", "Produktionslenkungsplan ", "Übergabe ", "Maßnahmen ", "für ", "Qualität "),
    "ko": ("고객 ", "도면 ", "관리 계획서 ", "특별 특성 ", "검사 ", "기록 ", "설비 ", "자재 명세서 ", "변경 통지 "),
}


def phrase(source: random.Random, language: str, length: int) -> str:
    """A text of about `length` characters; `mixed` takes words of all languages."""
    said = ""
    while len(said) < length:
        said += source.choice(WORDS[source.choice(sorted(WORDS)) if language == "mixed" else language])
    return said[: max(length, 2)].strip() or "x1"


def settings(language: str = "zh", departments: int = 4, **more: Any) -> Settings:
    """Settings with a top department and some below it."""
    units = [
        {"id": f"d{index}", "name": f"{index} 部门" if language == "zh" else f"Department {index}", "head": "经理", **({"parent": "d0"} if index else {})}
        for index in range(departments)
    ]
    name = "江海汽车零部件有限公司" if language == "zh" else "Jianghai Auto Parts Co., Ltd."
    return Settings.model_validate({"organisation": {"name": name}, "languages": [language], "departments": units, **more})


def process(id: str, language: str = "zh", items: int = 5, length: int = 12, type_: str = "customer", seed: int = 1, **more: Any) -> Process:
    """A process with `items` entries a leg, each of about `length` characters."""
    source = random.Random(f"{seed} {id}")

    def texts() -> list[str]:
        return [phrase(source, language, source.randint(max(2, length * 2 // 3), length)) for _ in range(items)]

    data: dict[str, object] = {
        "kind": "process",
        "id": id,
        "name": phrase(source, language, min(length, 16)),
        "type": type_,
        "owner": "d1",
        "departments": ["d2", "d3"],
        "purpose": phrase(source, language, 40),
        "steps": [phrase(source, language, 14) for _ in range(5)],
        "inputs": [{"name": text, "from": source.choice([["customer"], ["C1", "S2"], ["supplier"], ["M1"]])} for text in texts()],
        "outputs": [{"name": text, "to": source.choice([["customer"], ["C1", "S2", "M1"], ["C3"]])} for text in texts()],
        "resources": [{"name": text} for text in texts()],
        "people": [{"name": text} for text in texts()],
        "documents": [{"title": text} for text in texts()],
        "measures": [{"name": text, "target": "≥ 98 %"} for text in texts()],
        "risks": [{"name": phrase(source, language, 20)} for _ in range(3)],
        "clauses": {"iso9001-2015": ["8.5.1", "8.5.2"]},
    }
    return Process.model_validate({**data, **more})


def system(customer: int, support: int = 8, management: int = 5, language: str = "zh", length: int = 12, **options: object) -> Project:
    """A project with so many processes of each type."""
    made = [process(f"C{n}", language, 3, length, "customer") for n in range(1, customer + 1)]
    made += [process(f"S{n}", language, 3, length, "support") for n in range(1, support + 1)]
    made += [process(f"M{n}", language, 3, length, "management") for n in range(1, management + 1)]
    return Project(settings(language, **options), tuple(made))  # type: ignore[arg-type]


def octopus_file(arms: int, **texts: str) -> Octopus:
    """An octopus file that gives every arm the same texts."""
    return Octopus.model_validate({"kind": "octopus", "id": "OCTOPUS", "arms": [{"process": f"C{n}", **texts} for n in range(1, arms + 1)]})
