"""Trailing tags of the processes, such as `Competent employees (SP9)`, as `from:` and `to:`."""

from __future__ import annotations

from procdocs.editing import Change
from procdocs.interchange import Told
from procdocs.project import Project
from procdocs.project.tag_rewriting import rewrite
from procdocs.project.tags import reader_for
from procdocs.readers import About, Handed, Taken


def read(project: Project, _files: tuple[Handed, ...], _form: str) -> Taken:
    """The process files that have tags, rewritten; the lines that are left to a person are told."""
    tags = reader_for(project)
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    items: dict[str, int] = {}
    told: list[About] = []
    for path, data in sorted(project.sources.items()):
        if path.startswith("processes/"):
            rewritten = rewrite(path, data, tags)
            if rewritten.items:
                before[path], after[path], items[path] = data, rewritten.data, rewritten.items
            told.extend(About(path, Told("tags", str(line))) for line in rewritten.left)
    return Taken(Change(before, after), items, tuple(told))
