"""What is done once in a printing process instead of again and again: nobody can tell from what comes out."""

from __future__ import annotations

import datetime
from typing import Any

import cssselect2
import pydyf
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, percent

from procdocs.binder import page_count
from procdocs.execution.target import Made
from procdocs.writers.print import balancing, engine, reckoning, savings
from procdocs.writers.print.engine import make
from procdocs.writers.print.glyphs import Lost, lost_glyphs
from procdocs.writers.print.sheet import Sheet

STYLE = "@page{size:A5;@bottom-center{content:counter(page)}}body{font-size:9pt;wrong:1}p::nothing{color:red}h1{bookmark-level:1}"


def sheet(style: str, body: str) -> Sheet:
    html = f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>页</title><style>{style}</style></head><body><h1>一</h1>{body}</body></html>'
    return Sheet(html, {}, (), datetime.date(2026, 1, 1))


COLUMNS = (
    "@page{size:A5}.two{columns:2;border:1pt solid}.three{columns:3;padding-bottom:3pt}h2{break-after:avoid;font-size:9pt;margin:6pt 0}"
    "table{width:100%;border-collapse:collapse}tr{break-inside:avoid}td{border:1px solid}dt{float:left;width:5em}dd{margin:0 0 0 5em}.note{float:footnote}"
)
TABLE = "<h2>表</h2><table><tr><td>甲乙丙丁戊己庚辛壬癸" + "<tr><td>甲" * 9 + "</table>"
LISTED = "<h2>单</h2><ul><li>甲<li>乙<li>丙</ul><dl>" + "<dt>名</dt><dd>说明文字一行又一行说明文字一行又一行</dd>" * 5 + "</dl>"

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
    sheet(
        "@page{size:A6;@top-left{content:element(head)}}body{color:teal;height:80%}header{position:running(head)}aside{float:right;width:30%;float:inline-end;border:1pt solid}"
        "div{box-sizing:border-box;width:60%;min-height:50%;max-width:20em;padding:5%;border:3pt double;margin:auto;padding-inline-start:9mm;margin-block:2%}"
        "div.padded{box-sizing:padding-box;color:initial;border-inline-end-width:4pt;width:min(20em,50%)}b{position:absolute;right:1%;top:3mm}i{position:fixed;bottom:0}",
        "<header>头</header><aside>旁</aside><div>甲<b>乙</b></div><div class=padded dir=rtl>丙<i>丁</i></div><div style='color:inherit;height:10%;padding:inherit'>戊</div>",
    ),
    sheet(
        "@page{size:A6;margin:5%}table{border-collapse:collapse;width:100%}td{border:2px solid red;padding:1%;width:20%}"
        ".wide{border:5px dotted;--own:3pt}u{border:var(--own) solid;display:inline-block;text-decoration:none}"
        "p{columns:2;text-decoration:line-through}footer{display:flex;border:1pt solid}footer div{width:40%;margin-left:auto;min-width:2em}",
        "<table>" + "<tr><td>甲<td class=wide>乙<u>丙</u><td>丁" * 30 + "</table><p>" + "戊己 " * 90 + "<footer><div>庚</div><div>辛</div></footer>",
    ),
    sheet(COLUMNS, f"<div class=two>{TABLE}<h2>长</h2>{TABLE}{LISTED}</div>"),
    sheet(COLUMNS, f"<div class=three>{LISTED}{TABLE}{LISTED}{TABLE}</div><div class=two>{TABLE * 3}</div>" * 3),
    sheet(COLUMNS + "table{break-inside:avoid}", f"<div class=two>{LISTED}{TABLE}{TABLE}</div><div class=two>{TABLE}{LISTED}{TABLE}</div>"),
    *(
        sheet(COLUMNS + "table{break-inside:avoid}", f"<div class=two>{LISTED}{reaching}{TABLE}</div>")
        for reaching in (
            "<p>注<span class=note>脚注</span><span class=note>脚注</span></p>",
            "<ul class=two><li>甲<li>乙<li>丙</ul>",
            "<aside style='float:left;width:40%'>旁注一二三</aside>",
            "<p style='position:relative'>甲<b style='position:absolute'>乙</b><b style='position:fixed;top:0'>丙</b></p>",
        )
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
            patch.setattr(weasyprint.css.ComputedStyle, "__missing__", reckoning._MISSING)
            patch.setattr(boxes.Box, "is_in_normal_flow", reckoning._IN_FLOW)
            patch.setattr(block, "block_box_layout", balancing._LAY_OUT)
            for module in reckoning.LAYOUTS:
                patch.setattr(module, "resolve_percentages", reckoning._RESOLVE)
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
        for one in SHEETS[:5]:
            make(one, {})
    assert [sum(f"<style>{text}</style>" in one.html for text in read) for one in (SHEETS[0], SHEETS[2], SHEETS[3], SHEETS[4])] == [1, 1, 2, 2]


@pytest.mark.parametrize(("plainly", "attempts"), [(True, 456), (False, 48)])
def test_columns_are_laid_out_a_few_times(monkeypatch: pytest.MonkeyPatch, plainly: bool, attempts: int) -> None:
    laid_out: list[object] = []
    lay_out = balancing._LAY_OUT

    def counting(context: object, box: Any, *more: object, **named: object) -> object:
        laid_out.extend([box] * box.is_column)
        return lay_out(context, box, *more, **named)

    monkeypatch.setattr(balancing, "_LAY_OUT", counting)
    if plainly:
        monkeypatch.setattr(block, "block_box_layout", counting)
    make(sheet(COLUMNS + "table{break-inside:avoid}", f"<div class=two>{LISTED}{TABLE}{TABLE}</div>"), {})
    assert len(laid_out) == attempts


def test_pages_that_come_later_are_referred_to() -> None:
    pdf = pydyf.PDF()
    before = pdf.page_references
    for _ in range(3):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert len(pdf.page_references) == len(before) + 1
        before = pdf.page_references


@pytest.mark.parametrize(("body", "looked_through"), [("<p>甲 text</p>", 0), ("<p>\U0010abcd</p>", 1), ("<svg><text>\U0010abcd</text></svg>", 1)])
def test_only_a_file_whose_fonts_lacked_a_glyph_is_looked_through(monkeypatch: pytest.MonkeyPatch, body: str, looked_through: int) -> None:
    looked: list[bytes] = []

    def looking(data: bytes) -> tuple[Lost, ...]:
        looked.append(data)
        return lost_glyphs(data)

    monkeypatch.setattr(engine, "lost_glyphs", looking)
    made = make(sheet("", body), {})
    assert (len(looked), len(made.lost)) == (looked_through, looked_through)
    assert [one.character for one in lost_glyphs(made.data)] == list(made.lost)


@pytest.mark.parametrize(("saves", "most", "renderings"), [(0.1, 20, 1), (0.9, 20, 2), (0.9, 1, 1)])
def test_nothing_is_set_closer_that_saves_no_page_by_it_and_no_long_document_is(saves: float, most: int, renderings: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages, the second filled by half: whether the closer setting is tried tells how often anything is laid out."""
    laid_out: list[str] = []
    render = engine._render

    def rendering(html: str, jail: Any) -> Any:
        laid_out.append(html)
        return render(html, jail)

    monkeypatch.setattr(engine, "MOST_PAGES", most)
    monkeypatch.setattr(engine, "_render", rendering)
    one = sheet("@page{size:A5;margin:10mm}p{height:50mm;margin:0}h1{display:none}", "<p>甲" * 5)
    made = make(one._replace(closer=one.html.replace("50mm", "30mm"), saves=saves), {})
    assert len(laid_out) == renderings
    assert page_count(made.data) == 3 - renderings
