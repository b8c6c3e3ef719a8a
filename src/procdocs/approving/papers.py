"""Whether a paper is what was approved: asked of the issued PDF itself, of the sources it carries, and of the list of acts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from procdocs.project.evidence.acts import Act
from procdocs.project.evidence.fingerprint import contents
from procdocs.project.load import load
from procdocs.project.model import Project
from procdocs.world import Unusable
from procdocs.world.attachments import Attachments


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one paper or document: `key` names the sentence (`approving.verdict.KEY`), `good` whether it is the approved content."""

    key: str
    good: bool
    document: str = ""
    revision: str = ""
    release: str = ""
    day: str = ""


def of_paper(project: Project, data: bytes) -> Verdict:
    """What a PDF is: an issued one to the byte, a print of the released content, of an older one, or of none that was approved."""
    digest = hashlib.sha256(data).hexdigest()
    issued = next((act for act in project.acts if act.evidence.get("sha256") == digest and act.act == "release"), None)
    if issued is not None:
        return _issued(project, issued, "issued")
    try:
        carried, _ = load(Attachments(data))
    except Unusable as problem:
        return Verdict("no_pdf" if problem.reason == "pdf" else "no_sources", good=False)
    if carried is None or not carried.documents:
        return Verdict("no_sources", good=False)
    (document, *_) = carried.documents
    hashes = contents(carried, document)
    language = carried.languages[0]
    same = [act for act in project.acts if act.document == document.id and act.content.get(language) == hashes[language]]
    released = next((act for act in reversed(same) if act.act == "release"), None)
    if released is not None:
        return _issued(project, released, "content")
    if document.id not in project.by_id and not any(act.document == document.id for act in project.acts):
        return Verdict("other_project", good=False, document=document.id)
    approval = next((act for act in reversed(same) if act.act == "approve" and act.meaning == "approved"), None)
    if approval is not None:
        return Verdict("approved_only", good=True, document=document.id, revision=approval.revision, day=approval.day)
    return Verdict("not_approved", good=False, document=document.id, revision=carried.stated_control(document).revision)


def _issued(project: Project, act: Act, key: str) -> Verdict:
    last = next((one for one in reversed(project.acts) if one.document == act.document and one.act in ("release", "obsolete")), act)
    if last is not act and (last.act == "obsolete" or last.content != act.content):
        return Verdict("superseded" if last.act == "release" else "ended", good=False, document=act.document, revision=act.revision, release=act.release, day=last.day)
    return Verdict(key, good=True, document=act.document, revision=act.revision, release=act.release, day=act.day)
