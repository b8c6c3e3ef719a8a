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
    """
    Bad:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划和图纸生产
        document: {number: QP-1, revision: A}
    Good:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    """
    for document, state in _kept(project):
        last = state.last
        revision = project.stated_control(document).revision
        if last is not None and state.in_revision and last.revision == revision:
            yield Finding(place(document, "revision"), {"document": document.id, "revision": revision, "release": last.release}, "", (_line(last),))


@check("PD821")
def revision_without_change(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: B}
    Good:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    """
    for document, state in _kept(project):
        revision = project.stated_control(document).revision
        if state.state == RELEASED and state.release is not None and state.release.revision != revision:
            values = {"document": document.id, "revision": revision, "released": state.release.revision}
            yield Finding(place(document, "revision"), values, "", (_line(state.release),))


@check("PD822")
def typed_approval(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
        # file: processes/C2.yaml
        document: {number: QP-2, revision: A, approved: 王总}
    Good:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
        # file: processes/C2.yaml
        document: {number: QP-2, revision: A}
    """
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
    """
    Bad:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    Good:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    """
    for broken in acts.read(project.approvals)[1]:
        yield Finding(Span(acts.FILE, broken.line, 1), {"line": str(broken.line)}, broken.reason if broken.reason != "chain" else "")


@check("PD826")
def changed_evidence(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {}, "evidence": {"file": "released/R1/C1-A.pdf", "sha256": "12ab"}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    Good:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {}}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    """
    for act in acts.read(project.approvals)[0]:
        file = act.evidence.get("file", "")
        if file and project.proofs.get(file, "") != act.evidence.get("sha256", ""):
            yield Finding(Span(acts.FILE, act.line, 1), {"file": file, "document": act.document}, "" if project.proofs.get(file) else "missing")


@check("PD827")
def changed_names(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}, "context": "cx1:12ab"}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    Good:
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}, "context": "cx1:1181cb737354c1c6fdaa6d5587e92ce219c1b7167d69b9fef2b20bace46abba4"}
        # file: processes/C1.yaml
        id: C1
        purpose: 按计划生产
        document: {number: QP-1, revision: A}
    """  # noqa: E501 - a line of the list is one line
    for document, state in _kept(project):
        release = state.release
        if state.state == RELEASED and release is not None and release.context and release.context != context(project, document, project.languages[0]):
            yield Finding(document.span("id"), {"document": document.id, "revision": release.revision}, "", (_line(release),))


@check("PD828")
def unapproved_translation(project: Project) -> Iterator[Finding]:
    """
    Bad:
        # file: procdocs.yaml
        languages: [zh, en]
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393"}}
        # file: processes/C1.yaml
        id: C1
        purpose: {zh: 按计划生产, en: To produce}
        document: {number: QP-1, revision: A}
    Good:
        # file: procdocs.yaml
        languages: [zh, en]
        # file: approvals.jsonl
        {"act": "release", "document": "C1", "revision": "A", "content": {"zh": "pd1:7b7b0f37e1f199e1f403bd4a0758cd98664f8594c4ad9a9f33b3817eb7bd0393", "en": "pd1:629541871fd6e9e2c6ddd5695f15f8c72f85f3f4b47bdb5b2934683989086b09"}}
        # file: processes/C1.yaml
        id: C1
        purpose: {zh: 按计划生产, en: To produce}
        document: {number: QP-1, revision: A}
    """  # noqa: E501 - a line of the list is one line
    for document, state in _kept(project):
        release = state.release
        if state.state != RELEASED or release is None:
            continue
        for language in project.languages[1:]:
            if release.content.get(language) != content(project, document, language):
                yield Finding(document.span("id"), {"document": document.id, "language": language}, "" if language in release.content else "none", (_line(release),))
