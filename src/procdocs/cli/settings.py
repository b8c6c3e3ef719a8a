"""What commands take from their surroundings where no option says it: the language to speak and the day. Prints nothing."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

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


def pinned_day() -> datetime.date | None:
    """The day that SOURCE_DATE_EPOCH (seconds since 1970) names; None where it is not set, or names no day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
