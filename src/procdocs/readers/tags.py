"""Trailing tags of the processes, such as `Competent employees (SP9)`, as `from:` and `to:`."""

from __future__ import annotations

from procdocs.project import Project
from procdocs.project.tag_rewriting import rewrite
from procdocs.project.tags import reader_for
from procdocs.readers import Change, Taken


def read(project: Project) -> Taken:
    """The process files that have tags, rewritten."""
    tags = reader_for(project)
    taken: dict[str, Change] = {}
    for path, data in sorted(project.sources.items()):
        if path.startswith("processes/"):
            rewritten = rewrite(path, data, tags)
            if rewritten.items or rewritten.left:
                taken[path] = Change(rewritten.data, rewritten.items, rewritten.left)
    return taken
