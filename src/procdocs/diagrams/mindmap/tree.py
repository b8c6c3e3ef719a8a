"""Mind map as a tree of sized boxes: what each topic needs at a scale, and where it goes. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from procdocs.diagrams.graph import MM
from procdocs.diagrams.text import LEAST, Chip, Line, balance, chip_width, longest_word, wrap
from procdocs.pictures import Picture
from procdocs.source.address import Address

#: By level, from the root: type size, widest text, inner margin across and down, free height between siblings; last value for all below.
SIZES = (15.0, 10.5, 9.0, 8.5)
WIDEST = (52 * MM, 40 * MM, 40 * MM, 44 * MM)
MARGIN_ACROSS = (16.0, 9.0, 5.0, 3.0)
MARGIN_DOWN = (14.0, 9.0, 5.0, 3.0)
BETWEEN = (0.0, 14.0, 5.0, 3.2)
STEP = 24.0
#: First step out from the root, as a multiple of the others.
FIRST_STEP = 1.8
LINE = 1.27
NOTE_SIZE, NOTE_WIDEST, NOTE_NARROWEST = 7.25, 46 * MM, 24 * MM
#: Room for the sign of a decision.
SIGN = 11.0
#: Height of the tag under the text of the root, and its type size.
ROOT_CHIP, CHIP_SIZE = 13.0, 8.0
#: Longest side of pictures at the root and at other topics, in pt.
PICTURE_SIDES = (30 * MM, 17 * MM)


class Topic(NamedTuple):
    """A topic as it is drawn."""

    id: str
    text: str
    note: str = ""
    chips: tuple[Chip, ...] = ()
    target: str = ""
    picture: Picture | None = None
    is_decision: bool = False
    children: tuple[Topic, ...] = ()
    at: Address | None = None


@dataclass(slots=True)
class Node:
    """A topic with its size; `x` is the left edge and `y` the middle of its body, once placed."""

    topic: Topic
    level: int
    hue: str
    size: float
    lines: tuple[Line, ...]
    width: float
    height: float
    note: tuple[Line, ...]
    note_width: float
    note_size: float
    picture: tuple[float, float]
    children: list[Node] = field(default_factory=list)
    span: float = 0.0
    x: float = 0.0
    y: float = 0.0

    @property
    def above(self) -> float:
        """Height of what stands over the body."""
        return self.picture[1] + 3 if self.picture[1] else 0.0

    @property
    def below(self) -> float:
        """Height of what stands under the body."""
        return len(self.note) * self.note_size * LINE + 1.5 if self.note else 0.0

    @property
    def whole_width(self) -> float:
        """Width with note and picture."""
        return max(self.width, self.note_width, self.picture[0])

    def walk(self) -> Iterator[Node]:
        """The node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Scale(NamedTuple):
    """How large a map is tried: factor on type and gaps, factor on the width of texts."""

    factor: float
    narrow: float = 1.0


def at(values: Sequence[float], level: int) -> float:
    """The value of a level."""
    return values[min(level, 3)]


def node_of(topic: Topic, level: int, hue: str, scale: Scale) -> Node:
    """A topic and everything below it, sized."""
    factor, narrow = scale
    size, bold = max(LEAST, at(SIZES, level) * factor), level < 2
    margin = at(MARGIN_ACROSS, level)
    limit = max(at(WIDEST, level) * max(factor, 0.85) * (narrow if level > 1 else 1), longest_word(topic.text, bold=bold) * size)
    lines = wrap(topic.text, limit, size, topic.chips, bold=bold) if topic.chips and level else balance(topic.text, limit, size, bold=bold)
    note_size = max(LEAST, NOTE_SIZE * factor)
    under = (chip_width(chip, CHIP_SIZE) for chip in topic.chips) if level == 0 else ()
    widest = max((*(line.width for line in lines), *under), default=0.0) + 2 * margin
    # The note of a topic that leads on keeps to its width, so that the lines to the topics below stay clear of it.
    note_limit = max(widest, NOTE_NARROWEST) if topic.children else min(NOTE_WIDEST, max(limit, 30 * MM))
    note = wrap(topic.note, note_limit, note_size) if topic.note else ()
    node = Node(
        topic,
        level,
        hue,
        size,
        lines,
        widest + (SIGN if topic.is_decision else 0),
        max(1, len(lines)) * size * LINE + at(MARGIN_DOWN, level) * factor + (ROOT_CHIP if topic.chips and level == 0 else 0),
        note,
        max((line.width for line in note), default=0.0),
        note_size,
        _picture_size(topic.picture, PICTURE_SIDES[level > 0] * factor),
    )
    node.children = [node_of(child, level + 1, hue, scale) for child in topic.children]
    _set_span(node, factor)
    return node


def _picture_size(picture: Picture | None, side: float) -> tuple[float, float]:
    if picture is None:
        return (0.0, 0.0)
    part = side / max(picture.width, picture.height)
    return (picture.width * part, picture.height * part)


def gap(level: int, factor: float) -> float:
    """Free height between siblings of a level."""
    return at(BETWEEN, level) * factor


def _set_span(node: Node, factor: float, own: float = 1.0) -> None:
    below = sum(child.span for child in node.children) + gap(node.level + 1, factor) * max(0, len(node.children) - 1)
    node.span = max((node.above + node.height + node.below) * (own if not node.children else 1.0), below)


def stretch(nodes: Sequence[Node], air: float, factor: float) -> None:
    """Give leaves more height, so that a small map fills its sheet."""
    for node in nodes:
        stretch(node.children, air, factor)
        _set_span(node, factor, 1 + (air - 1) * 0.85)


def reach(node: Node, factor: float) -> float:
    """How far a node and everything below it extends outwards from its inner edge."""
    return max((node.whole_width + STEP * factor + reach(child, factor) for child in node.children), default=node.whole_width)


def height_of(nodes: Sequence[Node], factor: float) -> float:
    """Height of branches under each other."""
    return sum(node.span for node in nodes) + gap(1, factor) * max(0, len(nodes) - 1)


def sides(nodes: Sequence[Node]) -> tuple[Sequence[Node], Sequence[Node]]:
    """Reading order kept: the first branches go right, the rest left, cut where the heights balance best."""
    if len(nodes) < 2:
        return nodes, ()
    total = sum(node.span for node in nodes)
    before, cut, best = 0.0, 1, float("inf")
    for number, node in enumerate(nodes[:-1], 1):
        before += node.span
        if abs(before - total / 2) < best - 0.01:
            cut, best = number, abs(before - total / 2)
    return nodes[:cut], nodes[cut:]


def place(node: Node, inner: float, middle: float, side: int, factor: float) -> None:
    """Set x and y of a node and all below it; `inner` is its edge towards the root, `middle` the middle of its span."""
    node.x = inner if side > 0 else inner - node.width
    node.y = middle + (node.above - node.below) / 2
    between = gap(node.level + 1, factor)
    top = middle - (sum(child.span for child in node.children) + between * max(0, len(node.children) - 1)) / 2
    for child in node.children:
        place(child, inner + side * (node.whole_width + STEP * factor), top + child.span / 2, side, factor)
        top += child.span + between
