"""What is done once in a printing process instead of again and again: nobody can tell from what comes out."""

from __future__ import annotations

import datetime

import cssselect2
import pydyf
import pytest
import weasyprint
from weasyprint.layout import inline, percent

from procdocs.execution.target import Made
from procdocs.writers.print import engine, savings
from procdocs.writers.print.engine import make
from procdocs.writers.print.glyphs import Lost, lost_glyphs
from procdocs.writers.print.sheet import Sheet

STYLE = "@page{size:A5;@bottom-center{content:counter(page)}}body{font-size:9pt;wrong:1}p::nothing{color:red}h1{bookmark-level:1}"


def sheet(style: str, body: str) -> Sheet:
    html = f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>页</title><style>{style}</style></head><body><h1>一</h1>{body}</body></html>'
    return Sheet(html, {}, (), datetime.date(2026, 1, 1))


SHEETS = (
    sheet(STYLE, "<p>甲</p>"),
    sheet(STYLE, "<p>乙</p><p><a href='#x'>丙</a></p>" * 40),
    sheet(STYLE.replace("A5", "A6"), "<p>甲</p>"),
    sheet("@counter-style own{system:cyclic;symbols:'甲' '乙'}ol{list-style:own}@page{size:A6}", "<ol><li>a</li><li>b</li></ol>"),
    sheet(r"@\63ounter-style own{system:cyclic;symbols:'丙' '丁'}ol{list-style:own}@page{size:A6}", "<ol><li>a</li><li>b</li></ol>"),
    sheet("@page{size:A6}", "<ol><li>a</li><li>b</li></ol>"),
    sheet("h1:has(+ p){color:red}h2:has(~ h3){color:blue}h2:has(+ p:first-child, + h2:not(:first-child)){color:green}", "<p>甲</p><h2>a</h2><h2>b</h2><h3>c</h3><h2>d</h2>"),
    sheet(
        "p{line-height:calc(1em + 3px);border:1px solid;width:calc(50% - 1em);margin:1%}",
        "<p>甲<p style='color:red;text-decoration:underline'>乙<p style='line-height:2'>丙",
    ),
)


def printed(monkeypatch: pytest.MonkeyPatch, *, plainly: bool) -> list[Made]:
    with monkeypatch.context() as patch:
        if plainly:
            patch.setattr(weasyprint.css, "CSS", savings._PARSE)
            patch.setattr(inline, "strut", savings._STRUT)
            patch.setattr(cssselect2.ElementWrapper, "iter_next_siblings", savings._SIBLINGS)
            for module in (weasyprint.css, percent):
                patch.setattr(module, "check_math", savings._CHECK_MATH)
            for module in (weasyprint.draw.color, weasyprint.draw.border, weasyprint.draw.text):
                patch.setattr(module, "get_color", savings._GET_COLOR)
            patch.setattr(pydyf.PDF, "page_references", property(lambda pdf: tuple(f"{number} 0 R".encode() for number in pdf.pages["Kids"][::3])))
        return [make(one, {}) for one in SHEETS]


def test_bytes_and_notes_are_those_of_printing_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    plainly = printed(monkeypatch, plainly=True)
    assert len({made.data for made in plainly}) == len(plainly) and any("wrong" in note for note in plainly[1].notes)
    for _ in range(2):
        assert printed(monkeypatch, plainly=False) == plainly


def test_a_style_sheet_is_read_once_unless_it_reaches_out(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    class Counting(weasyprint.CSS):  # type: ignore[misc]
        def __init__(self, **given: object) -> None:
            read.append(str(given["string"]))
            super().__init__(**given)

    savings._read.cache_clear()
    monkeypatch.setattr(savings, "_PARSE", Counting)
    for _ in range(2):
        for one in SHEETS:
            make(one, {})
    assert [sum(f"<style>{text}</style>" in one.html for text in read) for one in (SHEETS[0], SHEETS[2], SHEETS[3], SHEETS[4])] == [1, 1, 2, 2]


def test_pages_that_come_later_are_referred_to() -> None:
    pdf = pydyf.PDF()
    before = pdf.page_references
    for _ in range(3):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert len(pdf.page_references) == len(before) + 1
        before = pdf.page_references


@pytest.mark.parametrize(("body", "looked_through"), [("<p>甲 text</p>", 0), ("<p>\ue123</p>", 1), ("<svg><text>\ue123</text></svg>", 1)])
def test_only_a_file_whose_fonts_lacked_a_glyph_is_looked_through(monkeypatch: pytest.MonkeyPatch, body: str, looked_through: int) -> None:
    looked: list[bytes] = []

    def looking(data: bytes) -> tuple[Lost, ...]:
        looked.append(data)
        return lost_glyphs(data)

    monkeypatch.setattr(engine, "lost_glyphs", looking)
    made = make(sheet("", body), {})
    assert (len(looked), len(made.lost)) == (looked_through, looked_through)
    assert [one.character for one in lost_glyphs(made.data)] == list(made.lost)
