"""What is named twice where once is enough, and numbers and names in each other's place. Two rows of the master list with one number are the business of `control`,
items that come and go of `interfaces`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from procdocs.checks.documents import bare_title, list_of, plain_title
from procdocs.checks.places import said
from procdocs.checks.suggestions import WIDE_COMMA
from procdocs.diagnostics import Finding, Related, check
from procdocs.project.mentions import Mention
from procdocs.project.model import BUILT_IN_PARTIES, Project, normalised
from procdocs.project.numbers import number_key
from procdocs.schema import Mindmap, Process, Sop
from procdocs.schema.base import Part, Text
from procdocs.schema.flowchart import Flowchart
from procdocs.schema.numbered import Numbered
from procdocs.schema.process import Cited, Record
from procdocs.schema.registers import ResponsibilityRow

#: One thing of a list: how it is compared, how it is called, and the way to its place.
Named = tuple[str, str, Part, tuple[str | int, ...]]
#: A number as documents have it, and nothing else: letters first, with a figure behind a sign.
_NUMBER = re.compile(r"[A-Za-z]{1,8}(?:[-./][A-Za-z0-9]{1,12}){1,5}|[A-Za-z]{1,4}\d{1,6}")


@check("PD330")
def named_twice(project: Project) -> Iterator[Finding]:
    """
    Bad:
        departments: [production, quality, quality]
    Good:
        departments: [production, quality]
    """
    for listed in _lists_of_ids(project):
        yield from _repeated(listed, "")
    for listed in _lists_of_numbers(project):
        yield from _repeated(listed, "")
    for process in project.processes:
        yield from _repeated([(name, name, part, ("name",)) for part in process.resources if (name := said(project, part.name))], "text")
        # What differs in anything else is another measure or risk, though badly named.
        for parts, keys in ((process.measures, ("formula", "target", "unit", "source")), (process.risks, ("action", "type"))):
            named = [(said(project, part.name), part) for part in parts]
            if len({name for name, _ in named}) < len(named):
                yield from _repeated([("|".join((name, *(str(getattr(part, key)) for key in keys))), name, part, ("name",)) for name, part in named], "text")
        people = [(f"{one.role}|{said(project, one.name)}|{said(project, one.competence)}", one.role or said(project, one.name), one) for one in process.people]
        yield from _repeated([(key, called, one, ("role" if one.role else "name",)) for key, called, one in people], "text")
        for at, (one, other) in enumerate(pairwise(str(step).strip() for step in process.steps)):
            if one == other:
                yield Finding(process.span("steps", at + 1), {"id": other}, "text", (Related(process.span("steps", at), "first-item"),))
    yield from _in_settings(project)
    for map_ in project.of(Mindmap):
        topics = [map_.root]
        while topics:
            topic = topics.pop()
            yield from _repeated([(text, text, below, ("text",)) for below in topic.children if (text := said(project, below.text))], "text")
            topics.extend(topic.children)


def _in_settings(project: Project) -> Iterator[Finding]:
    """Departments, roles and parties with one name, chapters with one title, one sign for two shares, and parties with the id of a process."""
    settings = project.settings
    for units in (settings.departments, settings.roles, settings.parties):
        yield from _repeated([(normalised(name), name, unit, ("name",)) for unit in units if (name := said(project, unit.name))], "name")
    yield from _repeated([(normalised(title), title, chapter, ("title",)) for chapter in settings.chapters if (title := said(project, chapter.title))], "name")
    if settings.symbols is not None:
        yield from _repeated([(sign, sign, settings.symbols, (key,)) for key in ("lead", "main", "part") if (sign := getattr(settings.symbols, key))], "text")
    for party in settings.parties:
        process = project.process_by_id.get(party.id)
        if process is not None or party.id in BUILT_IN_PARTIES:
            related = (Related(process.span("id"), "first-id"),) if process is not None else ()
            yield Finding(party.span("id"), {"id": party.id}, "shared", related)


def _repeated(listed: Sequence[Named], variant: str) -> Iterator[Finding]:
    """A finding for each thing of a list that was named before."""
    if len({key for key, *_ in listed}) == len(listed):
        return
    first: dict[str, tuple[Part, tuple[str | int, ...]]] = {}
    for key, called, part, path in listed:
        home, way = first.setdefault(key, (part, path))
        if key and (home is not part or way != path):
            yield Finding(part.span(*path), {"id": called}, variant, (Related(home.span(*way), "first-item"),))


def _lists_of_ids(project: Project) -> Iterator[list[Named]]:
    """Every list of ids; those that stand behind one another in the mentions, because they belong to one part."""
    for mentions in project.mentions.values():
        before: Mention | None = None
        listed: list[Named] = []
        for mention in mentions:
            if len(mention.path) != 2 or not isinstance(mention.path[1], int) or isinstance(mention.part, ResponsibilityRow):  # a matrix tells it of its rows
                continue
            if before is not None and (mention.part is not before.part or mention.path[0] != before.path[0]):
                yield listed
                listed = []
            key = number_key(mention.id) if mention.kind in ("document", "record") else mention.id
            listed.append((key, mention.id, mention.part, mention.path))
            before = mention
        yield listed


def _lists_of_numbers(project: Project) -> Iterator[list[Named]]:
    """The lists of cited documents and of records in the documents, and the lists of records."""
    for document in project.documents:
        for parts in _numbered(document):
            if len(parts) > 1:
                yield list(_each(project, parts))
    lists: dict[tuple[str, str], list[Record]] = {}
    for register in project.registers:
        for record in register.records:
            lists.setdefault(list_of(record), []).append(record)
    yield from (list(_each(project, records)) for records in lists.values())


def _each(project: Project, parts: Sequence[Numbered]) -> Iterator[Named]:
    """What a list of numbers holds, less those of which the list has said another title before: that is a finding of its own."""
    written = [number_key(number) for part in parts for number, _ in part.all_numbers()]
    if len(set(written)) == len(written) >= len(parts):
        return  # none twice, and none that is known by its title only
    titles: dict[str, str] = {}
    for part in parts:
        title = _titled(project, part)
        for number, path in part.all_numbers() or ((title, ("title",) if isinstance(part, Cited) else ("name",)),):
            key = "" if WIDE_COMMA.search(number) or re.search("[,;]", number) else number_key(number)  # several in one text are a finding of their own
            if titles.setdefault(key, title) in (title, "") or not title:
                yield key, number, part, path


def _numbered(document: Part) -> Iterator[tuple[Numbered, ...]]:
    if isinstance(document, Process):
        yield from (document.documents, document.records)
    elif isinstance(document, Sop):
        yield from (document.sections.documents, document.sections.records)
        for stage in document.sections.all_steps():
            yield from (stage.documents, stage.records)
    elif isinstance(document, Flowchart):
        for step in document.steps:
            yield from (step.documents, step.records)


def _titled(project: Project, part: Numbered) -> str:
    return bare_title(plain_title(project, _title(part)))


def _title(part: Numbered) -> Text | None:
    return part.name if isinstance(part, Record) else part.title if isinstance(part, Cited) else None


@check("PD549")
def exchanged_number(project: Project) -> Iterator[Finding]:
    """
    Bad:
        records: [{number: 生产日报表, name: QR-01, keeper: production, retention: 3 年}]
    Good:
        records: [{number: QR-01, name: 生产日报表, keeper: production, retention: 3 年}]
    """
    rows = ((row, row.title, "title") for register in project.registers for row in register.documents)
    cited = ((one, one.title, "title") for document in project.documents for one in document.cited())
    records = ((record, record.name, "name") for record, _ in project.stated_records)
    for part, title, key in (*rows, *cited, *records):
        if part.number.isascii() or re.search(r"\d", part.number):
            continue
        name = said(project, title)
        if _NUMBER.fullmatch(name) and re.search(r"\d", name):
            yield Finding(part.span("number"), {"number": name, "title": part.number, "key": key})
