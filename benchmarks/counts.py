"""What an output holds, counted, so that a fast wrong one cannot pass: pages, links, diagrams, texts."""

from __future__ import annotations

import posixpath
import re
import unicodedata
import urllib.parse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pikepdf
import pypdfium2

from benchmarks.corpus import Expected
from benchmarks.vocabulary import is_han

_SPACE = re.compile(r"\s+")
#: Some programs give a glyph that a character shares with a radical back as the radical.
_RADICAL = re.compile("[\u2f00-\u2fd5]")
#: The same of the simplified radicals, of which Unicode's normal forms know nothing.
_SIMPLIFIED = str.maketrans("⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻢⻤⻥⻦⻨⻩⻪⻬⻮⻰⻳", "虎西见角贝车长门青韦页风飞马鬼鱼鸟麦黄黾齐齿龙龟")
#: Of the links of a page, those that lead nowhere a reader can go.
_OUTSIDE = re.compile(r"[a-z]+:", re.IGNORECASE)


class Counted(NamedTuple):
    """What some files of one format hold."""

    files: int
    #: Pages of paper, of a site, or sheets of a workbook.
    pages: int
    links: int
    #: Links within the output that lead to nothing, and pictures and scripts that are not there.
    dead: int
    diagrams: int
    han: Counter[str]
    #: All text without spaces.
    text: str
    size: int

    def __str__(self) -> str:
        return f"{self.files} files, {self.pages} pages, {self.links} links, {self.diagrams} diagrams, {len(self.han)} distinct Han, {self.size / 1e6:.1f} MB"


def together(all_of: Iterable[Counted]) -> Counted:
    """The sum of several."""
    found = list(all_of)
    han = sum((one.han for one in found), Counter[str]())
    links, dead, diagrams = (sum(numbers) for numbers in zip(*((one.links, one.dead, one.diagrams) for one in found), strict=True)) if found else (0, 0, 0)
    text, size = "".join(one.text for one in found), sum(one.size for one in found)
    return Counted(sum(one.files for one in found), sum(one.pages for one in found), links, dead, diagrams, han, text, size)


def faults(counted: Counted, wanted: Expected, what: str) -> list[str]:
    """What is missing from an output that holds a whole system. Nothing means that it is true as far as counting can tell."""
    found = [
        *_fewer(counted.pages, wanted.documents, "pages"),
        *_fewer(counted.diagrams, wanted.diagrams, "diagrams"),
        *_fewer(counted.links, wanted.documents, "links"),
        *([f"{counted.dead} links lead nowhere"] if counted.dead else []),
        *_lost(counted, wanted.witnesses),
    ]
    missing = [character for character, number in wanted.han.items() if counted.han[character] < number]
    if missing:
        found.append(f"{len(missing)} characters are too rare, as {''.join(missing[:20])}")
    return [f"{what}: {fault}" for fault in found]


def faults_of_parts(counted: Counted, wanted: Expected, what: str) -> list[str]:
    """What is missing from the documents' own PDFs: they hold all documents, and nothing of settings and registers."""
    found = [*_fewer(counted.files, wanted.documents, "files"), *_fewer(counted.diagrams, wanted.drawn, "diagrams"), *_lost(counted, wanted.witnesses)]
    return [f"{what}: {fault}" for fault in found]


def faults_of_registers(counted: Counted, wanted: Expected, what: str) -> list[str]:
    """What is missing from a workbook of the registers."""
    return [f"{what}: {fault}" for fault in _lost(counted, wanted.registered)]


def _fewer(found: int, wanted: int, what: str) -> Iterator[str]:
    if found < wanted:
        yield f"{found} {what} where {wanted} are the least"


def _lost(counted: Counted, witnesses: Iterable[str]) -> Iterator[str]:
    lost = [witness for witness in witnesses if _SPACE.sub("", witness) not in counted.text]
    if lost:
        yield f"{len(lost)} texts are missing, as {lost[0]}"


def pdfs(files: Iterable[Path]) -> Counted:
    """What PDFs hold; their diagrams are those that are tagged as figures."""
    return together(map(_pdf, files))


