"""The reference pages, generated: every key of the YAML from the models, every code from its explanation. Pure but for `main`.

python -m procdocs.reference docs/reference
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from procdocs.checks.examples import examples
from procdocs.diagnostics import RULES, Rule
from procdocs.languages import words
from procdocs.project.mentions import FIELDS
from procdocs.schema import KINDS, Part, Register, Settings, Text
from procdocs.schema.models import choices_in, meaning_of, models_below, part_in

#: The families of codes, by their first digit, and what they are about.
FAMILIES = {
    "1": "PD1xx: text of a file · 文件文字",
    "2": "PD2xx: schema · 字段",
    "3": "PD3xx: ids and references · 代号与引用",
    "4": "PD4xx: interfaces between processes · 过程接口",
    "5": "PD5xx: completeness · 完整性",
    "6": "PD6xx: clauses and customer requirements · 条款与顾客要求",
    "7": "PD7xx: drawing and print · 绘图与打印",
    "8": "PD8xx: document control · 文件控制",
    "9": "PD9xx: environment · 运行环境",
}
_NAMED = {
    "process": "process",
    "process-or-chart": "process or flowchart",
    "end": "process or party",
    "department": "department",
    "role": "role",
    "department-or-role": "department or role",
    "anyone": "role, department or party",
    "document": "document number",
    "record": "record number",
    "diagram": "diagram",
    "content": "document, view or group",
    "link": "document or address",
}
_PLAIN = {"Decimal": "number", "date": "date", "bool": "true or false", "str": "text"}


def yaml_page() -> str:
    """The page of every key: the settings, each kind of document, the registers, and what they are made of."""
    tops: list[tuple[str, type[Part]]] = [("procdocs.yaml", Settings), *((f"kind: {kind}", model) for kind, model in KINDS.items()), ("registers/*.yaml", Register)]
    lines = [
        "# YAML reference · YAML 字段参考",
        "",
        "<!-- Generated from the models by `python -m procdocs.reference`; do not edit. -->",
        "",
        "Where a list may stand, a single value may stand. *text* may be written in several languages: `{zh: …, en: …}`. *short form* is the key that a plain text stands for.",
        "Nothing, `~` and `null` mean missing. Keys in **bold** are required.",
        "",
    ]
    for title, model in tops:
        lines += [f"## {title}", "", *_model(model)]
    for model in models_below(model for _, model in tops)[len(tops) :]:
        lines += [f"## {model.__name__}", "", *_model(model)]
    return "\n".join(lines).rstrip() + "\n"


def _model(model: type[Part]) -> Iterator[str]:
    yield (model.__doc__ or "").strip().splitlines()[0]
    if model.short:
        yield f"Short form: `{model.short}`."
    yield from ("", "| Key | Value | Meaning | 含义 |", "|---|---|---|---|")
    for name, info in model.model_fields.items():
        key = info.alias or name
        shown = f"**`{key}`**" if info.is_required() else f"`{key}`"
        yield f"| {shown} | {_cell(_value(model, name, info))} | {_cell(words('en').meaning(meaning_of(model, key)))} | {_cell(words('zh').meaning(meaning_of(model, key)))} |"
    yield ""


def _value(model: type[Part], name: str, info: FieldInfo) -> str:
    """What may stand behind a key, in a few words."""
    named = FIELDS.get(model, {}).get(name)
    part = part_in(info.annotation)
    choices = choices_in(info.annotation)
    listed = "list of " if "tuple[" in str(info.annotation) else ""
    if choices:
        return f"{listed}{' / '.join(f'`{choice}`' for choice in choices)}"
    if part is not None:
        return f"{listed}[{part.__name__}](#{part.__name__.lower()})"
    if named:
        return f"{listed}{_NAMED[named]}"
    if "dict[" in str(info.annotation):
        return "clause set: list of clauses"
    if "Id" in str(info.metadata) or name == "id":
        return "id"
    kinds = [one for one in (info.annotation, *get_args(info.annotation)) if isinstance(one, type)]
    if Text in kinds:
        return f"{listed}*text*"
    return listed + next((_PLAIN[one.__name__] for one in kinds if one.__name__ in _PLAIN), "text")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def checks_page() -> str:
    """The page of every code: severity, explanation in English and Chinese, examples."""
    lines = [
        "# Checks · 检查项",
        "",
        "<!-- Generated from the checks by `python -m procdocs.reference`; do not edit. -->",
        "",
        "`procdocs explain CODE` shows one of these pages. Errors of PD1xx to PD3xx stop a build; other findings can be silenced in place,",
        "on the line or the line above, with a reason: `# procdocs: ignore[PD401] agreed with the customer`.",
        "",
    ]
    for digit, title in FAMILIES.items():
        rules = [rule for rule in RULES.values() if rule.code[2] == digit]
        if rules:
            lines += [f"## {title}", ""]
            for rule in rules:
                lines += _rule(rule)
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    clause = f" · {rule.clause}" if rule.clause else ""
    yield from (f"### {rule.code} {rule.name}", "", f"{rule.severity.value}{clause}", "")
    for language in ("en", "zh"):
        yield from (words(language).about(rule.code), "")
    for example in examples(rule.code):
        yield from ("Good · 正确：" if example.good else "Bad · 错误：", "", "```yaml", example.text.rstrip("\n"), "```", "")


PAGES = {"yaml.md": yaml_page, "checks.md": checks_page}


def main(folder: Path) -> None:
    """Write the pages into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
