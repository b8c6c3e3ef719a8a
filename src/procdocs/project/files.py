"""What one file of a project says, and what is wrong with it: a pure function of its path and its bytes, so that it can be remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from procdocs.diagnostics import Diagnostic, Severity, Span, diagnose
from procdocs.project.codes import PD303
from procdocs.project.doubts import written_at
from procdocs.project.model import RESERVED_IDS
from procdocs.project.tables import read_table
from procdocs.schema import KINDS, Document, Part, Register, Settings
from procdocs.schema.codes import PD202, PD301
from procdocs.schema.validate import nearest, recover
from procdocs.source.codes import PD109, PD114
from procdocs.source.node import Node
from procdocs.source.reader import read

_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_WRITTEN_ID = re.compile(rb"(?m)^id:[ \t]*[\"']?([A-Za-z0-9._-]{1,64})")

#: Items of one list, and values, in one document; registers may be longer.
ITEMS, DOCUMENT_VALUES = 1_000, 20_000
_BEFORE_VALUES = (b"\n", b"\r", b",", b":", b"[", b"{")

#: What is damaged where a register cannot be read at all.
UNREAD_REGISTER = frozenset(Register.model_fields)

P_co = TypeVar("P_co", bound=Part, covariant=True)


@dataclass(frozen=True, slots=True)
class Said(Generic[P_co]):
    """What was read from a file. Without a mistake it is whole; with mistakes, `part` holds what could be read all the same."""

    part: P_co | None = None
    found: tuple[Diagnostic, ...] = ()
    whole: bool = False
    #: Keys that had mistakes and may be incomplete.
    damaged: frozenset[str] = frozenset()
    #: Ids that a file which could not be read seems to have.
    ids: tuple[str, ...] = ()
    #: What is written in the rows of a register that had mistakes: a number among them may be the right one.
    doubtful: frozenset[str] = frozenset()


def settings_in(path: str, data: bytes) -> Said[Settings]:
    """The settings in a file; an empty one leaves everything open."""
    node, found, mistaken = _tree(path, data)
    if node is None:
        return Said(None, found)
    if node.is_missing:
        node = Node(node.lines, node.start, node.end, pairs={})
    settings, mistakes, damaged = recover(Settings, node)
    broken = {key for key, below in (node.pairs or {}).items() if mistaken and any(one.broken for one in below.walk())}
    keys = list(Settings.model_fields)
    # What stands under a mistyped key is that of the key that is meant.
    meant = {nearest(key, keys) for key in damaged if key not in keys} - {""}
    return Said(settings, (*found, *mistakes), not mistaken and not mistakes, damaged | broken | meant)


def document_in(path: str, data: bytes) -> Said[Document]:
    """The document in a file, of the kind that it names."""
    node, found, mistaken = _tree(path, data)
    if node is None or node.is_missing:
        empty = (diagnose(PD114, Span(path, 1, 1)),) if node is not None and not mistaken else ()
        return Said(None, (*found, *empty), ids=ids_of(path, data))
    # There is a sign before each value, so that the values of most files need not be counted.
    if sum(map(data.count, _BEFORE_VALUES)) >= ITEMS and (excess := _excess(node)) is not None:
        return Said(None, (*found, excess), ids=ids_of(path, data))
    document, mistakes = _document(path, node)
    if document is not None and not mistakes and not mistaken:
        return Said(document, (*found, *_id_mistakes(document, path)), whole=True)
    return Said(document, (*found, *mistakes), ids=ids_of(path, data))


def _excess(node: Node) -> Diagnostic | None:
    """A list longer than any in a document, or more values in it than anybody reads: to draw and print them would take minutes."""
    for count, one in enumerate(node.walk(), 1):
        if one.items is not None and len(one.items) > ITEMS:
            return diagnose(PD109, one.span, "items", limit=f"{ITEMS:_}".replace("_", " "))
        if count > DOCUMENT_VALUES:
            return diagnose(PD109, one.span, "nodes", limit=f"{DOCUMENT_VALUES:_}".replace("_", " "))
    return None


def register_in(path: str, data: bytes) -> Said[Register]:
    """The register in a file, also with mistakes so far as it could be read."""
    node, found, mistaken = _tree(path, data)
    kind = (node.pairs or {}).get("kind") if node is not None else None
    if kind is not None and kind.value in KINDS:
        return Said(None, (*found, diagnose(PD202, kind.span, "place", kind=kind.value, kinds=", ".join(KINDS), choices_of="kind")), ids=ids_of(path, data))
    if node is None or node.is_missing:
        return Said(None, found, damaged=UNREAD_REGISTER if mistaken or node is None else frozenset())
    register, mistakes, damaged = recover(Register, node)
    if register is None:
        damaged = UNREAD_REGISTER
    told = (*found, *mistakes)
    return Said(register, told, not damaged and not mistaken, damaged, doubtful=written_at(node, told))


def table_in(path: str, data: bytes, settings: Settings) -> Said[Register]:
    """The register in a CSV or Excel file, read with the names of the settings."""
    register, found, damaged, doubtful = read_table(path, data, settings)
    return Said(register, tuple(found), not damaged, damaged, doubtful=doubtful)


def ids_of(path: str, data: bytes) -> tuple[str, ...]:
    """The id that a file which cannot be read seems to have: as written, else each beginning of its name that could be one."""
    written = _WRITTEN_ID.search(data.replace(b"\0", b""))
    if written:
        return (written.group(1).decode("ascii"),)
    stem = path.rpartition("/")[2].rpartition(".")[0]
    ends = [hit.start() for hit in re.finditer(r"[-_. ]", stem)]
    return tuple(stem[:end] for end in (*ends, len(stem)) if end)


def _tree(path: str, data: bytes) -> tuple[Node | None, tuple[Diagnostic, ...], bool]:
    """The tree of a file, what is wrong with its text, and whether that is an error."""
    node, found = read(path, data)
    return node, tuple(found), any(one.severity is Severity.ERROR for one in found)


def _document(path: str, node: Node) -> tuple[Document | None, list[Diagnostic]]:
    kind = node.child("kind") if node.pairs is not None else None
    if kind is None or kind.value not in KINDS:
        return None, [] if node.broken else [_unknown_kind(path, node, kind)]
    document, mistakes, _ = recover(KINDS[kind.value], node)
    return document, mistakes


def _id_mistakes(document: Document, path: str) -> Iterator[Diagnostic]:
    span = document.span("id")
    if _DEVICES.fullmatch(document.id):
        yield diagnose(PD301, span, "device", value=document.id)
    elif document.id.casefold() in RESERVED_IDS:
        yield diagnose(PD301, span, "reserved", value=document.id)
    name = unicodedata.normalize("NFC", path.rpartition("/")[2])
    rest = name[len(document.id) :]
    if not name.casefold().startswith(document.id.casefold()) or (rest[:1].isascii() and rest[:1].isalnum()):
        yield diagnose(PD303, span, id=document.id, name=f"{document.id}-{name}")


def _unknown_kind(path: str, node: Node, kind: Node | None) -> Diagnostic:
    kinds = ", ".join(KINDS)
    if node.pairs is None:
        return diagnose(PD202, node.span, "top", kinds=kinds, choices_of="kind")
    if kind is None and (held := next((key for key in node.pairs if key in Register.model_fields and node.pairs[key].items is not None), "")) and "id" not in node.pairs:
        return diagnose(PD202, node.pairs[held].key_span or node.span, "register", list=held, name=path.rpartition("/")[2])
    if kind is None or kind.is_missing:
        return diagnose(PD202, kind.key_span or kind.span if kind else Span(path, 1, 1), "missing", kinds=kinds, choices_of="kind")
    close = nearest(kind.value or "", list(KINDS))
    return diagnose(PD202, kind.span, "nearest" if close else "", kind=kind.value or "", kinds=kinds, choices_of="kind", nearest=close)
