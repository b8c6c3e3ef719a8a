"""Files that somebody means us to read and we do not: under another name, in another place, of another program. Reads no more of them than their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from procdocs.diagnostics import Diagnostic, Severity, Span, diagnose
from procdocs.pictures import PICTURES
from procdocs.project.codes import PD116
from procdocs.project.tables import ENDINGS
from procdocs.schema import KINDS
from procdocs.world import Entry, World

SETTINGS_FILE = "procdocs.yaml"
YAML = (".yaml", ".yml")
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

#: So much of a file is looked at, in bytes, to see whether it holds a document.
_BEGINNING = 4095


def is_like_settings(name: str) -> bool:
    """Whether a file was probably meant as the settings."""
    return name != SETTINGS_FILE and _SETTINGS_LIKE.fullmatch(name) is not None


def meant_name(world: World, path: str, entry: Entry) -> str:
    """The name that a file should have which holds a document of ours under another ending, such as `C2.txt` or `C2.yaml.bak`; "" for any other."""
    if misnamed := _MISNAMED.fullmatch(entry.name):
        return misnamed["name"]
    if entry.link or entry.name.startswith((".", "~")) or entry.name.lower().endswith((*YAML, *ENDINGS, *PICTURES)):
        return ""
    return f"{re.split('[.。]', entry.name, maxsplit=1)[0]}.yaml" if _DOCUMENT.search(world.read(path, _BEGINNING)) else ""


def passed_over(path: str, name: str, folder: str) -> Iterator[Diagnostic]:
    """What lies among the documents or the lists and is not read, though somebody may think so."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending in _OLD_LISTS:
        yield diagnose(PD116, Span(path), "old", ending=ending)
    elif folder == "processes" and ending in ENDINGS:
        yield diagnose(PD116, Span(path), "register", name=name)
    elif ending in _OFFICE:
        yield replace(diagnose(PD116, Span(path), "office", name=name), severity=Severity.NOTE)
    elif ending not in (*YAML, *ENDINGS, *PICTURES) and name.casefold() not in _NOBODYS:
        yield replace(diagnose(PD116, Span(path), "other", name=name), severity=Severity.NOTE)


def misplaced(world: World) -> Iterator[Diagnostic]:
    """What was meant for `processes/` or `registers/` and lies elsewhere."""
    top = world.entries("")
    # Where letter case tells no folders apart, `Processes` has been read already.
    apart = any(entry.name == "processes" for entry in top) or world.entry("processes") is None
    for entry in top:
        name = entry.name.casefold()
        processes = entry.name == "processes" or (name == "processes" and not apart)
        if entry.kind == "folder" and not entry.link and not processes and name not in _OTHER_FOLDERS and not name.startswith("."):
            yield from _misplaced_in(world, entry.name)
    yield from _misplaced_in(world, "")


def _misplaced_in(world: World, folder: str) -> Iterator[Diagnostic]:
    try:
        entries = world.entries(folder)
    except PermissionError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        listed = (not folder or _LISTS_LIKE.search(folder) or _LIST_NAMES.search(entry.name)) and entry.name.lower().endswith((*ENDINGS, *_OLD_LISTS))
        if listed and entry.kind == "file" and not entry.name.startswith((".", "~$")):
            yield replace(diagnose(PD116, Span(path), "list", name=entry.name), severity=Severity.NOTE)
        if not folder and entry.kind == "file" and is_like_settings(entry.name):
            yield diagnose(PD116, Span(path), "settings", settings=SETTINGS_FILE)
            continue
        if not entry.name.lower().endswith(YAML) or path == SETTINGS_FILE or entry.kind != "file" or entry.link:
            continue
        if _DOCUMENT.search(world.read(path, _BEGINNING)):
            yield diagnose(PD116, Span(path, 1, 1), "place", name=f"processes/{entry.name}")
