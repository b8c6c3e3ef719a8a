"""How the ends of an interface and the people of an organisation are called in a diagram: by their names, in one line. Draws nothing."""

from __future__ import annotations

from procdocs.diagrams.text import BREAK, JOINER, Chip
from procdocs.project import Project, names
from procdocs.project.load import SETTINGS_FILE
from procdocs.source.address import Address

_HINTS = {ord(JOINER): None, ord(BREAK): None}


def plain(text: str) -> str:
    """A text as a reader sees it: one line, without the hints where it may break."""
    if JOINER in text or BREAK in text:
        text = text.translate(_HINTS)
    return " ".join(text.split())


def end_chip(project: Project, end: str, language: str) -> Chip:
    """The tag of a giver or receiver: a process id in the colour of its type and linked, or the name of somebody outside."""
    process = project.process_by_id.get(end)
    if process is not None:
        return Chip(end, process.type, end)
    return Chip(end_name(project, end, language))


def end_name(project: Project, end: str, language: str) -> str:
    """The name of a process or party; an end nobody declared is called by its id."""
    return plain(names.end_name(project, end, language))


def end_address(project: Project, end: str) -> Address | None:
    """Where a process or a party is written; None for an end that nobody declared."""
    if end in project.process_by_id:
        return Address(end)
    return Address(SETTINGS_FILE, ("parties", list(project.parties).index(end))) if end in project.parties else None


def unit_name(project: Project, id: str, language: str) -> str:
    """The name of a department or role; one that nobody declared is called by its id."""
    return plain(names.unit_name(project, id, language))
