"""Finds a project's files in a world and puts together what they say. Knows nothing of what the files say to each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from procdocs.diagnostics import Diagnostic, Related, Severity, Span, diagnose
from procdocs.pictures import PICTURES
from procdocs.project.cache import LoadCache
from procdocs.project.codes import PD116, PD117, PD302, PD303
from procdocs.project.evidence.proofs import read_evidence
from procdocs.project.files import UNREAD_REGISTER, Said, document_in, ids_of, register_in, settings_in, table_in
from procdocs.project.model import Project, natural
from procdocs.project.pictures import PICTURE_LIMIT, read_pictures
from procdocs.project.private import marked_bytes, marks
from procdocs.project.tables import ENDINGS, TABLE_LIMIT
from procdocs.project.tags import apply_tags
from procdocs.project.unique import duplicates, folded
from procdocs.project.workbook import weight
from procdocs.schema import KINDS, Document, Part, Register, Settings
from procdocs.source.codes import PD109, PD115
from procdocs.source.text import SIZE_LIMIT
from procdocs.world import Entry, Folder, Refused, World
from procdocs.world.folder import nearest_with

__all__ = ["PICTURES", "PICTURE_LIMIT", "SETTINGS_FILE", "LoadCache", "find", "load"]

SETTINGS_FILE = "procdocs.yaml"
_YAML = (".yaml", ".yml")
#: What somebody meant as YAML, under a name that says otherwise: `C2.yaml.txt`, `C2.yml.bak`, `C2.yaml - 副本`.
_MISNAMED = re.compile(r"(?P<name>[^.~#].*\.ya?ml)[^a-z].*", re.IGNORECASE)
#: Lists in forms that are not read, and documents of other programs.
_OLD_LISTS = (".xls", ".xlsb", ".xlsm", ".et", ".ods", ".numbers", ".tsv")
_OFFICE = (".doc", ".docx", ".wps", ".odt", ".rtf", ".vsd", ".vsdx", ".ppt", ".pptx", ".pdf", ".xmind", ".bpmn", ".drawio", ".eddx")
#: Files that systems and other programs put beside ours, which nobody takes for a document.
_NOBODYS = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))
#: Folders that were probably meant for the lists, and files that are lists by their names.
_LISTS_LIKE = re.compile("^regist|^lists?$|^records?$|清单|登记|台账|记录", re.IGNORECASE)
_LIST_NAMES = re.compile("清单|登记|台账|记录|一览|目录|目标|分配表|矩阵|register|master.?list|records?[._ -]|objectives", re.IGNORECASE)
#: Another name of the settings: `procdocs.yml`, `procdocs.yaml.txt`, `Procdocs (1).yaml`, `prodocs.yaml`.
_SETTINGS_LIKE = re.compile(r"pr[a-z]{1,3}docs?\b.*\.(?:ya?ml|txt)\b.*", re.IGNORECASE)
#: Folders beside `processes/` that hold other things.
_OTHER_FOLDERS = frozenset(("registers", "templates", "output", "released", "obsolete"))
_DOCUMENT = re.compile(rb"(?m)^\xef?\xbb?\xbf?kind:[ \t]*[\"']?(?:" + "|".join(KINDS).encode() + rb")\b")

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
    return next((entry.name for entry in Folder(folder).entries("") if entry.kind == "file" and _is_like_settings(entry.name)), "")


def _is_like_settings(name: str) -> bool:
    return name != SETTINGS_FILE and _SETTINGS_LIKE.fullmatch(name) is not None


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


def _passed_over(path: str, name: str, folder: str) -> Iterator[Diagnostic]:
    """What lies among the documents or the lists and is not read, though somebody may think so."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending in _OLD_LISTS:
        yield diagnose(PD116, Span(path), "old", ending=ending)
    elif folder == "processes" and ending in ENDINGS:
        yield diagnose(PD116, Span(path), "register", name=name)
    elif ending in _OFFICE:
        yield replace(diagnose(PD116, Span(path), "office", name=name), severity=Severity.NOTE)
    elif ending not in (*_YAML, *ENDINGS, *PICTURES) and name.casefold() not in _NOBODYS:
        yield replace(diagnose(PD116, Span(path), "other", name=name), severity=Severity.NOTE)


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
        if said.part is None and not (path.endswith(_YAML) and _is_text(self.sources.get(path))):
            # What others name may be in there, and nobody can look.
            self.damaged |= frozenset(f"registers.{key}" for key in said.damaged)
        if said.part is not None:
            registers.append(said.part)

    def misplaced(self, *, has_documents: bool) -> None:
        """Report what was meant for `processes/` and lies elsewhere, and a project without any document."""
        top = self.world.entries("")
        # Where letter case tells no folders apart, `Processes` has been read already.
        apart = any(entry.name == "processes" for entry in top) or self.world.entry("processes") is None
        for entry in top:
            name = entry.name.casefold()
            processes = entry.name == "processes" or (name == "processes" and not apart)
            if entry.kind == "folder" and not entry.link and not processes and name not in _OTHER_FOLDERS and not name.startswith("."):
                self._misplaced_in(entry.name)
        self._misplaced_in("")
        if not has_documents:
            self.found.append(diagnose(PD117, Span(SETTINGS_FILE, 1, 1)))

    def _misplaced_in(self, folder: str) -> None:
        try:
            entries = self.world.entries(folder)
        except PermissionError:
            return
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            listed = (not folder or _LISTS_LIKE.search(folder) or _LIST_NAMES.search(entry.name)) and entry.name.lower().endswith((*ENDINGS, *_OLD_LISTS))
            if listed and entry.kind == "file" and not entry.name.startswith((".", "~$")):
                self.found.append(replace(diagnose(PD116, Span(path), "list", name=entry.name), severity=Severity.NOTE))
            if not folder and entry.kind == "file" and _is_like_settings(entry.name):
                self.found.append(diagnose(PD116, Span(path), "settings", settings=SETTINGS_FILE))
                continue
            if not entry.name.lower().endswith(_YAML) or path == SETTINGS_FILE or entry.kind != "file" or entry.link:
                continue
            if _DOCUMENT.search(self.world.read(path, 4095)):
                self.found.append(diagnose(PD116, Span(path, 1, 1), "place", name=f"processes/{entry.name}"))

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

    def _meant(self, path: str, entry: Entry) -> str:
        """The name that a file should have which holds a document of ours under another ending, such as `C2.txt`; "" for any other."""
        if entry.link or entry.name.startswith((".", "~")) or entry.name.lower().endswith((*_YAML, *ENDINGS, *PICTURES)):
            return ""
        return f"{re.split('[.。]', entry.name, maxsplit=1)[0]}.yaml" if _DOCUMENT.search(self.world.read(path, 4095)) else ""

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

    def _files(self, folder: str, endings: tuple[str, ...] = _YAML) -> list[str]:
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
            misnamed = _MISNAMED.fullmatch(name)
            meant = misnamed["name"] if misnamed else self._meant(path, entry) if endings is _YAML else ""
            if meant and endings is _YAML:
                self.found.append(diagnose(PD116, Span(path), name=meant))
                self.unread.update(ids_of(meant, b""))
            elif endings is _YAML and not entry.link and not name.startswith((".", "~$")):
                self.found.extend(_passed_over(path, name, folder.partition("/")[0]))
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
