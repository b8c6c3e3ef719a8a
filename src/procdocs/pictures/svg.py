"""SVG files written anew from an allow-list: no script, outside address or entity of theirs gets further.

One pass over the events of the XML parser keeps what is allowed; then what one drawing costs is counted, with everything that is
drawn again and again through `use`, markers, patterns and the like, before anything draws it.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree import ElementTree
from xml.parsers import expat

from procdocs.pictures.allowed import ATTRIBUTES, ELEMENTS, GROUPS, allowed_image, harmless
from procdocs.pictures.costs import drawing_cost, signs
from procdocs.pictures.raster import PIXELS, Budget
from procdocs.pictures.rules import safe_rules
from procdocs.pictures.unsound import Unsound

SVG = "http://www.w3.org/2000/svg"
_XLINK, _XML = "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
#: Limits of an SVG file: bytes, elements, levels, characters of text, and of coordinates.
BYTES, ELEMENT_LIMIT, DEPTH, TEXT, COORDINATES = 5_000_000, 5_000, 60, 20_000, 400_000
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")


def clean(content: bytes, *, sized: bool = False) -> bytes:
    """An SVG file with allowed elements and attributes only; with `sized`, as large as what it shows. Raises Unsound."""
    return cleaned(content, sized=sized)[0]


def cleaned(content: bytes, *, sized: bool = False) -> tuple[bytes, int]:
    """The same, with what it costs to draw: elements, with all repetitions. Raises Unsound."""
    if len(content) > BYTES:
        raise Unsound("elements", _spaced(ELEMENT_LIMIT))
    root = _Reading().read(content)
    cost = drawing_cost(root)
    root.set("xmlns", SVG)
    if sized:
        width, height = _shown(root)
        root.set("width", f"{width:g}")
        root.set("height", f"{height:g}")
    said: bytes = ElementTree.tostring(root, encoding="utf-8")
    return said, cost


def svg_size(content: bytes) -> tuple[float, float]:
    """Width and height, in any unit, of a file that was cleaned. Raises Unsound."""
    return _shown(ElementTree.fromstring(content))  # noqa: S314 - our own writing


def _shown(root: ElementTree.Element) -> tuple[float, float]:
    """The part that is shown; without any word of it, what browsers take."""
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", "").replace(",", " "))]
    said = [float(match[1]) if (match := _NUMBER.match(root.get(name, ""))) else usual for name, usual in (("width", 300.0), ("height", 150.0))]
    width, height = box[2:4] if len(box) == 4 else said
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise Unsound("xml")
    return width, height


class _Reading:
    """Builds the allowed part of one file while it is parsed."""

    def __init__(self) -> None:
        self.open: list[ElementTree.Element | None] = []
        self.root: ElementTree.Element | None = None
        self.budget = Budget(PIXELS)
        self.elements = self.text = self.coordinates = 0

    def read(self, content: bytes) -> ElementTree.Element:
        """The root of what is kept. Raises Unsound."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._start, self._end, self._said
        parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = self._doctype, self._entity
        try:
            parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place
        except (expat.ExpatError, ValueError, LookupError) as problem:
            raise Unsound("xml") from problem
        if self.root is None:
            raise Unsound("other")
        _shown(self.root)
        return self.root

    def _doctype(self, _name: str, _system: str | None, _public: str | None, own: bool) -> None:  # noqa: FBT001 - expat calls it by place
        # The one that drawing programs write points to a DTD that nobody reads; one with rules of its own is an attack.
        if own:
            raise Unsound("doctype")

    def _entity(self, *_: object) -> None:
        raise Unsound("doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.elements += 1
        if self.elements > ELEMENT_LIMIT:
            raise Unsound("elements", _spaced(ELEMENT_LIMIT))
        if len(self.open) >= DEPTH:
            raise Unsound("depth", str(DEPTH))
        if self.root is None:
            if local != "svg" or space not in (SVG, ""):
                raise Unsound("other")
            self.root = ElementTree.Element("svg", self._kept("svg", attributes))
            self.open.append(self.root)
            return
        parent = self.open[-1]
        tag = GROUPS.get(local, local)
        known = parent is not None and space in (SVG, "") and tag in ELEMENTS
        if not known or parent is None or (tag == "image" and not allowed_image(_href(attributes), self.budget)):
            self.open.append(None)
            return
        self.open.append(ElementTree.SubElement(parent, tag, self._kept(tag, attributes)))

    def _kept(self, tag: str, attributes: dict[str, str]) -> dict[str, str]:
        written: dict[str, str] = {}
        for name, value in attributes.items():
            space, _, local = name.rpartition(" ")
            if space in ("", SVG) or (space == _XLINK and local == "href"):
                written[local] = value
            elif space == _XML and local == "space" and value == "preserve":
                written["xml:space"] = value
        for rule in written.pop("style", "").split(";"):
            name, _, value = rule.partition(":")
            if name.strip():
                written[name.strip()] = value.strip()
        self.coordinates += signs(written)
        if self.coordinates > COORDINATES:
            raise Unsound("elements", _spaced(ELEMENT_LIMIT))
        return {name: value for name, value in written.items() if (name in ATTRIBUTES and harmless(tag, name, value)) or name == "xml:space"}

    def _end(self, _name: str) -> None:
        element = self.open.pop()
        if element is not None and element.tag == "style":
            element.text = safe_rules(element.text or "")
            parent = self.open[-1] if self.open else None
            if parent is not None and not element.text:
                parent.remove(element)

    def _said(self, text: str) -> None:
        element = self.open[-1] if self.open else None
        if element is None:
            return
        self.text += len(text.strip())
        if element.tag not in ("style", "title", "desc") and (lost := _letterless(text)):
            raise Unsound("letters", f"U+{ord(lost):04X}")
        if self.text > TEXT and element.tag != "style":
            raise Unsound("words", _spaced(TEXT))
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text


def _letterless(text: str) -> str:
    """The first character that no font of another machine can have: one of a private font, or none at all."""
    return "" if text.isascii() else next((character for character in text if unicodedata.category(character) in ("Co", "Cn", "Cs")), "")


def _href(attributes: dict[str, str]) -> str:
    return attributes.get("href") or attributes.get(f"{_XLINK} href") or ""


def _spaced(number: int) -> str:
    return f"{number:_}".replace("_", " ")
