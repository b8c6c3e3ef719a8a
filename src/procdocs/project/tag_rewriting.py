"""Trailing tags rewritten as `from:` and `to:` in the text of a file, touching nothing but the items that have one. Pure.

The text is edited where the reader says a value stands; comments, order and quoting stay. What cannot be edited safely
(a name in a block text, a bare translation mapping that is not on one line) is left as it is and counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from procdocs.project.tags import TagReader
from procdocs.source.node import Node
from procdocs.source.reader import read
from procdocs.source.text import LINE_END

_FIELDS = {"inputs": "from", "outputs": "to", "resources": "from", "people": "from"}
#: A plain text that is safe within `{…}`.
_SAFE = re.compile(r"[^\s,\[\]{}#&*!|>'\"%@`?:-]([^,\[\]{}#:]|:(?! ))*")
#: A tag in brackets of any kind, and the comma that may stand between it and the one before.
_TAG = r"[(（\[［][^()（）\[\]［］\n]*[)）\]］]"
_LAST_TAG = re.compile(rf"(?:(?<=[)）\]］])[ \t]*[,;，；、/])?[ \t]*{_TAG}[ \t]*$")


class Rewritten(NamedTuple):
    """The new bytes of a file, how many items were rewritten, and the lines of those that were left as they are."""

    data: bytes
    items: int
    left: tuple[int, ...]


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


@dataclass
class _File:
    """The text of a file, and whether a byte order mark stands before it."""

    text: str
    mark: bool

    def newline_after(self, offset: int) -> tuple[int, str]:
        """The end of the line on which `offset` stands, and how the file ends its lines."""
        hit = LINE_END.search(self.text, offset)
        first = hit or LINE_END.search(self.text)
        return (hit.start() if hit else len(self.text)), (first.group() if first else "\n")


def rewrite(path: str, data: bytes, reader: TagReader) -> Rewritten:
    """The file with its tags rewritten. A file that is no process, or that cannot be read, comes back unchanged."""
    node, mistakes = read(path, data)
    kind = node.child("kind") if node and node.pairs is not None else None
    if node is None or mistakes or kind is None or kind.value != "process":
        return Rewritten(data, 0, ())
    file = _file(data)
    edits: list[_Edit] = []
    left: list[int] = []
    done = 0
    for listed_key, ends_key in _FIELDS.items():
        for item in _items(node.child(listed_key)):
            ends = tuple(dict.fromkeys(end for name in _names(item) for end in reader.read(name.value or "").ends))
            changes = _edits(file, item, reader, ends, ends_key) if ends else []
            if changes is None:
                left.append(item.span.line or 1)
            elif changes:
                edits.extend(changes)
                done += 1
    text = file.text
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    result = text.encode("utf-8")
    return Rewritten(b"\xef\xbb\xbf" + result if file.mark else result, done, tuple(left))


def _file(data: bytes) -> _File:
    text = data.decode("utf-8")
    return _File(text.removeprefix("\ufeff"), text.startswith("\ufeff"))


def _items(listed: Node | None) -> list[Node]:
    if listed is None or listed.is_missing:
        return []
    return listed.items if listed.items is not None else [listed]


def _names(item: Node) -> list[Node]:
    """The scalars that hold the name of an item, one for each language."""
    name = item if item.pairs is None or "name" not in item.pairs else item.pairs["name"]
    return [below for below in name.pairs.values() if below.value is not None] if name.pairs is not None else [name]


def _edits(file: _File, item: Node, reader: TagReader, ends: tuple[str, ...], key: str) -> list[_Edit] | None:
    """What to change for one item; None if it cannot be done safely."""
    cuts = [_cut(file, name, reader.read(name.value or "").brackets) for name in _names(item)]
    if item.pairs is None:
        change = _wrapped_scalar(file, item, cuts[0], ends, key)
    elif "name" not in item.pairs:
        change = _wrapped_translations(file, item, ends, key)
    elif key in item.pairs:
        change = _extended(file, item.pairs[key], ends)
    else:
        change = _inserted(file, item, ends, key)
    if change is None or None in cuts:
        return None
    wrapping = [] if item.pairs is None else [cut for cut in cuts if cut is not None and cut.start < cut.end]
    return [*wrapping, *change]


def _cut(file: _File, name: Node, brackets: int) -> _Edit | None:
    """The edit that takes so many brackets off a scalar; None if they are not on its last line, or if it is a block text."""
    if brackets and "\n" in (name.value or "").strip():
        return None
    start, end = name.start, name.end
    raw = file.text[start:end]
    if raw[:1] in ("|", ">"):
        return None
    if brackets and not _is_trailing(name.value or "", brackets):
        return None
    body = raw[:-1] if raw[:1] in ("'", '"') else raw
    kept = body
    for _ in range(brackets):
        hit = _LAST_TAG.search(kept)
        if hit is None:
            return None
        kept = kept[: hit.start()]
    return _Edit(start + len(kept), start + len(body), "")


def _is_trailing(text: str, brackets: int) -> bool:
    """Whether so many brackets stand at the end of a text with nothing between them; others are taken out by hand."""
    return re.search(rf"(?:[ \t]*{_TAG})(?:[ \t]*[,;，；、/]?[ \t]*{_TAG}){{{brackets - 1}}}[ \t]*$", text.rstrip()) is not None


def _flow(ends: tuple[str, ...]) -> str:
    return f"[{', '.join(ends)}]"


def _wrapped_scalar(file: _File, item: Node, cut: _Edit | None, ends: tuple[str, ...], key: str) -> list[_Edit] | None:
    """`BOM (COP4)` becomes `{name: BOM, from: [COP4]}`."""
    start, end = item.start, item.end
    if cut is None:
        return None
    name = file.text[start : cut.start] + file.text[cut.end : end]
    if item.plain:
        if "\n" in name or "\r" in name:
            return None
        if not _SAFE.fullmatch(name):
            escaped = name.replace("'", "''")
            name = f"'{escaped}'"
    return [_Edit(start, end, f"{{name: {name}, {key}: {_flow(ends)}}}")]


def _wrapped_translations(file: _File, item: Node, ends: tuple[str, ...], key: str) -> list[_Edit] | None:
    """`{zh: …, en: …}` becomes `{name: {zh: …, en: …}, from: [S3]}`; only where it is written in braces."""
    start = item.start
    members = list((item.pairs or {}).values())
    if file.text[start : start + 1] != "{" or not members or any(member.value is None for member in members):
        return None
    last = members[-1].end
    close = re.compile(r"\s*,?\s*}").match(file.text, last)
    if close is None:
        return None
    return [_Edit(start, start, "{name: "), _Edit(close.end(), close.end(), f", {key}: {_flow(ends)}}}")]


def _extended(file: _File, existing: Node, ends: tuple[str, ...]) -> list[_Edit] | None:
    """Ends added to a `from:` that is there already."""
    if existing.is_missing:
        return None
    known = [item.value for item in existing.items] if existing.items is not None else [existing.value]
    added = tuple(end for end in ends if end not in known)
    if not added:
        return []
    start = existing.start
    if existing.items is None:
        end = existing.end
        return [_Edit(start, end, f"[{file.text[start:end]}, {', '.join(added)}]")]
    if not existing.items:
        return None
    last = existing.items[-1].end
    if file.text[start : start + 1] == "[":
        return [_Edit(last, last, "".join(f", {end}" for end in added))]
    at, newline = file.newline_after(last)
    indent = " " * ((existing.span.column or 1) - 1)
    return [_Edit(at, at, "".join(f"{newline}{indent}- {end}" for end in added))]


def _inserted(file: _File, item: Node, ends: tuple[str, ...], key: str) -> list[_Edit] | None:
    """A new `from:` behind the name; in front of it, where the name is itself a group on lines of its own."""
    name = (item.pairs or {})["name"]
    place = name.key_span
    if place is None or place.column is None:
        return None
    before = name.key_start
    if file.text[item.start] == "{":
        if name.value is None:
            return [_Edit(before, before, f"{key}: {_flow(ends)}, ")]
        return [_Edit(name.end, name.end, f", {key}: {_flow(ends)}")]
    indent = " " * (place.column - 1)
    if name.value is None:
        newline = file.newline_after(before)[1]
        return [_Edit(before, before, f"{key}: {_flow(ends)}{newline}{indent}")]
    at, newline = file.newline_after(name.end)
    return [_Edit(at, at, f"{newline}{indent}{key}: {_flow(ends)}")]
