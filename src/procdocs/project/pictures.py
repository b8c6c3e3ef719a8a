"""Reads the pictures that a project shows, each no more than once, and never one from outside the project."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.project.codes import PD311, PD312
from procdocs.schema import Document, Part, Settings, Text
from procdocs.schema.base import texts_of
from procdocs.schema.validate import nearest

#: Largest picture that is read, in bytes.
PICTURE_LIMIT = 20_000_000
#: Media types of the pictures that can be shown, by the ending of their names.
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml", ".gif": "image/gif", ".webp": "image/webp"}
PICTURES = tuple(MEDIA_TYPES)

_MARKDOWN = re.compile(r"!\[[^\]\[]{0,500}\]\(\s*<?([^)\s>]+)")
#: What Markdown may show that is no file: other diagrams, addresses, data.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|//|#", re.IGNORECASE)


def read_pictures(root: Path, settings: Settings, documents: Iterable[Document], sources: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The bytes of every picture shown, by its path relative to the project, and what is wrong with the others."""
    pictures: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for written, folder, span in _shown(settings, documents, sources):
        path = posixpath.normpath(posixpath.join(folder, written.replace("\\", "/")))
        if path in pictures:
            continue
        problem = _problem(root, path, written, span)
        if problem is not None:
            found.append(problem)
        else:
            pictures[path] = (root / path).read_bytes()
    return pictures, found


def media_type(path: str) -> str | None:
    """The media type of a picture by the ending of its name; None for what is no picture."""
    return next((kind for ending, kind in MEDIA_TYPES.items() if path.lower().endswith(ending)), None)


def _shown(settings: Settings, documents: Iterable[Document], sources: Mapping[str, bytes]) -> Iterator[tuple[str, str, Span]]:
    """Each picture as it is written, the folder it is looked for in, and where it is written."""
    if settings.organisation.logo:
        yield settings.organisation.logo, "", settings.organisation.span("logo")
    for document in documents:
        path = document.span().path
        folder = posixpath.dirname(path)
        yield from ((image, folder, part.span(key)) for image, part, key in document.images())
        if b"![" in sources.get(path, b""):
            for text, span in _texts(document):
                for hit in _MARKDOWN.finditer(" ".join(text.by_language.values())):
                    if not _ADDRESS.match(hit.group(1)):
                        yield hit.group(1), folder, span


def _texts(document: Part) -> Iterator[tuple[Text, Span]]:
    """The texts of a document, each with the place of the top-level key it stands under."""
    for name, info in type(document).model_fields.items():
        for text in texts_of(getattr(document, name)):
            yield text, document.span(info.alias or name)


def _problem(root: Path, path: str, written: str, span: Span) -> Diagnostic | None:
    if path.startswith(("../", "/")) or path == ".." or "\0" in path or re.match(r"[A-Za-z]:", path):
        return diagnose(PD312, span, "outside", file=written)
    if not path.lower().endswith(PICTURES):
        return diagnose(PD312, span, "type", file=written)
    place = root / path
    try:
        if not place.is_file() or place.name not in {other.name for other in place.parent.iterdir()}:
            return _missing(place, written, span)
        if not place.resolve(strict=True).is_relative_to(root):
            return diagnose(PD312, span, "outside", file=written)
        if place.stat().st_size > PICTURE_LIMIT:
            return diagnose(PD312, span, "large", file=written, limit=f"{PICTURE_LIMIT // 1_000_000} MB")
    except (OSError, RuntimeError, ValueError):
        return diagnose(PD311, span, file=written)
    return None


def _missing(place: Path, written: str, span: Span) -> Diagnostic:
    beside = sorted(other.name for other in place.parent.iterdir() if other.name.lower().endswith(PICTURES)) if place.parent.is_dir() else []
    close = nearest(place.name, beside)
    return diagnose(PD311, span, "nearest" if close else "", file=written, nearest=close)
