"""Documents are cited by the number and the title under which they are listed. That the number exists is the business of `references`,
what two lists say of one document that of `lists`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from procdocs.checks.once import listed
from procdocs.checks.places import SHOWN, gathered, said, value_place
from procdocs.diagnostics import Finding, Related, Span, check
from procdocs.project.likeness import NEAR, likeness
from procdocs.project.model import Project, normalised
from procdocs.project.numbers import ByNumber, Parted, number_key, numbers_in, searched, stands_in
from procdocs.project.requirements import sourced
from procdocs.schema.base import Part, Text
from procdocs.schema.numbered import Numbered
from procdocs.schema.process import Cited, Record
from procdocs.schema.registers import ListedDocument

_SUFFIX = re.compile(r"(第?[a-z0-9.]{1,20}版(本)?|v\d[\d.]*|rev\.?\s*[a-z0-9]{1,20})$")


class Listed(NamedTuple):
    """A controlled document by its number: its title, and where both stand."""

    number: str
    title: str
    number_span: Span
    title_span: Span


def master_list(project: Project) -> Mapping[str, Listed]:
    """Every controlled document by number: files of the project first, then rows of the registers; the first with a number counts."""
    return ByNumber((one.number, one) for one in (*listed_files(project), *listed_rows(project)))


@listed
def listed_files(project: Project) -> Iterator[Listed]:
    """The files of the project that have a number."""
    for document in project.documents:
        control = document.document
        if control is not None and control.number:
            title = said(project, control.title) or project.name_of(document, project.languages[0])
            yield Listed(control.number, title, control.span("number"), value_place(document, "name", "id"))


@listed
def listed_rows(project: Project) -> Iterator[Listed]:
    """The rows of the master list, one for each number of theirs."""
    for row in rows(project):
        yield from (Listed(number, said(project, row.title), row.span(*path), row.span("title")) for number, path in row.all_numbers())


def numbers(project: Project) -> Mapping[str, Span]:
    """Every number of a controlled document or of a described record, and where it is listed."""
    listed = ((number, row.number_span) for number, row in master_list(project).items())
    return ByNumber((*listed, *((number, value_place(record, "number", "numbers")) for number, record in project.record_by_number.items())))


def rows(project: Project) -> Iterator[ListedDocument]:
    """The rows of the master list that are no files."""
    for register in project.registers:
        yield from register.documents


def citations(project: Project) -> Iterator[Cited]:
    """Every place where a document is cited with number and title."""
    return (cited for document in project.documents for cited in document.cited())


@check("PD540")
def number_variant(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI—12]
    Good:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12]
    """
    usual = _usual(project)
    exact = {number for number, _ in usual.values()} | set(project.by_id)
    found: dict[Span, tuple[str, tuple[str, Span]]] = {}
    for number, part, path in _writings(project):
        if number in exact:
            continue
        holding = () if number_key(number) in usual else numbers_in(number)
        keys = [number_key(one) for one in ((holding.number,) if isinstance(holding, Parted) else holding or (number,))]
        if all(key in usual for key in keys):
            found[part.span(*path)] = (number, usual[keys[0]])
    yield from told_once(found)


def told_once(found: Mapping[Span, tuple[str, tuple[str, Span]]]) -> Iterator[Finding]:
    """One finding for all numbers that are written in other ways: place -> the number there, and how and where it is listed."""
    places = sorted(found, key=lambda span: (span.path, span.line or 0, span.column or 0))
    if not places:
        return
    number, (listed, home) = found[places[0]]
    others = (Related(span, "written-here", {"number": found[span][0], "listed": found[span][1][0]}) for span in places[1:SHOWN])
    values = {"number": number, "listed": listed, "count": str(len(places))}
    yield Finding(places[0], values, "several" if len(places) > 1 else "", (Related(home, "listed-here"), *others))


