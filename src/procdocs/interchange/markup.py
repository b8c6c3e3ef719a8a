"""XML of other programs, read within limits: no entities, nothing fetched, a bounded number of elements and levels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from procdocs.interchange.told import Refused

#: Limits of one XML file: bytes, elements, levels.
BYTES, ELEMENTS, LEVELS = 60_000_000, 600_000, 240
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: What the parser reads by itself; other encodings are decoded before.
_KNOWN = frozenset(("utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1"))
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(slots=True, eq=False)
class Element:
    """An element by its local name, with its namespace, the line it begins in, and what stands in it in order."""

    tag: str
    space: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[Element | str] = field(default_factory=list)
    line: int = 0

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its local name."""
        return self.attributes.get(name, default)

    def children(self, *tags: str) -> Iterator[Element]:
        """The elements directly in it, all or those of these names."""
        return (one for one in self.content if isinstance(one, Element) and (not tags or one.tag in tags))

    def child(self, tag: str) -> Element | None:
        """The first element of a name directly in it."""
        return next(self.children(tag), None)

    def every(self, *tags: str) -> Iterator[Element]:
        """It and all elements below, each before those in it, all or those of these names."""
        waiting: list[Element] = [self]
        while waiting:
            one = waiting.pop()
            if not tags or one.tag in tags:
                yield one
            waiting.extend(reversed([below for below in one.content if isinstance(below, Element)]))

    @property
    def text(self) -> str:
        """All text in it, at any depth."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                pieces.append(one)
            else:
                waiting.extend(reversed(one.content))
        return "".join(pieces)


def parsed(data: bytes) -> Element:
    """The root of an XML file. Raises Refused: too `large`, `entities`, or not well-formed (`xml`, with line and reason)."""
    if len(data) > BYTES:
        raise Refused("large", size=len(data) // 1_000_000, most=BYTES // 1_000_000)
    reader = _Reader()
    return reader.root_of(*_decoded(data))


def cleaned(text: str) -> str:
    """A text without control characters, which neither XML nor our files may hold."""
    return _NO_TEXT.sub("", text)


def words(text: str) -> str:
    """A text on one line, every run of blanks as one blank."""
    return " ".join(cleaned(text).split())


def _decoded(data: bytes) -> tuple[bytes, str | None]:
    hit = _DECLARED.match(data)
    named = hit[1].decode("ascii").lower() if hit else ""
    if not named or named in _KNOWN:
        return data, None
    try:
        return data.decode("gb18030" if named in ("gbk", "gb2312") else named).encode("utf-8"), "utf-8"
    except (LookupError, UnicodeError) as problem:
        raise Refused("encoding", encoding=named) from problem


class _Reader:
    def __init__(self) -> None:
        self._top = Element("")
        self._open = [self._top]
        self._count = 0
        self._parser: expat.XMLParserType

    def root_of(self, data: bytes, encoding: str | None) -> Element:
        self._parser = expat.ParserCreate(encoding, namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity
        self._parser.ExternalEntityRefHandler = self._outside
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - as expat calls it: the last piece
        except expat.ExpatError as problem:
            raise Refused("xml", f"{problem.lineno}:{problem.offset + 1}", reason=expat.ErrorString(problem.code)) from None
        except UnicodeError as problem:
            raise Refused("encoding", encoding=encoding or "?") from problem
        return next(self._top.children())

    def _start(self, name: str, said: dict[str, str]) -> None:
        self._count += 1
        if self._count > ELEMENTS or len(self._open) > LEVELS:
            raise Refused("elements", str(self._parser.CurrentLineNumber), most=ELEMENTS, levels=LEVELS)
        space, _, tag = name.rpartition(" ")
        element = Element(tag, space, {key.rpartition(" ")[2]: cleaned(value) for key, value in said.items()}, line=self._parser.CurrentLineNumber)
        self._open[-1].content.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(cleaned(text))

    def _entity(self, *_said: object) -> None:
        raise Refused("entities", str(self._parser.CurrentLineNumber))

    def _outside(self, *_said: object) -> int:
        raise Refused("entities", str(self._parser.CurrentLineNumber))
