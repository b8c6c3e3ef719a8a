"""Ids that must be unique: which are used twice. Only compares; files of the same id are `load`'s business."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from procdocs.diagnostics import Diagnostic, Related, diagnose
from procdocs.project.codes import PD302
from procdocs.schema import Document, Part, Settings


def folded(id_: str) -> str:
    """An id as it is compared: file systems know no difference between capitals, or between forms of one character."""
    return unicodedata.normalize("NFKC", id_).casefold()


def duplicates(settings: Settings, documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """A finding at the second place of every id or number that is used twice in its namespace."""
    yield from _twice(settings.departments)
    yield from _twice(settings.roles)
    yield from _twice(settings.parties)
    for document in documents:
        for parts in document.namespaces():
            yield from _twice(parts)


def _twice(parts: Iterable[Part]) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Part]] = {}
    for part in parts:
        id_ = str(getattr(part, "id"))  # noqa: B009
        written, known = first.setdefault(folded(id_), (id_, part))
        if known is not part and (place := known.span("id")) != part.span("id"):
            yield diagnose(PD302, part.span("id"), "case" if written != id_ else "", (Related(place, "first-id"),), id=id_)
