"""Records are kept long enough, by somebody, and stand on the list of records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from procdocs.checks.customer import customer_demands
from procdocs.checks.documents import bare_title, is_silent, list_of, listed_rows
from procdocs.checks.lists import retitled
from procdocs.checks.places import gap_place, gathered, said, says_nothing, value_place
from procdocs.checks.spans_of_time import falls_short, length, same_length
from procdocs.checks.suggestions import WIDE_COMMA
from procdocs.diagnostics import Finding, Related, Span, check
from procdocs.project.model import Project
from procdocs.project.numbers import ByNumber, Parted, number_key, numbers_in, searched, stands_in, text_key
from procdocs.project.tables import ENDINGS
from procdocs.schema import Register
from procdocs.schema.base import Text
from procdocs.schema.process import Record

_WORD = re.compile(r"[\w-]+")


def _described(project: Project) -> Iterator[Record]:
    """Records with a name or with anything said about them, each number once, where most is said; what is only cited is described elsewhere."""
    fullest: dict[str, Record] = {}
    for record, _ in sorted(project.records, key=lambda pair: not isinstance(pair[1], Register)):
        if key := number_key(record.number):
            fullest[key] = record if key not in fullest or _said_of(record) > _said_of(fullest[key]) else fullest[key]
    yield from (fullest[key] for key in dict.fromkeys(number_key(number) for number in project.record_by_number) if key in fullest)
    for record, _ in project.records:
        if not number_key(record.number):
            yield record


def _said_of(record: Record) -> int:
    return sum(bool(said) for said in (record.keeper, record.retention, record.place))


def _silent(project: Project, key: str) -> dict[int, Record]:
    """Records of which no description, whether by number or by name, says `key`; by their place among those that are described."""
    saying = [record for record, _ in project.records if _says(project, record, key)]
    numbers = {number_key(record.number) for record in saying} - {""}
    names = {bare_title(said(project, record.name)) for record in saying}
    lists = _listed(project)
    found: dict[int, Record] = {}
    for at, record in enumerate(_described(project)):
        if _says(project, record, key) or not _is_listed(project, record, lists):
            continue  # that it is not listed is the finding
        if number_key(record.number) not in numbers and bare_title(said(project, record.name)) not in names:
            found[at] = record
    return found


def _says(project: Project, record: Record, key: str) -> bool:
    """Whether a record says something under a key, and not that there is nothing."""
    value = getattr(record, key)
    return bool(value) and not says_nothing(said(project, value) if isinstance(value, Text) else value)


def _by_list(records: Iterable[Record]) -> Iterable[list[Record]]:
    """Records by the file and the list in which they stand: what a whole list leaves out is one cause."""
    lists: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        lists.setdefault(list_of(record), []).append(record)
    return lists.values()


def _listed(project: Project) -> tuple[frozenset[str], frozenset[str]] | None:
    """Numbers and names on the lists of records and of documents; None if the project keeps no list of records."""
    records = [record for register in project.registers for record in register.records]
    if not records:
        return None
    documents = [row for register in project.registers for row in register.documents]
    numbers = frozenset(number_key(number) for one in (*records, *documents) for number, _ in one.all_numbers()) - {""}
    names = frozenset(bare_title(said(project, text)) for text in (*(record.name for record in records), *(row.title for row in documents)) if text is not None)
    return numbers, names


def _is_listed(project: Project, record: Record, lists: tuple[frozenset[str], frozenset[str]] | None) -> bool:
    """Whether a record stands on the list, by number if it has one, else by name; yes, if there is no list."""
    if lists is None:
        return True
    holding = numbers_in(record.number) if record.name is None else ()  # `QR-01 生产日报表` in one text
    written = (holding.number,) if isinstance(holding, Parted) else (number for number, _ in record.all_numbers())
    keys = {number_key(number) for number in written} - {""}
    return bool(keys & lists[0]) if keys else bare_title(said(project, record.name)) in lists[1]


def _called(project: Project, record: Record) -> str:
    return record.number or said(project, record.name)


@check("PD530")
def record_without_retention(project: Project) -> Iterator[Finding]:
    """
    Bad:
        records: [{number: QR-01, name: 生产日报表, keeper: production}]
    Good:
        records: [{number: QR-01, name: 生产日报表, keeper: production, retention: 3 年}]
    """
    for records in _by_list(_silent(project, "retention").values()):
        yield from gathered([Finding(gap_place(record, "retention"), {"record": _called(project, record)}) for record in records], "record")
    yield from _undescribed(project)
    for record, _ in project.records:
        retention = said(project, record.retention)
        # In the lists of others the unit may stand in the head of the column.
        if re.fullmatch(r"\d+(?:[.,]\d+)?", retention) and not record.span().path.lower().endswith(ENDINGS):
            yield Finding(value_place(record, "retention"), {"record": _called(project, record), "retention": retention}, "unit")


def _undescribed(project: Project) -> Iterator[Finding]:
    """Records of a process or procedure that are listed by a number or a name alone and described nowhere; once, where there are many. On a list of records they are missing."""
    if _listed(project) is not None:
        return
    listed = (record for document in project.documents for record in document.listed_records())
    silent = [record for record in listed if record.name is None and not record.retention and record.number not in project.record_by_number]
    names = {bare_title(said(project, record.name)) for record, _ in project.records} if silent else set()
    found: dict[str, Record] = {}
    for record in silent:
        if WIDE_COMMA.search(record.number) or re.search(r"[,;+\n]", record.number):
            continue  # several in one
        holding = numbers_in(record.number)
        number = holding.number if isinstance(holding, Parted) else record.number
        if number not in project.record_by_number and bare_title(record.number) not in names:
            found.setdefault(number_key(number) or record.number, record)
    yield from gathered([Finding(record.span("number"), {"record": record.number}) for record in found.values()], "record", "none")


@check("PD531")
def record_without_keeper(project: Project) -> Iterator[Finding]:
    """
    Bad:
        records: [{number: QR-01, name: 生产日报表, retention: 3 年}]
    Good:
        records: [{number: QR-01, name: 生产日报表, keeper: production, retention: 3 年}]
    """
    places = _silent(project, "place")
    for records in _by_list(record for at, record in _silent(project, "keeper").items() if at in places):
        yield from gathered([Finding(gap_place(record, "keeper"), {"record": _called(project, record)}) for record in records], "record")


@check("PD532")
def short_retention(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        organisation: {name: 江海}
        retention_minimum: 3 年
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 12 个月}]
    Good:
        # file: procdocs.yaml
        organisation: {name: 江海}
        retention_minimum: 3 年
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
    """
    told: set[Span] = set()
    for requirement, asked, wanted, records in customer_demands(project):
        for record in records:
            kept = length(said(project, record.retention))
            if kept is not None and falls_short(kept, wanted) and record.span() not in told:
                told.add(record.span())
                values = {"record": _called(project, record), "retention": said(project, record.retention), "minimum": asked}
                place = value_place(requirement, "retention", "requirement")
                yield Finding(value_place(record, "retention"), values, "customer", (Related(place, "asked-here"),))
    minimum = length(project.settings.retention_minimum)
    for record, _ in project.records if minimum is not None else ():
        kept = length(said(project, record.retention))
        if kept is not None and minimum is not None and falls_short(kept, minimum) and record.span() not in told:
            values = {"record": _called(project, record), "retention": said(project, record.retention), "minimum": project.settings.retention_minimum}
            yield Finding(value_place(record, "retention"), values)


