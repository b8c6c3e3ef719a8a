"""Where new documents go, what they are called, how they are written, and several files taken over one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from procdocs.editing.drafts import Draft, inline_keys
from procdocs.interchange import Refused
from procdocs.interchange.told import Losses
from procdocs.project import Project
from procdocs.project.model import RESERVED_IDS
from procdocs.project.unique import folded
from procdocs.readers import About, Handed, Taken
from procdocs.schema import Document
from procdocs.schema.values import value_of
from procdocs.source.edit.writing import Style, written

#: Takes one file over into a draft: how many items each file of the project got. Raises Refused.
Takes = Callable[[Handed, Losses], Mapping[str, int]]
_NO_ID = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 56


class Ids:
    """Ids for new documents: none that is there already, none twice."""

    def __init__(self, project: Project) -> None:
        self._taken = {folded(one.id) for one in (*project.documents, *project.recovered)} | {folded(id) for id in (*project.unread, *RESERVED_IDS)}
        self._taken |= {folded(PurePosixPath(path).stem) for path in project.sources if path.startswith("processes/")}

    def new(self, wished: str, otherwise: str) -> str:
        """An id like the one wished for; where nothing of it may stand in an id, `otherwise` with a number."""
        stem = _NO_ID.sub("-", wished).strip("-._")[:_LONGEST].strip("-._")
        if not any(sign.isalnum() for sign in stem):
            stem = ""
        number = 1
        id = stem or f"{otherwise}{number}"
        while folded(id) in self._taken:
            number += 1
            id = f"{stem}-{number}" if stem else f"{otherwise}{number}"
        self._taken.add(folded(id))
        return id


def file_new(draft: Draft, document: Document, folder: str = "") -> str:
    """Write a new document into a draft; its path."""
    path = f"processes/{folder}{'/' if folder else ''}{document.id}.yaml"
    draft.rewrite(path, written(value_of(document), 0, Style(inline=inline_keys())) + "\n")
    return path


def taken_one_by_one(draft: Draft, files: tuple[Handed, ...], take: Takes) -> Taken:
    """What becomes of the project when each file is taken over that can be."""
    items: dict[str, int] = {}
    told: list[About] = []
    refused: list[tuple[str, Refused]] = []
    for file in files:
        losses = Losses()
        try:
            items.update(take(file, losses))
        except Refused as problem:
            refused.append((file.name, problem))
            continue
        told.extend(About(file.name, one) for one in losses.told)
    change = draft.change()
    return Taken(change, {path: count for path, count in items.items() if path in change.after}, tuple(told), tuple(refused))
