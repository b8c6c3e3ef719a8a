"""What is drawn: a sheet of boxes, arrows, text and decoration with places in pt, free of SVG and of DOT.

A diagram kind fills a `Canvas`; the finished, immutable `Graph` is what the SVG and DOT writers and the tests read.
Origin is the upper left corner, y grows downwards. 1 mm = 2.8346 pt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from procdocs.diagnostics import Diagnostic
from procdocs.diagrams.palette import look
from procdocs.diagrams.shapes import Circle, Image, Label, Paint, Path, Pen, Rect, Shape
from procdocs.diagrams.text import BASELINE, LEADING, TIGHT, Chip, Line, chip_size, width
from procdocs.source.address import Address

MM = 72 / 25.4
#: Room for a figure on A4: landscape (267 x 165 mm) and portrait (180 x 238 mm), head, caption and foot taken off.
LANDSCAPE = (267 * MM, 165 * MM)
PORTRAIT = (180 * MM, 238 * MM)

Outline = Literal["box", "round", "pill", "diamond", "parallelogram", "document", "predefined", "circle", "plain", "chevron", "shell", "offpage"]


class Open(NamedTuple):
    """Begin of a group that belongs together; `target` is a document id, `ID#part` or a web address."""

    id: str
    role: str
    title: str
    target: str
    #: Ids of the two boxes a connection joins; twice the same for what stands beside a box.
    joins: tuple[str, str] = ("", "")


class Close(NamedTuple):
    """End of the group opened last."""


Mark = Shape | Open | Close


class Box(NamedTuple):
    """A thing with a place: what the DOT writer pins and the geometry tests look at."""

    id: str
    x: float
    y: float
    width: float
    height: float
    shape: Outline
    label: str
    target: str
    #: Box it stands in, if it is part of another one (an item list inside a leg); such boxes may overlap their parent.
    inside: str
    #: What it is in its kind of diagram: `leg input`, `item`, `step decision`, `connector`, `topic level2`, `chip` and so on.
    role: str = ""
    #: The value of the project it shows; None for what stands for several values or for none.
    at: Address | None = None


class Region(NamedTuple):
    """A place with a meaning that is no box of its own: a lane of a flowchart, a text in the body of a turtle."""

    role: str
    x: float
    y: float
    width: float
    height: float
    label: str
    at: Address | None
    #: Ids of the boxes that belong to it.
    holds: tuple[str, ...] = ()


class Arrow(NamedTuple):
    """A connection between two boxes by id, and the point where its head ends."""

    source: str
    target: str
    label: str
    tip: tuple[float, float]
    #: The value of the project it shows: an exit of a step.
    at: Address | None = None


@dataclass(frozen=True)
class Graph:
    """One sheet of a diagram."""

    #: Id of the document or view it shows, with the view as suffix (`C4`, `C4-sipoc`, `landscape`); continued sheets add `-2`.
    id: str
    kind: str
    language: str
    title: str
    description: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    regions: tuple[Region, ...] = ()
    sheet: int = 1
    sheets: int = 1
    #: Font families the project prefers, before the usual ones.
    fonts: tuple[str, ...] = ()
    #: What is to be said of the way it had to be drawn.
    remarks: tuple[Diagnostic, ...] = ()

    @property
    def is_portrait(self) -> bool:
        """Whether it is meant for a portrait page."""
        return self.width <= PORTRAIT[0] + 1

    @property
    def links(self) -> tuple[Box, ...]:
        """Boxes with a target: where links lie."""
        return tuple(box for box in self.boxes if box.target)

    @property
    def shapes(self) -> Iterator[Shape]:
        """What is painted, in order."""
        return (mark for mark in self.marks if not isinstance(mark, Open | Close))

    @property
    def texts(self) -> Iterator[str]:
        """Every line of text, in painting order."""
        return (mark.text for mark in self.marks if isinstance(mark, Label))

    @property
    def smallest_type(self) -> float:
        """Smallest type size on the sheet, in pt."""
        return min((mark.size for mark in self.marks if isinstance(mark, Label)), default=99.0)


class Group:
    """Closes a group of marks when its `with` block ends."""

    __slots__ = ("_marks",)

    def __init__(self, marks: list[Mark]) -> None:
        self._marks = marks

    def __enter__(self) -> None:
        return None

    def __exit__(self, *problem: object) -> None:
        self._marks.append(Close())


@dataclass
class Canvas:
    """Collects marks while a diagram kind draws. Sizes in pt, colours by palette name."""

    id: str
    kind: str
    language: str
    title: str
    description: str
    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)

    def graph(self, sheet: int = 1, sheets: int = 1) -> Graph:
        """The finished sheet."""
        return Graph(
            self.id,
            self.kind,
            self.language,
            self.title,
            self.description,
            self.width,
            self.height,
            tuple(self.marks),
            tuple(self.boxes),
            tuple(self.arrows),
            tuple(self.regions),
            sheet,
            sheets,
        )

    def group(self, id: str = "", role: str = "", title: str = "", target: str = "", joins: tuple[str, str] = ("", "")) -> Group:
        """Everything drawn inside belongs together."""
        self.marks.append(Open(id, role, title, target, joins))
        return Group(self.marks)

    def box(  # noqa: PLR0913 - a place, and what is said of it
        self,
        id: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        label: str,
        shape: Outline = "box",
        role: str = "",
        title: str = "",
        target: str = "",
        inside: str = "",
        at: Address | None = None,
    ) -> Group:
        """A group with a place; `label` is its whole text, for DOT and for those who cannot see, `at` the value it shows."""
        self.boxes.append(Box(id, x, y, width, height, shape, label, target, inside, role, at))
        return self.group(id, role, title, target)

    def rect(  # noqa: PLR0913 - a place, and how it is painted
        self, x: float, y: float, w: float, h: float, radius: float = 0, *, fill: str, stroke: str = "", weight: float = 0, is_round: bool = False
    ) -> None:
        """A rectangle."""
        self.marks.append(Rect(x, y, w, h, radius, Paint(fill, stroke, weight, is_round=is_round)))

    def path(self, pen: Pen, *, fill: str = "", stroke: str = "", weight: float = 0, dash: tuple[float, ...] = (), is_round: bool = False) -> None:
        """What a pen has drawn."""
        self.marks.append(Path(tuple(pen.segments), Paint(fill, stroke, weight, dash, is_round)))

    def circle(self, x: float, y: float, radius: float, *, fill: str, stroke: str = "", weight: float = 0, opacity: float = 1) -> None:
        """A circle."""
        self.marks.append(Circle(x, y, radius, Paint(fill, stroke, weight, opacity=opacity)))

    def image(self, x: float, y: float, w: float, h: float, uri: str) -> None:
        """A picture, given as a `data:` address."""
        self.marks.append(Image(x, y, w, h, uri))

    def text(self, x: float, y: float, said: str, size: float, color: str = "ink", *, bold: bool = False, anchor: str = "start", turn: float = 0) -> None:
        """Text with its baseline at y, turned around x, y by degrees clockwise."""
        self.marks.append(Label(x, y, said, size, color, bold, anchor, turn))

    def middle(self, x: float, y: float, said: str, size: float, color: str = "ink", *, bold: bool = False, anchor: str = "middle") -> None:
        """Text centred on a point."""
        self.text(x, y + size * BASELINE, said, size, color, bold=bold, anchor=anchor)

    def lines(  # noqa: PLR0913 - every keyword has a usual value
        self,
        x: float,
        y: float,
        lines: tuple[Line, ...],
        size: float,
        color: str = "ink",
        *,
        bold: bool = False,
        align: str = "start",
        room: float = 0.0,
        leading: float = LEADING,
        inside: str = "",
    ) -> float:
        """Wrapped lines with their top at y; returns the bottom. `align` may be middle or end within `room`."""
        for line in lines:
            shift = {"start": 0.0, "middle": (room - line.width) / 2, "end": room - line.width}[align]
            middle = y + size * leading / 2
            for run in line.runs:
                if isinstance(run.piece, Chip):
                    self.chip(x + shift + run.x, middle, run.width, run.piece, chip_size(size), inside=inside)
                else:
                    self.text(x + shift + run.x, middle + size * BASELINE, run.piece, size, color, bold=bold)
            y += size * leading
        return y

    def block(self, x: float, y: float, lines: tuple[Line, ...], size: float, color: str = "ink", *, bold: bool = False, leading: float = TIGHT) -> None:
        """Lines centred on a point, each centred too."""
        top = y - len(lines) * size * leading / 2
        for line in lines:
            self.middle(x, top + size * leading / 2, line.text, size, color, bold=bold)
            top += size * leading

    def chip(self, x: float, y: float, w: float, chip: Chip, size: float, *, inside: str = "") -> None:
        """A tag with its middle at y."""
        colors = look(chip.look)
        height = size * 1.32
        with self.box(f"chip{len(self.boxes)}", x, y - height / 2, w, height, label=chip.text, shape="pill", role="chip", target=chip.target, inside=inside or "-"):
            outline = colors.ink if chip.look in ("outside", "support", "document") else colors.solid
            self.rect(x, y - height / 2, w, height, height / 2 if chip.look == "outside" else 2, fill=colors.solid, stroke=outline, weight=0.6)
            self.middle(x + w / 2, y, chip.text, size, colors.on, bold=True)

    def badge(self, x: float, y: float, code: str, kind: str, size: float = 8, height: float = 0, least: float = 0) -> float:
        """A process id in the colour of its type, left-top at x, y; returns its width."""
        colors = look(kind)
        height = height or size * 1.5
        w = max(width(code, size, bold=True) + size * 0.9, least)
        self.rect(x, y, w, height, 2.5, fill=colors.solid, stroke=colors.ink if kind == "support" else colors.solid, weight=0.6)
        self.middle(x + w / 2, y + height / 2, code, size, colors.on, bold=True)
        return w

    def arrow(  # noqa: PLR0913 - every keyword has a usual value
        self,
        line: Pen,
        tip: tuple[float, float],
        direction: tuple[float, float],
        color: str = "wire",
        *,
        source: str = "",
        target: str = "",
        label: str = "",
        weight: float = 1.2,
        head: float = 6.0,
        dash: tuple[float, ...] = (),
        at: Address | None = None,
    ) -> None:
        """A line and a filled head at `tip` pointing along `direction`. Own heads, so that browsers and print agree."""
        dx, dy = direction
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        dx, dy = dx / length, dy / length
        back_x, back_y = tip[0] - dx * head, tip[1] - dy * head
        half, notch = head * 0.42, head * 0.18
        with self.group(role="arrow", title=label, joins=(source, target)):
            self.path(line, stroke=color, weight=weight, is_round=True, dash=dash)
            pen = Pen(*tip).to(back_x - dy * half, back_y + dx * half).to(back_x + dx * notch, back_y + dy * notch).to(back_x + dy * half, back_y - dx * half)
            self.path(pen.shut(), fill=color)
        if source and target:
            self.arrows.append(Arrow(source, target, label, tip, at))

    def join(self, source: str, target: str, tip: tuple[float, float], label: str = "") -> None:
        """Notes a connection that was drawn by other means than `arrow`."""
        self.arrows.append(Arrow(source, target, label, tip))

    def person(self, x: float, y: float, radius: float, fill: str = "paper", ink: str = "ink") -> None:
        """The sign for a customer: head and shoulders in a circle."""
        self.circle(x, y, radius, fill=fill, stroke=ink, weight=1)
        self.circle(x, y - radius * 0.28, radius * 0.26, fill=ink)
        self.path(Pen(x - radius * 0.5, y + radius * 0.52).arc_by(radius * 0.5, radius * 0.52, radius, 0).shut(), fill=ink)
