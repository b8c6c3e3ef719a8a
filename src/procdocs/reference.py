"""The reference pages, generated: every key of the YAML from the models, every code from the table and the language files. Pure but for `main`.

python -m procdocs.reference docs/reference
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from procdocs.checks.examples import examples
from procdocs.diagnostics import RULES, Rule
from procdocs.diagnostics.sentences import first_sentence
from procdocs.languages import spoken, words
from procdocs.project.mentions import FIELDS
from procdocs.schema import KINDS, Part, Register, Settings, Text
from procdocs.schema.models import choices_in, meaning_of, models_below, part_in

#: The languages side by side on the pages that are committed.
TOGETHER = ("en", "zh")
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
        f"# {_together('yaml')}",
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
    yield from ("", f"| Key | Value | {_together('meaning', ' | ')} |", f"|---|---|{'---|' * len(TOGETHER)}")
    for name, info in model.model_fields.items():
        key = info.alias or name
        shown = f"**`{key}`**" if info.is_required() else f"`{key}`"
        yield f"| {shown} | {_cell(_value(model, name, info))} | {' | '.join(_cell(words(language).meaning(meaning_of(model, key))) for language in TOGETHER)} |"
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
    """The list of all codes: name, severity, clause, and what each is about in a sentence."""
    heads = ("code", "name", "severity", "clause")
    lines = [
        f"# {_together('title')}",
        "",
        "<!-- Generated from the checks by `python -m procdocs.reference`; do not edit. -->",
        "",
        "`procdocs explain CODE` tells more, with examples; `make docs` writes a page for each code in every language, `checks/LANGUAGE/CODE.md`.",
        "Errors of PD1xx to PD3xx stop a build; other findings can be silenced in place, on the line or the line above, with a reason:",
        "`# procdocs: ignore[PD401] agreed with the customer`.",
        "",
    ]
    for family, rules in groupby(RULES.values(), lambda rule: rule.code[:3]):
        lines += [f"## {family}xx: {_together(f'families.{family}')}", "", f"| {' | '.join(words('en')(f'reference.{head}') for head in heads)} | {_together('about', ' | ')} |"]
        lines += [f"|{'---|' * (len(heads) + len(TOGETHER))}", *map(_row, rules), ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(rule: Rule) -> str:
    about = (_cell(first_sentence(words(language).about(rule.code))) for language in TOGETHER)
    return f"| {' | '.join((rule.code, f'`{rule.name}`', rule.severity.value, rule.clause, *about))} |"


def _together(key: str, between: str = " · ") -> str:
    return between.join(words(language)(f"reference.{key}") for language in TOGETHER)


def code_page(rule: Rule, language: str) -> str:
    """The page of one code in a language: severity and clause, explanation, examples."""
    say = words(language)
    lines = [f"# {rule.code} {rule.name}", "", rule.severity.value + (f" · {rule.clause}" if rule.clause else ""), "", say.about(rule.code), ""]
    for example in examples(rule.code):
        lines += [f"{say('check.good' if example.good else 'check.bad')}:", "", "```yaml", example.text.rstrip("\n"), "```", ""]
    return "\n".join(lines)


def index_page(language: str) -> str:
    """The page that leads to those of the codes."""
    say = words(language)
    lines = [f"# {say('reference.title')}", ""]
    for family, rules in groupby(RULES.values(), lambda rule: rule.code[:3]):
        lines += [f"## {family}xx: {say(f'reference.families.{family}')}", ""]
        lines += [*(f"- [{rule.code}]({rule.code}.md) `{rule.name}`: {first_sentence(say.about(rule.code))}" for rule in rules), ""]
    return "\n".join(lines)


#: The pages that are committed; those of the codes are built only.
PAGES = {"yaml.md": yaml_page, "checks.md": checks_page}


def built() -> Iterator[tuple[str, str]]:
    """The pages of the codes in every language, each with its path."""
    for language in spoken():
        yield f"checks/{language}/index.md", index_page(language)
        for rule in RULES.values():
            yield f"checks/{language}/{rule.code}.md", code_page(rule, language)


def main(folder: Path) -> None:
    """Write the pages into `folder`."""
    for path, text in (*((name, page()) for name, page in PAGES.items()), *built()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
