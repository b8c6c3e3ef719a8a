"""Texts that are not finished, hold several items in one, or say different things in different languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from procdocs.checks.places import said, value_place
from procdocs.diagnostics import Finding, Severity, Span, check
from procdocs.languages import speaks
from procdocs.project.model import Project
from procdocs.project.tables import ENDINGS
from procdocs.project.texts import Place
from procdocs.schema.base import Part
from procdocs.schema.process import Input, Output, Process, Risk

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
#: Items of a leg longer than this many characters do not fit a box and mostly are not one item.
LONG_ITEM = 250
#: A character of a private font, or full-width letters and figures.
_ODD = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd０-９Ａ-Ｚａ-ｚ]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
#: Lines below that only detail the first one.
_DETAILS = re.compile(r"\n\s*[-–—•·*!].*")
_IN_BRACKETS = re.compile(r"[（(\[【][^）)\]】]{0,200}[）)\]】]")
#: What an item has that is several: nothing else need be looked at.
_SEPARATING = re.compile("[;；\n,，、.)）①-⑳]")
_NUMBERED = re.compile(r"(?:(?:^|[\s;；,，。])\(?\d{1,2}[.)、）](?!\d)|[①-⑳])\s*\S")
#: What such a text is split at.
_NUMBER_SIGN = re.compile(r"(?:(?:^|(?<=[\s;；,，。]))\(?\d{1,2}[.)、）](?!\d)|[①-⑳])")
_WIDE_SEPARATOR = re.compile("[，、；]")
#: From so many pieces, none longer than so many characters, a single step is a list.
_RUN, _SHORT = 3, 12
#: Words that are written with either of two characters.
_SPELLINGS = (("台帐", "台账"), ("帐目", "账目"), ("帐务", "账务"), ("对帐", "对账"), ("入帐", "入账"), ("登陆", "登录"), ("其它", "其他"), ("定货", "订货"), ("定单", "订单"))
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")


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
                yield Finding(place.span(language), {"placeholder": hit.group().strip()[:30]})
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


def _items(process: Process) -> Iterable[tuple[Part, str]]:
    for listed in (process.inputs, process.outputs, process.resources, process.measures):
        for item in listed:
            yield item, "name"


def _groups(process: Process) -> Iterable[tuple[Part, str]]:
    """People in words; what follows a colon is their competence, in which commas and semicolons belong."""
    for person in process.people:
        if person.name is not None and not any(colon in str(person.name) for colon in ":："):
            yield person, "name"


@check("PD561")
def several_items_in_one(project: Project) -> Iterator[Finding]:
    """
    Bad:
        inputs: [{name: 订单；图纸；技术协议, from: customer}]
    Good:
        inputs: [{name: 订单, from: customer}, {name: 图纸, from: customer}, {name: 技术协议, from: customer}]
    """
    for process in project.processes:
        for item, key in (*_items(process), *_groups(process)):
            whole = project.say(getattr(item, key), project.languages[0]).strip()
            if not _SEPARATING.search(whole):
                continue
            outside = _IN_BRACKETS.sub("", _DETAILS.sub("", whole))
            parts = [piece for piece in re.split(r"[;；\n]", outside) if piece.strip()]
            if len(parts) > 1 or len(_NUMBERED.findall(outside)) > 1 or _listed(outside):
                yield Finding(value_place(item, key), {"item": said(project, getattr(item, key)), "process": process.id})
    yield from _runs(project)


def _runs(project: Project) -> Iterator[Finding]:
    """Lists with a single item that a reader takes for several: `[领料，调机，首件检验]`, `1.接收 2.评审 3.报价`, `领料、调机、生产、入库`."""
    for process in project.processes:
        steps = [(process.span("steps", 0), str(process.steps[0]))] if len(process.steps) == 1 else []
        for text, span in ((text, span) for span, text in steps):
            pieces = _pieces(text, 2 if _in_brackets(project, span) else _RUN)
            if len(pieces) > 1:
                sign = _WIDE_SEPARATOR.search(text)
                values = {"item": text, "process": process.id, "list": ", ".join(pieces), "character": sign.group() if sign else ""}
                yield Finding(span, values, "wide" if sign and not _NUMBERED.search(text) else "run")
        for listed in (process.inputs, process.outputs, process.resources, process.people, process.measures):
            # A text in brackets that stands for a whole item; longer runs of any item are a finding above.
            if len(listed) == 1 and (name := said(project, listed[0].name)) and _WIDE_SEPARATOR.search(name) and _in_brackets(project, value_place(listed[0], "name")):
                pieces = _pieces(name, 2)
                if len(pieces) > 1 and not (_listed(name) or re.search("[;；]", name)):
                    sign = _WIDE_SEPARATOR.search(name)
                    yield Finding(
                        value_place(listed[0], "name"), {"item": name, "process": process.id, "list": ", ".join(pieces), "character": sign.group() if sign else ""}, "wide"
                    )
        for step, text in enumerate(map(str, process.steps)) if len(process.steps) > 1 else ():
            if len(_NUMBERED.findall(text)) > 1:
                yield Finding(process.span("steps", step), {"item": text, "process": process.id, "list": ", ".join(_pieces(text))}, "run")


def _in_brackets(project: Project, span: Span) -> bool:
    """Whether a text is the first in brackets, `[领料，调机]`: there a full-width comma was meant to part items."""
    data = project.sources.get(span.path)
    if data is None or span.line is None or span.column is None or span.sheet:
        return False
    line = data.decode("utf-8-sig", "replace").split("\n")[span.line - 1 : span.line]
    return bool(line) and line[0][: span.column - 1].rstrip(" '\"").endswith("[")


def _pieces(text: str, least: int = _RUN) -> list[str]:
    """The items in a text that stands alone in a list; one where it is only a sentence with commas."""
    if len(_NUMBERED.findall(text)) > 1:
        return [piece for piece in (re.sub(r"^[\s;；,，、。]+|[\s;；,，、。]+$", "", one) for one in _NUMBER_SIGN.split(text)) if piece]
    outside = _IN_BRACKETS.sub("", text)
    pieces = [piece.strip() for piece in re.split(r"[,，、;；]|→|->", outside) if piece.strip()]
    return pieces if len(pieces) >= least and all(len(piece) <= _SHORT for piece in pieces) and not re.search(r"[。.!?！？]\s*$", text) else [text]


def _listed(text: str) -> bool:
    """Whether a text is a list by its commas: three pieces or more, with 、 four."""
    by_comma = [piece for piece in re.split(r"[,，](?!\d{3})", text) if piece.strip()]
    return len(by_comma) >= 3 or len([piece for piece in re.split(r"[,，、]", text) if piece.strip()]) >= 4


@check("PD562")
def long_item(project: Project) -> Iterator[Finding]:
    """
    Bad:
        inputs:
          - from: customer
            name: |
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
              顾客订单及其全部技术协议、图纸、样件、包装要求、交付计划、质量协议和变更通知
    Good:
        inputs: [{name: 订单, from: customer}]
    """
    for process in project.processes:
        for item, key in _items(process):
            text = said(project, getattr(item, key))
            if len(text) > LONG_ITEM:
                yield Finding(value_place(item, key), {"item": text[:20] + "…", "length": str(len(text)), "limit": str(LONG_ITEM)})


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
                    yield Finding(place.span(language), {"word": word, "usual": usual})


@check("PD564")
def odd_characters(project: Project) -> Iterator[Finding]:
    """
    Bad:
        purpose: 交付及时率达到９８％
    Good:
        purpose: 交付及时率达到 98 %
    """
    for place in project.texts:
        for language, text in place.text.by_language.items():
            hit = _ODD.search(text)
            if hit is None:
                continue
            full_width = _FULL_WIDTH.match(text, hit.start())
            if full_width:
                yield Finding(place.span(language), {"characters": full_width.group()})
            else:
                # A font of the project may have it; without one the build is sure to stop.
                own = project.settings.theme is not None and bool(project.settings.theme.font)
                yield Finding(place.span(language), {"characters": f"U+{ord(hit.group()):04X}"}, "private" if own else "lost", severity=None if own else Severity.ERROR)


@check("PD565")
def missing_translation(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        languages: [zh, en]
        # file: processes/C1.yaml
        kind: process
        id: C1
        name: {zh: 生产, en: Production}
        type: customer
        purpose: 按计划生产
    Good:
        # file: procdocs.yaml
        languages: [zh]
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
    """
    for language in project.languages[1:]:
        missing: dict[str, list[Place]] = {}
        for place in project.texts:
            if not place.text.has(language) and re.search(r"[^\W\d_]", str(place.text)):
                missing.setdefault(place.part.span().path, []).append(place)
        for places in missing.values():
            first = places[0]
            written = next(iter(first.text.by_language))
            yield Finding(first.span(written), {"language": language, "count": str(len(places))})


@check("PD567")
def unspoken_language(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        languages: [zh, ko]
    Good:
        # file: procdocs.yaml
        languages: [zh]
    """
    for at, language in enumerate(project.settings.languages):
        if not speaks(language):
            yield Finding(project.settings.span("languages", at), {"language": language})


@check("PD566")
def differing_figures(project: Project) -> Iterator[Finding]:
    """
    Bad:
        measures: [{name: 一次合格率, target: {zh: ≥ 98 %, en: ≥ 95 %}}]
    Good:
        measures: [{name: 一次合格率, target: {zh: ≥ 98 %, en: ≥ 98 %}}]
    """
    for place in project.texts:
        if len(place.text.by_language) < 2 or place.key not in place.part.figures:
            continue
        figures = {language: sorted(_FIGURES.findall(unicodedata.normalize("NFKC", text))) for language, text in place.text.by_language.items()}
        first = next(iter(figures))
        for language, found in figures.items():
            if found and figures[first] and found != figures[first]:
                yield Finding(place.span(language), {"text": place.text.by_language[language], "other": place.text.by_language[first], "language": language})
