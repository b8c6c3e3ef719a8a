"""`procdocs obsolete`: documents are out of force."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from procdocs.approving.doing import ended
from procdocs.cli import approving


@click.command()
@approving.ids
@approving.by
@approving.role
@approving.on
@approving.note
@approving.project
def command(ids: tuple[str, ...], by: str, role: str, on: datetime.datetime | None, note: str, project: Path | None) -> int:
    """Put documents out of force."""
    return approving.carried_out(project, lambda loaded: ended(loaded, ids, approving.person(by, role, on, note)))
