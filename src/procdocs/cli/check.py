"""`procdocs check`: every mistake of a project, printed for people or for a build server. Writes nothing, draws nothing."""

from __future__ import annotations

import datetime
import gc
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from procdocs import __version__
from procdocs.checks import run
from procdocs.checks.baseline import compare
from procdocs.cli.settings import citing, language_of, pinned_day, refusal
from procdocs.diagnostics import Severity, in_order
from procdocs.diagnostics.excerpt import Lines
from procdocs.diagnostics.printers import FORMATS, as_github, as_json, as_junit, as_sarif, as_text, summary
from procdocs.diagnostics.sentences import Sentence, say
from procdocs.languages import Words, words
from procdocs.project.load import SETTINGS_FILE, find, load


def project_folder(named: Path | None) -> Path:
    """The project folder that is meant: the one named, else the current folder or the nearest one above. Usage error if there is none."""
    if named is not None and not named.exists():
        raise refusal("no_folder", folder=named)
    if named is not None:
        if not (named / SETTINGS_FILE).is_file():
            raise refusal("no_settings", folder=named)
        return named
    root = find(Path())
    if root is None:
        raise refusal("no_project")
    return root


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How findings are printed.")
@click.option("--language", help="Language of the messages, such as zh or en (default: the first of the project).")
@click.option("--strict", is_flag=True, help="Leave with 1 for any finding, not only for errors.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Day for findings that depend on it (default: today).")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), help="JSON of an earlier run: what it lists is not counted.")
def command(project: Path | None, form: str, language: str | None, strict: bool, today: datetime.datetime | None, baseline: Path | None) -> int:
    """Find every mistake of PROJECT, without writing anything."""
    # Nothing made here forms circles, and the process ends soon: looking for garbage would take a third of the time.
    gc.disable()
    root = project_folder(project)
    known = _baseline(baseline, root)
    loaded, found = load(root)
    day = today.date() if today else pinned_day() or datetime.datetime.now().astimezone().date()
    found = run(loaded, day, found) if loaded is not None else in_order(found)
    if known is not None:
        found = compare(found, known, baseline.name if baseline else "", day)
    spoken = words(language_of(loaded, language))
    sentences = [say(one, spoken.findings) for one in found]
    files = sorted(loaded.sources) if loaded else []
    click.echo(_printed(form, sentences, root, spoken, files), nl=False)
    return int(any(strict or one.severity is Severity.ERROR for one in found))


def _baseline(path: Path | None, root: Path) -> list[Mapping[str, Any]] | None:
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
    return rows


def _printed(form: str, sentences: Sequence[Sentence], root: Path, spoken: Words, files: Sequence[str]) -> str:
    if form == "json":
        return as_json(sentences)
    if form == "github":
        return as_github(sentences)
    if form == "sarif":
        return as_sarif(sentences, __version__, spoken.folders[0])
    if form == "junit":
        return as_junit(sentences, files)
    return text(sentences, root, spoken) + count(sentences, spoken)


def text(sentences: Sequence[Sentence], root: Path, spoken: Words) -> str:
    """Findings for people, coloured on a terminal that wants colour; a blank line behind each."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    printed = as_text(sentences, Lines(lambda path: _bytes(root, path)), colour, (spoken("check.hint"), spoken("check.help")), citing(root))
    return printed + "\n" if printed else ""


def count(sentences: Sequence[Sentence], spoken: Words) -> str:
    """The last line: how many findings of each severity."""
    if not sentences:
        return spoken("check.clean") + "\n"
    numbers = summary(sentences)
    return spoken("check.count", error=numbers["error"], warning=numbers["warning"], note=numbers["note"]) + "\n"


def _bytes(root: Path, path: str) -> bytes | None:
    """A file for its excerpt; nothing if it is gone, or a link that leads out of the project."""
    place = root / path
    try:
        if place.resolve().is_relative_to(root.resolve()) and place.is_file():
            with place.open("rb") as file:
                return file.read(2_000_000)
    except OSError:
        pass
    return None


__all__ = ["command", "count", "project_folder", "text"]
