"""Repairs what WeasyPrint 70 writes: the tag tree, links, figure boxes, metadata. Runs as its documented `finisher`.

Works on the objects in memory before they are written; draws nothing and moves nothing on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

import pydyf

from procdocs.writers.print.sheet import SIBLING
from procdocs.writers.print.streams import write_streams
from procdocs.writers.print.xmp import with_accessibility, with_control

#: Elements that may hold marked content themselves, so that a bare Span in them says nothing.
_TEXTUAL = frozenset(f"/{name}" for name in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "LBody", "Lbl", "Caption", "Link", "Span"))
_PLAIN = frozenset(("Type", "S", "K", "Pg", "P"))
#: One pixel of CSS in points.
_POINT = 0.75


def finisher(media_types: Mapping[str, str], *, dated: bool) -> Callable[[Any, Any], None]:
    """A function for `write_pdf(finisher=…)`. `media_types` by attachment name; without `dated`, attachments carry no date."""

    def finish(document: Any, pdf: Any) -> None:
        _metadata(pdf, document.metadata.custom)
        _attachments(pdf, media_types, dated=dated)
        _sort_anchors(pdf)
        tree = _Tree(document, pdf)
        tree.margins_to_artifacts()
        tree.drop_unreachable()
        tree.one_annotation_a_link()
        tree.lists()
        tree.fold(tree.top)
        tree.captions()
        tree.identify_headers()
        tree.figure_boxes()
        tree.finish()
        _links(document)
        original = pdf.write
        pdf.write = lambda *arguments: write_streams(pdf, original, *arguments)

    return finish


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _metadata(pdf: Any, said: Mapping[str, str]) -> None:
    """What the document is, for readers and for systems that file it; its bookmarks are shown when it is opened."""
    xmp = pdf.objects[_number(pdf.catalog["Metadata"])]
    xmp.stream = [with_control(with_accessibility(bytes(xmp.stream[0])), said)]
    xmp.compress = False
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"


def _attachments(pdf: Any, media_types: Mapping[str, str], *, dated: bool) -> None:
    """Media types WeasyPrint does not know, dates only where there are some, every associated file once."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for specification in [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Filespec"]:
        embedded = pdf.objects[_number(specification["EF"]["F"])]
        name = specification["UF"].string
        if name in media_types:
            embedded.extra["Subtype"] = "/" + media_types[name].replace("/", "#2f")
        if not dated:
            embedded.extra["Params"] = pydyf.Dictionary({k: v for k, v in embedded.extra["Params"].items() if not k.endswith("Date")})


def _sort_anchors(pdf: Any) -> None:
    """Name trees are sorted by bytes as written; WeasyPrint sorts them by characters."""
    anchors = pdf.catalog.get("Names", {}).get("Dests")
    if anchors is not None:
        flat = anchors["Names"]
        pairs = sorted(zip(flat[::2], flat[1::2], strict=True), key=lambda pair: _encoded(pair[0].string))
        flat[:] = [piece for pair in pairs for piece in pair]


def _encoded(text: str) -> bytes:
    return text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")