@check("PD533")
def unlisted_record(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/records.yaml
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-02, name: 设备点检表, place: 档案室, retention: 3 年}]
    Good:
        # file: registers/records.yaml
        records: [{number: QR-02, name: 设备点检表, place: 档案室, retention: 3 年}]
        # file: processes/C1.yaml
        id: C1
        records: [QR-02]
    """
    lists = _listed(project)
    told = {part.span() for part, _, _ in retitled(project)}  # that it is listed under another number is the finding
    seen: set[str] = set()
    for record, owner in project.stated_records:
        key = number_key(record.number) or bare_title(said(project, record.name))
        if isinstance(owner, Register) or _is_listed(project, record, lists) or key in seen or record.span() in told:
            continue
        # A number alone speaks of a record that is described elsewhere, or is the number of a document.
        if record.name is not None or not (record.number in project.record_by_number or record.number in project.document_by_number):
            seen.add(key)
            yield Finding(value_place(record, "number", "name"), {"record": _called(project, record)})


@check("PD534")
def unused_record(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/records.yaml
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-02, name: 设备点检表, place: 档案室, retention: 3 年}]
    Good:
        # file: registers/records.yaml
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
        # file: processes/C1.yaml
        id: C1
        records: [QR-01]
    """
    if not any(register.records for register in project.registers) or is_silent(project):
        return
    text = "\n".join(_plain(data) for path, data in sorted(project.sources.items()) if not path.startswith("registers/"))
    words = frozenset(_WORD.findall(text))
    folded: str | None = None
    for register in project.registers:
        unused: dict[tuple[str, str], list[Finding]] = {}
        for record in register.records:
            name = bare_title(said(project, record.name))
            numbers = [number for number, _ in record.all_numbers()]
            if any(number in words for number in numbers) or (name and said(project, record.name) in text):
                continue
            folded = searched(text) if folded is None else folded
            if not any(stands_in(number_key(number), folded) for number in numbers) and not (name and text_key(name) in folded):
                unused.setdefault(list_of(record), []).append(Finding(value_place(record, "number", "name"), {"record": _called(project, record)}))
        for found in unused.values():
            yield from gathered(found, "record")


def _plain(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


@check("PD535")
def differing_record(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
        # file: processes/C2.yaml
        id: C2
        records: [{number: QR-01, name: 设备点检表, place: 档案室, retention: 3 年}]
    Good:
        # file: processes/C1.yaml
        id: C1
        records: [{number: QR-01, name: 生产日报表, place: 档案室, retention: 3 年}]
        # file: processes/C2.yaml
        id: C2
        records: [QR-01]
    """
    first: dict[str, Record] = {}
    forms = ByNumber((row.number, row) for row in listed_rows(project))
    ordered = sorted(project.records, key=lambda pair: not isinstance(pair[1], Register))
    for record, _ in ordered:
        key = number_key(record.number)
        if not key:
            continue
        original = first.setdefault(key, record)
        ours, theirs = said(project, record.name), said(project, original.name)
        if original is record:
            form = forms.get(record.number)
            if form is not None and bare_title(ours) != bare_title(form.title):
                values = {"record": record.number, "name": ours, "other": form.title}
                yield Finding(value_place(record, "name"), values, related=(Related(form.title_span, "name-here"),))
            continue
        if bare_title(ours) != bare_title(theirs):
            values = {"record": record.number, "name": ours, "other": theirs}
            yield Finding(value_place(record, "name"), values, related=(Related(value_place(original, "name"), "name-here"),))
        ours, theirs = said(project, record.retention), said(project, original.retention)
        if ours and theirs and _differ(ours, theirs):
            values = {"record": record.number, "retention": ours, "other": theirs}
            yield Finding(value_place(record, "retention"), values, "retention", (Related(value_place(original, "retention"), "retention-here"),))


def _differ(one: str, other: str) -> bool:
    """Whether two retentions say different things; what cannot be read is compared as it is written."""
    ours, theirs = length(one), length(other)
    return one != other if ours is None or theirs is None else not same_length(ours, theirs)
