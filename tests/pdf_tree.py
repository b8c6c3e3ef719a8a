"""Walks the tag tree of a PDF and its page contents against each other. Validators pass trees that lost whole chapters; this does not."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pikepdf

#: Elements that may stand where: parent -> allowed children (others are free).
ALLOWED = {"/L": {"/LI", "/L", "/Caption"}, "/LI": {"/Lbl", "/LBody"}, "/TR": {"/TH", "/TD"}, "/TBody": {"/TR"}, "/THead": {"/TR"}}


@dataclass
class Read:
    """What a PDF says of itself."""

    faults: list[str] = field(default_factory=list)
    #: Texts in the order of the tree: (element name, page from 1, text).
    texts: list[tuple[str, int, str]] = field(default_factory=list)
    #: Texts outside the tree (running heads and feet) by page from 1.
    artifacts: dict[int, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    #: What is said of figures to those who do not see them, in the order of the tree.
    alternatives: list[str] = field(default_factory=list)

    @property
    def heard(self) -> str:
        """All text, and what is said of figures: what a reader who sees nothing hears."""
        return self.text + "".join(self.alternatives)

    @property
    def text(self) -> str:
        """All text in reading order."""
        return "".join(text for _, _, text in self.texts)


class _Page:
    """Marked content of a page: text by MCID, and what is outside."""

    def __init__(self, page: Any, fonts: dict[Any, dict[int, str]], faults: list[str], number: int) -> None:
        self.text: dict[int, str] = {}
        self.artifact = ""
        stack: list[int | str] = []
        font: dict[int, str] = {}
        for operands, operator in cast(Any, pikepdf).parse_content_stream(page, "BDC BMC EMC Tf Tj TJ Do"):
            name = str(operator)
            if name in ("BDC", "BMC"):
                tag = str(operands[0])
                mark = int(operands[1].MCID) if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1] else tag
                if isinstance(mark, int):
                    if mark in self.text:
                        faults.append(f"page {number}: MCID {mark} is used twice")
                    self.text.setdefault(mark, "")
                stack.append(mark)
            elif name == "EMC":
                stack.pop()
            elif name == "Tf":
                chosen = page.obj.Resources.Font[str(operands[0])]
                if chosen.objgen not in fonts:
                    fonts[chosen.objgen] = _words(chosen)
                font = fonts[chosen.objgen]
            elif name in ("Tj", "TJ"):
                said = _decoded(operands[0] if name == "TJ" else operands, font)
                owner = next((mark for mark in reversed(stack) if isinstance(mark, int) or mark == "/Artifact"), None)
                if isinstance(owner, int):
                    self.text[owner] += said
                elif owner == "/Artifact":
                    self.artifact += said
                else:
                    faults.append(f"page {number}: text outside any mark: {said!r}")


def _words(font: Any) -> dict[int, str]:
    import re

    pairs = re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be", "replace") for code, value in pairs}


def _decoded(pieces: Any, font: dict[int, str]) -> str:
    out = ""
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            codes = bytes(piece)
            out += "".join(font.get(int.from_bytes(codes[i : i + 2], "big"), "\ufffd") for i in range(0, len(codes) - 1, 2))
    return out


def _pairs(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Entries of a number or name tree."""
    for key in ("/Nums", "/Names"):
        if key in tree:
            flat = list(tree[key])
            yield from zip(flat[::2], flat[1::2], strict=True)
    for kid in tree.get("/Kids", ()):
        yield from _pairs(kid)


def read(data: bytes) -> Read:
    """Everything the tree says, and every fault in it."""
    found = Read()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _Walk(pdf, found).run()
    return found


