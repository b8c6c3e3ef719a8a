"""Finds and reads a project's files: with `pictures` the only reader of the input tree. Knows nothing of what the files say to each other."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from procdocs.diagnostics import Diagnostic, Related, Severity, Span, diagnose
from procdocs.project.codes import PD116, PD117, PD302, PD303
from procdocs.project.model import RESERVED_IDS, Project, natural
from procdocs.project.pictures import PICTURE_LIMIT, PICTURES, read_pictures
from procdocs.project.tables import ENDINGS, TABLE_LIMIT, read_table
from procdocs.project.tags import apply_tags
from procdocs.project.unique import duplicates, folded
from procdocs.schema import KINDS, Document, Part, Register, Settings
from procdocs.schema.codes import PD202, PD301
from procdocs.schema.validate import nearest, recover
from procdocs.source.codes import PD114, PD115
from procdocs.source.node import Node
from procdocs.source.reader import read
from procdocs.source.text import SIZE_LIMIT

__all__ = ["PICTURES", "PICTURE_LIMIT", "SETTINGS_FILE", "find", "load"]

SETTINGS_FILE = "procdocs.yaml"
_YAML = (".yaml", ".yml")
#: What somebody meant as YAML, under a name that says otherwise: `C2.yaml.txt`, `C2.yml.bak`, `C2.yaml - 副本`.
_MISNAMED = re.compile(r"(?P<name>[^.~#].*\.ya?ml)[^a-z].*", re.IGNORECASE)
#: Folders beside `processes/` that hold other things.
_OTHER_FOLDERS = frozenset(("registers", "templates", "output"))
_DOCUMENT = re.compile(rb"(?m)^\xef?\xbb?\xbf?kind:[ \t]*[\"']?(?:" + "|".join(KINDS).encode() + rb")\b")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_WRITTEN_ID = re.compile(rb"(?m)^id:[ \t]*[\"']?([A-Za-z0-9._-]{1,64})")

P = TypeVar("P", bound=Part)


def find(start: Path) -> Path | None:
    """The project folder: `start` or the nearest folder above it that holds `procdocs.yaml`."""
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS_FILE).is_file():
            return candidate
    return None


def load(root: Path) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """The project in folder `root` and every mistake in its files; no project only if the settings cannot be read.

    Files with mistakes count as existing (`unread`), and what is right in them stands in `Project.recovered`.
    Raises OSError for a folder or file that the system refuses to read.
    """
    loader = _Loader(root.resolve())
    settings, damaged = loader.settings()
    documents, recovered = loader.documents()
    registers = loader.registers()
    loader.misplaced(bool(documents or recovered or loader.unread))
    if settings is None:
        return None, tuple(loader.found)
    registers += loader.tables(settings)
    documents = loader.unique(documents, recovered)
    documents.sort(key=lambda document: natural(document.id))
    loader.found.extend(duplicates(settings, (*documents, *recovered), registers))
    pictures, mistakes = read_pictures(loader.root, settings, (*documents, *recovered), loader.sources)
    loader.found.extend(mistakes)
    project = Project(settings, tuple(documents), tuple(registers), loader.sources, pictures, frozenset(loader.unread), tuple(recovered), damaged | loader.damaged)
    return (apply_tags(project) if settings.tags else project), tuple(loader.found)


class _Loader:
    """Reads the files of one project and gathers what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: list[Diagnostic] = []
        self.sources: dict[str, bytes] = {}
        self.unread: set[str] = set()
        self.damaged: frozenset[str] = frozenset()

    def settings(self) -> tuple[Settings | None, frozenset[str]]:
        """The settings and the keys of them that had mistakes."""
        node, mistaken = self._tree(SETTINGS_FILE)
        if node is None:
            return None, frozenset()
        if node.is_missing:
            node = Node(node.lines, node.start, node.end, pairs={})
        settings, damaged = self._object(Settings, node)
        broken = {key for key, below in (node.pairs or {}).items() if mistaken and any(one.broken for one in below.walk())}
        return settings, damaged | frozenset(broken)

    def documents(self) -> tuple[list[Document], list[Document]]:
        """The documents without a mistake, and those with one so far as they could be read."""
        whole: list[Document] = []
        recovered: list[Document] = []
        for path in self._files("processes"):
            node, mistaken = self._tree(path)
            if node is None or node.is_missing:
                if node is not None and not mistaken:
                    self.found.append(diagnose(PD114, Span(path, 1, 1)))
                self.unread.update(self._ids(path))
                continue
            before = len(self.found)
            document = self._document(path, node)
            if document is not None and len(self.found) == before and not mistaken:
                whole.append(document)
                self._check_id(document, path)
                continue
            self.unread.update(self._ids(path))
            if document is not None:
                recovered.append(document)
        return whole, recovered

    def registers(self) -> list[Register]:
        """The registers, also those with mistakes so far as they could be read."""
        registers: list[Register] = []
        for path in self._files("registers"):
            node, mistaken = self._tree(path)
            kind = (node.pairs or {}).get("kind") if node is not None else None
            if kind is not None and kind.value in KINDS:
                self.found.append(diagnose(PD202, kind.span, "place", kind=kind.value, kinds=", ".join(KINDS)))
                self.unread.update(self._ids(path))
                continue
            register, damaged = self._object(Register, node) if node is not None and not node.is_missing else (None, frozenset())
            if mistaken or (register is None and (node is None or not node.is_missing)):
                damaged = frozenset(Register.model_fields)
            self.damaged |= frozenset(f"registers.{key}" for key in damaged)
            if register is not None:
                registers.append(register)
        return registers

    def tables(self, settings: Settings) -> list[Register]:
        """The registers kept as CSV or Excel files; a workbook's lock file (`~$x.xlsx`) is none."""
        registers: list[Register] = []
        for path in self._files("registers", ENDINGS):
            data = None if Path(path).name.startswith("~$") else self._bytes(path, TABLE_LIMIT)
            if data is None:
                continue
            if path.lower().endswith(".csv"):
                self.sources[path] = data
            register, mistakes, damaged = read_table(path, data, settings)
            self.found.extend(mistakes)
            self.damaged |= frozenset(f"registers.{key}" for key in damaged)
            if register is not None:
                registers.append(register)
        return registers

    def misplaced(self, has_documents: bool) -> None:
        """Report what was meant for `processes/` and lies elsewhere, and a project without any document."""
        for folder in sorted(self.root.iterdir()):
            name = folder.name.casefold()
            if folder.is_dir() and not folder.is_symlink() and name != "processes" and name not in _OTHER_FOLDERS and not name.startswith("."):
                self._misplaced_in(folder)
        self._misplaced_in(self.root)
        if not has_documents:
            self.found.append(diagnose(PD117, Span(SETTINGS_FILE, 1, 1)))

    def _misplaced_in(self, folder: Path) -> None:
        for entry in sorted(folder.iterdir()) if os.access(folder, os.R_OK | os.X_OK) else ():
            path = entry.relative_to(self.root).as_posix()
            if entry.suffix.lower() not in _YAML or path == SETTINGS_FILE or not entry.is_file() or entry.is_symlink():
                continue
            with entry.open("rb") as file:
                if _DOCUMENT.search(file.read(4096)):
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

    def _object(self, model: type[P], node: Node) -> tuple[P | None, frozenset[str]]:
        part, mistakes, touched = recover(model, node)
        self.found.extend(mistakes)
        return part, touched

    def _document(self, path: str, node: Node) -> Document | None:
        kind = node.child("kind") if node.pairs is not None else None
        if kind is None or kind.value not in KINDS:
            if not node.broken:
                self.found.append(_unknown_kind(path, node, kind))
            return None
        document, _ = self._object(KINDS[kind.value], node)
        return document  # type: ignore[return-value]

    def _check_id(self, document: Document, path: str) -> None:
        span = document.span("id")
        if _DEVICES.fullmatch(document.id):
            self.found.append(diagnose(PD301, span, "device", value=document.id))
        elif document.id.casefold() in RESERVED_IDS:
            self.found.append(diagnose(PD301, span, "reserved", value=document.id))
        name = unicodedata.normalize("NFC", Path(path).name)
        rest = name[len(document.id) :]
        if not name.casefold().startswith(document.id.casefold()) or (rest[:1].isascii() and rest[:1].isalnum()):
            self.found.append(diagnose(PD303, span, id=document.id, name=f"{document.id}-{name}"))

    def _ids(self, path: str) -> Iterable[str]:
        """The id that a file which cannot be read seems to have: as written, else each beginning of its name that could be one."""
        written = _WRITTEN_ID.search(self.sources.get(path, b"").replace(b"\0", b""))
        if written:
            return [written.group(1).decode("ascii")]
        stem = Path(path).name.rpartition(".")[0]
        ends = [hit.start() for hit in re.finditer(r"[-_. ]", stem)]
        return [stem[:end] for end in (*ends, len(stem)) if end]

    def _tree(self, path: str) -> tuple[Node | None, bool]:
        """The tree of a file, and whether its text had mistakes."""
        data = self._bytes(path, SIZE_LIMIT)
        if data is None:
            return None, True
        self.sources[path] = data
        node, mistakes = read(path, data)
        self.found.extend(mistakes)
        return node, any(mistake.severity is Severity.ERROR for mistake in mistakes)

    def _bytes(self, path: str, limit: int) -> bytes | None:
        """The content of a file, one byte more than `limit` at most; None if it is not to be read."""
        place = self.root / path
        refused = _refused(self.root, place)
        if refused is not None:
            self.found.append(diagnose(PD115, Span(path), refused))
            return None
        with place.open("rb") as file:
            return file.read(limit + 1)

    def _files(self, folder: str, endings: tuple[str, ...] = _YAML) -> list[str]:
        """Paths of files with these endings below `folder`, relative to the project, with `/`, sorted; hidden files and folders are left out."""
        paths: list[str] = []
        top = self.root / folder
        if top.is_symlink() and _refused(self.root, top, directory=True) is not None:
            self.found.append(diagnose(PD115, Span(folder), "link"))
            return []

        def refuse(error: OSError) -> None:
            raise error

        for where, folders, files in os.walk(top, onerror=refuse if top.exists() else None):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in folders:
                if Path(where, name).is_symlink():
                    self.found.append(diagnose(PD115, Span(Path(where, name).relative_to(self.root).as_posix()), "folder"))
            for name in sorted(files):
                misnamed = _MISNAMED.fullmatch(name)
                if misnamed and endings is _YAML:
                    self.found.append(diagnose(PD116, Span(Path(where, name).relative_to(self.root).as_posix()), name=misnamed["name"]))
            paths.extend(Path(where, name).relative_to(self.root).as_posix() for name in files if name.lower().endswith(endings) and not name.startswith("."))
        return sorted(paths)


def _refused(root: Path, place: Path, directory: bool = False) -> str | None:
    """Why an entry of the project is not read: the variant of the finding; None if it is."""
    if place.is_symlink():
        try:
            if not place.resolve(strict=True).is_relative_to(root):
                return "link"
        except (OSError, RuntimeError):
            return ""
    return None if (place.is_dir() if directory else place.is_file()) else ""


def _unknown_kind(path: str, node: Node, kind: Node | None) -> Diagnostic:
    kinds = ", ".join(KINDS)
    if node.pairs is None:
        return diagnose(PD202, node.span, "top", kinds=kinds)
    if kind is None or kind.is_missing:
        return diagnose(PD202, kind.key_span or kind.span if kind else Span(path, 1, 1), "missing", kinds=kinds)
    close = nearest(kind.value or "", list(KINDS))
    return diagnose(PD202, kind.span, "nearest" if close else "", kind=kind.value or "", kinds=kinds, nearest=close)
