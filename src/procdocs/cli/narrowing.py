"""Whose findings are meant: arguments that name a project, documents of it by id or name, or files. Prints nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from procdocs.cli.said import project_folder
from procdocs.cli.settings import refusal
from procdocs.diagnostics import Diagnostic
from procdocs.project.load import find
from procdocs.project.model import Project, normalised
from procdocs.world.real import real


def parted(named: Sequence[str]) -> tuple[Path, tuple[str, ...]]:
    """The project folder, and the arguments that are none. A file leads to its project. Usage error where there is none."""
    first = Path(named[0]) if named else None
    if first is None:
        return project_folder(None), ()
    if first.is_dir():
        return project_folder(first), tuple(named[1:])
    above = find(first.parent) if first.is_file() else None
    if above is None:
        above = find(Path())
    if above is None:
        return project_folder(first), ()  # which says what is wrong with it
    return above, tuple(named)


def meant(root: Path, project: Project | None, known: Iterable[str], named: Sequence[str]) -> frozenset[str]:
    """Paths of the files that the arguments name, relative to the project. Usage error for what is neither document nor file of it."""
    paths = sorted({*known, *(project.sources if project else ())})
    return frozenset(path for one in named for path in _files(root, project, paths, one))


def _files(root: Path, project: Project | None, paths: Sequence[str], named: str) -> list[str]:
    place = Path(named)
    if place.is_file() and real(place).is_relative_to(real(root)):
        return [real(place).relative_to(real(root)).as_posix()]
    if (root / named).is_file():
        return [Path(named).as_posix()]
    if project is None:
        return [path for path in paths if _is_called(path, named)]
    documents = (*project.documents, *project.recovered)
    own = [document.span().path for document in documents if document.id.casefold() == named.casefold() or normalised(str(document.title() or "")) == normalised(named)]
    found = own or [path for path in paths if _is_called(path, named)]
    if not found:
        near = difflib.get_close_matches(named, [document.id for document in documents], 1, 0.5)
        raise _unknown(root, named, near[0] if near else "")
    return found


def _is_called(path: str, id: str) -> bool:
    """Whether a file that could not be read has a name that begins with an id."""
    name = path.rpartition("/")[2]
    return name.casefold().startswith(id.casefold()) and not name[len(id) : len(id) + 1].isalnum()


def _unknown(root: Path, named: str, near: str) -> click.UsageError:
    if len(Path(named).parts) > 1:
        return refusal("no_folder", root, folder=named)
    return refusal("no_document_near" if near else "no_document", root, named=named, meant=near)


def concerning(found: Iterable[Diagnostic], files: frozenset[str]) -> tuple[Diagnostic, ...]:
    """The findings that stand in these files, or have a second place in them."""
    return tuple(one for one in found if one.span.path in files or any(other.span.path in files for other in one.related))
