"""Texts that are not finished, or not written as elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from procdocs.checks.documents import SHOWN
from procdocs.diagnostics import Finding, Related, Severity, check
from procdocs.project.model import Project
from procdocs.project.private import MARK, PRIVATE, marks
from procdocs.project.tables import ENDINGS
from procdocs.project.texts import Place
from procdocs.schema.base import Part
from procdocs.schema.process import Input, Output, Process, Risk
from procdocs.source.lines import lines_of
from procdocs.source.text import decode

#: What people write where something is still to come.
_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z])(?:TBD|TBC|TODO|FIXME|XXX+)(?![A-Za-z])|\bto be (?:defined|determined|completed|added)\b|\blorem ipsum\b|待补充|待定(?!义)|待完善|待确定|待填写|待编写|待更新"
    r"|\bnoch (?:festzulegen|festgelegt|zu definieren|zu ergänzen|offen)\b|추후 (?:결정|작성|보완|확정)|미정(?![가-힣])|작성 예정"
    r"|\{\{[^{}\n]{0,200}\}\}|\[(?:TODO|TBD|填写|请填写|insert|your)[^\[\]]{0,200}\]|<(?:填写|请填写|insert|your)[^<>]{0,200}>|[×Xx]{3}(?=公司|部门|有限)|^[?？]{2,}$|^[.…]{3,}$|^[-_—]{2,}$|请在此",
    re.IGNORECASE,
)
#: What our own starter files hold until somebody writes something better; a note, because it is our text.
_STARTED = frozenset(
    ("这个过程为了什么", "第一步", "第二步", "第三步", "收到的要求", "满足要求的结果", "要求理解有误", "What the process is for", "First step", "Second step", "Third step")
)
#: The characters that such a text begins with. Most texts have none of them, and this search is much faster than the other.
_PLACEHOLDER_START = re.compile("[TtFfXxLlNn추미작×待{\\[<?？.…_—请-]")
#: A character of a private font, or full-width letters and figures.
_ODD = re.compile(f"{PRIVATE.pattern[:-1]}０-９Ａ-Ｚａ-ｚ]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
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
            hit = _PLACEHOLDER_START.search(text) and _PLACEHOLDER.search(text)
            if hit:
                yield Finding(place.span_of(project, language, hit.group().strip()), {"placeholder": hit.group().strip()[:30]})
            elif _is_starter(place, text):
                yield Finding(place.span(language), {"placeholder": text[:30]}, severity=Severity.NOTE)
    for part, key, value in (*_plain_values(project), *_numbers(project)):
        hit = _PLACEHOLDER.search(value)
        if hit:
            yield Finding(part.span(key), {"placeholder": hit.group().strip()[:30]})


def _is_starter(place: Place, text: str) -> bool:
    """Whether a text is still that of the starter file of a process."""
    part = place.part
    return isinstance(part, (Process, Input, Output, Risk)) and (text in _STARTED or (isinstance(part, Process) and text in (f"过程 {part.id}", f"Process {part.id}")))


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
    counts: Counter[str] = Counter()
    for place in project.texts if pairs else ():
        for text in place.text.by_language.values():
            counts.update({word: text.count(word) for pair in pairs for word in pair})
    rarer = {one if counts[one] <= counts[other] else other: (other if counts[one] <= counts[other] else one) for one, other in pairs if counts[one] and counts[other]}
    for place in project.texts if rarer else ():
        for language, text in place.text.by_language.items():
            for word, usual in rarer.items():
                if word in text:
                    yield Finding(place.span_of(project, language, word), {"word": word, "usual": usual})


@check("PD564")
def odd_characters(project: Project) -> Iterator[Finding]:
    """
    Bad:
        purpose: 交付及时率达到９８％
    Good:
        purpose: 交付及时率达到 98 %
    """
    yield from _marked(project)
    for place in project.texts:
        for language, text in place.text.by_language.items():
            hit = _ODD.search(text)
            if hit is None:
                continue
            full_width = _FULL_WIDTH.match(text, hit.start())
            if full_width:
                yield Finding(place.span_of(project, language, full_width.group()), {"characters": full_width.group()})
            else:
                # A font of the project may have it; without one the build is sure to stop.
                own = project.settings.theme is not None and bool(project.settings.theme.font)
                span = place.span_of(project, language, hit.group())
                yield Finding(span, {"characters": f"U+{ord(hit.group()):04X}"}, "private" if own else "lost", severity=None if own else Severity.ERROR)


def _marked(project: Project) -> Iterator[Finding]:
    """Characters of private fonts that are printed as a mark, because the project says so: once for a file, at the first of them."""
    for path, data in project.sources.items() if marks(project.settings) else ():
        text = decode(path, data)[0] or ""
        hits = list(PRIVATE.finditer(text))
        if hits:
            lines = lines_of(path, text)
            places = [lines.span(hit.start(), hit.end()) for hit in hits]
            values = {"characters": f"U+{ord(hits[0].group()):04X}", "mark": MARK, "count": str(len(hits))}
            yield Finding(places[0], values, "marked", tuple(Related(place, "character-here") for place in places[1:SHOWN]), Severity.WARNING)
