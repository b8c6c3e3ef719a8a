"""What `set`, `rename` and `check --fix` share: a change is looked at before it is written, shown on request, then written as a whole."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping
from pathlib import Path

import click

from procdocs import Project, check, load
from procdocs.cli.said import text
from procdocs.cli.settings import language_of
from procdocs.diagnostics import Diagnostic, in_order
from procdocs.diagnostics.sentences import say
from procdocs.editing import Change
from procdocs.editing.places import Unclear
from procdocs.languages import Words, words
from procdocs.saving import replace_files
from procdocs.world import Folder, Overlay

#: Families of findings that stop a build: no edit may bring one.
_STOPPING = ("PD1", "PD2", "PD3")


def project_to_edit(root: Path) -> tuple[Project, tuple[Diagnostic, ...], Words]:
    """The project in a folder with its findings, and the words of its language. ClickException where its settings cannot be read."""
    project, found = load(root)
    spoken = words(language_of(project, None, root))
    if project is None:
        raise click.ClickException(spoken("import.unread"))
    return project, found, spoken


def unclear(problem: Unclear, spoken: Words) -> click.UsageError:
    """What is said of a place or id that is not clear."""
    known = str(problem.values.get("known", ""))
    hint = spoken("edit.known", known=known) if known else ""
    return click.UsageError(spoken(f"edit.{problem.key}", **{**problem.values, "hint": hint}))


def refusals(root: Path, change: Change, project: Project, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings that stop a build and would come with a change of a project, with which `found` was loaded."""
    if change.is_empty:
        return ()
    changed, others = load(Overlay(Folder(root), change.after))
    known = {_told(one) for one in _stopping(project, found)}
    return tuple(one for one in _stopping(changed, others) if _told(one) not in known)


def _stopping(project: Project | None, found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    # On which day it is asked changes nothing of what is wrong with texts, forms and ids.
    every = check(project, datetime.date.min, found) if project is not None else in_order(found)
    return [one for one in every if one.code.startswith(_STOPPING) and one.severity == "error"]


def _told(one: Diagnostic) -> tuple[str, str, str]:
    return one.code, one.variant, repr(sorted(one.values.items()))


def said(found: tuple[Diagnostic, ...], change: Change, root: Path, spoken: Words) -> str:
    """Findings that a change would bring, for people."""
    return text([say(one, spoken.findings) for one in found], root, spoken, unsaved=change.after)


def carry_out(root: Path, change: Change, moved: Mapping[str, str] | None = None, *, only_shown: bool) -> None:
    """Write a change, or print it as a difference of lines; `moved` are the new names of files."""
    if not only_shown:
        replace_files(root, change.before, change.after)
        return
    names = moved or {}
    for path in change.before:
        if path not in names.values():
            to = names.get(path, path)
            old, new = _lines(change.before[path]), _lines(change.after[to])
            click.echo("".join(difflib.unified_diff(old, new, path, to, n=1)), nl=False)


def _lines(data: bytes | None) -> list[str]:
    lines = (data or b"").decode("utf-8", "replace").splitlines(keepends=True)
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]
