"""A redline as a text document (docx) with tracked changes: accepting all leaves the new text, rejecting all the old one. Words and tables; no diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from procdocs.approving.releasing import archive
from procdocs.manual.model import Block, Bullets, Cell, Entry, Facts, Figure, Heading, Markdown, Paragraph, Picture, Row, Step, Table
from procdocs.manual.redline.prose import parts, taken_apart
from procdocs.manual.rich import Changed, Rich

Way = Literal["ins", "del", ""]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Width of a page's text, in twentieths of a point.
_WIDTH = 9600
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tracked(entries: Iterable[Entry], author: str) -> bytes:
    """The entries of a redline one after the other. `author` is who is said to have made the changes; no date is said, so the same input gives the same bytes."""
    writing = _Writing(author)
    body = "".join(writing.entry(entry) for entry in entries)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in (("document", "document.main"), ("styles", "styles")))
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/%s" Target="%s"/></Relationships>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": relations % ("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": relations % ("styles", "styles.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}{page}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_WORD}">{"".join(_styles())}</w:styles>',
    }
    return archive({name: (_HEAD + text).encode() for name, text in files.items()})


def _styles() -> Iterator[str]:
    yield '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="80"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
    for level in range(1, 7):
        yield (
            f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/>'
            f'<w:pPr><w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            f'<w:rPr><w:b/><w:sz w:val="{36 - 3 * level}"/></w:rPr></w:style>'
        )


class _Writing:
    """State of writing: each tracked change has a number."""

    def __init__(self, author: str) -> None:
        self.author = quoteattr(_FORBIDDEN.sub("\ufffd", author))
        self._count = 0

    def entry(self, entry: Entry) -> str:
        title = " ".join(part for part in (entry.control.number or entry.id, entry.title) if part)
        return self.paragraph((title,), style="Heading1") + "".join(map(self.block, entry.blocks))

    def block(self, block: Block) -> str:
        match block:
            case Heading():
                return self.paragraph((f"{block.number} {block.text}".strip(),), style=f"Heading{min(6, block.level)}")
            case Paragraph():
                return self.paragraph(block.rich)
            case Markdown():
                return "".join(self.block(one) for part in parts(block) for one in taken_apart(part))
            case Bullets():
                return "".join(self.paragraph(item, lead="• ") for item in block.items)
            case Table():
                return self.table(block)
            case Facts():
                rows = tuple((_way(value), (("", (label,)), ("", value))) for label, value in block.pairs)
                return self.rows([(way, tuple(_marked(rich, way) for _, rich in cells)) for way, cells in rows], (28.0, 72.0))
            case Step():
                facts = "".join(self.block(Facts((pair,))) for pair in block.facts)
                return self.paragraph(block.title, lead=f"{block.number} ") + facts + "".join(map(self.block, block.blocks))
            case Figure() | Picture():
                return ""

    def table(self, table: Table) -> str:
        rows = [(_row_way(row), tuple(cell.rich for cell in (*row.cells, *[Cell(())] * (len(table.columns) - len(row.cells))))) for row in table.rows]
        ways = {way for way, _ in rows}
        way: Way = next(iter(ways)) if len(ways) == 1 else ""
        head = tuple(_marked((column.title,), way) for column in table.columns)
        return self.rows([(way, head), *rows], tuple(column.share for column in table.columns)) if table.columns else ""

    def rows(self, rows: list[tuple[Way, tuple[Rich, ...]]], shares: tuple[float, ...]) -> str:
        """A table, and the empty paragraph that must follow it."""
        widths = [max(1, int(_WIDTH * share / (sum(shares) or 1))) for share in shares]
        border = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="B4BFC9"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        body = ""
        for way, cells in rows:
            mark = f"<w:trPr>{self._mark(way)}</w:trPr>" if way else ""
            body += f"<w:tr>{mark}" + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{self.paragraph(cell)}</w:tc>' for width, cell in zip(widths, cells, strict=False)
            )
            body += "</w:tr>"
        return f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{border}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>'

    def paragraph(self, rich: Rich, *, style: str = "", lead: str = "") -> str:
        """A paragraph. One that came or went as a whole takes its end with it."""
        way = _way(rich)
        rich = (*_marked((lead,), way), *rich) if lead else rich
        properties = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties += f"<w:rPr>{self._mark(way)}</w:rPr>" if way else ""
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(map(self._run, rich))}</w:p>"

    def _run(self, piece: object) -> str:
        if isinstance(piece, Changed):
            return f"<w:{piece.change} {self._who()}>{_words(piece.text, 'delText' if piece.change == 'del' else 't')}</w:{piece.change}>"
        return _words(piece if isinstance(piece, str) else str(getattr(piece, "text", "")), "t")

    def _mark(self, way: Way) -> str:
        return f"<w:{way} {self._who()}/>"

    def _who(self) -> str:
        self._count += 1
        return f'w:id="{self._count}" w:author={self.author}'


def _words(text: str, tag: str) -> str:
    """A run of words; a line end is a break."""
    lines = (f'<w:{tag} xml:space="preserve">{escape(_FORBIDDEN.sub(chr(0xFFFD), line))}</w:{tag}>' for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def _marked(rich: Rich, way: Way) -> Rich:
    return tuple(piece if isinstance(piece, Changed) else Changed(piece, way) for piece in rich) if way else rich


def _way(rich: Rich) -> Way:
    """Whether all of a text came, or all of it went."""
    ways: set[Way] = {piece.change if isinstance(piece, Changed) else "" for piece in rich}
    return ways.pop() if len(ways) == 1 else ""


def _row_way(row: Row) -> Way:
    return _way(tuple(piece for cell in row.cells for piece in cell.rich))
