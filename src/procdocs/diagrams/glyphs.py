"""Characters of a project that no font has, found before anything is drawn. Reads the sources in memory; changes nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.diagnostics.drawing import PD702
from procdocs.diagrams.fonts import Fonts, fonts_for
from procdocs.project import Project
from procdocs.project.private import marked_bytes, marks
from procdocs.source.reader import read, scalar_ranges
from procdocs.source.text import LINE_END, decode


def lost_glyphs(project: Project) -> tuple[Diagnostic, ...]:
    """One finding for every place of a value where a character stands that no configured font has. Raises `fonts.NoFont`."""
    fonts = fonts_for(project.fonts)
    marking = marks(project.settings)
    return tuple(finding for path, data in project.sources.items() for finding in _in_file(path, marked_bytes(data) if marking else data, fonts))


def _in_file(path: str, data: bytes, fonts: Fonts) -> Iterator[Diagnostic]:
    text, _ = decode(path, data)
    if not text:
        return
    if "\\u" in text.casefold():
        yield from _escaped(path, data, frozenset(text), fonts)
    missing = frozenset(fonts.lost(text))
    if not missing:
        return
    lines = LINE_END.split(text)
    # Comments are not printed: only what lies within a value counts.
    for (line, start), (last, end) in scalar_ranges(data):
        for number in range(line, min(last, len(lines)) + 1):
            said = lines[number - 1]
            first = start if number == line else 1
            stop = end - 1 if number == last else len(said)
            for column in range(first, stop + 1):
                character = said[column - 1 : column]
                if character in missing:
                    yield _finding(path, number, column, character)


def _escaped(path: str, data: bytes, visible: frozenset[str], fonts: Fonts) -> Iterator[Diagnostic]:
    """Characters written as an escape stand nowhere in the text: only the values know them."""
    root, _ = read(path, data)
    for node in root.walk() if root is not None else ():
        for character in fonts.lost(node.value or ""):
            if character not in visible:
                yield _finding(path, node.span.line or 1, node.span.column or 1, character)


def _finding(path: str, line: int, column: int, character: str) -> Diagnostic:
    name = unicodedata.name(character, "")
    return diagnose(PD702, Span(path, line, column, column + 1), character=character, code=f"U+{ord(character):04X}", name=name)
