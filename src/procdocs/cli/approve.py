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
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--as", "meaning", type=click.Choice(MEANINGS), default="approved", show_default=True, help="What the approval means.")
@click.option("--by", default="", metavar="NAME", help="Who does it.")
@approving.role
@approving.on
@approving.note
@click.option("--evidence", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A scan or a signed PDF in the project folder.")
@click.option("--repair", is_flag=True, help="Bind the lines of the list to each other again, after two people's lines were merged; what they say stays.")
@approving.project
def command(ids: tuple[str, ...], meaning: str, by: str, role: str, on: datetime.datetime | None, note: str, evidence: Path | None, repair: bool, project: Path | None) -> int:
    """Approve documents: their content as it is now, by somebody, with a meaning. What is changed afterwards is not approved."""
    if repair:
        return approving.repaired(project)
    if not ids or not by.strip():
        raise click.MissingParameter(param_hint="'ID'" if not ids else "'--by'", param_type="argument" if not ids else "option")
    proof = approving.evidence_of(project_folder(project), evidence)
    return approving.carried_out(project, lambda loaded: approved(loaded, ids, meaning, approving.person(by, role, on, note, proof)))
