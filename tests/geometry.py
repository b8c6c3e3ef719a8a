"""What must hold for every drawn sheet, whatever its kind: a list of complaints, empty when the drawing is sound.

`problems(graph)` looks at a Graph with its boxes and arrows, `svg_problems(text)` at a finished SVG file.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from procdocs.diagrams.graph import Box, Close, Graph, Open
from procdocs.diagrams.palette import PALETTE
from procdocs.diagrams.shapes import Arc, Bend, Circle, Curve, Image, Label, Move, Paint, Path, Pen, Rect, Segment, Shape, Shut
from procdocs.diagrams.text import em_width

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
#: Rounding and side bearings, in pt.
SLACK = 1.0
#: How far before the outline of its target an arrow head may end, in pt.
ARROW_SLACK = 4.0
LEAST = 7.0
CONTRAST = 4.5

#: What colours mean: the outline (else the fill) of a box by palette name, by kind of diagram and role of the box.
COLORS = {
    "turtle": {"leg what": "means", "leg who": "means", "leg input": "flow", "leg output": "flow", "leg how": "guide", "leg measure": "guide", "risks": "alarm"},
    "sipoc": {"head": "flow", "cell": "flow"},
    "octopus": {"arm": "customer", "body": "customer", "exchange input": "means", "exchange output": "flow", "customer": "ink"},
    "landscape": {
        **{"side": "ink", "band customer": "customer", "band management": "management", "band support": "support-ink"},
        **{"process customer": "customer", "process management": "management-ink", "process support": "support-ink"},
    },
    "flowchart": {
        **{"step start": "flow", "step end": "flow", "step process": "flow", "step predefined": "flow"},
        **{"step decision": "guide", "step document": "means", "step data": "means", "connector": "flow"},
        **{"step fork": "ink", "step join": "ink", "step message": "flow", "step timer": "flow", "step error": "alarm"},
    },
    "mindmap": {"topic level0": "ink"},
    "organisation": {"department": "customer"},
    "interaction": {f"process {type_}": f"{type_}-ink" for type_ in ("customer", "management", "support")} | {"link": "wire"},
    "neighbours": {f"{role} {type_}": f"{type_}-ink" for role in ("process", "neighbour") for type_ in ("customer", "management", "support", "outside")},
}
#: The same of arrows, by the role of the box they end at.
ARROW_COLORS = {"octopus": {"arm": "means", "customer": "flow"}, "sipoc": {"body": "flow"}, "neighbours": {"process": "wire"}, "flowchart": {"step": "wire"}}


@dataclass
class Said:
    """A piece of text with the room it takes."""

    text: str
    place: Rectangle
    size: float
    color: str
    groups: tuple[str, ...]
    order: int


@dataclass
class Sheet:
    """Texts and filled areas of a drawing in the order they are painted."""

    width: float
    height: float
    texts: list[Said] = field(default_factory=list)
    areas: list[tuple[int, list[Point], str]] = field(default_factory=list)


def problems(graph: Graph, palette: Mapping[str, str] = PALETTE, *, crowded: bool = False) -> list[str]:
    """Everything unsound about a sheet. `crowded` leaves out the test that texts do not touch each other."""
    sheet = _sheet(graph, palette)
    found = [*_ids(graph), *_texts_on_sheet(sheet), *_texts_in_boxes(graph, sheet), *_boxes(graph), *_arrows(graph), *_contrast(sheet), *_meanings(graph)]
    if not crowded:
        found += _texts_apart(sheet)
    if not graph.title or not graph.description:
        found.append("no title or no description")
    return found


def svg_problems(text: str) -> list[str]:
    """Everything unsound about an SVG file: ids, title and description, scripts, variables, sizes, contrast, text outside the picture."""
    root = ElementTree.fromstring(text)
    name = "{http://www.w3.org/2000/svg}"
    found: list[str] = []
    children = [child.tag.removeprefix(name) for child in root]
    if children[:2] != ["title", "desc"] or not root[0].text or not root[1].text:
        found.append("title and desc are not the first children")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    found += [f"id {one} is used twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    found += [f"<{element.tag}> is not allowed" for element in root.iter() if element.tag.removeprefix(name) in ("script", "foreignObject")]
    if "var(" in text:
        found.append("a file of its own must not use variables")
    rules = dict(re.findall(r"\.([fs]-[\w-]+)\{(?:fill|stroke):(#[0-9A-Fa-f]{6})\}", "".join(style.text or "" for style in root.iter(f"{name}style"))))
    sheet = _svg_sheet(root, rules)
    return [*found, *_texts_on_sheet(sheet), *_contrast(sheet)]


def assert_sound(*graphs: Graph, palette: Mapping[str, str] = PALETTE, crowded: bool = False) -> None:
    """Fails with every complaint about the sheets."""
    complaints = [f"{graph.id} {graph.kind} sheet {graph.sheet}: {complaint}" for graph in graphs for complaint in problems(graph, palette, crowded=crowded)]
    assert not complaints, "\n".join(complaints[:40])


def said(*graphs: Graph) -> str:
    """All text of the sheets in painting order, pieces put together without spaces: wrapped texts can be found in it."""
    return "".join("".join(text.split()) for graph in graphs for text in graph.texts)


def labels(*graphs: Graph) -> list[str]:
    """The whole texts of all boxes."""
    return [box.label for graph in graphs for box in graph.boxes]


# -- reading -------------------------------------------------------------------------------------------------------------------


def _sheet(graph: Graph, palette: Mapping[str, str]) -> Sheet:
    sheet = Sheet(graph.width, graph.height)
    groups: list[str] = []
    for order, mark in enumerate(graph.marks):
        if isinstance(mark, Open):
            groups.append(mark.id)
        elif isinstance(mark, Close):
            groups.pop()
        else:
            _read(sheet, order, mark, tuple(groups), palette)
    return sheet


def _svg_sheet(root: ElementTree.Element, rules: Mapping[str, str]) -> Sheet:
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    sheet = Sheet(width + 2 * left, height + 2 * top)
    for order, element in enumerate(root.iter()):
        classes = element.get("class", "").split()
        fill = next((one for one in classes if one.startswith("f-") and one in rules), "")
        shape = _svg_shape(element, fill)
        if shape is not None:
            _read(sheet, order, shape, (), rules)
    return sheet


def _svg_shape(element: ElementTree.Element, fill: str) -> Shape | None:
    """What an element of our own SVG files draws; None for what is no shape. Only the fill matters here."""
    tag = element.tag.rpartition("}")[2]
    paint = Paint(fill, opacity=float(element.get("opacity", 1)))

    def number(name: str) -> float:
        return float(element.get(name, 0))

    if tag == "text":
        turned = re.fullmatch(r"translate\((\S+) (\S+)\) rotate\((\S+)\)", element.get("transform", ""))
        x, y, turn = (float(part) for part in turned.groups()) if turned else (number("x"), number("y"), 0.0)
        return Label(x, y, element.text or "", number("font-size"), fill, element.get("font-weight") == "700", element.get("text-anchor", "start"), turn)
    if tag == "rect":
        return Rect(number("x"), number("y"), number("width"), number("height"), number("rx"), paint)
    if tag == "circle":
        return Circle(number("cx"), number("cy"), number("r"), paint)
    return Path(tuple(_svg_path(element.attrib["d"])), paint) if tag == "path" else None


def _svg_path(d: str) -> list[Segment]:
    """The segments of path data as `svg.py` writes it: absolute, a letter each."""
    made = {"M": Move, "C": Curve, "Q": Bend}
    pen: Pen | None = None
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        numbers = [float(one) for one in re.findall(r"-?\d+\.?\d*", rest)]
        if pen is None:
            assert letter == "M", d
            pen = Pen(*numbers)
        elif letter == "H":
            pen.across(*numbers)
        elif letter == "V":
            pen.down(*numbers)
        elif letter == "L":
            pen.to(*numbers)
        elif letter == "Z":
            pen.shut()
        elif letter == "A":
            pen.segments.append(Arc(*numbers[:2], *numbers[5:]))
        else:
            pen.segments.append(made[letter](*numbers))
    return pen.segments if pen is not None else []


def _read(sheet: Sheet, order: int, shape: Shape, groups: tuple[str, ...], colors: Mapping[str, str]) -> None:
    if isinstance(shape, Label):
        sheet.texts.append(Said(shape.text, _room(shape), shape.size, colors[shape.color], groups, order))
    elif not isinstance(shape, Image) and shape.paint.fill and shape.paint.opacity > 0.9:
        outline = _outline(shape)
        if len(outline) > 2:
            sheet.areas.append((order, outline, colors[shape.paint.fill]))


def _room(label: Label) -> Rectangle:
    long = em_width(label.text, bold=label.bold) * label.size
    left = {"start": 0.0, "middle": long / 2, "end": long}[label.anchor]
    corners = [(px, py) for px in (-left, long - left) for py in (-0.8 * label.size, 0.12 * label.size)]
    angle = math.radians(label.turn)
    corners = [(px * math.cos(angle) - py * math.sin(angle), px * math.sin(angle) + py * math.cos(angle)) for px, py in corners]
    return (
        label.x + min(corner[0] for corner in corners),
        label.y + min(corner[1] for corner in corners),
        label.x + max(corner[0] for corner in corners),
        label.y + max(corner[1] for corner in corners),
    )


def _outline(shape: Rect | Circle | Path) -> list[Point]:
    if isinstance(shape, Rect):
        x, y, w, h = shape[:4]
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    if isinstance(shape, Circle):
        x, y, r = shape[:3]
        return [(x + r * dx, y + r * dy) for dx, dy in ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))]
    return flatten(shape.segments)


def flatten(segments: Iterable[Segment]) -> list[Point]:
    """The corners of a path; of curves some points in between. Of several parts only the first."""
    out: list[Point] = []
    for segment in segments:
        if isinstance(segment, Shut) or (out and isinstance(segment, Move)):
            break
        if isinstance(segment, Curve):
            out += _curve(out[-1], [segment[0:2], segment[2:4], segment[4:6]])
        elif isinstance(segment, Bend):
            out += _curve(out[-1], [segment[0:2], segment[2:4]])
        out.append((segment.x, segment.y))
    return out


def _curve(start: Point, ends: list[Point]) -> list[Point]:
    points = [start, *ends]
    out = []
    for step in range(1, 8):
        level = points
        while len(level) > 1:
            level = [(a[0] + (b[0] - a[0]) * step / 8, a[1] + (b[1] - a[1]) * step / 8) for a, b in pairwise(level)]
        out.append(level[0])
    return out


# -- complaints ----------------------------------------------------------------------------------------------------------------


def _ids(graph: Graph) -> list[str]:
    boxes = [box.id for box in graph.boxes]
    groups = [mark.id for mark in graph.marks if isinstance(mark, Open) and mark.id]
    return [f"id {one} is used twice" for used in (boxes, groups) for one in sorted({one for one in used if used.count(one) > 1})]


def _texts_on_sheet(sheet: Sheet) -> list[str]:
    found = [f"`{text.text}` is set in {text.size:g} pt" for text in sheet.texts if text.size < LEAST - 0.001]
    whole = (0.0, 0.0, sheet.width, sheet.height)
    return found + [f"`{text.text}` leaves the sheet: {_say(text.place)}" for text in sheet.texts if text.text.strip() and not _within(text.place, whole)]


def _texts_in_boxes(graph: Graph, sheet: Sheet) -> list[str]:
    boxes = {box.id: box for box in graph.boxes}
    found = []
    for text in sheet.texts:
        owner = next((boxes[group] for group in reversed(text.groups) if group in boxes), None)
        if owner is not None and text.text.strip() and not _holds(owner, text.place):
            found.append(f"`{text.text}` {_say(text.place)} leaves box {owner.id} {_say(_rectangle(owner))}")
    return found


def _holds(box: Box, place: Rectangle) -> bool:
    if box.shape == "diamond":
        cx, cy = box.x + box.width / 2, box.y + box.height / 2
        return all(abs(x - cx) / (box.width / 2) + abs(y - cy) / (box.height / 2) <= 1.12 for x in (place[0], place[2]) for y in (place[1], place[3]))
    return _within(place, _rectangle(box))


def _boxes(graph: Graph) -> list[str]:
    boxes = {box.id: box for box in graph.boxes}
    found = [f"box {box.id} leaves the sheet {_say(_rectangle(box))}" for box in graph.boxes if not _within(_rectangle(box), (0.0, 0.0, graph.width, graph.height))]
    found += [
        f"box {box.id} {_say(_rectangle(box))} leaves {box.inside} {_say(_rectangle(boxes[box.inside]))}"
        for box in graph.boxes
        if box.inside in boxes and not _within(_rectangle(box), _rectangle(boxes[box.inside]))
    ]
    families: dict[str, list[Box]] = {}
    for box in graph.boxes:
        families.setdefault(box.inside, []).append(box)
    for family in families.values():
        found += [f"boxes {a.id} and {b.id} overlap" for a, b in combinations(family, 2) if _overlap(_rectangle(a), _rectangle(b), 0.5)]
    return found


def _arrows(graph: Graph) -> list[str]:
    boxes = {box.id: box for box in graph.boxes}
    found = []
    for arrow in graph.arrows:
        if arrow.source not in boxes or arrow.target not in boxes:
            found.append(f"arrow {arrow.source} -> {arrow.target} joins what is not on the sheet")
        elif (distance := _distance(boxes[arrow.target], arrow.tip)) > ARROW_SLACK:
            found.append(f"arrow {arrow.source} -> {arrow.target} ends {distance:.1f} pt from its target")
    return found


def _distance(box: Box, tip: Point) -> float:
    """From the outline; for slanted outlines the nearest of corner points and bounding box counts."""
    x, y = tip
    if box.shape in ("diamond", "circle"):
        cx, cy = box.x + box.width / 2, box.y + box.height / 2
        across = abs(x - cx) / (box.width / 2), abs(y - cy) / (box.height / 2)
        reach: float = sum(across) if box.shape == "diamond" else (across[0] ** 2 + across[1] ** 2) ** 0.5
        return abs(reach - 1) * min(box.width, box.height) / 2
    outside = max(box.x - x, 0, x - box.x - box.width), max(box.y - y, 0, y - box.y - box.height)
    if any(outside):
        return float((outside[0] ** 2 + outside[1] ** 2) ** 0.5)
    return float(min(x - box.x, box.x + box.width - x, y - box.y, box.y + box.height - y))


def _contrast(sheet: Sheet) -> list[str]:
    found = []
    for text in sheet.texts:
        if not text.text.strip():
            continue
        middle = ((text.place[0] + text.place[2]) / 2, (text.place[1] + text.place[3]) / 2)
        under = next((color for order, outline, color in reversed(sheet.areas) if order < text.order and _inside(outline, middle)), "#FFFFFF")
        ratio = contrast(text.color, under)
        if ratio < CONTRAST:
            found.append(f"`{text.text}` in {text.color} on {under} has a contrast of {ratio:.1f}")
    return found


def _meanings(graph: Graph) -> list[str]:
    """Boxes and arrows in a colour that means something else."""
    found = []
    boxes = {box.id: box for box in graph.boxes}
    groups: list[Open] = []
    fresh = False
    for mark in graph.marks:
        if isinstance(mark, Open):
            groups.append(mark)
            fresh = True
        elif isinstance(mark, Close):
            groups.pop()
            fresh = False
        elif fresh and not isinstance(mark, Label | Image):
            # What is painted first shows what a group is; all else lies on it.
            fresh = False
            color = mark.paint.stroke or mark.paint.fill
            if groups[-1].role == "arrow" and groups[-1].joins[1] in boxes:
                wanted = ARROW_COLORS.get(graph.kind, {}).get(boxes[groups[-1].joins[1]].role.split()[0], color)
            elif groups[-1].id in boxes:
                wanted = COLORS.get(graph.kind, {}).get(_role(boxes[groups[-1].id]), color)
            else:
                wanted = color
            if color != wanted:
                found.append(f"{groups[-1].role} {groups[-1].id or groups[-1].joins} is {color}, which does not mean what {wanted} does")
    return found


def _role(box: Box) -> str:
    """The role of a box, with what its id or the box around it says more of it."""
    more = {"exchange": box.id.partition("-")[0], "band": box.id.partition("-")[2], "process": box.inside.partition("-")[2]}
    return f"{box.role} {more.get(box.role, '')}".strip()


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours #RRGGBB by WCAG 2."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _texts_apart(sheet: Sheet) -> list[str]:
    texts = sorted((text for text in sheet.texts if text.text.strip()), key=lambda text: text.place[1])
    found = []
    for number, text in enumerate(texts):
        for other in texts[number + 1 :]:
            if other.place[1] >= text.place[3] - 0.5:
                break
            if _overlap(text.place, other.place, 0.8):
                found.append(f"`{text.text}` {_say(text.place)} touches `{other.text}` {_say(other.place)}")
    return found


def _rectangle(box: Box) -> Rectangle:
    return (box.x, box.y, box.x + box.width, box.y + box.height)


def _within(inner: Rectangle, outer: Rectangle) -> bool:
    return inner[0] >= outer[0] - SLACK and inner[1] >= outer[1] - SLACK and inner[2] <= outer[2] + SLACK and inner[3] <= outer[3] + SLACK


def _overlap(a: Rectangle, b: Rectangle, slack: float) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack


def _inside(outline: list[Point], point: Point) -> bool:
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _say(place: Rectangle) -> str:
    return "(" + ", ".join(f"{number:.1f}" for number in place) + ")"
