"""What the commands share that write evidence: who does it and when, refusals in sentences, one way to write."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from procdocs import Project
from procdocs.approving.doing import NotNow, Person, written
from procdocs.cli import CLEAN, FINDINGS
from procdocs.cli.editing import project_to_edit
from procdocs.cli.said import project_folder
from procdocs.cli.settings import pinned_day
from procdocs.languages import Words
from procdocs.project.evidence.acts import FILE, Act, linked
from procdocs.saving import replace_files
from procdocs.world.real import real

ids = click.argument("ids", nargs=-1, required=True, metavar="ID...")
project = click.option("--project", type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
by = click.option("--by", required=True, metavar="NAME", help="Who does it.")
role = click.option("--role", default="", help="In which role, by its id.")
on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it was done (default: today).")
note = click.option("--note", default="", help="What is to be remembered of it.")


def person(by_: str, role_: str, on_: datetime.datetime | None, note_: str, evidence: Mapping[str, str] | None = None) -> Person:
    """Who does it and when: on a day that is named, else now."""
    pinned = on_.date() if on_ is not None else pinned_day()
    moment = pinned.isoformat() if pinned is not None else datetime.datetime.now().astimezone().isoformat(timespec="minutes")
    return Person(by_.strip(), moment, role_, note_, evidence or {})


def carried_out(root_: Path | None, acts: Callable[[Project], Sequence[Act]], files: Mapping[str, bytes] | None = None) -> int:
    """Add acts to the list of a project, with files beside them; what may not be done is said, and nothing is written."""
    root = project_folder(root_)
    loaded, _, say = project_to_edit(root)
    try:
        done = acts(loaded)
        data = written(loaded, done)
    except NotNow as refusal:
        click.echo(said(refusal, say), err=True)
        return FINDINGS
    # An empty list is no list: a file that is not there stays not there until the first line.
    before: dict[str, bytes | None] = {FILE: loaded.approvals or None}
    replace_files(root, before, {FILE: data, **(files or {})})
    for act in done:
        tell(act, say)
    return CLEAN


def repaired(root_: Path | None) -> int:
    """Bind the lines of the list to each other again, after two people's lines were merged."""
    root = project_folder(root_)
    loaded, _, say = project_to_edit(root)
    if not loaded.approvals:
        click.echo(say("approving.verdict.no_evidence"), err=True)
        return FINDINGS
    replace_files(root, {FILE: loaded.approvals}, {FILE: linked(loaded.approvals)})
    click.echo(say("approving.repaired"))
    return CLEAN


def said(refusal: NotNow, say: Words) -> str:
    """Why something may not be done."""
    values = {key: say(f"approving.meanings.{value}") if key in ("meaning", "later") else value for key, value in refusal.values.items()}
    return say(f"approving.{refusal.key}", **values)


def tell(act: Act, say: Words) -> None:
    """One line of what was done."""
    what = say(f"approving.meanings.{act.meaning}") if act.meaning else ""
    click.echo(say(f"approving.done.{act.act}", document=act.document, revision=act.revision, by=act.by, meaning=what, release=act.release, day=act.day))


def evidence_of(root: Path, file: Path | None) -> dict[str, str]:
    """What a line says of a file that stands as evidence. Usage error for one that is not in the project."""
    if file is None:
        return {}
    try:
        place = real(file).relative_to(real(root))
    except ValueError:
        raise click.UsageError(f"--evidence {file}: keep the file in the project folder, for instance in released/") from None
    kind = "scan" if file.suffix.lower() in (".png", ".jpg", ".jpeg", ".tif", ".tiff") else "pdf" if file.suffix.lower() == ".pdf" else "file"
    return {"file": place.as_posix(), "sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "kind": kind}
