"""`procdocs reject`: what was submitted goes back to who wrote it."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from procdocs.approving.doing import refused
from procdocs.cli import approving


@click.command()
@approving.ids
@approving.by
@approving.role
@approving.on
@approving.note
@approving.project
def command(ids: tuple[str, ...], by: str, role: str, on: datetime.datetime | None, note: str, project: Path | None) -> int:
    """Send documents back that were submitted or approved: their content as it is now."""
    return approving.carried_out(project, lambda loaded: refused(loaded, ids, approving.person(by, role, on, note)))
