"""`procdocs diff`: what changed between two versions, in sentences for people, as JSON for programs, as Markdown for pull requests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from procdocs import Project, load
from procdocs.cli import CLEAN, FINDINGS, EnvironmentProblem
from procdocs.cli.asked_file import put
from procdocs.cli.said import project_folder
from procdocs.cli.settings import language_here
from procdocs.comparing import Change, compare
from procdocs.comparing.change import KINDS
from procdocs.comparing.sentences import sentence, with_concerned
from procdocs.diagnostics.sentences import say as sentence_of
from procdocs.languages import Words, words
from procdocs.project.load import SETTINGS_FILE, LoadCache, find
from procdocs.world import Folder, Unusable, World

#: Largest PDF or archive that is read, in bytes.
_LIMIT = 500_000_000


def _text(changes: Sequence[Change], say: Words, old: str, new: str) -> str:  # noqa: ARG001 - the same for all forms
    lines = [with_concerned(one, say) for one in changes]
    return "\n".join([*lines, "", say("changes.count", count=len(lines)) if lines else say("changes.none")]).lstrip("\n") + "\n"


def _json(changes: Sequence[Change], say: Words, old: str, new: str) -> str:  # noqa: ARG001 - the same for all forms
    rows = [
        {"document": one.document, "path": one.path, "kind": one.kind, "old": one.old, "new": one.new, "sentence": sentence(one, say), "affects": list(one.affects)}
        for one in changes
    ]
    count = Counter(one.kind for one in changes)
    return json.dumps({"changes": rows, "summary": {kind: count[kind] for kind in KINDS}}, ensure_ascii=False, indent=2) + "\n"


def _markdown(changes: Sequence[Change], say: Words, old: str, new: str) -> str:
    title = say("changes.title", old=_cell(old), new=_cell(new))
    if not changes:
        return f"### {title}\n\n{say('changes.none')}\n"
    head = "| " + " | ".join(say(f"changes.{key}") for key in ("kind", "concerns")) + " |\n|---|---|\n"
    parts = [f"### {title}\n\n{say('changes.count', count=len(changes))}\n"]
    for document in dict.fromkeys(one.document for one in changes):
        mine = [one for one in changes if one.document == document]
        rows = "".join(f"| {_cell(sentence(one, say))} | {_cell(', '.join(one.affects))} |\n" for one in mine)
        parts.append(f"\n#### {_cell(document)} {_cell(mine[0].title)}".rstrip() + f"\n\n{head}{rows}")
    return "".join(parts)


def _cell(text: str) -> str:
    """A text in which Markdown finds nothing of its own."""
    for sign in "\\|`*_<>[]#":
        text = text.replace(sign, f"\\{sign}" if sign not in "<>" else f"&{'lg'[sign == '>']}t;")
    return text.replace("\n", " ")


FORMS: Mapping[str, Callable[[Sequence[Change], Words, str, str], str]] = {"text": _text, "json": _json, "markdown": _markdown}

#: Forms that show the documents themselves, and the writer that makes each; tracked changes are made apart.
DRAWN: Mapping[str, str] = {"html": "single-html", "pdf": "pdf", "docx": ""}


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--project", type=click.Path(path_type=Path), help="The project (default: the current folder or the nearest one above that is one).")
@click.option("--format", "form", type=click.Choice([*FORMS, *DRAWN]), default="text", show_default=True, help="How changes are printed.")
@click.option("-o", "output", type=click.Path(path_type=Path, dir_okay=False), help="Write into this file instead of printing.")
@click.option("--only", metavar="ID", default="", help="Only changes of this document.")
@click.option("--language", help="Language of the changes (default: the first of the project).")
def command(old: str, new: str | None, project: Path | None, form: str, output: Path | None, only: str, language: str | None) -> int:
    """Say what changed from OLD to NEW (default: the project as it is): folders, git revisions, zips or PDFs. Leaves with 0 where they say the same, else with 1."""
    root = project_folder(project) if project is not None or new is None else find(Path())
    here = words(language or language_here())
    # What is the same in both versions is read once.
    cache = LoadCache()
    before = _project(old, root, here, cache)
    after = _project(new, root, here, cache) if new is not None else _read(Folder(root), str(root), here, cache) if root is not None else before
    say = words(language or after.languages[0])
    if only and only not in after.by_id and only not in before.by_id:
        raise click.UsageError(say("usage.no_subject", id=only))
    changes = compare(before, after, language or "", only)
    if form in DRAWN:
        if output is None:
            raise click.UsageError(say("changes.needs_file", form=form))
        data = _drawn(form, (before, after), changes, say, (old, new or (root.name if root else "")), language or after.languages[0])
        put(output, data)
        click.echo(say("changes.written", file=output))
        return FINDINGS if changes else CLEAN
    printed = FORMS[form](changes, say, old, new or (root.name if root else ""))
    if output is None:
        click.echo(printed, nl=False)
    else:
        put(output, printed.encode())
        click.echo(say("changes.written", file=output))
    return FINDINGS if changes else CLEAN


def _drawn(form: str, versions: tuple[Project, Project], changes: Sequence[Change], say: Words, sides: tuple[str, str], language: str) -> bytes:
    """The redline as one file: the new manual's documents that changed, with what came and went."""
    from procdocs.manual.compose import compose
    from procdocs.manual.redline.entries import redline
    from procdocs.project.pictures import unprinted
    from procdocs.writers import Artifact, Options, Spoilt, WriterFailed, WriterUnavailable
    from procdocs.writers.making import artifacts

    if form == "docx":
        from procdocs.manual.redline.entries import words_compared
        from procdocs.writers.exports.tracked import tracked

        before, after = (compose(one, language, drawn=False)[0] for one in versions)
        return tracked(words_compared(before, after, list(dict.fromkeys(one.document for one in changes))), after.organisation)
    composed = [compose(one, language) for one in versions]
    mistakes = [one for _, found in composed for one in found]
    if mistakes:
        raise click.UsageError(say("changes.unread", side=sides[1]) + "".join(f"\n  {one.span.path}: {one.code} {one.name}" for one in mistakes[:5]))
    manual = redline(composed[0][0], composed[1][0], changes, say("changes.titled", old=Path(sides[0]).name, new=Path(sides[1]).name))
    documents = [entry.id for entry in manual.entries if entry.is_document]
    alone = len(manual.entries) == len(documents) == 1
    options = Options(only=frozenset(documents)) if alone else Options(single=True)
    path = "manual-single.html" if form == "html" else f"documents/{documents[0]}.pdf" if alone else "manual.pdf"
    try:
        made = list(artifacts(DRAWN[form], manual, options))
    except WriterUnavailable as missing:
        raise EnvironmentProblem(str(missing)) from None
    except WriterFailed as failed:
        raise click.UsageError("\n".join(f"{one.span.path}: {one.code} {one.name}" for one in failed.diagnostics)) from None
    spoilt = {one.path: one.character for one in made if isinstance(one, Spoilt)}
    found = [sentence_of(one, say.findings) for version in versions for one in unprinted(version, spoilt)]
    for line in dict.fromkeys(f"{one.diagnostic.span.path}:{one.diagnostic.span.line}: {one.diagnostic.code} {one.message}" for one in found):
        click.echo(line, err=True)
    for one in made:
        if isinstance(one, Artifact) and one.path == path:
            return one.data
    raise EnvironmentProblem(say("changes.not_made", file=path))


