"""Ids that must be unique: which are used twice. Only compares; files of the same id are `load`'s business."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from procdocs.diagnostics import Diagnostic, Related, Span, diagnose
from procdocs.project.codes import PD302
from procdocs.schema import Document, Settings


def folded(id_: str) -> str:
    """An id as it is compared: file systems know no difference between capitals, or between forms of one character."""
    return unicodedata.normalize("NFKC", id_).casefold()


def duplicates(settings: Settings, documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """A finding at the second place of every id or number that is used twice in its namespace."""
    yield from _twice((part.id, part.span("id")) for part in settings.departments)
    yield from _twice((part.id, part.span("id")) for part in settings.roles)
    yield from _twice((part.id, part.span("id")) for part in settings.parties)
    for document in documents:
        for parts in document.namespaces():
            yield from _twice((str(getattr(part, "id")), part.span("id")) for part in parts)  # noqa: B009


def _twice(ids: Iterable[tuple[str, Span]]) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Span]] = {}
    for id_, span in ids:
        written, known = first.setdefault(folded(id_), (id_, span))
        if known != span:
            yield diagnose(PD302, span, "case" if written != id_ else "", (Related(known, "first-id"),), id=id_)
