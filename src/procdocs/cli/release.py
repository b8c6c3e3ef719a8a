"""`procdocs release`: approved documents are issued: their PDFs and the sources they came from are kept, and stay as they are."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from pathlib import Path

import click

from procdocs import Request, Severity, build
from procdocs.approving.doing import NotNow, releasable, written
from procdocs.approving.releasing import next_name, release
from procdocs.cli import CLEAN, FINDINGS, EnvironmentProblem, approving
from procdocs.cli.approving import said, tell
from procdocs.cli.editing import project_to_edit
from procdocs.cli.editing import said as told
from procdocs.cli.said import project_folder
from procdocs.editing import Change
from procdocs.languages import Words
from procdocs.project.evidence.acts import FILE
from procdocs.saving import replace_files
from procdocs.schema import Document

#: What a release does not hold: what is generated, what belongs to tools, and earlier releases.
_LEFT_OUT = ("output", ".git", ".procdocs", ".schema", "released", "obsolete", ".venv", "node_modules", "__pycache__", ".procdocs-new", ".procdocs.lock")


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--name", default="", help="Name of the release (default: R1, R2 and so on).")
@click.option("--effective", type=click.DateTime(["%Y-%m-%d"]), help="The day from which it is in force (default: the day of the release).")
@approving.by
@approving.role
@approving.on
@approving.note
@approving.project
def command(ids: tuple[str, ...], name: str, effective: datetime.datetime | None, by: str, role: str, on: datetime.datetime | None, note: str, project: Path | None) -> int:
    """Release documents that are approved (default: all of them): PDFs, sources and list go to released/NAME and stay as they are."""
    root = project_folder(project)
    loaded, _, say = project_to_edit(root)
    who = approving.person(by, role, on, note)
    day = effective.date().isoformat() if effective else who.at[:10]
    try:
        documents = releasable(loaded, ids)
        chosen = name or next_name(loaded)
        # As they will be printed from now on: with the state that the release gives them.
        blank = dict.fromkeys((one.id for one in documents), b"")
        provisional = written(loaded, release(loaded, documents, chosen, who, day, blank, {})[1])
        with tempfile.TemporaryDirectory() as folder:
            sources = _copied(root, Path(folder) / "project")
            issued = _issued(Path(folder), provisional, documents, say)
        files, acts = release(loaded, documents, chosen, who, day, issued, sources)
        data = written(loaded, acts)
    except NotNow as refusal:
        click.echo(said(refusal, say), err=True)
        return FINDINGS
    except _Unprinted as problem:
        click.echo(str(problem), err=True)
        return FINDINGS
    before: dict[str, bytes | None] = {FILE: loaded.approvals or None, **dict.fromkeys(files)}
    replace_files(root, before, {FILE: data, **files})
    for act in acts:
        tell(act, say)
    return CLEAN


class _Unprinted(Exception):
    """The documents could not be printed; the findings say why."""


def _copied(root: Path, to: Path) -> dict[str, bytes]:
    """The project in another place, without what a release does not hold, and its files by path."""
    shutil.copytree(root, to, ignore=lambda folder, names: [name for name in names if Path(folder) == root and name in _LEFT_OUT], symlinks=True)
    return {path.relative_to(to).as_posix(): path.read_bytes() for path in sorted(to.rglob("*")) if path.is_file() and not path.is_symlink() and path.name != FILE}


def _issued(folder: Path, approvals: bytes, documents: tuple[Document, ...], say: Words) -> dict[str, bytes]:
    """The PDF of each document, as it is printed when these approvals stand."""
    root = folder / "project"
    (root / FILE).write_bytes(approvals)
    request = Request(root, folder / "output", ("pdf",), only=frozenset(one.id for one in documents), jobs=os.cpu_count() or 1)
    result = build(request)
    wrong = tuple(one for one in result.diagnostics if one.severity is Severity.ERROR)
    missing = [one.id for one in documents if not (folder / "output" / "documents" / f"{one.id}.pdf").is_file()]
    if missing and not wrong:
        raise EnvironmentProblem(say("print.no_pango"))
    if missing:
        raise _Unprinted(told(wrong, Change(), root, say))
    return {one.id: (folder / "output" / "documents" / f"{one.id}.pdf").read_bytes() for one in documents}
