"""What several commands say alike: the project that is meant, findings for people, and why this machine refused."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from procdocs import __version__
from procdocs.cli.settings import citing, refusal
from procdocs.diagnostics.excerpt import Lines
from procdocs.diagnostics.printers import Report
from procdocs.diagnostics.printers import text as people
from procdocs.diagnostics.sentences import Sentence
from procdocs.diagnostics.span import Span
from procdocs.languages import Words
from procdocs.project.load import SETTINGS_FILE, find, misnamed_settings
from procdocs.project.table_rows import row_of
from procdocs.project.tables import TABLE_LIMIT
from procdocs.saving import Refused
from procdocs.world.real import real


def project_folder(named: Path | None) -> Path:
    """The project folder that is meant: the one named, else the current folder or the nearest one above. Usage error if there is none."""
    if named is not None and not named.exists():
        raise refusal("no_folder", folder=named)
    if named is not None:
        if not (named / SETTINGS_FILE).is_file():
            raise _misnamed(named) or refusal("no_settings", folder=named)
        return named
    root = find(Path())
    if root is None:
        raise _misnamed(Path()) or refusal("no_project")
    return root


def _misnamed(folder: Path) -> click.UsageError | None:
    """What is said where the settings are there under another name, such as `procdocs.yml`, or `procdocs.yaml.txt` of which Windows shows no more than the half."""
    name = misnamed_settings(folder)
    return refusal("misnamed", folder=folder, name=name, settings=SETTINGS_FILE) if name else None


def refused(problem: OSError, spoken: Words, otherwise: Path | str = "") -> str:
    """What is said where this machine does not let us read or write, and what to do; `otherwise` is named where the problem names no file."""
    label = problem.label if isinstance(problem, Refused) else "full" if problem.errno == errno.ENOSPC else "refused"
    return spoken(f"saving.{label}", file=problem.filename or otherwise, reason=problem.strerror or problem)


def report(sentences: Sequence[Sentence], root: Path, spoken: Words, files: Sequence[str] = (), unsaved: Mapping[str, bytes | None] | None = None) -> Report:
    """The findings for a printer, with excerpts from the files below `root`, or from what is not saved yet; coloured on a terminal that wants colour."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    lines = Lines(lambda path: unsaved[path] if unsaved and path in unsaved else _bytes(root, path), lambda span: row_of(span, _bytes(root, span.path, TABLE_LIMIT) or b""))
    return Report(sentences, spoken, files, __version__, lines, colour, citing(root), spoken.folders[0])


def text(sentences: Sequence[Sentence], root: Path, spoken: Words, project: str = "", unsaved: Mapping[str, bytes | None] | None = None) -> str:
    """Findings for people, a blank line behind each; where there are several projects, the name of this one stands before each place."""
    return people.paragraphs(moved(report(sentences, root, spoken, unsaved=unsaved), project))


def moved(written: Report, above: str) -> Report:
    """The same findings with `above` before the path of each place: the folders between the top of a repository and the project, or the name of one project of several."""
    if not above:
        return written
    return replace(written, sentences=[_below(one, above) for one in written.sentences], files=[f"{above}/{path}" for path in written.files], lines=written.lines.below(above))


def _below(one: Sentence, above: str) -> Sentence:
    def placed(span: Span) -> Span:
        return span._replace(path=f"{above}/{span.path}")

    return replace(
        one,
        diagnostic=replace(one.diagnostic, span=placed(one.diagnostic.span)),
        related=tuple(replace(note, span=placed(note.span)) for note in one.related),
    )


def count(sentences: Sequence[Sentence], spoken: Words) -> str:
    """The last line: how many findings of each severity."""
    return people.count(Report(sentences, spoken))


def _bytes(root: Path, path: str, limit: int = 2_000_000) -> bytes | None:
    """A file for its excerpt; nothing if it is gone, or a link that leads out of the project."""
    place = root / path
    try:
        if real(place).is_relative_to(real(root)) and place.is_file():
            with place.open("rb") as file:
                return file.read(limit)
    except OSError:
        pass
    return None
