"""Unites the subsets of one face that parts carry, so that no glyph is in the manual twice. What is said is never changed.

Works on the subsets alone: glyph numbers are those of the whole font in all of them, so pages stay as they are and no font
file is looked for. Two glyphs of one number that differ are two faces (another version of a font) and stay apart; two readings
of one glyph (a full stop in Chinese and in Latin) share the glyphs and have a table of their own. A font of another make is copied as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf

from procdocs.binder import cff, sfnt, truetype
from procdocs.binder.assembly import Assembly
from procdocs.binder.syntax import array, decimal, dictionary, reference, string

_READS = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")
_TOKEN = re.compile(rb"[\[\]]|-?[\d.]+")
_DEEPEST = 12
_COPIED = ("FontFamily", "Flags", "ItalicAngle", "Ascent", "Descent", "CapHeight", "StemV", "StemH")


class _Glyph(NamedTuple):
    """An outline, its advance and left bearing in units of the font; nothing of these where the outline is all there is."""

    outline: Any
    measures: tuple[int, int] = (0, 0)


class Subset:
    """A font of a part: glyphs, widths in thousandths of its size and what they are read as, by glyph number. Raises Unreadable."""

    def __init__(self, font: Any) -> None:
        descendant = font.DescendantFonts[0]
        descriptor = descendant.FontDescriptor
        if font.get("/Encoding") != "/Identity-H" or "/W" not in descendant or "/ToUnicode" not in font or descendant.get("/CIDToGIDMap", "/Identity") != "/Identity":
            raise sfnt.Unreadable("no glyph numbers")
        self.name = str(font.BaseFont).lstrip("/").split("+", 1)[-1]
        self.widths = read_widths(font)
        self.reads = {int(code, 16): text.lower() for code, text in _READS.findall(font.ToUnicode.read_bytes())}
        self.descriptor = {key: _written(descriptor[f"/{key}"]) for key in _COPIED if f"/{key}" in descriptor}
        self.box = [float(side) for side in descriptor.FontBBox]
        used = {0, *self.widths, *self.reads}
        self.matrix = self.bounds = b""
        self.is_truetype = descendant.Subtype == "/CIDFontType2"
        program = descriptor["/FontFile2" if self.is_truetype else "/FontFile3"]
        #: Whether the program is the table of outlines alone, without the font file around it.
        self.is_bare = program.get("/Subtype") == "/CIDFontType0C"
        self.tables = {"CFF ": program.read_bytes()} if self.is_bare else sfnt.tables(program.read_bytes())
        outlines: dict[int, Any]
        if self.is_truetype:
            outlines = dict(truetype.outlines(self.tables, used))
        else:
            compact = cff.Outlines(self.tables["CFF "])
            outlines = {number: compact.glyph(number) for number in used}
            self.matrix, self.bounds = compact.matrix, compact.box
        self.glyphs = {number: _Glyph(outline) if self.is_bare else _Glyph(outline, sfnt.metrics(self.tables, number)) for number, outline in outlines.items()}

    def kind(self) -> tuple[object, ...]:
        """What is the same in all subsets of one face."""
        return (self.is_truetype, self.is_bare, self.matrix, self.tables.get("head", b"")[18:20], *(self.tables.get(tag) for tag in ("cvt ", "fpgm", "prep")))


class _Reading:
    """What the glyphs of a face are read as, and the number of the font object that says so."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.reads: dict[int, bytes] = {}


class Face:
    """All glyphs of one face that the parts need."""

    def __init__(self, first: Subset) -> None:
        self._first, self._box, self._limits = first, first.box, _limits(first)
        self._glyphs: dict[int, _Glyph] = {}
        self._widths: dict[int, float] = {}
        self._readings: list[_Reading] = []

    def takes(self, subset: Subset) -> bool:
        """Whether the subset is one of this face; its glyphs are then added."""
        if subset.kind() != self._first.kind() or _differ(self._glyphs, subset.glyphs) or _differ(self._widths, subset.widths):
            return False
        self._limits = truetype.larger(self._limits, _limits(subset))
        self._glyphs.update(subset.glyphs)
        self._widths.update(subset.widths)
        self._box = [choose(one, other) for choose, one, other in zip((min, min, max, max), self._box, subset.box, strict=True)]
        return True

    def reading(self, reads: dict[int, bytes], assembly: Assembly) -> int:
        """The font object whose glyphs are read in this way."""
        found = next((one for one in self._readings if not _differ(one.reads, reads)), None)
        if found is None:
            found = _Reading(assembly.allot())
            self._readings.append(found)
        found.reads.update(reads)
        return found.number

    def write(self, assembly: Assembly) -> None:
        """The font objects, which share one program."""
        first, order = self._first, sorted(self._glyphs)
        digest = hashlib.sha256(repr((first.name, order)).encode()).digest()
        tagged = f"{''.join(chr(65 + byte % 26) for byte in digest[:6])}+{first.name}"
        outlines = {number: glyph.outline for number, glyph in self._glyphs.items()}
        made = truetype.written(outlines) if first.is_truetype else {"CFF ": cff.written(tagged, outlines, first.matrix, first.bounds, alone=first.is_bare)}
        measures = {number: glyph.measures for number, glyph in self._glyphs.items()}
        program = made["CFF "] if first.is_bare else sfnt.compose(first.tables, made, measures, self._limits)
        kind = {"Length1": b"%d" % len(program)} if first.is_truetype else {"Subtype": b"/CIDFontType0C" if first.is_bare else b"/OpenType"}
        file = reference(assembly.stream(kind, program))
        name = f"/{tagged}".encode()
        descriptor = {"Type": b"/FontDescriptor", "FontName": name, **first.descriptor, "FontBBox": array(map(decimal, self._box))}
        descriptor["FontFile2" if first.is_truetype else "FontFile3"] = file
        descendant = {
            "Type": b"/Font",
            "Subtype": b"/CIDFontType2" if first.is_truetype else b"/CIDFontType0",
            "BaseFont": name,
            "CIDSystemInfo": dictionary({"Registry": string("Adobe"), "Ordering": string("Identity"), "Supplement": b"0"}),
            "CIDToGIDMap": b"/Identity" if first.is_truetype else b"",
            "FontDescriptor": reference(assembly.put(dictionary(descriptor))),
            "W": _written_widths(self._widths),
        }
        kid = assembly.put(dictionary(descendant))
        for one in self._readings:
            table = reference(assembly.stream({}, _written_reading(one.reads)))
            entries = {"Type": b"/Font", "Subtype": b"/Type0", "BaseFont": name, "Encoding": b"/Identity-H", "DescendantFonts": array([reference(kid)]), "ToUnicode": table}
            assembly.put(dictionary(entries), one.number)


