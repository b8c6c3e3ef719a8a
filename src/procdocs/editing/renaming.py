"""An id gets another name: where it is given, wherever it is named, and in the name of the file. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from procdocs.diagnostics.span import Span
from procdocs.editing.drafts import Change, Draft
from procdocs.editing.places import Unclear
from procdocs.project.model import RESERVED_IDS, Project
from procdocs.project.unique import folded
from procdocs.schema.base import ID_PATTERN, Part
from procdocs.schema.flowchart import Flowchart
from procdocs.source.edit import Patch
from procdocs.source.edit.tree import parse
from procdocs.source.node import Node

#: What bears an id -> the kinds of mention (as in `mentions.FIELDS`) that may mean it.
_MEANING = {
    "document": ("process", "document", "end", "process-or-chart", "content", "link", "diagram"),
    "department": ("department", "department-or-role", "anyone"),
    "role": ("role", "department-or-role", "anyone"),
    "party": ("end",),
}


@dataclass(frozen=True, slots=True)
class Renaming:
    """The change, how many places of each file it touches, which files get other names, and the places left to the person (in workbooks)."""

    change: Change
    places: dict[str, int]
    moved: dict[str, str]
    left: tuple[Span, ...]


def rename(project: Project, old: str, new: str) -> Renaming:
    """The project with another id for a document, department, role or party. Raises Unclear (`edit.…`), or CannotEdit for a file with mistakes."""
    kind, bearer = _bearer(project, old)
    _refuse(project, kind, old, new)
    patches: dict[str, set[Patch]] = defaultdict(set)
    left: list[Span] = []
    for node, whole in _places(project, kind, bearer, old):
        _add(project, patches, left, node, old, new, whole=whole)
    if kind == "document":
        for spoken in project.spoken:
            if spoken.id == old and spoken.start is not None and spoken.end is not None and not spoken.span.path.endswith(".csv"):
                patches[spoken.span.path].add(Patch(spoken.start, spoken.end, new))
            elif spoken.id == old:
                left.append(spoken.span)
    draft = Draft(project.sources)
    for path, those in patches.items():
        draft.patch(path, those)
    moved = _moved(draft, bearer.span().path, old, new) if kind == "document" else {}
    return Renaming(draft.change(), {path: len(those) for path, those in sorted(patches.items())}, moved, tuple(dict.fromkeys(left)))


def _bearer(project: Project, id: str) -> tuple[str, Part]:
    bearers: dict[str, Part | None] = {
        "document": project.by_id.get(id) or next((one for one in project.recovered if one.id == id), None),
        "department": project.departments.get(id),
        "role": project.roles.get(id),
        "party": project.parties.get(id),
    }
    found = {kind: bearer for kind, bearer in bearers.items() if bearer is not None}
    if not found:
        raise Unclear("no_id", id=id)
    if len(found) > 1:
        raise Unclear("several_ids", id=id, kinds=", ".join(found))
    return next(iter(found.items()))


def _refuse(project: Project, kind: str, old: str, new: str) -> None:
    if not re.fullmatch(ID_PATTERN, new) or (kind in ("document", "party") and folded(new) in RESERVED_IDS):
        raise Unclear("bad_id", id=new)
    given = {"document": [*project.by_id, *project.unread, *(one.id for one in project.recovered)]}
    taken = given.get(kind) or [*project.departments, *project.roles, *project.parties]
    if folded(new) != folded(old) and folded(new) in map(folded, taken):
        raise Unclear("taken", id=new)


def _places(project: Project, kind: str, bearer: Part, old: str) -> Iterator[tuple[Node, bool]]:
    """The nodes that hold the id, and whether it is all they hold."""
    own = bearer.node.child("id") if bearer.node is not None else None
    if own is not None:
        yield own, True
    elif bearer.node is not None:
        yield bearer.node, True
    for mentioned in _MEANING[kind]:
        for mention in project.mentions.get(mentioned, ()):
            node = _node(mention.part, mention.path) if mention.id == old else None
            # A diagram within Markdown is one of the words of its text (`spoken`).
            if node is not None and (mentioned != "diagram" or node.value == old):
                yield node, False
    if kind in ("department", "role"):
        yield from ((node, False) for node in _lanes(project, old))


def _lanes(project: Project, id: str) -> Iterator[Node]:
    """Lanes that are called by the id of a department or role, and the steps in them."""
    for chart in project.of(Flowchart):
        lanes = [lane for lane in chart.lanes if lane.id == id and lane.name is None]
        steps = [step for step in chart.steps if step.lane == id] if lanes else []
        parts: list[tuple[Part, str]] = [*((lane, "id") for lane in lanes), *((step, "lane") for step in steps)]
        yield from (node for part, key in parts if (node := _node(part, (key,))) is not None)


def _node(part: Part, path: tuple[str | int, ...]) -> Node | None:
    node = part.node
    for key in path:
        below = node.child(key) if node is not None else None
        if below is None:
            break
        node = below
    return node


def _add(project: Project, patches: dict[str, set[Patch]], left: list[Span], node: Node, old: str, new: str, *, whole: bool) -> None:
    """A patch for the id within what is written at a node; without one the place is left to the person."""
    path = node.span.path
    if node.value is None and not whole:
        return
    if node.lines is None or path not in project.sources or path.endswith(".csv"):
        left.append(node.span)
        return
    raw = project.sources[path].decode("utf-8", "replace").removeprefix("\ufeff")[node.start : node.end]
    for hit in re.finditer(rf"(?<![A-Za-z0-9_.-]){re.escape(old)}(?![A-Za-z0-9_]|[.-][A-Za-z0-9])", raw):
        patches[path].add(Patch(node.start + hit.start(), node.start + hit.end(), new))


def _moved(draft: Draft, path: str, old: str, new: str) -> dict[str, str]:
    """The file of a document whose name begins with its id gets another name."""
    folder, slash, name = path.rpartition("/")
    if not name.startswith(old) or name[len(old) : len(old) + 1].isalnum():
        return {}
    to = f"{folder}{slash}{new}{name[len(old) :]}"
    parse(draft.text(path))
    draft.move(path, to)
    return {path: to}
