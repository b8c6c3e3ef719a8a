"""`procdocs verify`: is this the approved content? Needs no git, no net and no clock."""

from __future__ import annotations

from pathlib import Path

import click

from procdocs import Project, check
from procdocs.approving.papers import of_paper
from procdocs.cli import CLEAN, FINDINGS
from procdocs.cli.approving import project
from procdocs.cli.editing import project_to_edit
from procdocs.cli.said import project_folder, text
from procdocs.diagnostics import in_order
from procdocs.diagnostics.sentences import say as sentence
from procdocs.languages import Words
from procdocs.project.evidence.fingerprint import content, short

#: Largest PDF that is looked at, in bytes.
_LIMIT = 500_000_000
#: The findings of `check` that speak of evidence.
EVIDENCE = ("PD82",)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[FILE]...")
@project
def command(files: tuple[Path, ...], project: Path | None) -> int:
    """Tell whether PDFs are what was approved; without FILE, whether the documents of the project are. Leaves with 0 if all are, with 1 if not."""
    root = project_folder(project)
    loaded, found, say = project_to_edit(root)
    if files:
        good = [_paper(loaded, file, say) for one in files for file in (sorted(one.rglob("*.pdf")) if one.is_dir() else [one])]
        return CLEAN if good and all(good) else FINDINGS
    if not loaded.approvals:
        click.echo(say("approving.verdict.no_evidence"))
        return FINDINGS
    good = [_document(loaded, document.id, say) for document in loaded.documents if document.bears_number or document.document is not None]
    wrong = [one for one in in_order(check(loaded, None, found)) if one.code.startswith(EVIDENCE)]
    click.echo(text([sentence(one, say.findings) for one in wrong], root, say), nl=False)
    return CLEAN if all(good) and not any(one.severity == "error" for one in wrong) else FINDINGS


def _paper(project: Project, file: Path, say: Words) -> bool:
    with file.open("rb") as opened:
        verdict = of_paper(project, opened.read(_LIMIT))
    click.echo(f"{file}: {say(f'approving.verdict.{verdict.key}', document=verdict.document, revision=verdict.revision, release=verdict.release, day=verdict.day)}")
    return verdict.good


def _document(project: Project, id: str, say: Words) -> bool:
    """One line for a document of the project; whether its content is the released one."""
    document = project.by_id[id]
    state = project.state(document)
    revision = project.stated_control(document).revision
    last = state.last.revision if state.last else ""
    key = "in_revision" if state.in_revision else state.state
    printed = short(content(project, document, project.languages[0]))
    click.echo(say(f"approving.state.{key}", document=id, revision=revision, last=last, hash=printed))
    return state.state in ("released", "obsolete")