class Fonts:
    """The faces of a manual. Every part is shown to it before any is copied."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._faces: dict[str, list[Face]] = {}

    def take(self, subset: Subset) -> int:
        """The number of the font object that takes the place of a subset."""
        faces = self._faces.setdefault(subset.name, [])
        face = next((one for one in faces if one.takes(subset)), None)
        if face is None:
            face = Face(subset)
            face.takes(subset)
            faces.append(face)
        return face.reading(subset.reads, self._assembly)

    def united(self, source: pikepdf.Pdf) -> dict[int, int]:
        """Of the fonts of a part that can be united: number of the font object that takes its place, by its number in the part."""
        found = {}
        for font in _fonts(source):
            try:
                found[font.objgen[0]] = self.take(Subset(font))
            except (sfnt.Unreadable, LookupError, ValueError, AttributeError, KeyError):
                continue
        return found

    def write(self) -> None:
        """All font objects."""
        for name in sorted(self._faces):
            for face in self._faces[name]:
                face.write(self._assembly)


def _limits(subset: Subset) -> bytes:
    return subset.tables.get("maxp", b"")[6:]


def _differ(one: dict[int, Any], other: dict[int, Any]) -> bool:
    return any(one[key] != value for key, value in other.items() if key in one)


def _fonts(source: pikepdf.Pdf) -> Iterator[Any]:
    """The composite fonts of pages and of the forms they draw, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [(page.obj.get("/Resources"), 0) for page in source.pages]
    while waiting:
        resources, depth = waiting.pop(0)
        if resources is None or depth > _DEEPEST or (resources.is_indirect and resources.objgen in seen):
            continue
        if resources.is_indirect:
            seen.add(resources.objgen)
        for font in dict(resources.get("/Font") or {}).values():
            if font.objgen not in seen and font.get("/Subtype") == "/Type0":
                seen.add(font.objgen)
                yield font
        for kind in ("/XObject", "/Pattern"):
            for form in dict(resources.get(kind) or {}).values():
                if form.objgen not in seen:
                    seen.add(form.objgen)
                    waiting.append((form.get("/Resources"), depth + 1))


def read_widths(font: Any) -> dict[int, float]:
    """Widths of a composite font by glyph number, from an array of the form `[first [width ...] ...]`."""
    found: dict[int, float] = {}
    code, inside = 0, False
    for token in _TOKEN.findall(b" ".join(map(_written, font.DescendantFonts[0].W))):
        if token in (b"[", b"]"):
            inside = token == b"["
        elif not inside:
            code = int(token)
        else:
            found[code] = float(token)
            code += 1
    return found


def _written(value: Any) -> bytes:
    """A value of a part, which may be a plain number, as PDF writes it."""
    return value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else str(value).encode()


def _written_widths(widths: dict[int, float]) -> bytes:
    runs: list[list[bytes]] = []
    firsts: list[int] = []
    for code in sorted(widths):
        if not runs or code != firsts[-1] + len(runs[-1]):
            firsts.append(code)
            runs.append([])
        runs[-1].append(decimal(widths[code]))
    return array(piece for first, run in zip(firsts, runs, strict=True) for piece in (b"%d" % first, array(run)))


def _written_reading(reads: dict[int, bytes]) -> bytes:
    lines = [b"/CIDInit /ProcSet findresource begin", b"12 dict begin", b"begincmap", b"/CIDSystemInfo", b"<< /Registry (Adobe)", b"/Ordering (UCS)", b"/Supplement 0", b">> def"]
    lines += [b"/CMapName /Adobe-Identity-UCS def", b"/CMapType 2 def", b"1 begincodespacerange", b"<0000> <ffff>", b"endcodespacerange"]
    items = sorted(reads.items())
    for at in range(0, len(items), 100):
        some = items[at : at + 100]
        lines += [b"%d beginbfchar" % len(some), *(b"<%04x> <%b>" % item for item in some), b"endbfchar"]
    return b"\n".join([*lines, b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"])
