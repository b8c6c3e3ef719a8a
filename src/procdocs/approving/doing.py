"""The next lines of the list of acts, each refused where it may not be done. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from procdocs.project.evidence import acts
from procdocs.project.evidence.acts import MEANINGS, Act
from procdocs.project.evidence.fingerprint import content, contents, context
from procdocs.project.evidence.states import APPROVED, OBSOLETE, RELEASED
from procdocs.project.model import Project
from procdocs.schema import Document


class NotNow(ValueError):
    """What may not be done now: `key` names the sentence (`approving.KEY`), `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Person:
    """Who does it, in which role, and at which moment (`2026-04-24T16:40+08:00`)."""

    by: str
    at: str
    role: str = ""
    note: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)


def named(project: Project, ids: Iterable[str]) -> tuple[Document, ...]:
    """The documents with these ids. Raises NotNow for one that is not there, or that has mistakes."""
    found = []
    for id in dict.fromkeys(ids):
        document = project.by_id.get(id)
        if document is None:
            raise NotNow("unread" if id in project.unread else "no_document", document=id)
        found.append(document)
    return tuple(found)


def submitted(project: Project, ids: Sequence[str], who: Person) -> tuple[Act, ...]:
    """The documents go to review as they are now."""
    return tuple(_act(project, document, "submit", who) for document in named(project, ids))


def approved(project: Project, ids: Sequence[str], meaning: str, who: Person) -> tuple[Act, ...]:
    """The documents are prepared, reviewed or approved as they are now. Raises NotNow where one has no number or revision, or the order is wrong."""
    found = []
    for document in named(project, ids):
        control = project.stated_control(document)
        if not control.number or not control.revision:
            raise NotNow("no_revision", document=document.id)
        state = project.state(document)
        last = state.last
        if last is not None and last.revision == control.revision and last.content.get(project.languages[0]) != content(project, document, project.languages[0]):
            raise NotNow("same_revision", document=document.id, revision=control.revision)
        later = [one for one in MEANINGS[MEANINGS.index(meaning) + 1 :] if one in state.approvals]
        if later:
            raise NotNow("order", document=document.id, later=later[0], meaning=meaning)
        earlier = [act for one in MEANINGS[: MEANINGS.index(meaning)] if (act := state.approvals.get(one)) is not None]
        if any(act.day > who.at[:10] for act in earlier):
            raise NotNow("before", document=document.id, day=max(act.day for act in earlier))
        if meaning == "approved" and any(act.by == who.by for act in earlier if act.meaning == "prepared"):
            raise NotNow("one_person", document=document.id, by=who.by)
        found.append(_act(project, document, "approve", who, meaning))
    return tuple(found)


def refused(project: Project, ids: Sequence[str], who: Person) -> tuple[Act, ...]:
    """What was submitted is sent back. Raises NotNow where nothing was."""
    documents = named(project, ids)
    for document in documents:
        if not _standing(project, document):
            raise NotNow("nothing_submitted", document=document.id)
    return tuple(_act(project, document, "reject", who) for document in documents)


def withdrawn(project: Project, ids: Sequence[str], meaning: str, who: Person) -> tuple[Act, ...]:
    """A wrong approval is taken back; its line stays. Raises NotNow where there is none."""
    documents = named(project, ids)
    for document in documents:
        if meaning not in project.state(document).approvals:
            raise NotNow("nothing_approved", document=document.id, meaning=meaning)
    return tuple(_act(project, document, "withdraw", who, meaning) for document in documents)


def ended(project: Project, ids: Sequence[str], who: Person) -> tuple[Act, ...]:
    """Documents are out of force."""
    documents = named(project, ids)
    for document in documents:
        if project.state(document).state == OBSOLETE:
            raise NotNow("obsolete", document=document.id)
    return tuple(_act(project, document, "obsolete", who) for document in documents)


def releasable(project: Project, ids: Sequence[str]) -> tuple[Document, ...]:
    """The documents that a release takes: those named, else all that are approved and not released. Raises NotNow where one is not approved, or none is."""
    if not ids:
        found = tuple(one for one in project.documents if project.state(one).state == APPROVED)
        if not found:
            raise NotNow("none_approved")
        return found
    documents = named(project, ids)
    for document in documents:
        state = project.state(document).state
        if state == RELEASED:
            raise NotNow("released", document=document.id)
        if state != APPROVED:
            raise NotNow("not_approved", document=document.id)
    return documents


def _standing(project: Project, document: Document) -> bool:
    mine = contents(project, document)[project.languages[0]]
    return any(act.document == document.id and act.act in ("submit", "approve") and act.content.get(project.languages[0]) == mine for act in project.acts)


def _act(project: Project, document: Document, kind: str, who: Person, meaning: str = "") -> Act:
    control = project.stated_control(document)
    return Act(
        kind,
        document.id,
        control.revision,
        contents(project, document),
        by=who.by,
        at=who.at,
        number=control.number,
        meaning=meaning,
        role=who.role,
        context=context(project, document, project.languages[0]),
        note=who.note,
        evidence=who.evidence,
    )


def written(project: Project, more: Sequence[Act]) -> bytes:
    """The list of acts with these behind the others. Raises NotNow where the list is broken: nothing is added to what cannot be trusted."""
    broken = acts.read(project.approvals)[1]
    if broken:
        raise NotNow("broken", line=broken[0].line)
    return acts.appended(project.approvals, more)
