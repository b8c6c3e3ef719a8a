"""What the lists of a company say of each other: one title under two numbers, and rows that one list has and the other lacks.

Single citations are the business of `documents`, records of `records`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from procdocs.checks.documents import bare_title, citations, list_of, listed_files, rows
from procdocs.checks.places import said, value_place
from procdocs.diagnostics import Finding, Related, Span, check
from procdocs.project.model import Project
from procdocs.project.numbers import number_key
from procdocs.schema import Register
from procdocs.schema.process import Cited, Record
from procdocs.schema.registers import ListedDocument

#: A title with more numbers than these is that of a kind of documents: a control plan for each product.
_NUMBERS = 3
#: From so many common rows on two lists are taken for lists of the same things.
_COMMON = 3
#: Documents of which many rightly have one title.
_MANY = frozenset(("drawing", "external"))


@dataclass(frozen=True)
class Row:
    """A row of a list: the keys of its numbers, the number as written, its title and where it stands. `form`: whether it may be a record or its form."""

    list: tuple[str, str]
    keys: tuple[str, ...]
    number: str
    title: str
    span: Span
    form: bool
    document: bool

    @property
    def family(self) -> str:
        """What the number has before its first figure: rows of one family belong on the same lists."""
        return re.split(r"\d", self.keys[0], maxsplit=1)[0] if self.keys else ""

    @property
    def called(self) -> str:
        """Number and title, for a message."""
        return f"{self.number} {self.title}".strip()


def _row(project: Project, one: ListedDocument | Record) -> Row:
    numbers = [(number, path) for number, path in one.all_numbers() if number_key(number)]
    if isinstance(one, Record):
        form, document, title = True, False, said(project, one.name)
    else:
        form, document, title = one.type in ("form", "other"), one.type != "form", said(project, one.title)
    keys = tuple(dict.fromkeys(number_key(number) for number, _ in numbers))
    span = one.span(*numbers[0][1]) if numbers else value_place(one, "title", "name")
    return Row(list_of(one), keys, numbers[0][0] if numbers else "", title.strip("《》"), span, form, document)


def _rows(project: Project) -> Iterator[Row]:
    """The rows of the lists of documents and of records, what is out of force and what is only a number left out."""
    yield from (_row(project, row) for row in rows(project) if row.status != "obsolete" and row.type not in _MANY)
    yield from (_row(project, record) for register in project.registers for record in register.records if record.name is not None)


def _by_title(project: Project) -> Mapping[str, tuple[Row, ...]]:
    """The numbered rows by title as it is compared, one for each number."""
    found: dict[str, dict[tuple[str, ...], Row]] = {}
    for row in _rows(project):
        if row.keys and (bare := bare_title(row.title)):
            known = found.setdefault(bare, {})
            if not any(set(row.keys) & set(keys) for keys in known):
                known[row.keys] = row
    return {title: tuple(those.values()) for title, those in found.items()}


def retitled(project: Project) -> tuple[tuple[Cited | Record, str, Row], ...]:
    """What is cited or described with the title of a listed document, but with a number that is on no list: the part, its number, and the row of that title."""
    by_title = _by_title(project)
    if not by_title:
        return ()
    listed = {key for row in _rows(project) for key in row.keys}
    listed.update(number_key(number) for row in rows(project) for number, _ in row.all_numbers())
    listed.update(number_key(one.number) for one in listed_files(project))
    listed.update(number_key(document.id) for document in project.documents)
    described = [record for record, owner in project.records if not isinstance(owner, Register)]
    found: list[tuple[Cited | Record, str, Row]] = []
    parts: tuple[Cited | Record, ...] = (*citations(project), *described)
    for part in parts:
        title = part.title if isinstance(part, Cited) else part.name
        if title is None or not number_key(part.number) or any(number_key(number) in listed for number, _ in part.all_numbers()):
            continue
        twins = next((by_title[bare] for text in title.by_language.values() if (bare := bare_title(text)) in by_title), ())
        twin = next((row for row in twins if (row.document if isinstance(part, Cited) else row.form)), twins[0] if twins else None)
        if twin is not None:
            found.append((part, part.number, twin))
    return tuple(found)


@check("PD547")
def one_title_two_numbers(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}, {number: WI-31, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12, WI-31]
    Good:
        # file: registers/documents.yaml
        documents: [{numbers: {TN: WI-12, JN: WI-31}, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12]
    """
    for rows_of_title in _by_title(project).values():
        if len(rows_of_title) > _NUMBERS:
            continue
        for at, row in enumerate(rows_of_title):
            first = next((other for other in rows_of_title[:at] if (other.form and row.form) or (other.document and row.document)), None)
            if first is not None:
                values = {"title": row.title, "number": row.number, "other": first.number}
                yield Finding(row.span, values, related=(Related(first.span, "title-listed-here"),))
    for part, number, row in retitled(project):
        values = {"title": row.title, "number": number, "other": row.number}
        yield Finding(value_place(part, "number", "numbers"), values, "cited", (Related(row.span, "title-listed-here"),))


