"""What a build saw and what it left: where all of that is as it was, the next one has nothing to do.

Said of a build are the questions it asked its project with their answers, what surrounds it (code, libraries, fonts, templates,
options), every file of its output as the file system knows it, and its findings, which are to be said again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from procdocs.diagnostics import Diagnostic, Related, Severity, Span
from procdocs.execution.digest import digest
from procdocs.execution.target import Made, code
from procdocs.saving.changes import STAGING
from procdocs.saving.files import Refused, Standing, how, look, standing
from procdocs.saving.lock import LOCK
from procdocs.world.recorded import Asked


class Left(NamedTuple):
    """What a build said and left."""

    diagnostics: tuple[Diagnostic, ...]
    #: Paths of its files, in the order of writing.
    written: tuple[str, ...]
    #: How many documents it has.
    documents: int


class Stamp(NamedTuple):
    """A build that went well: its surroundings, its questions with their answers, all files of the output folder, and what is to be said of it."""

    surroundings: str
    asked: tuple[Asked, ...]
    output: Mapping[str, Standing]
    left: Left


def wish(request: Any, apart: Iterable[str]) -> str:
    """The key of a build's stamp: all that was wished, as fields of a dataclass, but for those `apart`, which change no file.

    Raises TypeError for a field that no digest can be made of: it belongs into `apart`, or what it means into the key.
    """
    values = {field.name: getattr(request, field.name) for field in fields(request) if field.name not in frozenset(apart)}
    return digest(("stamp", {name: str(value.absolute()) if isinstance(value, Path) else value for name, value in values.items()}))


def surroundings(templates: str, press: Any) -> str:
    """The digest of all a build depends on beside the project's files and the wish; `templates` is their digest, `press` what prints here."""
    from procdocs.diagrams.fonts import font_folders

    fonts = tuple((str(path), *said) for folder in font_folders() for path, said in _below(folder))
    return digest((code(__name__), sys.platform, _installed(), templates, press, fonts))


def _installed() -> tuple[str, ...]:
    """Every package here with its version, as the names of what tells of them."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            found.update(name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208 - names are all that is needed
        except OSError:
            continue
    return tuple(sorted(found))


def _below(folder: Path) -> Iterator[tuple[Path, Standing]]:
    """All files below a folder, links followed, as fonts are looked for."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(where) / name
            with contextlib.suppress(OSError):
                yield path, how(path.stat())


def output_standing(folder: Path, paths: Iterable[str]) -> dict[str, Standing] | None:
    """How these files of an output folder stand there; None if one is missing or behind a link, or if a build is at work there or was broken off."""
    found: dict[str, Standing] = {}
    try:
        if any(look(folder / name) is not None for name in (STAGING, LOCK)):
            return None
        for path in paths:
            said = standing(folder, path)
            if said is None:
                return None
            found[path] = how(said)
    except Refused:
        return None
    return found


def written(stamp: Stamp) -> Made:
    """The stamp as a cache holds it."""
    left = stamp.left
    content = {
        "surroundings": stamp.surroundings,
        "asked": stamp.asked,
        "output": stamp.output,
        "diagnostics": [_said(one) for one in left.diagnostics],
        "written": left.written,
        "documents": left.documents,
    }
    return Made(json.dumps(content).encode())


def read(made: Made) -> Stamp:
    """The stamp that a cache held. Raises ValueError, LookupError or TypeError for what is none."""
    content = json.loads(made.data)
    left = Left(tuple(map(_diagnostic, content["diagnostics"])), tuple(content["written"]), content["documents"])
    return Stamp(content["surroundings"], tuple(Asked(*one) for one in content["asked"]), {path: Standing(*said) for path, said in content["output"].items()}, left)


def _said(one: Diagnostic) -> list[Any]:
    return [one.code, one.severity, one.span, dict(one.values), one.variant, [(other.span, other.key, dict(other.values)) for other in one.related]]


def _diagnostic(said: list[Any]) -> Diagnostic:
    code, severity, span, values, variant, related = said
    return Diagnostic(code, Severity(severity), Span(*span), values, variant, tuple(Related(Span(*place), key, filled) for place, key, filled in related))
