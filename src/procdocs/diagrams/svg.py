"""Graph to SVG. One template draws all kinds; every text is escaped here and nowhere else.

Colours are classes. A file of its own carries their rules with literal colours (WeasyPrint paints CSS variables black);
the copy that goes into an HTML page carries none, because the page's style sheet has them and can darken them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

import jinja2

from procdocs.diagrams.fonts import STACK, font_list
from procdocs.diagrams.graph import MM, Close, Graph, Mark, Open
from procdocs.diagrams.palette import PALETTE
from procdocs.diagrams.shapes import Arc, Bend, Circle, Curve, Image, Label, Move, Paint, Path, Rect, Segment, Shape, Shut, colors_of
from procdocs.templating import environment

#: Free room on every side, in pt, so that outer strokes are not cut.
MARGIN = 1.5
Link = Callable[[str], str | None]
#: Marks as text, cut where a link may begin or end, each piece with the target of the group that begins in it; None where such a group ends.
Pieces = Sequence[tuple[str, str | None]]


def svg(graph: Graph, link: Link | None = None, palette: Mapping[str, str] = PALETTE, *, inline: bool = False, pieces: Pieces | None = None) -> str:
    """The SVG text of one sheet. `link` turns a target into an address or refuses it; without it nothing is linked.

    Who writes a sheet more than once hands in its marks, as `written_pieces` gives them.
    """
    prefix = prefix_of(graph)
    pieces = written_pieces(graph) if pieces is None else pieces
    return _template().render(
        graph=graph,
        title=_FORBIDDEN.sub("", graph.title),
        description=_FORBIDDEN.sub("", graph.description),
        prefix=_FORBIDDEN.sub("", prefix),
        stack=font_list((*graph.fonts, *STACK)),
        rules="" if inline else _rules(graph, palette),
        marks="\n".join((piece for piece, _ in pieces) if link is None else _linked(pieces, link)),
        margin=MARGIN,
        mm=MM,
    )


@cache
def _template() -> jinja2.Template:
    return environment().get_template("diagram.svg.j2")


def _rules(graph: Graph, palette: Mapping[str, str]) -> str:
    used = {color for shape in graph.shapes for color in colors_of(shape)}
    return "".join(f"#{prefix_of(graph)} .{name[0]}-{color}{{{name}:{palette[color]}}}" for name, color in sorted(used))


def prefix_of(graph: Graph) -> str:
    """What every id in the SVG of a sheet begins with; it is the id of the SVG itself, and different for different ids of documents.

    Style rules select by it: it has no point, and no figure at its beginning.
    """
    name = graph.id.replace("_", "__").replace(".", "_-")
    return f"{'_' if name[:1].isdigit() else ''}{name}-{graph.kind}-{graph.sheet}"


def written_marks(graph: Graph) -> tuple[str, ...]:
    """Each mark of a sheet as SVG, without links."""
    prefix = prefix_of(graph)
    return tuple(_written(mark, prefix) for mark in graph.marks)


def written_pieces(graph: Graph) -> Pieces:
    """The marks of a sheet as SVG, without links: few pieces, because few groups lead anywhere."""
    found: list[tuple[str, str | None]] = []
    run: list[str] = []
    leading: list[bool] = []
    for mark, said in zip(graph.marks, written_marks(graph), strict=True):
        if isinstance(mark, Open):
            leading.append(bool(mark.target))
        if (isinstance(mark, Open) and mark.target) or (isinstance(mark, Close) and leading.pop()):
            found += (("\n".join(run), ""), (said, mark.target if isinstance(mark, Open) else None)) if run else ((said, mark.target if isinstance(mark, Open) else None),)
            run = []
        else:
            run.append(said)
    return (*found, ("\n".join(run), "")) if run else tuple(found)


def _linked(pieces: Pieces, link: Link) -> Iterator[str]:
    """The pieces with `<a>` around groups whose target `link` knows."""
    open_links: list[bool] = []
    for said, target in pieces:
        if target is None:
            yield f"{said}</a>" if open_links.pop() else said
        elif target:
            address = link(target)
            open_links.append(address is not None)
            yield said if address is None else f'<a href="{_quoted(address)}">{said}'
        else:
            yield said


def _written(mark: Mark, prefix: str) -> str:
    if isinstance(mark, Close):
        return "</g>"
    if isinstance(mark, Open):
        identity = f' id="{_quoted(prefix + "-" + mark.id)}"' if mark.id else ""
        role = f' class="{_quoted(mark.role)}"' if mark.role else ""
        target = f' data-target="{_quoted(mark.target)}"' if mark.target else ""
        if all(mark.joins):
            target += "".join(f' data-{end}="{_quoted(prefix + "-" + box)}"' for end, box in zip(("from", "to"), mark.joins, strict=True))
        return f"<g{identity}{role}{target}>" + (f"<title>{_text(mark.title)}</title>" if mark.title else "")
    return _shape(mark)


def _shape(shape: Shape) -> str:
    if isinstance(shape, Label):
        return _label(shape)
    if isinstance(shape, Path):
        return f'<path{_classes(shape.paint)} d="{_path(shape.segments)}"{_outline(shape.paint)}/>'
    if isinstance(shape, Rect):
        radius = f' rx="{_number(shape.radius)}"' if shape.radius else ""
        place = f' x="{_number(shape.x)}" y="{_number(shape.y)}" width="{_number(shape.width)}" height="{_number(shape.height)}"'
        return f"<rect{_classes(shape.paint)}{place}{_outline(shape.paint)}{radius}/>"
    if isinstance(shape, Circle):
        return f'<circle{_classes(shape.paint)} cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"{_outline(shape.paint)}/>'
    return _image(shape)


def _label(label: Label) -> str:
    x, y = (0.0, 0.0) if label.turn else (label.x, label.y)
    turned = f' transform="translate({label.x:.1f} {label.y:.1f}) rotate({_number(label.turn)})"' if label.turn else ""
    bold = ' font-weight="700"' if label.bold else ""
    anchor = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
    place = f' x="{_number(x)}" y="{_number(y)}" font-size="{_number(label.size)}"'
    return f'<text class="f-{label.color}"{place}{turned}{bold}{anchor}>{_text(label.text)}</text>'


def _image(image: Image) -> str:
    place = f' x="{_number(image.x)}" y="{_number(image.y)}" width="{_number(image.width)}" height="{_number(image.height)}"'
    return f'<image href="{_quoted(image.uri)}"{place} preserveAspectRatio="xMidYMid meet"/>'


def _classes(paint: Paint) -> str:
    names = " ".join(name for name in (f"f-{paint.fill}" if paint.fill else "", f"s-{paint.stroke}" if paint.stroke else "") if name)
    return f' class="{names}"' if names else ""


def _outline(paint: Paint) -> str:
    """The attributes of an outline, and of a shape that is not filled or seen through."""
    said = f' stroke-width="{_number(paint.weight)}"' if paint.stroke else ""
    if paint.is_round:
        said += ' stroke-linejoin="round"'
    if paint.dash:
        said += f' stroke-dasharray="{" ".join(map(_number, paint.dash))}"'
    if paint.opacity < 1:
        said += f' opacity="{_number(paint.opacity)}"'
    return said if paint.fill else said + ' fill="none"'


def _path(segments: Sequence[Segment]) -> str:
    """Path data, all absolute, in tenths of a pt; level and upright lines in their short form."""
    said: list[str] = []
    x = y = begun_x = begun_y = 0.0
    for segment in segments:
        if isinstance(segment, Shut):
            said.append("Z")
            x, y = begun_x, begun_y
            continue
        if isinstance(segment, Move):
            said.append(f"M{segment.x:.1f},{segment.y:.1f}")
            begun_x, begun_y = segment.x, segment.y
        elif isinstance(segment, Curve):
            said.append(f"C{segment.x1:.1f},{segment.y1:.1f} {segment.x2:.1f},{segment.y2:.1f} {segment.x:.1f},{segment.y:.1f}")
        elif isinstance(segment, Bend):
            said.append(f"Q{segment.x1:.1f},{segment.y1:.1f} {segment.x:.1f},{segment.y:.1f}")
        elif isinstance(segment, Arc):
            said.append(f"A{segment.across:.1f},{segment.down:.1f} 0 0 1 {segment.x:.1f},{segment.y:.1f}")
        elif segment.y == y:
            said.append(f"H{segment.x:.1f}")
        else:
            said.append(f"V{segment.y:.1f}" if segment.x == x else f"L{segment.x:.1f},{segment.y:.1f}")
        x, y = segment.x, segment.y
    return "".join(said)


@lru_cache(maxsize=50_000)
def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


#: What XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What is written otherwise, or not at all; most texts have none of it.
_SPECIAL = re.compile("[<>&\"'\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _quoted(value: str) -> str:
    """An attribute's value, escaped."""
    return html.escape(_FORBIDDEN.sub("", value)) if _SPECIAL.search(value) else value


def _text(said: str) -> str:
    """Escaped, and without what XML cannot hold."""
    return html.escape(_FORBIDDEN.sub("", said), quote=False) if _SPECIAL.search(said) else said
