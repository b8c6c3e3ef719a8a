"""Subsets without places for glyphs that are not in them: the same outlines under the same numbers, in a fraction of the bytes."""

from __future__ import annotations

import io
import struct
from functools import lru_cache
from typing import Any

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts as theirs

from procdocs.binder import cff
from procdocs.binder.fonts import Subset
from procdocs.binder.sfnt import Unreadable
from procdocs.execution.target import Made
from procdocs.writers.print import compact_fonts
from procdocs.writers.print.engine import make, plain
from procdocs.writers.print.sheet import Sheet
from tests.pdf_tree import read
from tests.printed import complaints

TEXT = "质量手册，第 1 章（顾客）：<b>过程 C1</b>、记录；“引号”…"


def printed(family: str = "Noto Sans CJK SC", text: str = TEXT) -> Made:
    style = f'html{{font-family:"{family}"}}h1{{bookmark-level:1}}@page{{@bottom-right{{content:counter(page)}}}}'
    return make(
        Sheet(f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>页</title><style>{style}</style></head><body><h1>题</h1><p>{text}</p></body></html>', {}), {}
    )


def as_weasyprint_does(monkeypatch: pytest.MonkeyPatch, **more: str) -> Made:
    with monkeypatch.context() as patch:
        patch.setattr(theirs.Font, "_harfbuzz_subset", compact_fonts._SUBSET)
        return printed(**more)


@lru_cache(maxsize=8)
def opened(data: bytes) -> pikepdf.Pdf:
    """Kept open as long as its objects are looked at."""
    return pikepdf.open(io.BytesIO(data))


def fonts(data: bytes) -> dict[str, Any]:
    """The composite fonts of a PDF by their base names."""
    return {str(o.BaseFont): o for o in opened(data).objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"}


def drawn(program: bytes, numbers: list[int]) -> dict[int, tuple[Any, int]]:
    """Outline and advance of each glyph, as another library reads them."""
    if program[:4] == b"OTTO":
        program = TTFont(io.BytesIO(program)).reader["CFF "]
    found = CFFFontSet()
    found.decompile(io.BytesIO(program), None)
    out = {}
    for number in numbers:
        pen = RecordingPen()
        glyph = found[0].CharStrings[f"cid{number:05d}" if number else ".notdef"]
        glyph.draw(pen)
        out[number] = (pen.value, glyph.width)
    return out


def test_outlines_advances_and_words_are_those_of_weasyprint_in_a_fraction_of_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, others = printed(), as_weasyprint_does(monkeypatch)
    assert len(ours.data) < len(others.data) / 2 and ours.lost == others.lost == ()
    assert read(ours.data).text == read(others.data).text and not read(ours.data).faults
    one, two = fonts(ours.data), fonts(others.data)
    assert one.keys() == two.keys() and len(one) == 2
    for name, font in one.items():
        program, other = (each.DescendantFonts[0].FontDescriptor.FontFile3 for each in (font, two[name]))
        assert (program.Subtype, other.Subtype) == ("/CIDFontType0C", "/OpenType")
        subset = Subset(font)
        assert subset.widths == Subset(two[name]).widths and subset.reads == Subset(two[name]).reads
        shown = drawn(program.read_bytes(), sorted(subset.widths))
        assert shown == drawn(other.read_bytes(), sorted(subset.widths))
        assert all(round(shown[number][1]) == round(width) for number, width in subset.widths.items())


def test_such_a_pdf_conforms() -> None:
    data = printed().data
    assert complaints(data, "ua1") == "" and complaints(data, "3a") == ""


def test_pdfs_for_other_programs_name_their_fonts_rightly_too() -> None:
    made = plain(f'<html lang="zh"><style>html{{font-family:"Noto Sans CJK SC"}}</style><p>{TEXT}</p>', {})
    kinds = {str(font.DescendantFonts[0].FontDescriptor.FontFile3.Subtype) for font in fonts(made.data).values()}
    assert kinds == {"/CIDFontType0C"}


def test_a_font_with_a_lost_glyph_or_of_another_make_is_left_to_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    for more in ({"text": TEXT + "\u0378"}, {"family": "DejaVu Sans", "text": "Äpfel"}):
        ours, others = printed(**more), as_weasyprint_does(monkeypatch, **more)
        assert any("/FontFile2" in font.DescendantFonts[0].FontDescriptor or font.Encoding != "/Identity-H" for font in fonts(ours.data).values()) or ours.data == others.data
        assert ours.lost == others.lost


def test_a_font_that_counts_otherwise_is_left_to_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact_fonts, "counts_plainly", lambda table: False)
    assert printed().data == as_weasyprint_does(monkeypatch).data


def a_table(numbers: tuple[int, ...], ordering: bytes = b"Identity") -> bytes:
    glyph = cff.Glyph(b"\x0e", cff.Style(b"\x8b\x14", b""))
    return cff.written("X", dict.fromkeys(numbers, glyph), b"", b"", alone=True).replace(b"Identity", ordering)


def test_only_fonts_of_characters_counted_by_their_places_count_plainly() -> None:
    assert cff.counts_plainly(a_table((0, 1, 2, 3)))
    assert not cff.counts_plainly(a_table((0, 1, 3)))
    assert not cff.counts_plainly(a_table((0, 1, 2, 3), b"Japanese"))


def test_glyphs_that_lie_apart_keep_their_numbers() -> None:
    found = cff.Outlines(a_table((0, 7, 8, 9, 40000)))
    assert list(found.numbers) == [0, 7, 8, 9, 40000]
    with pytest.raises(Unreadable):
        found.glyph(1)


NOMINAL = struct.pack(">Bh", 28, 500) + b"\x15"
USUAL = struct.pack(">Bh", 28, 1000) + b"\x14"


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        (b"\x8b\x8b\x15\x0e", (1000, b"\x8b\x8b\x15\x0e")),  # a move says nothing of the advance: the usual one
        (b"\x8d\x8b\x8b\x15\x0e", (502, b"\x8b\x8b\x15\x0e")),  # 2 more than the nominal one
        (b"\xf7\x00\x8b\x16\x0e", (608, b"\x8b\x16\x0e")),
        (b"\x0e", (1000, b"\x0e")),
        (b"\x89\x0e", (498, b"\x0e")),
        (b"\x8d\x8b\x8b\x01\x8b\x16\x0e", (502, b"\x8b\x8b\x01\x8b\x16\x0e")),  # stems: an odd number of operands
        (b"\x8b\x8b\x01\x8b\x16\x0e", (1000, b"\x8b\x8b\x01\x8b\x16\x0e")),
    ],
)
def test_an_advance_is_spelled_out(outline: bytes, expected: tuple[int, bytes]) -> None:
    made = cff.spelled_out(cff.Glyph(outline, cff.Style(USUAL + NOMINAL, b"")))
    assert made == cff.Glyph(struct.pack(">Bh", 28, expected[0]) + expected[1], cff.Style(b"", b""))


@pytest.mark.parametrize("outline", [b"\x8b\x05\x0e", b"\x8b\x8b\x8b\x8b\x15\x0e", b"\x8b\x0c\x22", b"\xff\x00\x01\x80\x00\x8b\x8b\x15\x0e"])
def test_an_outline_that_begins_otherwise_is_refused(outline: bytes) -> None:
    with pytest.raises(Unreadable):
        cff.spelled_out(cff.Glyph(outline, cff.Style(USUAL + NOMINAL, b"")))


def test_the_whole_font_file_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[Any] = []
    content = compact_fonts._CONTENT

    def counting(face: Any) -> Any:
        copied.append(face)
        return content(face)

    monkeypatch.setattr(compact_fonts, "_CONTENT", counting)
    assert printed().data and not copied
