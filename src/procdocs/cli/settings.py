"""What commands take from their surroundings where no option says it: the language to speak and the day. Prints nothing."""

from __future__ import annotations

import datetime
import locale
import os
import re
from collections.abc import Callable
from pathlib import Path

import click

from procdocs.clauses import citation
from procdocs.languages import speaks, words
from procdocs.project import Project
from procdocs.project.load import SETTINGS_FILE
from procdocs.source.reader import read


def language_of(project: Project | None, asked: str | None) -> str:
    """The language to speak: the one asked for, else the project's first, else English."""
    return asked or (project.languages[0] if project else "en")


def language_of_settings(root: Path) -> str:
    """The first language of the project in folder `root`, as far as its settings can be read. Raises OSError where they cannot be opened."""
    node, _ = read(SETTINGS_FILE, (root / SETTINGS_FILE).read_bytes())
    listed = node.child("languages") if node is not None else None
    first = (listed.child(0) or listed) if listed is not None else None
    return (first.value if first is not None else None) or "zh"


def citing(root: Path | None) -> Callable[[str], str]:
    """What to show of the clauses that a code quotes: those of the standards of the project in folder `root`, as far as its settings can be read."""
    try:
        node = read(SETTINGS_FILE, (root / SETTINGS_FILE).read_bytes())[0] if root is not None else None
    except OSError:
        node = None
    listed = node.child("standards") if node is not None else None
    standards = [one.value for one in (listed.items or (listed,) if listed is not None else ()) if one.value]
    return lambda quoted: citation(quoted, standards)


def refusal(key: str, root: Path | None = None, **values: object) -> click.UsageError:
    """The usage error with the label `usage.KEY`, in the language of the project in folder `root`, else in that of this machine."""
    try:
        language = language_of_settings(root) if root is not None else language_here()
    except OSError:
        language = language_here()
    return click.UsageError(words(language)(f"usage.{key}", **values))


def language_here() -> str:
    """The language that this machine is set to, if procdocs speaks it, else English."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None) or locale.getlocale()[0] or ""
    tag = "zh" if named.startswith("Chinese") else re.split(r"[.@]", named)[0].replace("_", "-")
    return tag if speaks(tag) else "en"


def pinned_day() -> datetime.date | None:
    """The day that SOURCE_DATE_EPOCH (seconds since 1970) names; None where it is not set, or names no day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
