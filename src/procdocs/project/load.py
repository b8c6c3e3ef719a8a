"""Finds a project's files in a world and puts together what they say. Knows nothing of what the files say to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from procdocs.diagnostics import Diagnostic, Related, Span, diagnose
from procdocs.pictures import PICTURES
from procdocs.project.cache import LoadCache
from procdocs.project.codes import PD116, PD117, PD302, PD303
from procdocs.project.evidence.proofs import read_evidence
from procdocs.project.files import UNREAD_REGISTER, Said, document_in, ids_of, register_in, settings_in, table_in
from procdocs.project.model import Project, natural
from procdocs.project.passed_over import SETTINGS_FILE, YAML, is_like_settings, meant_name, misplaced, passed_over
from procdocs.project.pictures import PICTURE_LIMIT, read_pictures
from procdocs.project.private import marked_bytes, marks
from procdocs.project.tables import ENDINGS, TABLE_LIMIT
from procdocs.project.tags import apply_tags
from procdocs.project.unique import duplicates, folded
from procdocs.project.workbook import weight
from procdocs.schema import Document, Part, Register, Settings
from procdocs.source.codes import PD109, PD115
from procdocs.source.text import SIZE_LIMIT
from procdocs.world import Folder, Refused, World
from procdocs.world.folder import nearest_with

__all__ = ["PICTURES", "PICTURE_LIMIT", "SETTINGS_FILE", "LoadCache", "find", "load"]

#: What one project may hold: documents, registers, lists in other forms, values of YAML, and bytes of the lists when they are unpacked.
#: A company of 400 processes has a third of it; ten times as much would take minutes and gigabytes.
DOCUMENTS, REGISTERS, TABLES, VALUES, TABLE_BYTES = 2_500, 500, 200, 1_000_000, 24_000_000
#: Folders in folders beyond this depth are not looked into.
FOLDER_DEPTH = 30

P = TypeVar("P", bound=Part)


def find(start: Path) -> Path | None:
    """The project folder: `start` or the nearest folder above it that holds `procdocs.yaml`."""
    return nearest_with(start, SETTINGS_FILE)


def misnamed_settings(folder: Path) -> str:
    """A file of this folder that was probably meant as its settings; "" for none."""
    return next((entry.name for entry in Folder(folder).entries("") if entry.kind == "file" and is_like_settings(entry.name)), "")


def load(source: Path | World, cache: LoadCache | None = None) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """The project in a folder or any other world, and every mistake in its files; no project only if the settings cannot be read.

    Files with mistakes count as existing (`unread`), and what is right in them stands in `Project.recovered`. With a `cache` that was
    handed to an earlier load, only files whose bytes have changed are read and validated; the result is the same.
    Raises OSError for a folder or file that the system refuses to read.
    """
    world = Folder(source) if isinstance(source, Path) else source
    cache = cache or LoadCache()
    cache.turn()
    loader = _Loader(world, cache)
    settings, damaged = loader.settings()
    documents, recovered = loader.documents()
    registers = loader.registers()
    loader.misplaced(has_documents=bool(documents or recovered or loader.unread))
    if settings is None:
        return None, tuple(loader.found)
    registers += loader.tables(settings)
    documents = loader.unique(documents, recovered)
    documents.sort(key=lambda document: natural(document.id))
    loader.found.extend(duplicates(settings, (*documents, *recovered)))
    pictures, mistakes = read_pictures(world, settings, (*documents, *recovered), loader.sources)
    loader.found.extend(mistakes)
    approvals, proofs = read_evidence(world)
    damaged |= loader.damaged
    project = Project(
        settings, tuple(documents), tuple(registers), loader.sources, pictures, frozenset(loader.unread), tuple(recovered), approvals, proofs, damaged, loader.doubtful
    )
    return (apply_tags(project) if settings.tags else project), tuple(loader.found)


class _Loader:
    """Reads the files of one project and gathers what is wrong with them."""

    def __init__(self, world: World, cache: LoadCache) -> None:
        self.world = world
        self.cache = cache
        self.found: list[Diagnostic] = []
        self.sources: dict[str, bytes] = {}
        self.unread: set[str] = set()
        self.damaged: frozenset[str] = frozenset()
        self.doubtful: frozenset[str] = frozenset()
        self.marking = False
        self._room = {"values": VALUES, "bytes": TABLE_BYTES}

    def settings(self) -> tuple[Settings | None, frozenset[str]]:
        """The settings and the keys of them that had mistakes."""
        said = self._said(settings_in, SETTINGS_FILE) or Said()
        if said.part is not None and marks(said.part):
            # The settings too are read as they are to be printed.
            self.marking = True
            said = settings_in(SETTINGS_FILE, marked_bytes(self.sources[SETTINGS_FILE]))
        return said.part, said.damaged

    def documents(self) -> tuple[list[Document], list[Document]]:
        """The documents without a mistake, and those with one so far as they could be read."""
        whole: list[Document] = []
        recovered: list[Document] = []
        for path in self._within(self._files("processes"), DOCUMENTS):
            said = self._said(document_in, path) or Said(ids=ids_of(path, b""))
            self.unread.update(said.ids)
            if said.part is not None:
                (whole if said.whole else recovered).append(said.part)
        return whole, recovered

    def registers(self) -> list[Register]:
        """The registers, also those with mistakes so far as they could be read."""
        registers: list[Register] = []
        for path in self._within(self._files("registers"), REGISTERS):
            said = self._said(register_in, path) or Said(damaged=UNREAD_REGISTER)
            self.unread.update(said.ids)
            self._add(registers, said, path)
        return registers

    def tables(self, settings: Settings) -> list[Register]:
        """The registers kept as CSV or Excel files; a workbook's lock file (`~$x.xlsx`) is none."""
        registers: list[Register] = []
        for path in self._within(self._files("registers", ENDINGS), TABLES):
            data = None if path.rpartition("/")[2].startswith("~$") else self._bytes(path, TABLE_LIMIT)
            if data is None or not self._has_room("bytes", path, weight(data)):
                continue
            if path.lower().endswith(".csv"):
                self.sources[path] = data
            said = self.cache.said(table_in, path, data, self.sources[SETTINGS_FILE], settings)
            self.found.extend(said.found)
            self._add(registers, said, path)
        return registers

    def _add(self, registers: list[Register], said: Said[Register], path: str) -> None:
        self.doubtful |= said.doubtful
        if said.part is None and not (path.endswith(YAML) and _is_text(self.sources.get(path))):
            # What others name may be in there, and nobody can look.
            self.damaged |= frozenset(f"registers.{key}" for key in said.damaged)
        if said.part is not None:
            registers.append(said.part)

    def misplaced(self, *, has_documents: bool) -> None:
        """Report what was meant for `processes/` and lies elsewhere, and a project without any document."""
        self.found.extend(misplaced(self.world))
        if not has_documents:
            self.found.append(diagnose(PD117, Span(SETTINGS_FILE, 1, 1)))

    def unique(self, documents: list[Document], recovered: list[Document]) -> list[Document]:
        """The documents with the second of two ids moved over to `recovered`."""
        first: dict[str, Document] = {}
        for document in sorted(documents, key=lambda one: one.span().path):
            other = first.setdefault(folded(document.id), document)
            if other is not document:
                self.found.append(diagnose(PD302, document.span("id"), "case" if other.id != document.id else "", (Related(other.span("id"), "first-id"),), id=document.id))
                recovered.append(document)
                # A name made from the id would keep the mistake.
                twice = (document.span().path, other.span().path)
                self.found = [one for one in self.found if one.code != PD303 or one.span.path not in twice]
        return list(first.values())

    def _said(self, read: Callable[[str, bytes], Said[P]], path: str) -> Said[P] | None:
        """What a YAML file says; None if it is not to be read."""
        data = self._bytes(path, SIZE_LIMIT)
        if data is None or not self._has_room("values", path, _values(data)):
            return None
        self.sources[path] = data
        said = self.cache.said(read, path, marked_bytes(data) if self.marking else data, b"")
        self.found.extend(said.found)
        return said

    def _bytes(self, path: str, limit: int) -> bytes | None:
        """The content of a file, one byte more than `limit` at most; None if it is not to be read."""
        try:
            return self.world.read(path, limit)
        except Refused as refused:
            self.found.append(diagnose(PD115, Span(path), refused.reason))
            return None

    def _within(self, paths: list[str], limit: int) -> list[str]:
        """The first so many of these files. The others exist, but are not read; the first of them is told."""
        if len(paths) > limit:
            self.found.append(diagnose(PD109, Span(paths[limit]), "files", limit=f"{limit:_}".replace("_", " ")))
            self.unread.update(id for path in paths[limit:] for id in ids_of(path, b""))
        return paths[:limit]

    def _has_room(self, kind: str, path: str, size: int) -> bool:
        """Whether a file of this size may still be read; the first for which there is no room is told."""
        before, self._room[kind] = self._room[kind], self._room[kind] - size
        if before >= 0 > self._room[kind]:
            limit = f"{VALUES:_}".replace("_", " ") if kind == "values" else f"{TABLE_BYTES // 1_000_000} MB"
            self.found.append(diagnose(PD109, Span(path), f"all-{kind}", limit=limit))
        return self._room[kind] >= 0

    def _files(self, folder: str, endings: tuple[str, ...] = YAML) -> list[str]:
        """Paths of files with these endings below `folder`, relative to the project, with `/`, sorted; hidden files and folders are left out."""
        top = self.world.entry(folder)
        if top is not None and top.link and (top.refused is not None or top.kind != "folder"):
            self.found.append(diagnose(PD115, Span(folder), "link"))
            return []
        return sorted(self._below(folder, endings))

    def _below(self, folder: str, endings: tuple[str, ...]) -> Iterator[str]:
        if folder.count("/") > FOLDER_DEPTH:
            self.found.append(diagnose(PD115, Span(folder), "deep"))
            return
        folders: list[str] = []
        for entry in self.world.entries(folder):
            path, name = f"{folder}/{entry.name}", entry.name
            if entry.kind == "folder":
                if entry.link and not name.startswith("."):
                    self.found.append(diagnose(PD115, Span(path), "folder"))
                elif not name.startswith("."):
                    folders.append(path)
                continue
            meant = meant_name(self.world, path, entry) if endings is YAML else ""
            if meant:
                self.found.append(diagnose(PD116, Span(path), name=meant))
                self.unread.update(ids_of(meant, b""))
            elif endings is YAML and not entry.link and not name.startswith((".", "~$")):
                self.found.extend(passed_over(path, name, folder.partition("/")[0]))
            if name.lower().endswith(endings) and not name.startswith("."):
                yield path
        for path in folders:
            yield from self._below(path, endings)


def _is_text(data: bytes | None) -> bool:
    """Whether a number can be looked for in the bytes of a file."""
    try:
        return data is not None and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _values(data: bytes) -> int:
    """About how many values a YAML file holds, without reading it: each has one of these signs before it, or a comma."""
    return sum(map(data.count, (b":", b"- ", b",", b"[", b"{")))
