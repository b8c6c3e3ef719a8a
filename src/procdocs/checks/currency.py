"""What is in force today, what is overdue, and what is out of force and cited all the same."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from procdocs.checks.control import controlled, place
from procdocs.checks.documents import citations, rows
from procdocs.checks.places import SHOWN, value_place
from procdocs.checks.prose import spoken_numbers
from procdocs.checks.spans_of_time import months
from procdocs.diagnostics import Finding, Related, Span, check
from procdocs.project.model import Project
from procdocs.project.numbers import number_key
from procdocs.project.requirements import sourced
from procdocs.schema import Octopus, Process
from procdocs.schema.control import Control
from procdocs.schema.document import Document
from procdocs.schema.registers import ListedDocument

#: Kinds of mention by which a document comes into a drawing, a matrix or a chapter.
_DRAWN = ("process", "process-or-chart", "end", "content", "link", "diagram")


@check("PD807")
def released_too_early(project: Project, today: datetime.date) -> Iterator[Finding]:
    """
    Bad:
        document: {number: QP-01, status: released, revision: A, effective: 2099-01-01, approved: 总经理}
    Good:
        document: {number: QP-01, status: released, revision: A, effective: 2020-01-01, review: 2099-01-01, approved: 总经理}
    """
    for document, control in controlled(project):
        if control.status == "released" and control.effective is not None and control.effective > today:
            yield Finding(place(document, "effective"), {"number": control.number or document.id, "date": str(control.effective)})
    for row in rows(project):
        if row.status == "released" and row.effective is not None and row.effective > today:
            yield Finding(row.span("effective"), {"number": row.number, "date": str(row.effective)})


@check("PD808")
def overdue_review(project: Project, today: datetime.date) -> Iterator[Finding]:
    """
    Bad:
        document: {number: QP-01, status: released, revision: A, effective: 2020-01-01, every: 12 months, approved: 总经理}
    Good:
        document: {number: QP-01, status: released, revision: A, effective: 2020-01-01, review: 2099-01-01, approved: 总经理}
    """
    for document, control in controlled(project):
        due = next_review(control)
        if due is not None and due < today:
            yield Finding(place(document, "review" if control.review else "effective"), {"number": control.number or document.id, "date": str(due)})


def next_review(control: Control) -> datetime.date | None:
    """The day by which a document is to be reviewed; None for drafts, for what is out of force, and where nothing says it."""
    if control.status in ("draft", "obsolete"):
        return None
    return control.review or _due(control)


def _due(control: Control) -> datetime.date | None:
    interval = months(control.every)
    if control.effective is None or interval is None or not 0 < interval < 1200:
        return None
    count = control.effective.year * 12 + control.effective.month - 1 + int(interval)
    if count // 12 >= datetime.MAXYEAR:
        return None
    if interval != int(interval):
        return control.effective + datetime.timedelta(days=round(interval * 365 / 12))
    first_of_next = datetime.date(count // 12 + (count % 12 == 11), (count + 1) % 12 + 1, 1)
    return datetime.date(count // 12, count % 12 + 1, min(control.effective.day, (first_of_next - datetime.timedelta(days=1)).day))


@check("PD809")
def obsolete_cited(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: registers/documents.yaml
        documents: [{number: WI-12, title: 装配作业指导书, status: obsolete}]
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
    gone, successors, current = _states(project)
    for number, span in _named(project) if gone or successors else ():
        key = number_key(number)
        if key in gone:
            yield Finding(span, {"number": number}, related=(Related(gone[key], "status-here"),))
        elif key in successors and number_key(successors[key][0]) != key:
            other, home = successors[key]
            yield Finding(span, {"number": number, "other": other}, "superseded", (Related(home, "supersedes-here"),))
    for requirement, source in sourced(project) if gone else ():
        if source is not None and number_key(source.number) in gone:
            yield Finding(value_place(requirement, "reference"), {"number": source.number}, related=(Related(gone[number_key(source.number)], "status-here"),))
    for number, span in spoken_numbers(project, frozenset(gone)) if gone else ():
        yield Finding(span, {"number": number}, related=(Related(gone[number_key(number)], "status-here"),))
    for cited in citations(project):
        revision = current.get(number_key(cited.number))
        if cited.revision and revision and number_key(cited.revision) != number_key(revision[0]):
            values = {"number": cited.number, "revision": cited.revision, "current": revision[0]}
            yield Finding(cited.span("revision"), values, "revision", (Related(revision[1], "revision-here"),))


def _named(project: Project) -> Iterator[tuple[str, Span]]:
    """Every place where a document or a form is named by its number in a field of its own, but on the lists themselves; each once."""
    told: set[Span] = set()
    records = ((number, record.span(*path)) for record, owner in project.stated_records if isinstance(owner, Document) for number, path in record.all_numbers())
    mentioned = ((mention.id, mention.span) for kind in ("document", "record") for mention in project.mentions.get(kind, ()))
    for number, span in (*mentioned, *records):
        if number and span not in told:
            told.add(span)
            yield number, span


@check("PD813")
def obsolete_in_use(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: processes/C1.yaml
        id: C1
        outputs: [{name: 样件, to: C2}]
        # file: processes/C2.yaml
        id: C2
        document: {number: QP-02, status: obsolete}
    Good:
        # file: processes/C1.yaml
        id: C1
        outputs: [{name: 样件, to: customer}]
    """
    usual = project.settings.document.status if project.settings.document is not None else None
    obsolete = [document for document in project.documents if document.document is not None and (document.document.status or usual) == "obsolete"]
    places: dict[str, list[Span]] = {document.id: [] for document in obsolete}
    for kind in _DRAWN if obsolete else ():
        for mention in project.mentions.get(kind, ()):
            if mention.id in places and mention.span.path != project.by_id[mention.id].span().path:
                places[mention.id].append(mention.span)
    for document in obsolete:
        named = places[document.id]
        shown = document.belongs_to() in project.process_by_id
        if named or shown or isinstance(document, (Process, Octopus)):
            values = {"document": document.id, "process": document.belongs_to(), "count": str(len(named))}
            variant = "drawn" if isinstance(document, (Process, Octopus)) else ("shown" if named else "shown-only") if shown else ""
            yield Finding(place(document, "status"), values, variant, tuple(Related(span, "named-here") for span in named[:SHOWN]))