def _usual(project: Project) -> dict[str, tuple[str, Span]]:
    """How each number is written where it counts, by its key: on the lists, then in the files themselves, then where a record is described first."""
    found: dict[str, tuple[str, Span]] = {}
    records = ((number, record.span(*path)) for register in project.registers for record in register.records for number, path in record.all_numbers())
    rows_and_files = ((one.number, one.number_span) for one in (*listed_rows(project), *listed_files(project)))
    ids = ((document.id, document.span("id")) for document in project.documents)
    for number, span in (*rows_and_files, *records, *ids, *numbers(project).items()):
        if key := number_key(number):
            found.setdefault(key, (number, span))
    return found


def _writings(project: Project) -> Iterator[tuple[str, Part, tuple[str | int, ...]]]:
    """Every number of a document or record that stands in a field of its own, and where: of which part, under which keys."""
    numbered: Iterable[Numbered] = (*rows(project), *(record for record, _ in project.stated_records))
    yield from ((number, part, path) for part in numbered for number, path in part.all_numbers())
    for document in project.documents:
        if document.document is not None and document.document.number:
            yield document.document.number, document.document, ("number",)
    for kind in ("document", "record"):
        yield from ((mention.id, mention.part, mention.path) for mention in project.mentions.get(kind, ()))


def plain_title(project: Project, title: Text | None) -> str:
    """A title for a message, without book-title marks."""
    return said(project, title).strip("《》")


@lru_cache(maxsize=65536)
def bare_title(title: str) -> str:
    """A title as it is compared: without book-title marks, brackets, and a version at its end."""
    return _SUFFIX.sub("", normalised(title).strip("“”\"'「」『』"))


@check("PD544")
def unlisted_title(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12, {title: 焊接作业指导书}]
    Good:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [{title: 《装配作业指导书》}]
    """
    if not any(register.documents for register in project.registers):
        return
    untitled = [cited for cited in citations(project) if not cited.number]
    titles = known_titles(project) if untitled else frozenset()
    for cited in untitled:
        if cited.title is not None and not titles & {bare_title(text) for text in cited.title.by_language.values()}:
            title = plain_title(project, cited.title)
            close = max(sorted(titles), key=lambda other: likeness(title, other))
            near_title = close if likeness(title, close) >= NEAR else ""
            yield Finding(value_place(cited, "title"), {"title": title, "nearest": near_title}, "nearest" if near_title else "")


def known_titles(project: Project) -> frozenset[str]:
    """Titles of all controlled documents and names of all described records, in every language, as they are compared."""
    titles = {bare_title(text) for row in rows(project) for text in row.title.by_language.values()}
    for document in project.documents:
        if document.document is not None:
            titles.update(bare_title(text) for text in (document.document.title.by_language.values() if document.document.title else ()))
            titles.add(bare_title(project.name_of(document, project.languages[0])))
    for record, _ in project.records:
        titles.update(bare_title(text) for text in (record.name.by_language.values() if record.name else ()))
    return frozenset(titles)


@check("PD541")
def differing_title(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [{number: WI-12, title: 焊接作业指导书}]
    Good:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [{number: WI-12, title: 《装配作业指导书》}]
    """
    listed = master_list(project)
    for cited in citations(project):
        row = next((row for number, _ in cited.all_numbers() if (row := listed.get(number)) is not None), None)
        if cited.title is not None and row is not None and _differs(project, cited, row):
            yield _differing(project, cited, row)
        elif cited.title is None and row is None:
            both = numbers_in(cited.number)
            row = listed.get(both.number) if isinstance(both, Parted) else None
            if isinstance(both, Parted) and row is not None and bare_title(both.title) not in ("", bare_title(row.title)):
                values = {"number": row.number, "title": both.title, "listed": row.title.strip("《》")}
                yield Finding(value_place(cited, "number"), values, related=(Related(row.title_span, "title-here"),))
    for line, row in _twins(project):
        if bare_title(said(project, line.title)) != bare_title(row.title):
            yield _differing(project, line, row)


def _twins(project: Project) -> Iterator[tuple[ListedDocument, Listed]]:
    """Rows of which a file of the project, or another list before, has the number too. A number twice on one list is a finding of its own."""
    files = ByNumber((one.number, one) for one in listed_files(project))
    first: dict[str, tuple[tuple[str, str], Listed]] = {}
    for row in rows(project):
        for number, path in row.all_numbers():
            listed = files.get(number)
            if listed is not None:
                yield row, listed
            elif key := number_key(number):
                home, other = first.setdefault(key, (list_of(row), Listed(number, said(project, row.title), row.span(*path), row.span("title"))))
                if home != list_of(row):
                    yield row, other


