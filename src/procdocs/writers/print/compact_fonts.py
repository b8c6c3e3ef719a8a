"""Subsets of large fonts of characters without the 65 000 places for glyphs that are not in them: they take a fifth of the time and two thirds of the size of a document.

WeasyPrint keeps each glyph at its number in the whole font, which is what the pages call it by. A table of CFF outlines, embedded
alone as PDF has it for such fonts, says of every glyph which number it has, so that glyphs can stand side by side and the pages stay
as they are. Whatever is not exactly such a font is left to WeasyPrint.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pydyf
import weasyprint.pdf
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

from procdocs.binder.cff import Outlines, counts_plainly, spelled_out, written
from procdocs.binder.sfnt import Unreadable

T = TypeVar("T")
#: Units of an em that outlines have where no font file says otherwise.
_EM = 1000
#: Tables beside the outlines, none of which is embedded.
_OTHERS = ("BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "OS/2", "VORG", "cmap", "hhea", "hmtx", "name", "post", "vhea", "vmtx")
_SUBSET, _CONTENT, _DICTIONARY = fonts.Font._harfbuzz_subset, fonts.get_hb_object_data, fonts.build_fonts_dictionary


def apply() -> None:
    """From now on, for this process."""
    fonts.Font._harfbuzz_subset = _subset
    fonts.Font.type = property(lambda font: "otf" if _is_bare(font.file_content) or font.file_content[:4] == b"OTTO" else "ttf")
    fonts.Font.file_content = property(_content, lambda font, content: setattr(font, "_content", content))
    fonts.get_hb_object_data = _Later
    weasyprint.pdf.build_fonts_dictionary = _dictionary


class _Later:
    """The bytes of a font file, which are copied only if somebody asks: every collection of faces is 20 MB, and a subset takes its place."""

    def __init__(self, face: Any) -> None:
        self._face = face

    def read(self) -> Any:
        return _CONTENT(self._face)

    def __bool__(self) -> bool:
        return bool(self.read())


def _content(font: Any) -> Any:
    if isinstance(font._content, _Later):
        font._content = font._content.read()
    return font._content


def _subset(font: Any, to_unicode: Any, hinting: bool) -> None:  # noqa: FBT001 - as WeasyPrint calls it
    table = _table(font, {0, *to_unicode}, hinting=hinting)
    if table is None:
        _SUBSET(font, to_unicode, hinting)
    else:
        font.file_content = table


def _table(font: Any, glyphs: set[int], *, hinting: bool) -> bytes | None:
    """The outlines of these glyphs; None if the font is of another make, lacks glyphs, or would call them by other numbers."""
    if "CFF " not in font.tables or "fvar" in font.tables or font.upem != _EM or font.missing or font.png or font.svg or font.colr:
        return None
    try:
        if not _with_table(font.hb_face, counts_plainly):
            return None
        table = _outlines(font.hb_face, sorted(glyphs), hinting=hinting)
        if table is None:
            return None
        found = Outlines(table)
        return written(font.name.decode("ascii", "replace").lstrip("/"), {number: spelled_out(found.glyph(number)) for number in glyphs}, found.matrix, found.box, alone=True)
    except (Unreadable, LookupError, ValueError, OverflowError, struct.error):
        return None


def _outlines(face: Any, glyphs: list[int], *, hinting: bool) -> bytes | None:
    given = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(given), glyphs)
    dropped = harfbuzz_subset.hb_subset_input_set(given, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(dropped, sorted(harfbuzz.hb_tag_from_string(tag.encode(), -1) for tag in _OTHERS))
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    harfbuzz_subset.hb_subset_input_set_flags(given, flags if hinting else flags | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING)
    made = harfbuzz_subset.hb_subset_or_fail(face, given)
    if made == ffi.NULL:
        return None
    try:
        return _with_table(made, bytes)
    finally:
        harfbuzz.hb_face_destroy(made)


def _with_table(face: Any, use: Callable[[memoryview], T]) -> T | None:
    """What `use` makes of the table of outlines of a face, which is not copied."""
    blob = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"CFF ", -1))
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    try:
        return use(memoryview(ffi.buffer(data, length[0]))) if data != ffi.NULL else None
    finally:
        harfbuzz.hb_blob_destroy(blob)


def _add(into: Any, values: Iterable[int]) -> None:
    given = list(values)
    harfbuzz.hb_set_add_sorted_array(into, ffi.new("hb_codepoint_t[]", given), len(given))


def _is_bare(content: bytes) -> bool:
    return content[:2] == b"\x01\x00"


def _dictionary(pdf: Any, *arguments: Any) -> Any:
    """The fonts of a file; tables of outlines are called what they are."""
    known = len(pdf.objects)
    made = _DICTIONARY(pdf, *arguments)
    for program in pdf.objects[known:]:
        if isinstance(program, pydyf.Stream) and program.extra.get("Subtype") == "/OpenType" and _is_bare(program.stream[0]):
            program.extra["Subtype"] = "/CIDFontType0C"
    return made
