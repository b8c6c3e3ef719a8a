"""Which files of a world a project is made of, and what lies beside them that somebody may take for one. Looks at names; what files say is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from procdocs.diagnostics import Diagnostic, Severity, Span, diagnose
from procdocs.project.codes import PD116
from procdocs.project.files import ids_of
from procdocs.project.tables import ENDINGS
from procdocs.schema import KINDS
from procdocs.source.codes import PD115
from procdocs.world import World

SETTINGS_FILE = "procdocs.yaml"
YAML = (".yaml", ".yml")
#: What somebody meant as YAML, under a name that says otherwise: `C2.yaml.txt`, `C2.yml.bak`, `C2.yaml - 副本`.
_MISNAMED = re.compile(r"(?P<name>[^.~#].*\.ya?ml)[^a-z].*", re.IGNORECASE)
#: Lists in forms that are not read, and documents of other programs.
_OLD_LISTS = (".xls", ".xlsb", ".xlsm", ".et", ".ods", ".numbers", ".tsv")
_OFFICE = (".doc", ".docx", ".wps", ".odt", ".rtf", ".vsd", ".vsdx", ".ppt", ".pptx")
#: Folders beside `processes/` that hold other things.
_OTHER_FOLDERS = frozenset(("registers", "templates", "output"))
_DOCUMENT = re.compile(rb"(?m)^\xef?\xbb?\xbf?kind:[ \t]*[\"']?(?:" + "|".join(KINDS).encode() + rb")\b")
#: Folders in folders beyond this depth are not looked into.
FOLDER_DEPTH = 30


@dataclass
class Listing:
    """The files below a folder, what is wrong with others there, and ids of documents that are not read for it."""

    paths: list[str] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def files_below(world: World, folder: str, endings: tuple[str, ...] = YAML) -> Listing:
    """Files with these endings below `folder`: paths relative to the project, with `/`, sorted; hidden files and folders are left out."""
    listing = Listing()
    top = world.entry(folder)
    if top is not None and top.link and (top.refused is not None or top.kind != "folder"):
        listing.found.append(diagnose(PD115, Span(folder), "link"))
        return listing
    _list(world, folder, endings, listing)
    listing.paths.sort()
    return listing


def _list(world: World, folder: str, endings: tuple[str, ...], listing: Listing) -> None:
    if folder.count("/") > FOLDER_DEPTH:
        listing.found.append(diagnose(PD115, Span(folder), "deep"))
        return
    folders: list[str] = []
    for entry in world.entries(folder):
        path, name = f"{folder}/{entry.name}", entry.name
        if entry.kind == "folder":
            if entry.link and not name.startswith("."):
                listing.found.append(diagnose(PD115, Span(path), "folder"))
            elif not name.startswith("."):
                folders.append(path)
            continue
        misnamed = _MISNAMED.fullmatch(name)
        if misnamed and endings is YAML:
            listing.found.append(diagnose(PD116, Span(path), name=misnamed["name"]))
            listing.unread.update(ids_of(misnamed["name"], b""))
        elif endings is YAML and not entry.link and not name.startswith((".", "~$")):
            listing.found.extend(_passed_over(path, name, folder.partition("/")[0]))
        if name.lower().endswith(endings) and not name.startswith("."):
            listing.paths.append(path)
    for path in folders:
        _list(world, path, endings, listing)


def _passed_over(path: str, name: str, folder: str) -> Iterator[Diagnostic]:
    """What lies among the documents or the lists and is not read, though somebody may think so."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending in _OLD_LISTS:
        yield diagnose(PD116, Span(path), "old", ending=ending)
    elif folder == "processes" and ending in ENDINGS:
        yield diagnose(PD116, Span(path), "register", name=name)
    elif ending in _OFFICE:
        yield replace(diagnose(PD116, Span(path), "office", name=name), severity=Severity.NOTE)


def misplaced(world: World) -> Iterator[Diagnostic]:
    """What was meant for `processes/` or `registers/` and lies elsewhere."""
    for entry in world.entries(""):
        name = entry.name.casefold()
        if entry.kind == "folder" and not entry.link and name != "processes" and name not in _OTHER_FOLDERS and not name.startswith("."):
            yield from _misplaced_in(world, entry.name)
    yield from _misplaced_in(world, "")


def _misplaced_in(world: World, folder: str) -> Iterator[Diagnostic]:
    try:
        entries = world.entries(folder)
    except PermissionError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if not folder and entry.kind == "file" and entry.name.lower().endswith((*ENDINGS, *_OLD_LISTS)) and not entry.name.startswith((".", "~$")):
            yield replace(diagnose(PD116, Span(path), "list", name=entry.name), severity=Severity.NOTE)
        if not entry.name.lower().endswith(YAML) or path == SETTINGS_FILE or entry.kind != "file" or entry.link:
            continue
        if _DOCUMENT.search(world.read(path, 4095)):
            yield diagnose(PD116, Span(path, 1, 1), "place", name=f"processes/{entry.name}")