def _states(project: Project) -> tuple[dict[str, Span], dict[str, tuple[str, Span]], dict[str, tuple[str, Span]]]:
    """Keys of numbers out of force; of numbers that another document supersedes; current revisions: each with its place."""
    gone: dict[str, Span] = {}
    alive: set[str] = set()
    successors: dict[str, tuple[str, Span]] = {}
    current: dict[str, tuple[str, Span]] = {}
    found: list[tuple[Control | ListedDocument, list[str], Span, Span, Span]] = []
    for document, control in controlled(project):
        found.append((control, [control.number, document.id], place(document, "status"), place(document, "supersedes"), place(document, "revision")))
    found.extend((row, [number for number, _ in row.all_numbers()], row.span("status"), row.span("supersedes"), row.span("revision")) for row in rows(project))
    files = {number_key(number) for one, numbers, *_ in found if isinstance(one, Control) and one.status == "obsolete" for number in numbers}
    for one, numbers, status, supersedes, revision in found:
        keys = [key for number in numbers if (key := number_key(number))]
        if one.status == "obsolete":
            gone.update((key, status) for key in keys if key not in gone)
            continue
        # A list that says nothing of the state does not keep a document in force whose own file says that it is out of it.
        silent = isinstance(one, ListedDocument) and "status" not in one.model_fields_set
        alive.update(key for key in keys if not (silent and key in files))
        if number_key(one.supersedes):
            successors.setdefault(number_key(one.supersedes), (one.number, supersedes))
        if one.revision:
            current.update((key, (one.revision, revision)) for key in keys if key not in current)
    return {number: span for number, span in gone.items() if number not in alive}, successors, current