class _Walk:
    def __init__(self, pdf: pikepdf.Pdf, found: Read) -> None:
        self.pdf, self.found, self.faults = pdf, found, found.faults
        fonts: dict[Any, dict[int, str]] = {}
        self.pages = [_Page(page, fonts, self.faults, n) for n, page in enumerate(pdf.pages, 1)]
        self.number = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
        self.claimed: set[tuple[int, int]] = set()
        self.objects: dict[Any, Any] = {}
        self.ids: dict[bytes, Any] = {}
        self.cells: list[Any] = []

    def run(self) -> None:
        root = self.pdf.Root.StructTreeRoot
        self.parents = {int(key): value for key, value in _pairs(root.ParentTree)}
        for kid in root.K if isinstance(root.K, pikepdf.Array) else [root.K]:
            self.element(kid, root)
        self.contents()
        self.annotations()
        self.headers(root)
        self.order()
        self.files()
        for page, text in enumerate(self.pages, 1):
            self.found.artifacts[page] = text.artifact

    def element(self, here: Any, parent: Any) -> None:
        kind = str(here.S)
        self.found.counts[kind] = self.found.counts.get(kind, 0) + 1
        if here.P.objgen != parent.objgen:
            self.faults.append(f"{kind}: /P does not point to its parent")
        if kind not in ALLOWED.get(str(parent.get("/S", "")), {kind}):
            self.faults.append(f"{kind} inside {parent.S}")
        if kind == "/Figure":
            self.figure(here)
        if "/ID" in here:
            if bytes(here.ID) in self.ids:
                self.faults.append(f"{kind}: id {bytes(here.ID)!r} is used twice")
            self.ids[bytes(here.ID)] = here
        if kind in ("/TD", "/TH"):
            self.cells.append(here)
        kids = here.get("/K", ())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self.claim(here, int(kid))
            elif kid.get("/Type") == "/OBJR":
                if kid.Obj.objgen in self.objects:
                    self.faults.append("an annotation hangs in two elements")
                self.objects[kid.Obj.objgen] = here
            else:
                self.element(kid, here)

    def claim(self, element: Any, content: int) -> None:
        page = self.number.get(element.Pg.objgen, -1)
        if page < 0 or content not in self.pages[page].text:
            self.faults.append(f"{element.S}: claims MCID {content}, which page {page + 1} does not have")
            return
        if (page, content) in self.claimed:
            self.faults.append(f"page {page + 1}: MCID {content} is claimed twice")
        self.claimed.add((page, content))
        owner = self.parents[int(self.pdf.pages[page].obj.StructParents)][content]
        if owner is None or owner.objgen != element.objgen:
            self.faults.append(f"page {page + 1}: MCID {content} is another element's in the parent tree")
        self.found.texts.append((str(element.S), page + 1, self.pages[page].text[content]))

    def contents(self) -> None:
        for number, page in enumerate(self.pages):
            for content, text in page.text.items():
                if (number, content) not in self.claimed:
                    self.faults.append(f"page {number + 1}: nobody claims MCID {content}: {text!r}")

    def annotations(self) -> None:
        names: Any = self.pdf.Root.get("/Names", {})
        anchors = [bytes(key) for key, _ in _pairs(names.Dests)] if "/Dests" in names else []
        if anchors != sorted(anchors):
            self.faults.append("anchors are not sorted")
        seen = set()
        for number, page in enumerate(self.pdf.pages, 1):
            for annotation in page.obj.get("/Annots", ()):
                seen.add(annotation.objgen)
                self.found.counts["link"] = self.found.counts.get("link", 0) + 1
                owner = self.objects.get(annotation.objgen)
                said = self.parents.get(int(annotation.get("/StructParent", -1)))
                if owner is None or said is None or owner.objgen != said.objgen or owner.S != "/Link":
                    self.faults.append(f"page {number}: a link and its element do not know each other")
                if not str(annotation.get("/Contents", "")):
                    self.faults.append(f"page {number}: a link without words")
                if "/Dest" in annotation and bytes(annotation.Dest) not in set(anchors):
                    self.faults.append(f"page {number}: link to nowhere: {annotation.Dest}")
                left, bottom, right, top = (float(v) for v in annotation.Rect)
                if left > right or bottom > top:
                    self.faults.append(f"page {number}: a link's box is upside down")
        if set(self.objects) - seen:
            self.faults.append("an element holds a link that is on no page")

    def headers(self, root: Any) -> None:
        listed = {bytes(key): value for key, value in _pairs(root.IDTree)} if "/IDTree" in root else {}
        if {k: v.objgen for k, v in listed.items()} != {k: v.objgen for k, v in self.ids.items()}:
            self.faults.append("the tree of ids is not that of the elements")
        for cell in self.cells:
            for name in cell.get("/A", {}).get("/Headers", ()):
                if bytes(name) not in self.ids or self.ids[bytes(name)].S != "/TH":
                    self.faults.append(f"a cell names header {bytes(name)!r}, which is none")
                    return

    def figure(self, element: Any) -> None:
        self.found.alternatives.append(str(element.get("/Alt", "")))
        if not self.found.alternatives[-1]:
            self.faults.append("a figure without words")
        page = self.pdf.pages[self.number[element.Pg.objgen]].obj
        left, bottom, right, top = (float(v) for v in element.A.BBox)
        if not (-1 <= left < right <= float(page.MediaBox[2]) + 1 and -1 <= bottom < top <= float(page.MediaBox[3]) + 1):
            self.faults.append(f"page {self.number[element.Pg.objgen] + 1}: the box of a figure lies off the page: {[left, bottom, right, top]}")

    def order(self) -> None:
        pages = [page for _, page, _ in self.found.texts]
        if pages != sorted(pages):
            at = next(i for i, (a, b) in enumerate(itertools.pairwise(pages)) if a > b)
            self.faults.append(f"reading jumps back from page {pages[at]} to {pages[at + 1]}: {self.found.texts[at + 1]}")

    def files(self) -> None:
        names: Any = self.pdf.Root.get("/Names", {})
        embedded = [value.objgen for _, value in _pairs(names.EmbeddedFiles)] if "/EmbeddedFiles" in names else []
        keys = [bytes(key) for key, _ in _pairs(names.EmbeddedFiles)] if "/EmbeddedFiles" in names else []
        if keys != sorted(set(keys)):
            self.faults.append("attachments are not sorted, or have one name")
        if sorted(embedded) != sorted(file.objgen for file in self.pdf.Root.get("/AF", ())):
            self.faults.append("associated files are not those attached")