def _pdf(file: Path) -> Counted:
    with pikepdf.open(file) as pdf:
        pages, links = len(pdf.pages), sum(_is_link(one) for page in pdf.pages for one in page.obj.get("/Annots", ()))
        figures = sum(isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" for one in pdf.objects)
    document = pypdfium2.PdfDocument(file)
    try:
        text = "".join(_page_text(page) for page in document)
    finally:
        document.close()
    return Counted(1, pages, links, 0, figures, _han(text), text, file.stat().st_size)


def _is_link(annotation: pikepdf.Object) -> bool:
    return bool(annotation.get("/Subtype") == "/Link" and ("/A" in annotation or "/Dest" in annotation))


def _page_text(page: pypdfium2.PdfPage) -> str:
    read = page.get_textpage()
    text: str = read.get_text_range(errors="replace")
    read.close()
    page.close()
    return _RADICAL.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), _SPACE.sub("", text)).translate(_SIMPLIFIED)


def site(folder: Path, *, served: bool = False) -> Counted:
    """What the pages of a folder hold; diagrams are those in the page and pictures of SVG.

    Of a site that is made to be `served`, links that begin with `/` lead to its top; on a disk they lead nowhere.
    """
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    pages = {path: _Page() for path in files if path.endswith(".html")}
    for path, page in pages.items():
        page.feed(files[path].read_text(encoding="utf-8"))
    anchors = {path: pages[path].anchors if path in pages else None for path in files}
    dead = sum(not _leads(path, link.lstrip("/") if served else link, anchors) for path, page in pages.items() for link in (*page.links, *page.used))
    text = _SPACE.sub("", "".join(piece for page in pages.values() for piece in page.texts))
    drawn = sum(page.diagrams for page in pages.values())
    links = sum(len(page.links) for page in pages.values())
    return Counted(len(files), len(pages), links, dead, drawn, _han(text), text, sum(file.stat().st_size for file in files.values()))


def _leads(page: str, link: str, anchors: Mapping[str, set[str] | None]) -> bool:
    """Whether a link of a page leads to a file, and to an anchor of it."""
    if _OUTSIDE.match(link) or link.startswith("//"):
        return True
    address, _, anchor = link.partition("#")
    place = urllib.parse.unquote(address.partition("?")[0])
    there = posixpath.normpath(posixpath.join(posixpath.dirname(page), place)) if place else page
    if place.endswith("/") or there == ".":
        there = posixpath.join(there, "index.html").removeprefix("./")
    if there not in anchors:
        return False
    known = anchors[there]
    return not anchor or known is None or urllib.parse.unquote(anchor) in known


class _Page(HTMLParser):
    """Links, anchors, texts and diagrams of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.used: list[str] = []
        self.anchors: set[str] = set()
        self.texts: list[str] = []
        self.diagrams = 0
        self._hidden = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Count."""
        values = dict(attributes)
        self.anchors.update(value for key in ("id", "name") if (value := values.get(key)))
        if tag == "a" and (address := values.get("href")) is not None:
            self.links.append(address)
        source = values.get("src") or values.get("data")
        if tag in ("img", "object", "script") and source:
            self.used.append(source)
        self.diagrams += (tag == "svg" and "aria-labelledby" in values) or (tag in ("img", "object") and (source or "").endswith(".svg"))
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        """Count."""
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not self._hidden:
            self.texts.append(data)


def workbook(file: Path) -> Counted:
    """What an Excel file holds; it has no diagrams."""
    book = openpyxl.load_workbook(file)
    links = sum(len(sheet._hyperlinks) for sheet in book.worksheets)
    text = _SPACE.sub("", "\n".join(_texts(book)))
    return Counted(1, len(book.worksheets), links, 0, 0, _han(text), text, file.stat().st_size)


def _texts(book: openpyxl.Workbook) -> Iterator[str]:
    for sheet in book.worksheets:
        yield from (str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)


def _han(text: str) -> Counter[str]:
    return Counter(character for character in text if is_han(character))
