"""`procdocs check`: every mistake of a project, printed for people or for a build server. Writes nothing, draws nothing."""

from __future__ import annotations

import datetime
import gc
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from procdocs import Diagnostic, Project, Severity, check, load
from procdocs.checks.baseline import compare
from procdocs.cli.asked_file import put
from procdocs.cli.narrowing import concerning, meant, parted
from procdocs.cli.said import count, moved, report
from procdocs.cli.settings import language_of, pinned_day, refusal
from procdocs.diagnostics import in_order
from procdocs.diagnostics.printers import PRINTERS
from procdocs.diagnostics.sentences import say
from procdocs.languages import words
from procdocs.world import Folder, Overlay, World
from procdocs.world.real import real


@click.command()
@click.argument("project", nargs=-1, metavar="[PROJECT] [ID|FILE]...")
@click.option("--format", "form", type=click.Choice(list(PRINTERS)), default="text", show_default=True, help="How findings are printed.")
@click.option("--language", help="Language of the messages, such as zh or en (default: the first of the project).")
@click.option("--strict", is_flag=True, help="Leave with 1 for any finding, not only for errors.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Day for findings that depend on it (default: today).")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), help="JSON of an earlier run: what it lists is not counted.")
@click.option("--untrusted", is_flag=True, help="For projects of strangers: no links are followed.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write the findings into; their count is printed.")
@click.option(
    "--relative-to",
    "base",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder that printed paths begin at, such as the top of the repository (default: the project).",
)
@click.option("--fix", is_flag=True, help="First correct in the files what has only one remedy, and say so.")
def command(
    project: tuple[str, ...],
    form: str,
    language: str | None,
    strict: bool,
    today: datetime.datetime | None,
    baseline: Path | None,
    untrusted: bool,
    output: Path | None,
    base: Path | None,
    fix: bool,
) -> int:
    """Find every mistake of PROJECT, without writing anything. With the ID of a document or a FILE only what concerns it is shown; all is read."""
    # Nothing made here forms circles, and the process ends soon: looking for garbage would take a third of the time.
    gc.disable()
    root, named = parted(project)
    above = _above(root, base)
    known = _baseline(baseline, root, above)
    day = today.date() if today else pinned_day() or datetime.datetime.now().astimezone().date()
    world = Folder(root, follow=not untrusted)
    loaded, found = _checked(world, day)
    if fix and _corrected(root, world, found, loaded, named, day):
        loaded, found = _checked(world, day)
    if known is not None:
        found = compare(found, known, baseline.name if baseline else "", day)
    spoken = words(language_of(loaded, language, root))
    files = sorted(loaded.sources) if loaded else []
    everywhere = len(found)
    if named:
        mine = meant(root, loaded, (one.span.path for one in found), named)
        found, files = concerning(found, mine), [path for path in files if path in mine]
    sentences = [say(one, spoken.findings) for one in found]
    printed = PRINTERS[form](moved(report(sentences, root, spoken, files), above))
    if output is None:
        click.echo(printed, nl=False)
    else:
        put(output, printed.encode())
        click.echo(count(sentences, spoken), nl=False)
    if form == "text" and len(found) < everywhere:
        click.echo(spoken("check.elsewhere", count=everywhere - len(found)))
    return int(any(strict or one.severity is Severity.ERROR for one in found))


def _checked(world: World, day: datetime.date) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """The project and all its findings, in order."""
    loaded, found = load(world)
    return loaded, tuple(check(loaded, day, found) if loaded is not None else in_order(found))


def _corrected(root: Path, world: World, found: tuple[Diagnostic, ...], loaded: Project | None, named: Sequence[str], day: datetime.date) -> bool:
    """Correct what has only one remedy, of the files that are meant; whether there was anything. What was done goes to stderr, so that reports stay whole."""
    from procdocs.editing.remedies import remedy
    from procdocs.saving import replace_files

    if loaded is None:
        return False
    mine = meant(root, loaded, (one.span.path for one in found), named) if named else None
    change, done = remedy(loaded.sources, [one for one in found if mine is None or one.span.path in mine], lambda after: _checked(Overlay(world, after), day)[1])
    replace_files(root, change.before, change.after)
    spoken = words(language_of(loaded, None, root))
    for one in done:
        click.echo(spoken("edit.fixed", file=one.span.path, line=one.span.line or 1, code=one.code, old=one.old, new=one.new), err=True)
    if done:
        click.echo(spoken("edit.all_fixed", count=len(done)), err=True)
    return bool(done)


def _above(root: Path, base: Path | None) -> str:
    """What stands before the paths of a project so that they begin at `base`; usage error where the project is not below it."""
    if base is None:
        return ""
    try:
        below = real(root).relative_to(real(base))
    except ValueError:
        raise refusal("not_below", root, folder=root, base=base) from None
    return "" if below == Path() else below.as_posix()


def _baseline(path: Path | None, root: Path, above: str) -> list[Mapping[str, Any]] | None:
    """The findings of an earlier run, with paths relative to the project, also where that run printed them from `above`."""
    if path is None:
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise refusal("no_baseline", root, file=path) from None
    except (ValueError, RecursionError):
        raise refusal("bad_baseline", root, file=path) from None
    rows = content.get("diagnostics") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise refusal("bad_baseline", root, file=path)
    return [{**row, "file": str(row.get("file")).removeprefix(f"{above}/")} for row in rows] if above else rows
