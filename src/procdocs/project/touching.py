"""Which files a picture is drawn from, so that mistakes elsewhere need not stop it. Pure."""

from __future__ import annotations

import re

from procdocs.diagnostics import Diagnostic
from procdocs.project.files import ids_of
from procdocs.project.model import VIEWS, Project


def touches(project: Project, id: str, mistake: Diagnostic) -> bool:
    """Whether a mistake may be in what the picture of a document, or of the whole project, shows: in its own file or the settings, or in a file that
    names it or that it names; for a picture of the whole, in any file of `processes/`.
    """
    path = mistake.span.path
    own = next((one for one in (*project.documents, *project.recovered) if one.id == id), None)
    if "/" not in path or own is None or own.kind == "octopus" or id in VIEWS:
        return not path.startswith("registers/")
    data = project.sources.get(path, b"")
    if path == own.span().path or re.search(rb"(?<![\w.-])" + re.escape(id.encode()) + rb"(?![\w-])", data):
        return True
    named = {mention.id for those in project.mentions.values() for mention in those if mention.span.path == own.span().path}
    if path.startswith("registers/"):
        # Numbers that this document cites may stand in there.
        return any(name.encode() in data for name in named if any(letter.isdigit() for letter in name))
    return not named.isdisjoint(ids_of(path, data))
