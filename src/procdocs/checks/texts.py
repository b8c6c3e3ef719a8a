"""Texts that are not finished, or not written as elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.places import says_nothing
from procdocs.diagnostics import Finding, Severity, check
from procdocs.project.model import Project
from procdocs.project.tables import ENDINGS
from procdocs.project.texts import Place
from procdocs.schema.base import Part
from procdocs.schema.process import Input, Output, Process, Risk

#: What people write where something is still to come.
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z])(?:TBD|TBC|TODO|FIXME|XXX+)(?![A-Za-z])|\bto be (?:defined|determined|completed|added)\b|\blorem ipsum\b|待补充|待定(?!义)|待完善|待确定|待填写|待编写|待更新"
    r"|\bnoch (?:festzulegen|festgelegt|zu definieren|zu ergänzen|offen)\b|추후 (?:결정|작성|보완|확정)|미정(?![가-힣])|작성 예정"
    r"|\{\{[^{}\n]{0,200}\}\}|\[(?:TODO|TBD|填写|请填写|insert|your)[^\[\]]{0,200}\]|<(?:填写|请填写|insert|your)[^<>]{0,200}>|[×Xx]{2,3}(?=公司|部门|有限)|^[?？]{2,}$|^[.…]{3,}$|^[-_—]{2,}$|请在此",
    re.IGNORECASE,
)
#: What our own starter files hold until somebody writes something better; a note, because it is our text.
_STARTED = frozenset(
    ("这个过程为了什么", "第一步", "第二步", "第三步", "收到的要求", "满足要求的结果", "要求理解有误", "What the process is for", "First step", "Second step", "Third step")
)
_NAMED_BY_KIND = ("过程 ", "Process ")
#: Under these keys a text may say that there is none.
_ASKED = frozenset(("name", "by", "purpose", "scope"))
#: Signs that stand for the line above, or for nothing, and what a spreadsheet writes where it cannot calculate; a formula that was copied instead of its value.
_FROM_SHEETS = re.compile(
    r"[/\\／、]|同上|〃|[(（]?略[)）]?|ditto|dto\.?|s\.\s?o\.|.*#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!).*|=(?:[A-Z]{1,3}\$?\d+|[A-Z]{2,}\().*", re.IGNORECASE | re.DOTALL
)
#: How long a text is at most that only stands for another one.
_DITTO = 5
#: What such a text begins with. Most texts have none of it, and this search, for one character and only then for what stands beside it, is much faster than the other.
_PLACEHOLDER_START = re.compile("[TtFfXxLlNn추미작待{\\[<请×?？.…_—-](?:(?<![请×?？.…_—-])|(?<=请)在此|(?<=×)[×Xx]|(?<=^[?？.…_—-])[?？.…_—-])")
#: Words that are written with either of two characters.
_SPELLINGS = (("台帐", "台账"), ("帐目", "账目"), ("帐务", "账务"), ("对帐", "对账"), ("入帐", "入账"), ("登陆", "登录"), ("其它", "其他"), ("定货", "订货"), ("定单", "订单"))


@check("PD560")
def placeholder(project: Project) -> Iterator[Finding]:
    """
    Bad:
        purpose: 待补充
    Good:
        purpose: 按计划生产，保证质量
    """
    for place in project.texts:
        for language, text in place.text.by_language.items():
            if hit := _unfinished(text):
                yield Finding(place.span_of(project, language, hit.group().strip()), {"placeholder": hit.group().strip()[:30]})
            elif (len(text) <= _DITTO or text[:1] == "=" or "#" in text) and _FROM_SHEETS.fullmatch(text.strip()):
                yield Finding(place.span(language), {"placeholder": text.strip()[:30]})
            elif place.key in _ASKED and _says_nothing(place, text):
                yield Finding(place.span(language), {"placeholder": text[:30]})
            elif (text in _STARTED or text.startswith(_NAMED_BY_KIND)) and _is_starter(place, text):
                yield Finding(place.span(language), {"placeholder": text[:30]}, severity=Severity.NOTE)
    for part, key, value in (*_plain_values(project), *_numbers(project)):
        if hit := _unfinished(value):
            yield Finding(part.span(key), {"placeholder": hit.group().strip()[:30]})


def _unfinished(text: str) -> re.Match[str] | None:
    """What stands in a text where something is still to come."""
    return _PLACEHOLDER.search(text) if _PLACEHOLDER_START.search(text) else None


_UNSIGNED = re.compile(r"(?:待|未|尚未|空白)[批审签定填]|pending|open\b|n/?a\b|offen|[-/_—]+$", re.IGNORECASE)


def _says_nothing(place: Place, text: str) -> bool:
    """Whether a process is called by its id only, or its purpose is that there is none."""
    if place.key == "name":
        return isinstance(place.part, Process) and text == place.part.id
    if place.key == "by":
        return _UNSIGNED.match(text) is not None
    return isinstance(place.part, Process) and says_nothing(text)


def _is_starter(place: Place, text: str) -> bool:
    """Whether a text is still that of the starter file of a process."""
    part = place.part
    return isinstance(part, (Process, Input, Output, Risk)) and (text in _STARTED or (isinstance(part, Process) and text in [f"{kind}{part.id}" for kind in _NAMED_BY_KIND]))


def _plain_values(project: Project) -> Iterator[tuple[Part, str, str]]:
    """Control data that are words without translations."""
    for document in project.documents:
        control = document.document
        if control is not None:
            yield from ((control, key, getattr(control, key)) for key in ("number", "revision", "supersedes") if getattr(control, key))


def _numbers(project: Project) -> Iterator[tuple[Part, str, str]]:
    """What is cited without a number stands where the number would: a title of a document."""
    for kind in ("document", "record"):
        yield from ((mention.part, str(mention.path[0]), mention.id) for mention in project.mentions.get(kind, ()) if len(mention.path) == 1)


@check("PD563")
def differing_spelling(project: Project) -> Iterator[Finding]:
    """
    Bad:
        inputs: [{name: 设备台帐, from: customer}, {name: 模具台账, from: customer}, {name: 量具台账, from: customer}]
    Good:
        inputs: [{name: 设备台账, from: customer}, {name: 模具台账, from: customer}]
    """
    written = b"\n".join(project.sources.values())
    # Lists in CSV and Excel have other bytes than their texts.
    tables = any(path.endswith(ENDINGS) for path in project.sources)
    pairs = tuple(pair for pair in _SPELLINGS if tables or all(word.encode() in written for word in pair))
    # All texts at once: to ask each of tens of thousands for each word takes ten times as long.
    said = "\n".join(text for place in project.texts for text in place.text.by_language.values()) if pairs else ""
    counts = {word: said.count(word) for pair in pairs for word in pair}
    rarer = {one if counts[one] <= counts[other] else other: (other if counts[one] <= counts[other] else one) for one, other in pairs if counts[one] and counts[other]}
    for place in project.texts if rarer else ():
        for language, text in place.text.by_language.items():
            for word, usual in rarer.items():
                if word in text:
                    yield Finding(place.span_of(project, language, word), {"word": word, "usual": usual})
