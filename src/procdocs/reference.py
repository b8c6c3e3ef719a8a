"""The reference pages, generated: every key of the YAML from the models, every code from the table and the language files. Pure but for `main`.

python -m procdocs.reference docs/reference
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from procdocs.checks.examples import examples
from procdocs.diagnostics import RULES, Rule
from procdocs.diagnostics.sentences import first_sentence
from procdocs.languages import ABOUT, Words, spoken, words
from procdocs.schema import TOPS, Part, Text
from procdocs.schema.models import choices_in, meaning_of, models_below, part_in

#: The languages side by side on the pages that are committed.
TOGETHER = ("en", "zh")
#: What a value is, by its type in Python; all else is words in one line.
_SORTS = {Text: "text", Decimal: "number", datetime.date: "date", bool: "flag"}


def yaml_page(language: str) -> str:
    """The page of every key in a language: the settings, each kind of document, the registers, and what they are made of."""
    say = words(language)
    titles = {"settings": "procdocs.yaml", "register": "registers/*.yaml"}
    lines = [f"# {say('reference.yaml')}", "", "<!-- Generated from the models by `python -m procdocs.reference`; do not edit. -->", "", say("reference.lead")]
    for name, model in TOPS.items():
        lines += [f"## {titles.get(name, f'kind: {name}')}", "", *_model(model, say)]
    for model in models_below(TOPS.values())[len(TOPS) :]:
        lines += [f"## {model.__name__}", "", *_model(model, say)]
    return "\n".join(lines).rstrip() + "\n"


def _model(model: type[Part], say: Words) -> Iterator[str]:
    yield say.meaning(f"{model.__name__}.{ABOUT}")
    if model.short:
        yield say("reference.short", name=model.short)
    yield from ("", f"| {' | '.join(say(f'reference.{head}') for head in ('key', 'value', 'meaning'))} |", "|---|---|---|")
    for name, info in model.model_fields.items():
        key = info.alias or name
        shown = f"**`{key}`**" if info.is_required() else f"`{key}`"
        yield f"| {shown} | {_cell(_value(model, name, info, say))} | {_cell(say.meaning(meaning_of(model, key)))} |"
    yield ""


def _value(model: type[Part], name: str, info: FieldInfo, say: Words) -> str:
    """What may stand behind a key, in a few words."""
    part = part_in(info.annotation)
    choices = choices_in(info.annotation)
    if choices:
        one = " / ".join(f"`{choice}`" for choice in choices)
    elif part is not None:
        one = f"[{part.__name__}](#{part.__name__.lower()})"
    elif name in model.naming:
        one = say(f"reference.named.{model.naming[name]}")
    elif "dict[" in str(info.annotation):
        return say("reference.clauses" if "tuple[" in str(info.annotation) else "reference.numbers")
    elif "Id" in str(info.metadata) or name == "id":
        return say("reference.id")
    else:
        kinds = [one for one in (info.annotation, *get_args(info.annotation)) if isinstance(one, type)]
        one = say(f"reference.{next((_SORTS[kind] for kind in kinds if kind in _SORTS), 'words')}")
    return say("reference.list", one=one) if "tuple[" in str(info.annotation) else one


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


#: The pages that are committed; those of the codes, and of the keys in further languages, are built only.
PAGES: Mapping[str, Callable[[], str]] = {"yaml.md": partial(yaml_page, "en"), "yaml.zh.md": partial(yaml_page, "zh"), "checks.md": checks_page}


def built() -> Iterator[tuple[str, str]]:
    """The pages of the codes and of the keys in every language, each with its path."""
    for language in spoken():
        yield f"yaml/{language}.md", yaml_page(language)
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
