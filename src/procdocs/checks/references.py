"""Everything that is named by id or number exists. Knows nothing of what the named things say."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from procdocs.checks.documents import bare_title, known_titles
from procdocs.checks.lists import retitled
from procdocs.checks.namespaces import GROUPS, Namespaces
from procdocs.checks.places import ONCE
from procdocs.checks.suggestions import WIDE_COMMA, Suggestions
from procdocs.diagnostics import Finding, Severity, Span, check
from procdocs.project.mentions import Mention
from procdocs.project.model import VIEWS, Project, normalised
from procdocs.project.numbers import Parted, number_key, numbers_in
from procdocs.project.tables import ENDINGS
from procdocs.schema import Process

#: What may be a number, where a title stands behind it.
_NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9/._-]{2,40}")
#: Variants that speak of several names in one text, and what people write between them.
_TOGETHER = ("several", "comma", "one")
_SIGN = re.compile("[,，;；、/|+\n]")
#: A list in the brackets of a Chinese keyboard.
_WIDE_BRACKETS = re.compile("[【〔［「(（](.*)[】〕］」)）]")
#: Words between two names.
_AND = re.compile(r"和|与|及|&| and | und |및")


def _dangling(project: Project, kind: str, known: Iterable[str] | None, variant: str = "", severity: Severity | None = None) -> Iterator[Finding]:
    """A finding for each mention of `kind` that names nothing known; what was probably meant goes with it. Nothing if `known` is None."""
    if known is None:
        return
    names = dict.fromkeys(known)
    suggestions: Suggestions | None = None
    for mention in project.mentions.get(kind, ()):
        if mention.id in names:
            continue
        suggestions = suggestions or Suggestions(project, kind, names)
        if _kept_by_several(mention, names, suggestions.by_name):
            continue
        several = _several(mention, names, suggestions.by_name)
        if several:
            yield replace(several, severity=severity)
            continue
        values = suggestions.written(mention.id) if mention.span.path.lower().endswith(ENDINGS) else suggestions.values(mention.id)
        ending = "nearest" if values["nearest"] else "listed" if values["choices"] else ""
        yield Finding(mention.span, {"id": mention.id, **values}, "-".join(part for part in (variant, ending) if part), severity=severity)


def _kept_by_several(mention: Mention, names: Container[str], called: Mapping[str, str]) -> bool:
    """Whether a row of a list names several keepers of a record, each of which exists: each keeps its own."""
    pieces = [piece for piece in _SIGN.split(mention.id.replace(" ", "")) if piece] if mention.path == ("keeper",) and mention.span.path.lower().endswith(ENDINGS) else []
    return len(pieces) > 1 and all(piece in names or normalised(piece) in called for piece in pieces)


def _several(mention: Mention, names: Container[str], called: Mapping[str, str]) -> Finding | None:
    """What is said of a text that holds several names: one of them exists at least, or all look like numbers of documents; None for any other."""
    text = mention.id
    if "://" in text:
        return None
    if text[:1] not in "[{" and text[-1:] in ("]", "}"):
        text = text[:-1].rstrip()  # the bracket in front was forgotten
    brackets = _WIDE_BRACKETS.fullmatch(text)
    if brackets:
        pieces = [called.get(normalised(piece), piece) for piece in _SIGN.split(brackets[1].replace(" ", "")) if piece]
        return Finding(
            mention.span, {"id": text, "list": ", ".join(pieces), "first": pieces[0] if pieces else "", "character": text[0]}, "several" if text[0].isascii() else "comma"
        )
    sign = _SIGN.search(text)
    pieces = [piece.split()[0] for piece in _SIGN.split(text) if piece.strip()] if sign else text.split()
    by_site = mention.kind in ("document", "record") and (sign is None or sign.group() in "/|\n") and len(numbers_in(text)) > 1 and not isinstance(numbers_in(text), Parted)
    if len(pieces) < 2 and len(joined := [piece.strip() for piece in _AND.split(text)]) > 1 and all(piece in names or normalised(piece) in called for piece in joined):
        pieces, sign = joined, _AND.search(text)
    if len(pieces) < 2 or by_site:
        return None
    pieces = [piece if piece in names else called.get(normalised(piece), piece) for piece in pieces]
    known = [piece in names for piece in pieces]
    numbered = mention.kind in ("document", "record") and (sign is None or sign.group() != "/") and all(_NUMBER.fullmatch(piece) for piece in pieces)
    if not (numbered or (any(known) if sign else all(known))):
        return None
    values = {"id": text, "list": ", ".join(pieces), "first": pieces[0]}
    if len(mention.path) == 1 and mention.kind not in ("document", "record") and mention.part.short != mention.path[0]:
        return Finding(mention.span, values, "one")
    if sign and WIDE_COMMA.fullmatch(sign.group()):
        return Finding(_within(mention.span, text, sign.start()), {**values, "character": sign.group()}, "comma")
    return Finding(mention.span, values, "several")


def _within(span: Span, text: str, index: int) -> Span:
    """The place of one character of a text, where the text stands in the file as it is; else that of the whole text."""
    if span.column is None or span.end != span.column + len(text):
        return span
    return span._replace(column=span.column + index, end=span.column + index + 1)


def _declared_elsewhere(names: Namespaces, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings less those whose number stands in a file that could not be read, or in a row of a list that has mistakes."""
    for finding in findings:
        if number_key(finding.values["id"]) not in names.doubtful and not _stands_in(finding.values["id"], names.unreadable):
            yield finding


