"""`procdocs withdraw`: an approval is taken back; its line stays, and so does this one."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from procdocs.approving.doing import withdrawn
from procdocs.cli import approving
from procdocs.project.evidence.acts import MEANINGS


@click.command()
@approving.ids
@click.option("--as", "meaning", type=click.Choice(MEANINGS), default="approved", show_default=True, help="What the approval meant.")
@approving.by
@approving.role
@approving.on
@approving.note
@approving.project
def command(ids: tuple[str, ...], meaning: str, by: str, role: str, on: datetime.datetime | None, note: str, project: Path | None) -> int:
    """Take an approval of documents back."""
    return approving.carried_out(project, lambda loaded: withdrawn(loaded, ids, meaning, approving.person(by, role, on, note)))