@check("PD548")
def lists_disagree(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/forms.yaml
        documents:
          - {number: QR-01, title: 生产日报表, type: form}
          - {number: QR-02, title: 首件检验单, type: form}
          - {number: QR-03, title: 设备点检表, type: form}
          - {number: QR-04, title: 返工单, type: form}
        # file: registers/retention.yaml
        records:
          - {number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}
          - {number: QR-02, name: 首件检验单, place: 档案室, retention: 3 年}
          - {number: QR-03, name: 设备点检表, place: 档案室, retention: 3 年}
    Good:
        # file: registers/forms.yaml
        documents:
          - {number: QR-01, title: 生产日报表, type: form}
          - {number: QR-02, title: 首件检验单, type: form}
          - {number: QR-03, title: 设备点检表, type: form}
        # file: registers/retention.yaml
        records:
          - {number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}
          - {number: QR-02, name: 首件检验单, place: 档案室, retention: 3 年}
          - {number: QR-03, name: 设备点检表, place: 档案室, retention: 3 年}
    """
    told: set[Span] = set()
    for ours, theirs in _comparable(project):
        for here, there in ((ours, theirs), (theirs, ours)):
            for row in _lacking(here, there):
                if row.span not in told:
                    told.add(row.span)
                    values = {"row": row.called, "list": there[0].list[1] or there[0].list[0], "own": row.list[1] or row.list[0]}
                    yield Finding(row.span, values, related=(Related(there[0].span, "other-list"),))


def _comparable(project: Project) -> Iterator[tuple[list[Row], list[Row]]]:
    """Pairs of lists, each cut down to one family of numbers, that should have the same rows."""
    lists: dict[tuple[tuple[str, str], bool], list[Row]] = {}
    for register in project.registers:
        listed: tuple[ListedDocument | Record, ...] = (*register.documents, *register.records)
        for row in listed:
            if isinstance(row, Record) or row.status != "obsolete":
                lists.setdefault((list_of(row), isinstance(row, Record)), []).append(_row(project, row))
    for ((_, first_records), first), ((_, second_records), second) in combinations(lists.items(), 2):
        families = Counter(row.family for row in first) & Counter(row.family for row in second)
        for family in sorted(families):
            ours, theirs = ([row for row in those if row.family == family and (row.form or first_records == second_records)] for those in (first, second))
            common = len(ours) - len(_lacking(ours, theirs))
            if common >= _COMMON and common * 2 >= max(len(ours), len(theirs)):
                yield ours, theirs


def _lacking(here: list[Row], there: list[Row]) -> list[Row]:
    """The rows of one list that the other has neither by number nor by title."""
    keys = {key for row in there for key in row.keys}
    titles = {bare_title(row.title) for row in there}
    return [row for row in here if not keys.intersection(row.keys) and bare_title(row.title) not in titles]
