"""What it costs to draw an SVG tree: elements, counted as often as they are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from procdocs.pictures.rules import references
from procdocs.pictures.unsound import Unsound

#: Elements that are drawn, with all repetitions.
DRAWN = 10_000
#: What a text costs beyond other elements.
TEXT = 5
#: Letters, and characters of paths, that count for one element.
SIGNS = 40
#: Longer values of attributes count by their characters, as lists of numbers: `dx`, `transform`, `stroke-dasharray`.
LONG = 60
#: What a picture inside counts for.
PICTURE = 100
#: Levels, through references too.
LEVELS = 150
#: Elements times style rules: each element asks each rule.
ASKED = 2_000_000
_POINTED = re.compile(r"url\(\s*['\"]?#([\w.:-]+)")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


def drawing_cost(root: Element) -> int:
    """Elements drawn, with all repetitions; letters and corners of paths count for a part of one each.

    Raises Unsound where a drawing refers to itself, or has more elements than can be drawn in a moment.
    """
    every = list(root.iter())
    styles = [element.text or "" for element in every if element.tag == "style"]
    if sum(style.count("{") for style in styles) * len(every) > ASKED:
        raise Unsound("elements", f"{DRAWN:_}".replace("_", " "))
    styled: dict[str, list[str]] = {}
    for style in styles:
        for selector, declared in references(style):
            styled.setdefault(re.findall(r"[.#]?[\w-]+", selector)[-1], []).extend(_POINTED.findall(declared))
    return _Count(every, styled).of(root) + TEXT * sum(element.tag in ("text", "tspan") for element in every)


def signs(attributes: Mapping[str, str]) -> int:
    """Characters of coordinates and of other long values; a picture inside is known by its dots."""
    return sum(len(value) for name, value in attributes.items() if name != "href" and (name in ("d", "points") or len(value) > LONG))


def _own(element: Element) -> int:
    """What an element costs without those in it, each time it is drawn."""
    words = 0 if element.tag == "style" else len(element.text or "") + len(element.tail or "")
    return (PICTURE if element.tag == "image" else 1) + (words + signs(element.attrib)) // SIGNS


class _Count:
    """Remembers what each element costs that others refer to."""

    def __init__(self, every: list[Element], styled: dict[str, list[str]]) -> None:
        self._named: dict[str, Element] = {}
        for element in every:
            if name := element.get("id"):
                self._named.setdefault(name, element)
        self._styled = styled
        #: Cost by name; None while it is being counted.
        self._known: dict[str, int | None] = {}

    def of(self, element: Element, level: int = 0) -> int:
        """Elements drawn for this one. Raises Unsound."""
        if level > LEVELS:
            raise Unsound("depth", str(LEVELS))
        cost = _own(element) + sum(self.of(child, level + 1) for child in element)
        cost += sum(times * self._of_name(name, level) for name, times in self._references(element))
        if cost > DRAWN:
            raise Unsound("elements", f"{DRAWN:_}".replace("_", " "))
        return cost

    def _of_name(self, name: str, level: int) -> int:
        target = self._named.get(name)
        if target is None:
            return 0
        if name not in self._known:
            self._known[name] = None
            self._known[name] = self.of(target, level + 1)
        known = self._known[name]
        if known is None:
            raise Unsound("loop")
        return known

    def _references(self, element: Element) -> Iterator[tuple[str, int]]:
        """Names this element refers to, and how often each is drawn for it."""
        href = element.get("href", "")
        if href.startswith("#"):
            yield href[1:], 1
        for key, value in element.attrib.items():
            for name in _POINTED.findall(value) if "url(" in value else ():
                yield name, self._corners(element) if key.startswith("marker") else 1
        if self._styled:
            marks = [*(f".{one}" for one in element.get("class", "").split()), f"#{element.get('id', '')}", element.tag]
            for mark in marks:
                yield from ((name, self._corners(element)) for name in self._styled.get(mark, ()))

    @staticmethod
    def _corners(element: Element) -> int:
        """About how many corners a path has."""
        return 1 + len(_NUMBERS.findall(element.get("d", "") + element.get("points", ""))) // 2
