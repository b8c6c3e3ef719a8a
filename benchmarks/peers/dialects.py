"""Content in the languages of other programs: HTML, Typst, AsciiDoc, reStructuredText, Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.peers.content import Content, Drawing, Grid, Head, Piece, Points, Section, Text, Words

#: The Chinese face that Asciidoctor PDF brings. It is Japanese and lacks some simplified characters; OpenType collections it does not embed soundly.
FALLBACK = "M+ 1p Fallback"
_FACES = re.compile("font-family:[^;}]*")
#: The largest drawing that fits a page, in mm.
WIDE, HIGH = 170.0, 235.0
STYLE = """@page { size: A4; margin: 20mm } html { font: 9.5pt/1.4 "Noto Sans CJK SC", sans-serif } h1 { break-before: page }
table { border-collapse: collapse; width: 100%; table-layout: fixed } td, th { border: .5pt solid #888; padding: 1mm; vertical-align: top; overflow-wrap: anywhere }
img { max-width: 170mm; max-height: 235mm } thead { display: table-header-group }"""


def one_page(content: Content, folder: Path) -> None:
    """`manual.html`: everything in one page, with a table of contents."""
    contents = "".join(f'<li><a href="#{_label(section.id)}">{html.escape(section.title)}</a></li>' for section in content.sections)
    body = "".join(_html_section(section) for section in content.sections)
    text = f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><title>{html.escape(content.title)}</title><style>{STYLE}</style><ul>{contents}</ul>{body}</html>'
    (folder / "manual.html").write_text(text, encoding="utf-8")


def _html_section(section: Section) -> str:
    return f'<h1 id="{_label(section.id)}">{html.escape(section.title)}</h1>' + "".join(map(_html, section.pieces))


def _html(piece: Piece) -> str:
    match piece:
        case Head():
            return f"<h{piece.level}>{html.escape(piece.text)}</h{piece.level}>"
        case Text():
            return f"<p>{_html_words(piece.words)}</p>"
        case Points():
            tag = "ol" if piece.ordered else "ul"
            return f"<{tag}>" + "".join(f"<li>{_html_words(item)}</li>" for item in piece.items) + f"</{tag}>"
        case Grid():
            widths = "".join(f'<col style="width:{100 * share / sum(piece.shares):.1f}%">' for share in piece.shares)
            head = "<thead><tr>" + "".join(f"<th>{html.escape(title)}</th>" for title in piece.head) + "</tr></thead>" if piece.head else ""
            rows = "".join("<tr>" + "".join(f"<td>{_html_words(cell)}</td>" for cell in row) + "</tr>" for row in piece.rows)
            return f"<table><colgroup>{widths}</colgroup>{head}<tbody>{rows}</tbody></table>"
        case Drawing():
            return f'<p><img src="{html.escape(piece.file)}" alt=""><br>{html.escape(piece.caption)}</p>'


def _html_words(words: Words) -> str:
    return "".join(f'<a href="#{_label(span.target)}">{html.escape(span.text)}</a>' if span.target else html.escape(span.text) for span in words)


def typst(content: Content, folder: Path) -> None:
    """`manual.typ`."""
    set_up = (
        '#set page("a4", margin: 20mm)',
        '#set text(font: "Noto Sans CJK SC", size: 9.5pt, lang: "zh")',
        "#show heading.where(level: 1): it => {pagebreak(weak: true); it}",
        "#outline(depth: 1)",
    )
    body = "".join(
        f"#heading(level: 1, {_quoted(section.title)}) <{_label(section.id)}>\n" + "".join(f"{_typst(piece)}\n" for piece in section.pieces) for section in content.sections
    )
    (folder / "manual.typ").write_text("\n".join((*set_up, body)), encoding="utf-8")


def _typst(piece: Piece) -> str:
    match piece:
        case Head():
            return f"#heading(level: {piece.level}, {_quoted(piece.text)})"
        case Text():
            return f"#par[{_typst_words(piece.words)}]"
        case Points():
            return f"#{'enum' if piece.ordered else 'list'}(" + ", ".join(f"[{_typst_words(item)}]" for item in piece.items) + ",)"
        case Grid():
            head = "table.header(" + ", ".join(f"text({_quoted(title)})" for title in piece.head) + "), " if piece.head else ""
            cells = ", ".join(f"[{_typst_words(cell)}]" for row in piece.rows for cell in row)
            return f"#table(columns: ({', '.join(f'{share:g}fr' for share in piece.shares)},), stroke: .5pt + gray, {head}{cells})"
        case Drawing():
            scale = min(1, WIDE / piece.width, HIGH / piece.height)
            return f"#image({_quoted(piece.file)}, width: {piece.width * scale:.1f}mm)\n#text({_quoted(piece.caption)})\n"


def _typst_words(words: Words) -> str:
    return "".join(f"#link(<{_label(span.target)}>, text({_quoted(span.text)}))" if span.target else f"#text({_quoted(span.text)})" for span in words)


def asciidoc(content: Content, folder: Path) -> None:
    """`manual.adoc`. Its SVG knows no faces but those of the theme, and none of these but one has Chinese: without it texts of diagrams are lost."""
    for drawing in folder.glob("*.svg"):
        drawing.write_text(_FACES.sub(f'font-family:"{FALLBACK}"', drawing.read_text(encoding="utf-8")), encoding="utf-8")
    head = f"= {content.title}\n:doctype: book\n:toc:\n:toclevels: 1\n:pdf-page-size: A4\n\n"
    body = "".join(f"[[{_label(section.id)}]]\n== {_one_line(section.title)}\n\n" + "".join(f"{_asciidoc(piece)}\n\n" for piece in section.pieces) for section in content.sections)
    (folder / "manual.adoc").write_text(head + body, encoding="utf-8")


def _asciidoc(piece: Piece) -> str:
    match piece:
        case Head():
            return f"[discrete]\n{'=' * (piece.level + 1)} {_one_line(piece.text)}"
        case Text():
            return _asciidoc_words(piece.words) or "{empty}"
        case Points():
            return "\n".join(f"{'.' if piece.ordered else '*'} {_asciidoc_words(item)}" for item in piece.items)
        case Grid():
            options = '[cols="' + ",".join(str(round(10 * share) or 1) for share in piece.shares) + '"' + (",options=header]" if piece.head else "]")
            head = "".join(f"|{_pass(title)}\n" for title in piece.head) + "\n" if piece.head else ""
            return f"{options}\n|===\n{head}" + "\n".join("".join(f"|{_asciidoc_words(cell)}\n" for cell in row) for row in piece.rows) + "|==="
        case Drawing():
            return f"image::{piece.file}[pdfwidth={min(1.0, HIGH / piece.height * piece.width / WIDE):.0%}]\n\n{_pass(piece.caption)}"


def _asciidoc_words(words: Words) -> str:
    return "".join(f"<<{_label(span.target)},{_pass(span.text)}>>" if span.target else _pass(span.text) for span in words)


def _pass(text: str) -> str:
    """A text in which nothing is markup: entities stand for what could be read as such."""
    return re.sub(r"[^\w\s，。；：、]", lambda sign: f"&#{ord(sign[0])};", _one_line(text))


def rst(content: Content, folder: Path) -> None:
    """A project of Sphinx: a file each section."""
    listed = "".join(f"   {_label(section.id)}\n" for section in content.sections)
    (folder / "conf.py").write_text('project = "manual"\nlanguage = "zh_CN"\nhtml_theme = "basic"\nhtml_copy_source = False\n', encoding="utf-8")
    (folder / "index.rst").write_text(f"{_rst_title(content.title, '=')}\n.. toctree::\n   :maxdepth: 1\n\n{listed}", encoding="utf-8")
    for section in content.sections:
        text = f".. _{_label(section.id)}:\n\n{_rst_title(section.title, '=')}\n" + "".join(f"{piece}\n\n" for one in section.pieces for piece in _rst(one))
        (folder / f"{_label(section.id)}.rst").write_text(text, encoding="utf-8")


def _rst(piece: Piece) -> Iterator[str]:
    match piece:
        case Head():
            yield f".. rubric:: {_rst_text(piece.text)}"
        case Text():
            yield _rst_words(piece.words)
        case Points():
            yield "\n".join(f"{'#.' if piece.ordered else '*'} {_rst_words(item)}" for item in piece.items)
        case Grid():
            options = f"   :widths: {' '.join(str(round(10 * share) or 1) for share in piece.shares)}" + ("\n   :header-rows: 1" if piece.head else "")
            rows = ([[_rst_text(title) for title in piece.head]] if piece.head else []) + [[_rst_words(cell) for cell in row] for row in piece.rows]
            yield f".. list-table::\n{options}\n\n" + "\n".join("\n".join(f"   {'* ' if not at else '  '}- {cell}" for at, cell in enumerate(row)) for row in rows)
        case Drawing():
            yield f".. image:: {piece.file}\n\n{_rst_text(piece.caption)}"


def _rst_title(text: str, sign: str) -> str:
    return f"{_rst_text(text)}\n{sign * (2 * len(_rst_text(text)) + 2)}\n"


def _rst_words(words: Words) -> str:
    return "\\ ".join(f":ref:`{_rst_text(span.text).replace('<', '(')} <{_label(span.target)}>`" if span.target else _rst_text(span.text) for span in words if span.text)


def _rst_text(text: str) -> str:
    return re.sub(r"([\\*`|_<>:.+#-])", r"\\\1", _one_line(text))


def markdown(content: Content, folder: Path) -> None:
    """A project of MkDocs: a file each section, below `docs`."""
    (folder / "mkdocs.yml").write_text("site_name: manual\ntheme: {name: material, font: false}\nplugins: [search]\nuse_directory_urls: false\n", encoding="utf-8")
    docs = folder / "docs"
    listed = "".join(f"- [{_escaped(section.title)}]({_label(section.id)}.md)\n" for section in content.sections)
    (docs / "index.md").write_text(f"# {_escaped(content.title)}\n\n{listed}", encoding="utf-8")
    for section in content.sections:
        (docs / f"{_label(section.id)}.md").write_text(f"# {_escaped(section.title)}\n\n" + "".join(f"{_markdown(piece)}\n\n" for piece in section.pieces), encoding="utf-8")


def _markdown(piece: Piece) -> str:
    match piece:
        case Head():
            return f"{'#' * piece.level} {_escaped(piece.text)}"
        case Text():
            return _markdown_words(piece.words)
        case Points():
            return "\n".join(f"{'1.' if piece.ordered else '*'} {_markdown_words(item)}" for item in piece.items)
        case Grid():
            head = [_escaped(title) for title in piece.head] or [" "] * len(piece.shares)
            rows = [head, ["---"] * len(piece.shares), *([_markdown_words(cell) for cell in row] for row in piece.rows)]
            return "\n".join("| " + " | ".join(row) + " |" for row in rows)
        case Drawing():
            return f"![]({piece.file})\n\n{_escaped(piece.caption)}"


def _markdown_words(words: Words) -> str:
    return "".join(f"[{_escaped(span.text)}]({_label(span.target)}.md)" if span.target else _escaped(span.text) for span in words)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()#+.!|<>-])", r"\\\1", _one_line(text))


def _label(id: str) -> str:
    """An id that all of them take, in small letters as some make them anyway."""
    return "s-" + re.sub(r"[^a-z0-9]", "-", id.lower())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    return " ".join(text.split())


Write = Callable[[Content, Path], None]
