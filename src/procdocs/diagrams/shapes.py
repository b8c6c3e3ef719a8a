"""What a drawing is made of: rectangles, circles, paths of typed segments, texts and pictures. Sizes in pt, colours by palette name.

Nothing here knows a file format; `Pen` builds paths with the few verbs the kinds need.
"""

from __future__ import annotations

from typing import NamedTuple


class Move(NamedTuple):
    """Begin a part of a path at a point."""

    x: float
    y: float


class Straight(NamedTuple):
    """A straight line to a point."""

    x: float
    y: float


class Curve(NamedTuple):
    """A cubic curve to a point, with its two control points before it."""

    x1: float
    y1: float
    x2: float
    y2: float
    x: float
    y: float


class Bend(NamedTuple):
    """A quadratic curve to a point, with its control point before it."""

    x1: float
    y1: float
    x: float
    y: float


class Arc(NamedTuple):
    """The shorter piece of an ellipse with level axes, clockwise to a point."""

    across: float
    down: float
    x: float
    y: float


class Shut(NamedTuple):
    """Back to where the part of the path began."""


Segment = Move | Straight | Curve | Bend | Arc | Shut


class Paint(NamedTuple):
    """How a shape is painted. Colours by palette name, "" is none; `weight` of the outline and `dash` (on, off) in pt."""

    fill: str = ""
    stroke: str = ""
    weight: float = 0.0
    dash: tuple[float, ...] = ()
    #: Corners of the outline are rounded.
    is_round: bool = False
    opacity: float = 1.0


class Rect(NamedTuple):
    """A rectangle from its upper left corner, its corners rounded by `radius`."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    paint: Paint


class Circle(NamedTuple):
    """A circle around a point."""

    x: float
    y: float
    radius: float
    paint: Paint


class Path(NamedTuple):
    """Lines and curves; begins with a `Move`."""

    segments: tuple[Segment, ...]
    paint: Paint


class Label(NamedTuple):
    """One line of text whose baseline begins, is centred or ends (`anchor`) at a point, turned around it by `turn` degrees clockwise."""

    x: float
    y: float
    text: str
    size: float
    color: str
    bold: bool = False
    anchor: str = "start"
    turn: float = 0.0


class Image(NamedTuple):
    """A picture that carries its own bytes as a `data:` address, as large as its room allows without distortion."""

    x: float
    y: float
    width: float
    height: float
    uri: str


Shape = Rect | Circle | Path | Label | Image


def colors_of(shape: Shape) -> tuple[tuple[str, str], ...]:
    """What a shape is coloured with: `fill` or `stroke`, and the palette name."""
    if isinstance(shape, Label):
        return (("fill", shape.color),)
    if isinstance(shape, Image):
        return ()
    fill, stroke = shape.paint.fill, shape.paint.stroke
    if fill and stroke:
        return (("fill", fill), ("stroke", stroke))
    return (("fill", fill),) if fill else (("stroke", stroke),) if stroke else ()


class Pen:
    """Builds a path; every verb goes on from where the last one ended and returns the pen."""

    __slots__ = ("_start", "_x", "_y", "segments")

    def __init__(self, x: float, y: float) -> None:
        self.segments: list[Segment] = []
        self.move(x, y)

    def _add(self, segment: Segment, x: float, y: float) -> Pen:
        self.segments.append(segment)
        self._x, self._y = x, y
        return self

    def move(self, x: float, y: float) -> Pen:
        """Lift the pen and begin another part."""
        self._start = (x, y)
        return self._add(Move(x, y), x, y)

    def to(self, x: float, y: float) -> Pen:
        """A straight line to a point."""
        return self._add(Straight(x, y), x, y)

    def across(self, x: float) -> Pen:
        """A level line."""
        return self.to(x, self._y)

    def down(self, y: float) -> Pen:
        """An upright line."""
        return self.to(self._x, y)

    def by(self, dx: float, dy: float) -> Pen:
        """A straight line by a distance. Both are taken in tenths of a pt, so that a sign keeps its shape wherever it stands."""
        return self.to(*self._away(dx, dy))

    def curve(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> Pen:
        """A cubic curve with its control points and its end."""
        return self._add(Curve(x1, y1, x2, y2, x, y), x, y)

    def bend(self, x1: float, y1: float, x: float, y: float) -> Pen:
        """A quadratic curve with its control point and its end."""
        return self._add(Bend(x1, y1, x, y), x, y)

    def bend_by(self, dx1: float, dy1: float, dx: float, dy: float) -> Pen:
        """A quadratic curve with control point and end by their distances, taken in tenths of a pt."""
        return self.bend(*self._away(dx1, dy1), *self._away(dx, dy))

    def arc_by(self, across: float, down: float, dx: float, dy: float) -> Pen:
        """A piece of an ellipse with these half axes, clockwise by a distance taken in tenths of a pt."""
        x, y = self._away(dx, dy)
        return self._add(Arc(across, down, x, y), x, y)

    def shut(self) -> Pen:
        """Back to the beginning of the part."""
        return self._add(Shut(), *self._start)

    def _away(self, dx: float, dy: float) -> tuple[float, float]:
        return round(round(self._x, 1) + round(dx, 1), 1), round(round(self._y, 1) + round(dy, 1), 1)


def polyline(points: list[tuple[float, float]]) -> Pen:
    """A pen that went straight from point to point."""
    pen = Pen(*points[0])
    for point in points[1:]:
        pen.to(*point)
    return pen
