"""Documents are cited by the number and the title under which they are listed. That the number exists is the business of `references`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from procdocs.checks.places import said, value_place
from procdocs.diagnostics import Finding, Related, Span, check
from procdocs.project.likeness import NEAR, likeness
from procdocs.project.model import Project, normalised
from procdocs.schema.base import Part, Text
from procdocs.schema.flowchart import Flowchart
from procdocs.schema.process import Cited, Process
from procdocs.schema.registers import ListedDocument
from procdocs.schema.sop import Sop

#: Dashes of all worlds; what is left of a number for comparison has none of them, no brackets and no spaces.
_ONE_NOISE = r"[\s\-‐‑‒–—―－−_./()（）\[\]【】]"
_NOISE = re.compile(rf"{_ONE_NOISE}+")
#: What stands between two figures keeps them apart: 1-11 is not 11-1. It looks back only where there is noise, because whole files are searched.
_BETWEEN_FIGURES = re.compile(rf"{_ONE_NOISE}(?<=\d{_ONE_NOISE}){_ONE_NOISE}*(?=\d)")
_SUFFIX = re.compile(r"(第?[a-z0-9.]{1,20}版(本)?|v\d[\d.]*|rev\.?\s*[a-z0-9]{1,20})$")


class Listed(NamedTuple):
    """A controlled document by its number: its title, and where both stand."""

    number: str
    title: str
    number_span: Span
    title_span: Span


def number_key(number: str) -> str:
    """A number as it is compared: without dashes, brackets, points and spaces, half width, in one case; figures stay apart."""
    return _NOISE.sub("", _BETWEEN_FIGURES.sub("|", unicodedata.normalize("NFKC", number).casefold()))


def master_list(project: Project) -> Mapping[str, Listed]:
    """Every controlled document by number: files of the project first, then rows of the registers; the first with a number counts."""
    found: dict[str, Listed] = {}
    for document in project.documents:
        control = document.document
        if control is not None and control.number:
            title = said(project, control.title) or project.name_of(document, project.languages[0])
            found.setdefault(control.number, Listed(control.number, title, control.span("number"), value_place(document, "name", "id")))
    for row in rows(project):
        found.setdefault(row.number, Listed(row.number, said(project, row.title), row.span("number"), row.span("title")))
    return found


def numbers(project: Project) -> Mapping[str, Span]:
    """Every number of a controlled document or of a described record, and where it is listed."""
    known = {number: listed.number_span for number, listed in master_list(project).items()}
    for number, record in project.record_by_number.items():
        known.setdefault(number, value_place(record, "number"))
    return known


def rows(project: Project) -> Iterator[ListedDocument]:
    """The rows of the master list that are no files."""
    for register in project.registers:
        yield from register.documents


def citations(project: Project) -> Iterator[Cited]:
    """Every place where a document is cited with number and title."""
    for document in project.documents:
        if isinstance(document, Process):
            yield from document.documents
        elif isinstance(document, Flowchart):
            for step in document.steps:
                yield from step.documents
        elif isinstance(document, Sop):
            yield from document.sections.documents
            for below in document.sections.all_steps():
                yield from below.documents


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
    known = {*master_list(project), *project.record_by_number, *project.by_id}
    unknown = [mention for kind in ("document", "record") for mention in project.mentions.get(kind, ()) if mention.id not in known]
    if not unknown:
        return
    places = numbers(project)
    by_key: dict[str, str] = {}
    for number in places:
        by_key.setdefault(number_key(number), number)
    for mention in unknown:
        twin = by_key.get(number_key(mention.id))
        if twin is not None:
            yield Finding(mention.span, {"number": mention.id, "listed": twin}, related=(Related(places[twin], "listed-here"),))


def plain_title(project: Project, title: Text | None) -> str:
    """A title for a message, without book-title marks."""
    return said(project, title).strip("《》")


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
    by_key = {number_key(number): row for number, row in reversed(list(listed.items()))}
    for cited in citations(project):
        row = listed.get(cited.number) or by_key.get(number_key(cited.number)) if cited.number else None
        if cited.title is not None and row is not None and _differs(project, cited, row):
            yield _differing(project, cited, row)
    files = {document.document.number for document in project.documents if document.document is not None}
    for line in rows(project):
        row = listed[line.number]
        # A number that stands on the list twice is a finding of its own.
        if line.number in files and bare_title(said(project, line.title)) != bare_title(row.title):
            yield _differing(project, line, row)


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
    written = {mention.id for kind in ("document", "record") for mention in project.mentions.get(kind, ())}
    named = {number_key(number) for number in written.union(record.number for record, _ in project.records if record.number)}
    text: str | None = None
    for register in project.registers:
        in_force = [row for row in register.documents if row.type != "manual" and row.status != "obsolete"]
        unused = [row for row in in_force if number_key(row.number) not in named]
        if unused and text is None:
            text = number_key("\n".join(data.decode("utf-8", errors="replace") for path, data in sorted(project.sources.items()) if path.startswith("processes/")))
        unused = [row for row in unused if number_key(row.number) not in (text or "")]
        if unused:
            shown = ", ".join(row.number for row in unused[:8]) + (" …" if len(unused) > 8 else "")
            yield Finding(unused[0].span("number"), {"count": str(len(unused)), "numbers": shown})


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
    for row in rows(project):
        if row.type != "external" or row.status == "obsolete":
            continue
        dated = row.revision or row.effective or re.search(r"[-:：]\s?(19|20)\d\d\b|(19|20)\d\d\s*(版|年)", f"{row.number} {said(project, row.title)}")
        if not dated or not row.owner:
            variant = "" if not dated and not row.owner else "owner" if dated else "edition"
            yield Finding(row.span("number"), {"number": row.number}, variant)
