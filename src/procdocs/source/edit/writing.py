"""How values are written: plain where they may be, else in quotes or as a block; never so that they read as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procdocs.source.edit.operations import CannotEdit, Value
from procdocs.source.edit.tree import parse

#: What begins a text that is not written plain: signs of YAML, and those our reader takes for slips of the keyboard.
_NO_START = frozenset("-?:,[]{}#&*!|>'\"%@`<=－—–−｛［：？＃【（")
#: What other readers of YAML take for something else than a text.
_OTHERWISE = re.compile(r"(?:~|null|true|false|yes|no|on|off|y|n)$", re.IGNORECASE)
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_WIDE = frozenset("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
#: Longest list of short texts that stands in brackets where nothing says otherwise, in characters.
_INLINE_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Style:
    """What is written the same in the whole file: line ends, and under which keys lists of texts stand in brackets (`departments: [a, b]`).

    Without `blocks`, texts of several lines stand in quotes: the last resort where what follows would be read as part of a block.
    """

    end: str = "\n"
    inline: frozenset[str] = frozenset()
    blocks: bool = True


def is_plain(value: str, *, flow: bool) -> bool:
    """Whether a text may stand without quotes: it reads as itself, here and by other readers of YAML."""
    if not value or value != value.strip() or value[0] in _NO_START | _WIDE or value[-1] in _WIDE or any(sign in value for sign in "\n\r\t"):
        return False
    if _OTHERWISE.match(value) or _ESCAPED.search(value) or (flow and any(sign in value for sign in ",[]{}")):
        return False
    return _reads_as_itself(value, flow=flow)


def _reads_as_itself(value: str, *, flow: bool) -> bool:
    try:
        found = parse(f"[{value}, x]" if flow else f"k: {value}\n")
        part = found.child(0) if flow else found.child("k")
    except CannotEdit:
        return False
    return part.value == value and not part.missing


def double(value: str) -> str:
    """The text in double quotes, which can hold every text."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return '"' + _ESCAPED.sub(lambda hit: f"\\u{ord(hit.group()):04X}", escaped) + '"'


def single(value: str) -> str | None:
    """The text in single quotes; None if they cannot hold it on one line."""
    if _ESCAPED.search(value) or any(sign in value for sign in "\n\r\t"):
        return None
    return "'" + value.replace("'", "''") + "'"


def block(value: str, indent: int, end: str) -> str | None:
    """The text under a `|`, its lines indented by `indent` columns; None where a block would not hold it, or not visibly."""
    body = value.rstrip("\n")
    lines = body.split("\n")
    if not body or "\r" in value or _ESCAPED.search(value) or any(line and not line.strip(" \t") for line in lines):
        return None
    if next(line for line in lines if line).startswith((" ", "\t")):
        return None
    trailing = len(value) - len(body)
    pad = " " * indent
    return "|" + chomping(trailing) + end + end.join(pad + line if line else "" for line in lines) + end * (trailing - 1)


def chomping(trailing: int) -> str:
    """The sign in the header of a block text that ends in so many line ends."""
    return ("-", "")[trailing] if trailing < 2 else "+"


def ways_of(value: str | None, indent: int, style: Style, *, flow: bool, like: str = "") -> Iterator[str]:
    """Ways of writing a text, the best first; `like` is the quote of the text it replaces."""
    if value is None:
        yield "~"
        return
    if style.blocks and "\n" in value and not flow and (lines := block(value, indent, style.end)):
        yield lines
    if like == '"':
        yield double(value)
    if like == "'" and (quoted := single(value)):
        yield quoted
    if is_plain(value, flow=flow):
        yield value
    if "\\" in value and (quoted := single(value)):
        yield quoted
    yield double(value)


def written_key(key: str, *, flow: bool) -> str:
    """A key, in quotes where it has to be."""
    doubtful = ":" in key or "：" in key
    return key if not doubtful and is_plain(key, flow=flow) else double(key)


def in_brackets(value: Value, style: Style, brace: str = "") -> str:
    """A value on one line; `brace` is what stands inside braces."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{written_key(key, flow=True)}: {in_brackets(one, style, brace)}" for key, one in value.items())
        return f"{{{brace}{pairs}{brace}}}" if pairs else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(in_brackets(one, style, brace) for one in value) + "]"
    return next(ways_of(value, 0, style, flow=True))


def written(value: Value, indent: int, style: Style) -> str:
    """A value that begins at column `indent`, a key or item a line."""
    margin = style.end + " " * indent
    if isinstance(value, dict) and value:
        return margin.join(f"{written_key(key, flow=False)}:{behind_colon(key, one, indent, style)}" for key, one in value.items())
    if isinstance(value, list) and value:
        return margin.join("- " + written(one, indent + 2, style) for one in value)
    if isinstance(value, dict | list):
        return in_brackets(value, style)
    return next(ways_of(value, indent, style, flow=False))


def behind_colon(key: str | int, value: Value, indent: int, style: Style) -> str:
    """What stands behind the colon of a key at column `indent`, with the blank or line end before it."""
    if isinstance(value, list) and value and key in style.inline and all(isinstance(one, str) and "\n" not in one for one in value):
        line = in_brackets(value, style)
        if len(line) <= _INLINE_WIDTH:
            return " " + line
    if isinstance(value, dict | list) and value:
        return style.end + " " * (indent + 2) + written(value, indent + 2, style)
    return "" if value is None else " " + written(value, indent + 2, style)
