"""What stands against the evidence: content that changed after it was approved, lines that are broken, papers that are missing.

Only where a project keeps approvals at all: nobody without them is bothered.
"""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.checks.control import place
from procdocs.diagnostics import Finding, Related, Span, check
from procdocs.project.evidence import acts
from procdocs.project.evidence.fingerprint import content, context
from procdocs.project.evidence.states import RELEASED, State
from procdocs.project.model import Project
from procdocs.schema import Document


def _kept(project: Project) -> Iterator[tuple[Document, State]]:
    """The documents of which there is any evidence, with their states."""
    if project.approvals:
        known = {act.document for act in project.acts}
        yield from ((document, project.state(document)) for document in project.documents if document.id in known)


def _line(act: acts.Act) -> Related:
    return Related(Span(acts.FILE, act.line, 1), "approved-here", {"revision": act.revision, "day": act.day})


@check("PD820")
def changed_after_approval(project: Project) -> Iterator[Finding]:
    """Shown by the example of the explanation; it needs a list of approvals beside it."""
    for document, state in _kept(project):
        last = state.last
        revision = project.stated_control(document).revision
        if last is not None and state.in_revision and last.revision == revision:
            yield Finding(place(document, "revision"), {"document": document.id, "revision": revision, "release": last.release}, "", (_line(last),))


@check("PD821")
def revision_without_change(project: Project) -> Iterator[Finding]:
    """A revision that says the same as the one before."""
    for document, state in _kept(project):
        revision = project.stated_control(document).revision
        if state.state == RELEASED and state.release is not None and state.release.revision != revision:
            values = {"document": document.id, "revision": revision, "released": state.release.revision}
            yield Finding(place(document, "revision"), values, "", (_line(state.release),))


@check("PD822")
def typed_approval(project: Project) -> Iterator[Finding]:
    """Words that say more than there is evidence for."""
    if not project.approvals:
        return
    for document in project.documents:
        own = document.document
        if own is None:
            continue
        state = project.state(document)
        if own.status == "released" and state.state != RELEASED and not state.in_revision:
            yield Finding(place(document, "status"), {"document": document.id, "state": state.state}, "released")
        elif own.approved is not None and "approved" not in state.approvals and state.state != RELEASED:
            yield Finding(place(document, "approved"), {"document": document.id, "by": project.say(own.approved.by, project.languages[0])})


@check("PD825")
def broken_chain(project: Project) -> Iterator[Finding]:
    """A line of the list of approvals that was changed, taken out or put in."""
    for broken in acts.read(project.approvals)[1]:
        yield Finding(Span(acts.FILE, broken.line, 1), {"line": str(broken.line)}, broken.reason if broken.reason != "chain" else "")


@check("PD826")
def evidence_changed(project: Project) -> Iterator[Finding]:
    """A file that stands as evidence and is no longer the same, or gone."""
    for act in acts.read(project.approvals)[0]:
        file = act.evidence.get("file", "")
        if file and project.proofs.get(file, "") != act.evidence.get("sha256", ""):
            yield Finding(Span(acts.FILE, act.line, 1), {"file": file, "document": act.document}, "" if project.proofs.get(file) else "missing")


@check("PD827")
def names_changed(project: Project) -> Iterator[Finding]:
    """A released document that prints names which are others now."""
    for document, state in _kept(project):
        release = state.release
        if state.state == RELEASED and release is not None and release.context and release.context != context(project, document, project.languages[0]):
            yield Finding(document.span("id"), {"document": document.id, "revision": release.revision}, "", (_line(release),))


@check("PD828")
def translation_not_approved(project: Project) -> Iterator[Finding]:
    """A language in which a released document says something else than what was released."""
    for document, state in _kept(project):
        release = state.release
        if state.state != RELEASED or release is None:
            continue
        for language in project.languages[1:]:
            if release.content.get(language) != content(project, document, language):
                yield Finding(document.span("id"), {"document": document.id, "language": language}, "" if language in release.content else "none", (_line(release),))
