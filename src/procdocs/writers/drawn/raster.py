"""Sheets as PDF and as PNG. Printed by a process of its own like every PDF; this module only says what stands on the pages."""

from __future__ import annotations

import base64
import html
import io
import os
from collections.abc import Iterator, Mapping, Sequence

from procdocs.diagnostics import Span, diagnose
from procdocs.diagnostics.drawing import PD704
from procdocs.diagrams.fonts import STACK, font_list
from procdocs.diagrams.graph import Graph
from procdocs.diagrams.svg import MARGIN, svg
from procdocs.execution.child import Unusable
from procdocs.execution.executors import execute
from procdocs.execution.scarcity import tells_of_scarcity
from procdocs.execution.target import Failed, Target
from procdocs.languages import words
from procdocs.writers import WriterFailed, WriterUnavailable
from procdocs.writers.drawn import Style
from procdocs.writers.print.pdf import PLAIN
from procdocs.writers.print.sheet import NO_FONTS

#: Free room around a picture of its own, in pt.
FRAME = 8.0


def pdf_file(graphs: tuple[Graph, ...], style: Style) -> Iterator[bytes]:
    """One PDF with an A4 page a sheet, the title above it. Raises WriterUnavailable, WriterFailed."""
    pages = "".join(f'<section class="{_side(graph)}"><h1>{html.escape(graph.title)}</h1>{_image(graph, style.palette)}</section>' for graph in graphs)
    rules = (
        "@page portrait{size:A4;margin:16mm 15mm}@page landscape{size:A4 landscape;margin:15mm 15mm 12mm}"
        ".portrait{page:portrait}.landscape{page:landscape}section{break-after:page}section:last-child{break-after:auto}"
        "h1{font-size:13pt;margin:0 0 3mm;color:#1B2733}img{display:block;max-width:100%}"
    )
    return iter(_printed(graphs[0], [_page(graphs[0], rules, pages)]))


def png_files(graphs: tuple[Graph, ...], style: Style) -> Iterator[bytes]:
    """Each sheet as a picture of so many dots an inch. Raises WriterUnavailable, WriterFailed."""
    for data in _printed(graphs[0], [_alone(graph, style.palette) for graph in graphs]):
        yield _picture(data, style.dpi)


def _picture(data: bytes, dpi: int) -> bytes:
    """The only page of a PDF as PNG."""
    import pypdfium2

    picture = pypdfium2.PdfDocument(data)[0].render(scale=dpi / 72).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _alone(graph: Graph, palette: Mapping[str, str]) -> str:
    """A page as large as the sheet and its frame."""
    wide, high = (size + 2 * (FRAME + MARGIN) for size in (graph.width, graph.height))
    return _page(graph, f"@page{{size:{wide:.2f}pt {high + 1:.2f}pt;margin:{FRAME}pt}}img{{display:block}}", _image(graph, palette))


def _side(graph: Graph) -> str:
    return "portrait" if graph.is_portrait else "landscape"


def _image(graph: Graph, palette: Mapping[str, str]) -> str:
    data = base64.b64encode(svg(graph, palette=palette).encode()).decode()
    return f'<img alt="{html.escape(graph.title)}" src="data:image/svg+xml;base64,{data}" style="width:{graph.width + 2 * MARGIN:.2f}pt">'


def _page(graph: Graph, rules: str, body: str) -> str:
    """HTML that carries its pictures itself."""
    head = f"<title>{html.escape(graph.title)}</title><style>body{{margin:0}}html{{font-family:{font_list((*graph.fonts, *STACK))}}}{rules}</style>"
    return f'<html lang="{html.escape(graph.language)}">{head}{body}'


def _printed(first: Graph, pages: Sequence[str]) -> list[bytes]:
    """Each page of HTML as a PDF, in order."""
    done: dict[str, bytes] = {}
    targets = [Target(str(number), page, PLAIN, away=True, size=len(page)) for number, page in enumerate(dict.fromkeys(pages))]
    try:
        for target, made in execute(targets, jobs=min(len(targets), os.cpu_count() or 1)):
            if isinstance(made, Failed):
                raise WriterFailed(diagnose(PD704, Span(first.id), made.why, document=first.id, reason=made.reason))
            done[target.inputs] = made.data
    except Unusable as missing:
        if tells_of_scarcity(str(missing)):
            raise WriterUnavailable(words(first.language)("saving.no_room")) from missing
        code = "PD906" if NO_FONTS in str(missing) else "PD902"
        raise WriterUnavailable(f"{words(first.language)(f'doctor.{code}')} ({missing})") from missing
    return [done[page] for page in pages]
