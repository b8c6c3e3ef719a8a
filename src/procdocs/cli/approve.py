"""`procdocs approve`: somebody answers for the content of documents as it is now."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from procdocs.approving.doing import approved
from procdocs.cli import approving
from procdocs.cli.said import project_folder
from procdocs.project.evidence.acts import MEANINGS


@click.command()
@approving.ids
@click.option("--as", "meaning", type=click.Choice(MEANINGS), default="approved", show_default=True, help="What the approval means.")
@approving.by
@approving.role
@approving.on
@approving.note
@click.option("--evidence", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A scan or a signed PDF in the project folder.")
@approving.project
def command(ids: tuple[str, ...], meaning: str, by: str, role: str, on: datetime.datetime | None, note: str, evidence: Path | None, project: Path | None) -> int:
    """Approve documents: their content as it is now, by somebody, with a meaning. What is changed afterwards is not approved."""
    proof = approving.evidence_of(project_folder(project), evidence)
    return approving.carried_out(project, lambda loaded: approved(loaded, ids, meaning, approving.person(by, role, on, note, proof)))
