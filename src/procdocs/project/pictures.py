"""Reads the pictures that a project shows, each no more than once, and never one from outside the project. Where one is unsound, a placeholder stands."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD706
from procdocs.pictures import PICTURES, Unsound, placeholder, sound
from procdocs.pictures.raster import ALL_DRAWN, DRAWN_A_DOCUMENT, Budget
from procdocs.project.codes import PD311, PD312
from procdocs.project.model import Project
from procdocs.schema import Document, Part, Settings, Text
from procdocs.schema.base import texts_of
from procdocs.schema.validate import nearest
from procdocs.source.text import code_point
from procdocs.world import Refused, World

#: Largest picture that is read, in bytes.
PICTURE_LIMIT = 20_000_000
#: Bytes of all pictures of a project together; those beyond are not shown.
ALL_PICTURES = 200_000_000

_MARKDOWN = re.compile(r"!\[[^\]\[]{0,500}\]\(\s*<?([^)\s>]+)")
#: What Markdown may show that is no file: other diagrams, addresses, data.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|//|#", re.IGNORECASE)


def read_pictures(world: World, settings: Settings, documents: Iterable[Document], sources: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The bytes of every picture shown, by its path relative to the project, and what is wrong with the others."""
    pictures: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    documents = tuple(documents)
    budget, room = Budget(drawn=ALL_DRAWN + DRAWN_A_DOCUMENT * len(documents)), ALL_PICTURES
    for written, folder, span in _shown(settings, documents, sources):
        path = picture_path(written, folder)
        if path in pictures:
            continue
        seen = _picture(world, path, written, span)
        if isinstance(seen, Diagnostic):
            found.append(seen)
            continue
        room -= len(seen)
        try:
            if room < 0:
                raise Unsound("bytes", f"{ALL_PICTURES // 1_000_000} MB")
            pictures[path] = sound(path, seen, budget)
        except Unsound as reason:
            found.append(diagnose(PD706, span, reason.reason, file=written, limit=reason.limit))
            pictures[path] = placeholder(path)
    return pictures, found


def unprinted(project: Project, lost: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A finding for each picture that prints show a placeholder for, where it is written first; `lost` are characters no font here has, by the path of their picture."""
    told = set()
    for written, folder, span in _shown(project.settings, (*project.documents, *project.recovered), project.sources) if lost else ():
        path = picture_path(written, folder)
        if path in lost and path not in told:
            told.add(path)
            yield diagnose(PD706, span, "unprinted", file=written, limit=" ".join(map(code_point, lost[path])) or "?")


def picture_path(written: str, folder: str) -> str:
    """Where a picture lies that is written so in a file of this folder, from the project folder on; what leads out of it begins with `..` or `/`."""
    return posixpath.normpath(posixpath.join(folder, written.replace("\\", "/")))


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


def _picture(world: World, path: str, written: str, span: Span) -> bytes | Diagnostic:
    """The bytes of a picture, or why it is not shown."""
    if path.startswith(("../", "/")) or path == ".." or "\0" in path or re.match(r"[A-Za-z]:", path):
        return diagnose(PD312, span, "outside", file=written)
    if not path.lower().endswith(PICTURES):
        return diagnose(PD312, span, "type", file=written)
    folder, _, name = path.rpartition("/")
    try:
        entry = world.entry(path)
        beside = [other.name for other in world.entries(folder)] if _is_folder(world, folder) else []
        # Some systems find `Bild.PNG` under `bild.png`; the printed manual must not depend on that.
        if entry is None or entry.kind != "file" or name not in beside:
            close = nearest(name, [other for other in beside if other.lower().endswith(PICTURES)])
            return diagnose(PD311, span, "nearest" if close else "", file=written, nearest=close)
        data = world.read(path, PICTURE_LIMIT)
    except Refused:
        return diagnose(PD312, span, "outside", file=written)
    except (OSError, RuntimeError, ValueError):
        return diagnose(PD311, span, file=written)
    return diagnose(PD312, span, "large", file=written, limit=f"{PICTURE_LIMIT // 1_000_000} MB") if len(data) > PICTURE_LIMIT else data


def _is_folder(world: World, path: str) -> bool:
    entry = world.entry(path) if path else None
    return not path or (entry is not None and entry.kind == "folder")
