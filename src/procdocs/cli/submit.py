"""`procdocs submit`: documents go to review, just as they are now."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from procdocs.approving.doing import submitted
from procdocs.cli import approving


@click.command()
@approving.ids
@approving.by
@approving.role
@approving.on
@approving.note
@approving.project
def command(ids: tuple[str, ...], by: str, role: str, on: datetime.datetime | None, note: str, project: Path | None) -> int:
    """Send documents to review: their content as it is now."""
    return approving.carried_out(project, lambda loaded: submitted(loaded, ids, approving.person(by, role, on, note)))
