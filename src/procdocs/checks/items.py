"""Items of a process that are several in one, or too long for one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from procdocs.checks.places import said, value_place
from procdocs.diagnostics import Finding, Severity, Span, check
from procdocs.project.model import Project
from procdocs.schema import Mindmap
from procdocs.schema.base import Part
from procdocs.schema.process import Process, Resource

#: Items of a leg longer than this many characters do not fit a box and mostly are not one item.
LONG_ITEM = 250
#: Lines below that only detail the first one.
_DETAILS = re.compile(r"\n\s*[-–—•·*!].*")
_IN_BRACKETS = re.compile(r"[（(\[【][^）)\]】]{0,200}[）)\]】]")
#: What an item has that is several: nothing else need be looked at.
_SEPARATING = re.compile("[;；\n,，、.)）①-⑳]")
_NUMBERED = re.compile(r"(?:(?:^|[\s;；,，。])\(?\d{1,2}[.)、）](?!\d)|[①-⑳])\s*\S")
#: A sign in front of an item that a list has by itself, and lists in brackets of a Chinese keyboard.
_BULLET = re.compile(r"^\s*[•·●◆■▪○◇□*]\s*")
_BULLETS = re.compile(r"[•·●◆■▪○◇□*]")
_DOUBTFUL = re.compile(r"^[•·●◆■▪○◇□*]|[\s,，、/|]")
_WIDE_BRACKETS = re.compile(r"[【〔［](.*)[】〕］]", re.DOTALL)
_ROUND_BRACKETS = re.compile(r"\s*[(（](.*)[)）]\s*", re.DOTALL)
#: A number in front of a step.
_ORDINAL = re.compile(
    r"\s*(?:\d{1,2}\s*[.、)）．:：](?!\d)|[(（]\d{1,2}[)）]|[①-⑳]|第[一二三四五六七八九十]{1,3}步\s*[:：、,，]?|步骤\s*\d{1,2}\s*[:：、.]?|[Ss]tep\s*\d{1,2}\s*[:：.]?)\s*(?=\S)"
)
#: Between words of a list that has no commas.
_JOINING = re.compile(r"\s*[-–—~～]+\s*|[/|／>＞+＋]|\s*[-=]+>\s*|[→⇒➜]|和")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,12}")
#: Two things that are no name together: no sign but a comma between, both short.
_PAIR = re.compile(r"[\u3400-\u9fff]{2,8}[，,]\s*[\u3400-\u9fff]{2,8}")
#: Things one works with, which are mostly things of their own.
_THINGS = re.compile(r"[\u3400-\u9fff]{2,5}(?:、[\u3400-\u9fff]{2,5}){1,2}")
#: What such a text is split at.
_NUMBER_SIGN = re.compile(r"(?:(?:^|(?<=[\s;；,，。]))\(?\d{1,2}[.)、）](?!\d)|[①-⑳])")
_WIDE_SEPARATOR = re.compile("[，、；]")
#: From so many pieces, none longer than so many characters, a single step is a list.
_RUN, _SHORT = 3, 12


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
    yield from _topics(project)


def _topics(project: Project) -> Iterator[Finding]:
    """Topics of a mind map that stand in one text: `children: 人、机、料`, `[人，机，料]`."""
    for map_ in project.of(Mindmap):
        waiting = [map_.root]
        while waiting:
            topic = waiting.pop()
            waiting.extend(topic.children)
            if len(topic.children) != 1:
                continue
            (below,) = topic.children
            node = topic.node.child("children") if topic.node is not None else None
            text, span = said(project, below.text), value_place(below, "text")
            within = _WIDE_BRACKETS.fullmatch(text)
            if (node is not None and node.value is not None) or within or _in_brackets(project, span):
                pieces = _pieces(within[1] if within else text, 2)
                if len(pieces) > 1:
                    yield Finding(span, {"item": text, "process": map_.id, "list": ", ".join(pieces)}, "run")


def _runs(project: Project) -> Iterator[Finding]:
    """Lists with a single item that a reader takes for several: `[领料，调机，首件检验]`, `1.接收 2.评审 3.报价`, `领料、调机、生产、入库`."""
    for process in project.processes:
        steps = [(process.span("steps", 0), str(process.steps[0]))] if len(process.steps) == 1 else []
        alone = _alone(process, "steps")
        for span, text in steps:
            within = _WIDE_BRACKETS.fullmatch(text)
            pieces = _pieces(within[1] if within else text, 2 if within or alone or _in_brackets(project, span) else _RUN)
            pieces = pieces if len(pieces) > 1 else _joined(text, broken=alone or (span.line is not None and span.end is None))
            if len(pieces) > 1:
                sign = _WIDE_SEPARATOR.search(text)
                values = {"item": text, "process": process.id, "list": ", ".join(pieces), "character": sign.group() if sign else ""}
                yield Finding(span, values, "wide" if sign and not _NUMBERED.search(text) else "run")
        yield from _perhaps(project, process)
        yield from _numbered(process)
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


def _alone(process: Process, key: str) -> bool:
    """Whether a text stands behind a key where a list is meant."""
    node = process.node.child(key) if process.node is not None else None
    return node is not None and node.value is not None


def _numbered(process: Process) -> Iterator[Finding]:
    """Steps with a number or a bullet of their own, beside the one they are drawn with: once for a process."""
    written = [(at, str(step).strip(), hit) for at, step in enumerate(process.steps) if (hit := _ORDINAL.match(str(step)) or _BULLET.match(str(step)))]
    if len(process.steps) > 1 and len(written) > 1 and len(written) * 2 > len(process.steps):
        at, text, _ = written[0]
        values = {"item": text, "process": process.id, "list": ", ".join(text[len(hit[0].lstrip()) :].strip() for _, text, hit in written)}
        yield Finding(process.span("steps", at), values, "numbered")


def _perhaps(project: Project, process: Process) -> Iterator[Finding]:
    """Items that may be several, or one; and those in front of which a bullet stands that is printed beside that of the list."""
    for key, listed in (("inputs", process.inputs), ("outputs", process.outputs), ("resources", process.resources)):
        for item in listed:
            if not any(_DOUBTFUL.search(text) for text in item.name.by_language.values()):
                continue
            span, name = value_place(item, "name"), said(project, item.name)
            values = {"item": name, "process": process.id}
            if _BULLET.match(name):
                pieces = [piece.strip() for piece in _BULLETS.split(name) if piece.strip()]
                yield Finding(span, values | {"list": ", ".join(pieces)}, "bullet" if len(pieces) == 1 else "run")
                continue
            within = _ROUND_BRACKETS.fullmatch(name)
            if within and _alone(process, key) and len(pieces := _pieces(within[1], 2)) > 1:
                yield Finding(span, values | {"list": ", ".join(pieces)}, "run")
                continue
            broken = (span.line is not None and span.end is None) or _alone(process, key)
            commas = _PAIR.fullmatch(name) or (isinstance(item, Resource) and _THINGS.fullmatch(name))
            pieces = (_joined(name, broken=True) if broken else []) or (re.split(r"[，,、]\s*", name) if commas else [])
            if len(pieces) > 1 and not (len(listed) == 1 and _in_brackets(project, span)):
                yield Finding(span, values | {"list": ", ".join(pieces)}, "perhaps", severity=Severity.NOTE)


def _joined(text: str, *, broken: bool) -> list[str]:
    """The words of a list that was written without commas: on lines of their own, or with blanks, dashes or strokes between; all of them short, else it is a name."""
    for pieces in (_JOINING.split(text), text.split()):
        if len(pieces) >= (2 if broken else _RUN) and all(_HAN_WORD.fullmatch(piece.strip()) for piece in pieces):
            return [piece.strip() for piece in pieces]
    return []


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
    if _BULLET.match(text) and len(_BULLETS.findall(text)) > 1:
        return [piece.strip() for piece in _BULLETS.split(text) if piece.strip()]
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
