"""Mind maps of other programs: a new one becomes a file, one of ours that was changed there becomes edits of its file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from procdocs.editing import Draft
from procdocs.editing.actions import act
from procdocs.editing.towards import towards
from procdocs.interchange import Refused, Told, freemind, indented, markmap, opml, xmind
from procdocs.interchange.branch import Branch
from procdocs.interchange.told import Losses
from procdocs.interchange.topics import exported, mindmap_of
from procdocs.project import Project
from procdocs.readers import Handed, Taken
from procdocs.readers.filing import Ids, file_new, taken_one_by_one
from procdocs.schema import Mindmap
from procdocs.source.edit import CannotEdit

_READ: Mapping[str, Callable[[bytes, Losses, str], Branch]] = {"mm": freemind.read, "xmind": xmind.read, "opml": opml.read, "markmap": markmap.read, "text": indented.read}
_WEB = re.compile(r"(?:https?://|mailto:)\S+$", re.IGNORECASE)


def read(project: Project, files: tuple[Handed, ...], form: str) -> Taken:
    """The maps of all files that can be read."""
    draft = Draft(project.sources)
    ids = Ids(project)

    def take(file: Handed, losses: Losses) -> Mapping[str, int]:
        return dict([_one(project, draft, ids, file, form, losses)])

    return taken_one_by_one(draft, files, take)


def _one(project: Project, draft: Draft, ids: Ids, file: Handed, form: str, losses: Losses) -> tuple[str, int]:
    """The file of a map, and how many topics it has."""
    name = PurePath(file.name)
    root = _READ["text" if form == "markmap" and name.suffix.lower() == ".txt" else form](file.data, losses, name.stem)
    id, digest = exported(root)
    now = project.by_id.get(id)
    known = {topic.link for topic in now.all_topics()} if isinstance(now, Mindmap) else set()
    for branch in root.every():
        if branch.link not in known:
            _keep_link(project, branch, losses)
    count = sum(1 for _ in root.every())
    if not isinstance(now, Mindmap):
        new = mindmap_of(root, ids.new(id or name.stem, "MAP"), losses)
        return file_new(draft, new, "mindmaps"), count
    path = now.span().path
    if hashlib.sha256(project.sources[path]).hexdigest() != digest:
        raise Refused("meanwhile", file=path, id=id)
    try:
        act(project, draft, towards(now, mindmap_of(root, id, losses)))
    except CannotEdit:
        raise Refused("unedited", file=path) from None
    return path, count


def _keep_link(project: Project, branch: Branch, losses: Losses) -> None:
    """What leads nowhere here is said in the note, where people find it."""
    link = branch.link.strip()
    document = link.partition("#")[0]
    if link and not _WEB.match(link) and document not in project.by_id:
        losses.told.append(Told("link", branch.place, {"name": link}))
        branch.note = "\n".join(filter(None, (branch.note, link)))
        branch.link = ""