def _stands_in(number: str, text: bytes) -> bool:
    written = number.encode("utf-8", "replace")
    return written in text and re.search(rb"(?<![\w-])" + re.escape(written) + rb"(?![\w-])", text) is not None


@check("PD304")
def unknown_process(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: flowchart
        id: F-VISIT
        process: C12
        name: 客户拜访
        steps: [{id: a1, type: start, text: 按时拜访}]
    Good:
        # file: processes/F-VISIT.yaml
        kind: flowchart
        id: F-VISIT
        process: C12
        name: 客户拜访
        steps: [{id: a1, type: start, text: 按时拜访}]
        # file: processes/C12.yaml
        id: C12
    """
    names = Namespaces(project)
    others = {document.id for document in project.documents} - set(names.processes)
    for finding in _dangling(project, "process", names.processes):
        yield finding if finding.values["id"] not in others else Finding(finding.span, {"id": finding.values["id"]}, "kind")
    yield from (finding for finding in _dangling(project, "process-or-chart", names.files))


@check("PD305")
def unknown_end(project: Project) -> Iterator[Finding]:
    """
    Bad:
        inputs: [{name: 生产计划, from: planing}]
    Good:
        inputs: [{name: 生产计划, from: customer}]
    """
    for finding in _dangling(project, "end", Namespaces(project).ends):
        unit = _unit(project, finding.values["id"])
        owned = ", ".join(process.id for process in project.known(Process) if process.owner == unit)
        if unit and finding.variant == "listed":
            yield replace(finding, values={**finding.values, "list": owned}, variant="owned" if owned else "unit")
        else:
            yield finding


def _unit(project: Project, name: str) -> str:
    """The department that is named by its id or name; "" for none."""
    folded = normalised(name)
    return next((one.id for one in project.settings.departments if folded in (normalised(one.id), *map(normalised, one.name.by_language.values()))), "")


@check("PD306")
def unknown_department(project: Project) -> Iterator[Finding]:
    """
    Bad:
        owner: prodution
    Good:
        owner: production
    """
    names = Namespaces(project)
    if names.departments is None:
        return
    yield from _dangling(project, "department", names.departments)
    yield from _circles(project)
    if names.roles is not None:
        yield from _dangling(project, "department-or-role", (*names.departments, *names.roles, "all"), "or-role")


def _circles(project: Project) -> Iterator[Finding]:
    circular: set[str] = set()
    seen: set[str] = set()
    for department in project.settings.departments:
        # Each department is passed once: a way up that was gone before is not gone again.
        way: dict[str, None] = {}
        above = department.id
        while above in project.departments and above not in seen and above not in way:
            way[above] = None
            above = project.departments[above].parent
        if above in way:
            circular.update(list(way)[list(way).index(above) :])
        seen.update(way)
    for department in project.settings.departments:
        if department.id in circular:
            yield Finding(department.span("parent"), {"id": department.id}, "circle")


@check("PD307")
def unknown_role(project: Project) -> Iterator[Finding]:
    """
    Bad:
        people: [{role: operater}]
    Good:
        people: [{role: operator}]
    """
    names = Namespaces(project)
    yield from _dangling(project, "role", names.roles)
    yield from _dangling(project, "anyone", names.anyone, "anyone")


@check("PD308")
def unknown_document(project: Project) -> Iterator[Finding]:
    """
    Bad:
        documents: [WI-21]
    Good:
        # file: processes/C1.yaml
        documents: [WI-12]
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
    """
    names = Namespaces(project)
    listed = any(register.documents for register in project.registers)
    found = _dangling(project, "document", names.documents, severity=None if listed else Severity.WARNING)
    unknown = tuple(_no_variants(project, names.documents, _declared_elsewhere(names, found)))
    yield from (finding for finding in unknown if finding.variant in _TOGETHER)
    unknown = tuple(finding for finding in unknown if finding.variant not in _TOGETHER)
    numbers_cited = {finding.values["id"] for finding in unknown}
    if len(numbers_cited) <= names.without_number:
        return  # they are probably those of the rows in which no number stands
    if listed or len(numbers_cited) < ONCE:
        yield from unknown
    else:
        yield replace(unknown[0], values={"id": unknown[0].values["id"], "count": str(len(numbers_cited))}, variant="none")


@check("PD309")
def unknown_record(project: Project) -> Iterator[Finding]:
    """
    Bad:
        kind: flowchart
        id: F-VISIT
        name: 客户拜访
        steps: [{id: a1, type: start, text: 按时拜访, records: [QR-12-01]}]
    Good:
        kind: flowchart
        id: F-VISIT
        name: 客户拜访
        steps: [{id: a1, type: start, text: 按时拜访, records: [{number: QR-12-01, name: 拜访记录}]}]
    """
    names = Namespaces(project)
    for document in project.documents:
        for record in document.listed_records():
            if record.name is None and (several := _several(Mention("record", record.number, record, ("number",)), names.records or (), {})):
                yield several
    yield from _no_variants(project, names.records, _declared_elsewhere(names, _dangling(project, "record", names.records)))


def _no_variants(project: Project, names: Iterable[str] | None, found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings but those of a known number that is only written differently or of a title that has another number, which are findings of their own; and of a known title."""
    dangling = list(found)
    if not dangling:
        return
    known = {number_key(number) for number in names or ()} - {""}
    told = {part.span(*path) for part, _, _ in retitled(project) for _, path in part.all_numbers()}
    titles = known_titles(project)
    listed = any(register.documents for register in project.registers)
    for finding in dangling:
        name = finding.values["id"]
        # Without a list, words without a figure are the title of a document that has no number.
        if finding.span not in told and number_key(name) not in known and bare_title(name) not in titles and (listed or any(letter.isdigit() for letter in name)):
            holding = numbers_in(name)
            keys = [number_key(one) for one in (holding[:1] if isinstance(holding, Parted) else holding)]
            if finding.variant not in _TOGETHER and keys and all(key in known for key in keys):
                continue  # a known number with its title, or with that of another site: how it is written is a finding of its own
            if finding.variant not in _TOGETHER and len(keys) > 1 and any(key in known for key in keys):
                absent = next(one for one in holding if number_key(one) not in known)
                yield replace(finding, values={**finding.values, "id": absent}, variant="")
                continue
            number, _, title = name.partition(" ")
            # `WI-01 作业指导书`; with Latin words alone an unknown number may have a blank in it
            both = finding.variant not in _TOGETHER and title and _NUMBER.fullmatch(number) and (number_key(number) in known or not title.isascii())
            yield replace(finding, values={**finding.values, "number": number, "title": title.strip()}, variant="together") if both else finding


@check("PD310")
def unknown_content(project: Project) -> Iterator[Finding]:
    """
    Bad:
        chapters: [{title: 总览, contents: [landscap]}]
    Good:
        chapters: [{title: 总览, contents: [landscape]}]
    """
    names = Namespaces(project)
    contents = _dangling(project, "content", (*names.files, *VIEWS, *GROUPS))
    yield from (finding for finding in contents if not finding.values["id"].startswith("registers-"))
    yield from _dangling(project, "diagram", names.diagrams, "diagram")
    yield from _dangling(project, "link", names.files, "link")
