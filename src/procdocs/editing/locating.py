"""From a place in a text, as findings name it, to the key or value that stands there. Pure."""

from __future__ import annotations

from procdocs.diagnostics import Span
from procdocs.source.edit import CannotEdit, Path
from procdocs.source.edit.tree import Key, Part, parse
from procdocs.source.lines import lines_of


def offset_of(text: str, span: Span) -> int:
    """The character at which a finding stands. Raises CannotEdit for one without a place in the text."""
    starts = lines_of(span.path, text).starts
    if span.line is None or span.column is None or span.line > len(starts):
        raise CannotEdit("no place")
    return int(starts[span.line - 1]) + span.column - 1


def written_path(text: str, span: Span) -> Path:
    """The path of the key or value at which a finding stands. Raises CannotEdit."""
    return at_offset(parse(text), offset_of(text, span))[0]


def at_offset(root: Part, offset: int) -> tuple[Path, Part | Key]:
    """The key or text that begins at an offset, and its path. Raises CannotEdit if nothing does."""
    stack: list[tuple[Path, Part]] = [((), root)]
    while stack:
        path, part = stack.pop()
        if part.value is not None and part.start <= offset < max(part.end, part.start + 1):
            return path, part
        for key, below in part.pairs or ():
            if key.start <= offset < key.end:
                return (*path, key.name), key
            stack.append(((*path, key.name), below))
        stack.extend(((*path, place), below) for place, below in enumerate(part.items or ()))
    raise CannotEdit("nothing stands there")