def list_of(row: ListedDocument | Record) -> tuple[str, str]:
    """The list on which a row stands: its file, and its name where the file holds several."""
    return row.span().path, row.list


def _differs(project: Project, cited: Cited, row: Listed) -> bool:
    texts = cited.title.by_language.values() if cited.title else ()
    return bare_title(row.title) not in {bare_title(text) for text in texts} and not _other_language(project, cited)


def _other_language(project: Project, cited: Cited) -> bool:
    """Whether the title is given in other languages only, and cannot be compared."""
    return cited.title is not None and not {"", project.languages[0]} & set(cited.title.by_language)


def _differing(project: Project, part: Part, row: Listed) -> Finding:
    values = {"number": row.number, "title": plain_title(project, getattr(part, "title", None)), "listed": row.title.strip("《》")}
    return Finding(value_place(part, "title"), values, related=(Related(row.title_span, "title-here"),))


@check("PD542")
def uncited_documents(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}, {number: WI-13, title: 包装作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12]
    Good:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书}]
        # file: processes/C1.yaml
        id: C1
        documents: [WI-12]
    """
    if is_silent(project):
        return
    written = {mention.id for kind in ("document", "record") for mention in project.mentions.get(kind, ())}
    written.update(source.number for _, source in sourced(project) if source is not None)
    named = {number_key(number) for number in written.union(record.number for record, _ in project.stated_records if record.number)}
    titled = {bare_title(name) for name in written} - {""}
    text: str | None = None
    for register in project.registers:
        in_force = [row for row in register.documents if row.type != "manual" and row.status != "obsolete"]
        unused = [row for row in in_force if not any(number_key(number) in named for number, _ in row.all_numbers()) and bare_title(said(project, row.title)) not in titled]
        if unused and text is None:
            text = searched("\n".join(data.decode("utf-8", errors="replace") for path, data in sorted(project.sources.items()) if path.startswith("processes/")))
        unused = [row for row in unused if not any(stands_in(number_key(number), text or "") for number, _ in row.all_numbers())]
        if unused:
            shown = ", ".join(row.number for row in unused[:8]) + (" …" if len(unused) > 8 else "")
            yield Finding(unused[0].span("number"), {"count": str(len(unused)), "numbers": shown})


def is_silent(project: Project) -> bool:
    """Whether a file exists of which nothing at all could be read, not even as a text: what it names nobody knows."""
    unread = project.unread - {document.id for document in project.recovered}
    names = [path.rpartition("/")[2] for path, data in project.sources.items() if _is_text(data)] if unread else []
    return any(not any(name.startswith(id) for name in names) for id in unread)


def _is_text(data: bytes) -> bool:
    try:
        return data.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


@check("PD543")
def external_document_without_edition(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: EX-01, title: GB 8410, type: external}]
        # file: processes/C1.yaml
        id: C1
        documents: [EX-01]
    Good:
        # file: registers/documents.yaml
        documents: [{number: EX-01, title: GB 8410, type: external, revision: 2006 版, owner: quality}]
        # file: processes/C1.yaml
        id: C1
        documents: [EX-01]
    """
    found: dict[tuple[str, ...], list[Finding]] = {}
    for row in rows(project):
        if row.type != "external" or row.status == "obsolete":
            continue
        dated = row.revision or row.effective or re.search(r"[-:：]\s?(19|20)\d\d\b|(19|20)\d\d\s*(版|年)", f"{row.number} {said(project, row.title)}")
        if not dated or not row.owner:
            variant = "" if not dated and not row.owner else "owner" if dated else "edition"
            found.setdefault((*list_of(row), variant), []).append(Finding(row.span("number"), {"number": row.number}, variant))
    for same in found.values():
        yield from gathered(same, "number", f"{same[0].variant or 'both'}-several")
