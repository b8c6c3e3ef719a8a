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
from procdocs.templating import environment

#: Free room on every side, in pt, so that outer strokes are not cut.
MARGIN = 1.5
Link = Callable[[str], str | None]


def svg(graph: Graph, link: Link | None = None, palette: Mapping[str, str] = PALETTE, *, inline: bool = False, marks: Sequence[str] | None = None) -> str:
    """The SVG text of one sheet. `link` turns a target into an address or refuses it; without it nothing is linked.

    Who writes a sheet more than once hands in its marks, as `written_marks` gives them.
    """
    prefix = prefix_of(graph)
    marks = written_marks(graph) if marks is None else marks
    return _template().render(
        graph=graph,
        title=_FORBIDDEN.sub("", graph.title),
        description=_FORBIDDEN.sub("", graph.description),
        prefix=_FORBIDDEN.sub("", prefix),
        stack=font_list((*graph.fonts, *STACK)),
        rules="" if inline else _rules(graph, palette),
        marks="\n".join(marks if link is None else _linked(graph, marks, link)),
        margin=MARGIN,
        mm=MM,
    )


@cache
def _template() -> jinja2.Template:
    return environment().get_template("diagram.svg.j2")


def _rules(graph: Graph, palette: Mapping[str, str]) -> str:
    used = {(name, str(value)) for mark in graph.marks if isinstance(mark, Mark) for name, value in mark.attributes.items() if name in ("fill", "stroke") and value != "none"}
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
    return tuple(_mark(mark, prefix) for mark in graph.marks)


def _linked(graph: Graph, marks: Sequence[str], link: Link) -> Iterator[str]:
    """The marks with `<a>` around groups whose target `link` knows."""
    open_links: list[bool] = []
    for mark, said in zip(graph.marks, marks, strict=True):
        if isinstance(mark, Open):
            address = link(mark.target) if mark.target else None
            open_links.append(address is not None)
            yield said if address is None else f'<a href="{_quoted(address)}">{said}'
        elif isinstance(mark, Close):
            yield "</g></a>" if open_links.pop() else "</g>"
        else:
            yield said


def _mark(mark: Mark | Open | Close, prefix: str) -> str:
    if isinstance(mark, Close):
        return "</g>"
    if isinstance(mark, Open):
        identity = f' id="{_quoted(prefix + "-" + mark.id)}"' if mark.id else ""
        role = f' class="{_quoted(mark.role)}"' if mark.role else ""
        target = f' data-target="{_quoted(mark.target)}"' if mark.target else ""
        if all(mark.joins):
            target += "".join(f' data-{end}="{_quoted(prefix + "-" + box)}"' for end, box in zip(("from", "to"), mark.joins, strict=True))
        return f"<g{identity}{role}{target}>" + (f"<title>{_text(mark.title)}</title>" if mark.title else "")
    classes, rest = "", ""
    for name, value in mark.attributes.items():
        if name in ("fill", "stroke") and value != "none":
            classes += f" {name[0]}-{value}"
        elif isinstance(value, float):
            rest += f' {name}="{_number(value)}"'
        else:
            rest += f' {name}="{value if isinstance(value, int) else _quoted(value)}"'
    body = f' class="{classes[1:]}"{rest}' if classes else rest
    return f"<{mark.tag}{body}/>" if mark.text is None else f"<{mark.tag}{body}>{_text(mark.text)}</{mark.tag}>"


@lru_cache(maxsize=50_000)
def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


#: What XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _quoted(value: str) -> str:
    """An attribute's value, escaped."""
    return html.escape(_FORBIDDEN.sub("", value))


def _text(said: str) -> str:
    """Escaped, and without what XML cannot hold."""
    return html.escape(_FORBIDDEN.sub("", said), quote=False)