def _project(side: str, root: Path | None, say: Words, cache: LoadCache) -> Project:
    try:
        return _read(_world(side, root, say), side, say, cache)
    except Unusable as problem:
        raise click.UsageError(say("changes.refused", side=side, reason=say(f"changes.reasons.{problem.reason}"))) from None


def _world(side: str, root: Path | None, say: Words) -> World:
    """Where a version is read from: a folder, a PDF, an archive, else a revision of the project in `root`."""
    from procdocs.world.archive import Archive
    from procdocs.world.attachments import Attachments
    from procdocs.world.revision import Revision

    place = Path(side)
    if (place / SETTINGS_FILE).is_file():
        return Folder(place)
    if place.is_file():
        with place.open("rb") as file:
            data = file.read(_LIMIT)
        return Attachments(data) if data.startswith(b"%PDF") else Archive(data, SETTINGS_FILE)
    if root is None or place.is_dir():
        raise click.UsageError(say("changes.no_source", side=side))
    return Revision(root, side)


def _read(world: World, side: str, say: Words, cache: LoadCache) -> Project:
    """The project of a version. With mistakes in it, what could not be read would seem to be gone: refused."""
    project, found = load(world, cache)
    wrong = [one for one in found if one.severity == "error" and one.code.startswith(("PD1", "PD2", "PD3"))]
    if project is None or wrong:
        places = "".join(f"\n  {one.span.path}:{one.span.line or 1}: {one.code} {one.name}" for one in wrong[:5])
        raise click.UsageError(say("changes.unread", side=side) + places)
    return project