class _Tree:
    """The structure tree of a PDF being finished."""

    def __init__(self, document: Any, pdf: Any) -> None:
        self.document, self.pdf = document, pdf
        self.root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
        self.top = pdf.objects[_number(self.root["K"][0])]
        self.elements = {o.number: o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and o.get("Type") == "/StructElem"}
        self.page_index = {bytes(reference): index for index, reference in enumerate(pdf.page_references)}
        self.numbers = pdf.objects[_number(self.root["ParentTree"])]["Nums"]
        #: Of each page, the element that claims each marked content.
        self.claims = [self.numbers[2 * index + 1] for index in range(len(document.pages))]
        self.reachable = self._reachable()

    def kids(self, element: Any) -> list[Any]:
        """The child elements, without marked content and annotations."""
        return [self.elements[_number(kid)] for kid in element["K"] if isinstance(kid, bytes) and _number(kid) in self.elements]

    def _reachable(self) -> set[int]:
        found, waiting = set(), [self.top]
        while waiting:
            element = waiting.pop()
            found.add(element.number)
            waiting += self.kids(element)
        return found

    def margins_to_artifacts(self) -> None:
        """Running heads and feet are tagged but hang in no tree: they become artifacts, which readers skip."""
        for reference, claimed in zip(self.pdf.page_references, self.claims, strict=True):
            orphans = {content for content, element in enumerate(claimed) if _number(element) not in self.reachable}
            stream = self.pdf.objects[_number(self.pdf.objects[_number(reference)]["Contents"])].stream
            for index, operand in enumerate(stream):
                if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in orphans:
                    stream[index - 1 : index + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
            for content in orphans:
                claimed[content] = "null"

    def drop_unreachable(self) -> None:
        """Elements outside the tree go."""
        for number, element in list(self.elements.items()):
            if number not in self.reachable:
                element.clear()
                del self.elements[number]

    def one_annotation_a_link(self) -> None:
        """Boxes inside a link (bold words, code) get annotations of their own, outside of a Link element: the link's own one is enough."""
        removed: set[bytes] = set()
        for element in self.elements.values():
            if element["S"] == "/Link":
                continue
            for kid in [kid for kid in element["K"] if isinstance(kid, bytes) and self.pdf.objects[_number(kid)].get("Type") == "/OBJR"]:
                element["K"].remove(kid)
                reference = self.pdf.objects[_number(kid)]["Obj"]
                annotation = self.pdf.objects[_number(reference)]
                self.numbers[2 * annotation["StructParent"] + 1] = "null"
                annotation.clear()
                removed.add(reference)
        for page in self.pdf.page_references if removed else ():
            annotations = self.pdf.objects[_number(page)].get("Annots", [])
            annotations[:] = [reference for reference in annotations if reference not in removed]

    def lists(self) -> None:
        """Items hold a label and a body and nothing else; `dl > div > dt, dd` becomes such items too."""
        for element in list(self.elements.values()):
            if element.get("S") == "/L":
                for row in self.kids(element):
                    if row["S"] == "/Div":
                        self._described(row)
        for element in [element for element in self.elements.values() if element["S"] == "/LI"]:
            if any(kid["S"] not in ("/Lbl", "/LBody") for kid in self.kids(element)):
                self._bodied(element)

    def _described(self, row: Any) -> None:
        """A term with its description: WeasyPrint makes an item of each of the two."""
        row["S"] = "/LI"
        kids = pydyf.Array()
        for wrapper in self.kids(row):
            for body in self.kids(wrapper) if wrapper["S"] == "/LI" else [wrapper]:
                body["P"] = row.reference
                body["S"] = "/LBody" if kids else "/Lbl"
                kids.append(body.reference)
            if wrapper["S"] == "/LI":
                self._remove(wrapper)
        row["K"] = kids

    def _bodied(self, item: Any) -> None:
        """Everything in an item but its label goes into one body."""
        labels = pydyf.Array(kid.reference for kid in self.kids(item) if kid["S"] == "/Lbl")
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference})
        self.pdf.add_object(body)
        self.elements[body.number] = body
        for kid in self.kids(item):
            if kid["S"] == "/Lbl":
                continue
            inner = self.kids(kid) if kid["S"] == "/LBody" else [kid]
            for element in inner:
                element["P"] = body.reference
                body["K"].append(element.reference)
            if kid["S"] == "/LBody":
                self._remove(kid)
        item["K"] = pydyf.Array([*labels, body.reference])

    def _remove(self, element: Any) -> None:
        del self.elements[element.number]
        element.clear()

    def fold(self, element: Any) -> None:
        """Drop Span and NonStruct wrappers that say nothing: half of all elements, one per line of text."""
        kids = pydyf.Array()
        for kid in element["K"]:
            child = self.elements.get(_number(kid)) if isinstance(kid, bytes) else None
            if child is None:
                kids.append(kid)
                continue
            self.fold(child)
            if not self._says_nothing(child, element):
                kids.append(kid)
                continue
            for grandchild in child["K"]:
                kids.append(grandchild)
                if isinstance(grandchild, bytes):
                    self.pdf.objects[_number(grandchild)]["P"] = element.reference
                else:
                    self.claims[self.page_index[bytes(element["Pg"])]][grandchild] = element.reference
            self._remove(child)
        element["K"] = kids

    @staticmethod
    def _says_nothing(child: Any, parent: Any) -> bool:
        return child["S"] in ("/Span", "/NonStruct") and not set(child) - _PLAIN and parent["S"] in _TEXTUAL and child["Pg"] == parent.get("Pg")

    def captions(self) -> None:
        """A caption belongs into its figure: `figure > img, figcaption` becomes Figure with its Caption and links beside it."""
        for element in list(self.elements.values()):
            if element.get("S") != "/NonStruct":
                continue
            inside = self.kids(element)
            if any(kid["S"] == "/Caption" for kid in inside):
                element["S"] = "/Sect"

    def identify_headers(self) -> None:
        """Cells name their header cells by id; the tree of ids that leads there is missing."""
        ids = {element["ID"].string: element.reference for element in self.elements.values() if "ID" in element}
        if ids:
            flat = pydyf.Array()
            for key in sorted(ids):
                flat.extend((pydyf.String(key), ids[key]))
            self.root["IDTree"] = pydyf.Dictionary({"Names": flat})

    def figure_boxes(self) -> None:
        """Boxes of figures are written in CSS pixels from the top; PDF counts points from the bottom."""
        for element in self.elements.values():
            if element["S"] == "/Figure":
                left, top, right, bottom = element["A"]["BBox"]
                height = self.document.pages[self.page_index[bytes(element["Pg"])]].height
                element["A"]["BBox"] = pydyf.Array(round(value * _POINT, 3) for value in (left, height - bottom, right, height - top))

    def finish(self) -> None:
        """Title and language of the whole; the next free key."""
        self.top["T"] = pydyf.String(self.document.metadata.title)
        self.top["Lang"] = pydyf.String(self.document.metadata.lang)
        self.root["ParentTreeNextKey"] = len(self.numbers) // 2


def _links(document: Any) -> None:
    """What a screen reader says of a link is its words, not its address; a sibling document opens as a document."""
    for page in document.pages:
        for kind, target, _, box in page.links:
            annotation = getattr(box, "link_annotation", None)
            if not annotation:
                continue
            words = " ".join("".join(box.element.itertext()).split()) or box.element.get("title")
            annotation["Contents"] = pydyf.String(words or target)
            left, one, right, other = annotation["Rect"]
            annotation["Rect"] = pydyf.Array((left, min(one, other), right, max(one, other)))
            if kind == "external" and target.startswith(SIBLING):
                file, _, name = target.removeprefix(SIBLING).partition("#")
                annotation["A"] = pydyf.Dictionary({"S": "/GoToR", "F": pydyf.String(file), "D": pydyf.String(unquote(name))})
