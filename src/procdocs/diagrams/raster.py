"""Sheets as PDF and as PNG. Besides the PDF writer the only file that imports weasyprint; fetches nothing from disk or net."""

from __future__ import annotations

import base64
import html
import io
import logging
from collections.abc import Mapping

from procdocs.diagrams.fonts import STACK
from procdocs.diagrams.graph import Graph
from procdocs.diagrams.palette import PALETTE
from procdocs.diagrams.svg import MARGIN, svg

#: Free room around a picture of its own, in pt.
FRAME = 8.0


class NoPango(Exception):
    """WeasyPrint or the Pango library it needs cannot be loaded; the message says what the system said."""


def pdf(graphs: tuple[Graph, ...], palette: Mapping[str, str] = PALETTE) -> bytes:
    """A PDF with one A4 page a sheet, the title above it. Raises NoPango."""
    pages = "".join(f'<section class="{_side(graph)}"><h1>{html.escape(graph.title)}</h1>{_image(graph, palette)}</section>' for graph in graphs)
    style = (
        "@page portrait{size:A4;margin:16mm 15mm}@page landscape{size:A4 landscape;margin:15mm 15mm 12mm}"
        ".portrait{page:portrait}.landscape{page:landscape}section{break-after:page}section:last-child{break-after:auto}"
        "h1{font-size:13pt;margin:0 0 3mm;color:#1B2733}img{display:block;max-width:100%}"
    )
    return _print(graphs, style, pages)


def png(graphs: tuple[Graph, ...], dpi: float = 150, palette: Mapping[str, str] = PALETTE) -> bytes:
    """One picture of the sheets, one below the other, at `dpi` dots an inch. Raises NoPango."""
    import pypdfium2  # type: ignore[import-untyped]

    rules = "".join(
        f"@page p{number}{{size:{graph.width + 2 * (FRAME + MARGIN):.2f}pt {graph.height + 2 * (FRAME + MARGIN) + 1:.2f}pt;margin:{FRAME}pt}}.p{number}{{page:p{number}}}"
        for number, graph in enumerate(graphs)
    )
    pages = "".join(f'<section class="p{number}">{_image(graph, palette)}</section>' for number, graph in enumerate(graphs))
    data = _print(graphs, rules + "section{break-after:page}section:last-child{break-after:auto}img{display:block}", pages)
    document = pypdfium2.PdfDocument(data)
    pictures = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    if len(pictures) > 1:
        from PIL import Image

        whole = Image.new("RGB", (max(picture.width for picture in pictures), sum(picture.height for picture in pictures)), "white")
        top = 0
        for picture in pictures:
            whole.paste(picture, (0, top))
            top += picture.height
        pictures = [whole]
    out = io.BytesIO()
    pictures[0].save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _side(graph: Graph) -> str:
    return "portrait" if graph.is_portrait else "landscape"


def _image(graph: Graph, palette: Mapping[str, str]) -> str:
    data = base64.b64encode(svg(graph, palette=palette).encode()).decode()
    return f'<img alt="{html.escape(graph.title)}" src="data:image/svg+xml;base64,{data}" style="width:{graph.width + 2 * MARGIN:.2f}pt">'


def _print(graphs: tuple[Graph, ...], style: str, body: str) -> bytes:
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as problem:
        raise NoPango(str(problem)) from problem
    # WeasyPrint tells the terminal of every style rule it does not know; the drawing is checked by our own tests.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    families = ", ".join(dict.fromkeys(f'"{name}"' for graph in graphs for name in (*graph.fonts, *STACK[:-1])))
    families = "".join(character for character in families if character.isalnum() or character in ' ",-_.')
    head = f"<title>{html.escape(graphs[0].title)}</title><style>body{{margin:0}}html{{font-family:{families}, sans-serif}}{style}</style>"
    page = f'<html lang="{html.escape(graphs[0].language)}">{head}{body}'
    printed: bytes = weasyprint.HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"})).write_pdf()
    return printed
