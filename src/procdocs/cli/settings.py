"""What commands take from their surroundings where no option says it: the language to speak and the day. Prints nothing."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable
from pathlib import Path

import click

from procdocs.clauses import citation
from procdocs.cli.tongue import tag_here
from procdocs.languages import speaks, words
from procdocs.project import Project
from procdocs.project.load import SETTINGS_FILE
from procdocs.source.reader import read
from procdocs.source.text import SIZE_LIMIT
from procdocs.world import Folder, Refused

#: The first language in settings that cannot be read as a whole.
_LANGUAGES = re.compile(rb"(?m)^languages:\s*(?:\[|-)?\s*([a-z]{2,3}(?:-[A-Za-z]{2,4})?)\b")


def language_of(project: Project | None, asked: str | None, root: Path | None = None) -> str:
    """The language to speak: the one asked for, else the project's first, where it could not be read what its settings in folder `root` seem to say."""
    return asked or (project.languages[0] if project else language_around(root))


def language_around(root: Path | None) -> str:
    """The first language of the project in folder `root`, as far as it can be read; else, and outside of a project, that of this machine."""
    try:
        return language_of_settings(root) if root is not None else language_here()
    except OSError:
        return language_here()


def language_of_settings(root: Path) -> str:
    """The first language of the project in folder `root`, as far as its settings can be read. Raises OSError where they cannot be opened."""
    data = _settings(root)
    node, _ = read(SETTINGS_FILE, data)
    if node is None:
        hit = _LANGUAGES.search(data.replace(b"\0", b""))
        return hit[1].decode() if hit else language_here()
    listed = node.child("languages") if node is not None else None
    first = (listed.child(0) or listed) if listed is not None else None
    return (first.value if first is not None else None) or "zh"


def _settings(root: Path) -> bytes:
    """The settings in folder `root`, no more than is ever read of them; nothing where something else than a file stands. Raises OSError."""
    try:
        return Folder(root).read(SETTINGS_FILE, SIZE_LIMIT)
    except Refused:
        return b""


def citing(root: Path | None) -> Callable[[str], str]:
    """What to show of the clauses that a code quotes: those of the standards of the project in folder `root`, as far as its settings can be read."""
    try:
        node = read(SETTINGS_FILE, _settings(root))[0] if root is not None else None
    except OSError:
        node = None
    listed = node.child("standards") if node is not None else None
    standards = [one.value for one in (listed.items or (listed,) if listed is not None else ()) if one.value]
    return lambda quoted: citation(quoted, standards)


def refusal(key: str, root: Path | None = None, **values: object) -> click.UsageError:
    """The usage error with the label `usage.KEY`, in the language of the project in folder `root`, else in that of this machine."""
    return click.UsageError(words(language_around(root))(f"usage.{key}", **values))


def language_here() -> str:
    """The language that this machine is set to, if procdocs speaks it, else English."""
    tag = tag_here()
    return tag if speaks(tag) else "en"


def pinned_day() -> datetime.date | None:
    """The day that SOURCE_DATE_EPOCH (seconds since 1970) names; None where it is not set, or names no day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
