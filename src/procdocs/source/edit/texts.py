"""`Set`: another text in the place of a text. Quotes, block headers and comments stay; of a block only the lines that differ are replaced."""

from __future__ import annotations

from collections.abc import Iterator

from procdocs.source.edit.lines import after_key, line_end
from procdocs.source.edit.operations import Replace, Set
from procdocs.source.edit.patches import Patch, narrowed
from procdocs.source.edit.places import indent_of, is_in_flow
from procdocs.source.edit.replacing import replace
from procdocs.source.edit.tree import Part
from procdocs.source.edit.writing import Style, block, chomping, ways_of


def set_text(text: str, root: Part, operation: Set, style: Style) -> Iterator[list[Patch]]:
    """Ways of putting another text, or nothing, where a value stands."""
    path, value = operation.path, operation.value
    part = root.at(path)
    if part.value is None:
        yield from replace(text, root, Replace(path, value), style)
        return
    flow = is_in_flow(root, path)
    if flow and part.is_empty and path:
        yield from _behind_bare_key(text, root, operation, style)
    if part.is_block and value is not None:
        yield from _lines_of_block(text, part, value, style.end)
    if value is None and not flow and path and not part.is_block:
        start = len(text[: part.start].rstrip(" "))
        if text[start - 1 : start] in (":", "-"):
            yield [Patch(start, part.end, "")]
    blank = " " if part.is_empty and text[part.start - 1 : part.start] not in (" ", "\n", "") else ""
    for said in ways_of(value, indent_of(text, root, path), style, flow=flow, like=part.style):
        yield from _with_comment(text, part, blank + said)


def _behind_bare_key(text: str, root: Part, operation: Set, style: Style) -> Iterator[list[Patch]]:
    """`{k, l}` has keys without a colon."""
    holder = root.at(operation.path[:-1])
    if holder.pairs is None:
        return
    key = holder.key(operation.path[-1])
    has_colon = text[key.end :].lstrip().startswith(":")
    at = after_key(text, key) if has_colon else key.end
    for said in ways_of(operation.value, 0, style, flow=True):
        yield [Patch(at, at, f" {said}" if has_colon else f": {said}")]


def _with_comment(text: str, part: Part, said: str) -> Iterator[list[Patch]]:
    """`said` for a value. A text of several lines pushes a comment on the line behind its header; one on one line takes it from the header."""
    if part.is_block and "\n" not in said:
        header = text[part.start : line_end(text, part.start)]
        if "#" in header:
            yield [Patch(part.start, part.end, f"{said} {header[header.index('#') :]}")]
    elif "\n" in said and "\n" not in text[part.start : part.end]:
        stop = line_end(text, part.end)
        rest = text[part.end : stop]
        head, _, body = said.partition("\n")
        if rest.strip():
            ended = head.removesuffix("\r")
            yield [Patch(part.start, stop, f"{ended}{rest}{head[len(ended) :]}\n{body}")]
    yield [Patch(part.start, part.end, said)]


def _lines_of_block(text: str, part: Part, value: str, end: str) -> Iterator[list[Patch]]:
    """Another text under a `|` or `>`: header, indentation and the lines that stay the same are kept."""
    header = text[part.start : line_end(text, part.start)]
    old = text[part.start : part.end]
    below = old[len(header) :].splitlines()[1:]
    widths = [len(line) - len(line.lstrip(" ")) for line in below if line.strip()]
    if not widths or block(value, 0, end) is None:
        return
    pad = " " * min(widths)
    if part.style == "|":
        lines = value.rstrip("\n").split("\n")
    elif any(line.startswith((" ", "\t")) for line in value.split("\n")):
        return
    else:
        lines = _folded(value, [line[len(pad) :] for line in below])
    trailing = len(value) - len(value.rstrip("\n"))
    said = _header(header, trailing) + end + end.join(pad + line if line else "" for line in lines) + end * (trailing - 1)
    yield [narrowed(part.start, old, said)]


def _header(header: str, trailing: int) -> str:
    """The header of a block for a text that ends in so many line ends: with the same indentation and comment."""
    signs = header.partition("#")[0].rstrip()
    return signs.rstrip("+-") + chomping(trailing) + header[len(signs) :]


def _folded(value: str, before: list[str]) -> list[str]:
    """The lines of a `>` text: paragraphs that are as before keep their line breaks, others stand in one line, because folding puts a blank between Chinese lines."""
    paragraphs: list[list[str]] = [[]]
    for line in before:
        if line.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    known = {" ".join(line.strip(" ") for line in lines): lines for lines in paragraphs if lines}
    folded: list[str] = []
    for number, paragraph in enumerate(value.rstrip("\n").split("\n")):
        folded += [""] * bool(number)
        folded += known.get(paragraph, [paragraph]) if paragraph else []
    return folded
