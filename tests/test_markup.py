"""Blocks as HTML, as readers of the site and of the PDF get them."""

from __future__ import annotations

import html5lib
import pytest

from procdocs.manual.model import Bullets, Cell, Column, Facts, Heading, Markdown, Paragraph, Picture, Row, Step, Table
from procdocs.manual.rich import Foreign, Ref
from procdocs.writers.markup.blocks import Setting, Written, width_classes, write_blocks
from procdocs.writers.markup.escaping import escaped, fragment, identifier, web_address

SETTING = Setting(
    language="zh",
    entry="C4",
    link=lambda target: f"{target.partition('#')[0]}.html#{fragment(target)}" if target.startswith("C") else None,
    figure=lambda figure: "<figure></figure>",
    picture=lambda path: f"assets/{path}" if path.endswith(".png") else None,
)


def write(*blocks: object) -> Written:
    written = write_blocks(blocks, SETTING)  # type: ignore[arg-type]
    html5lib.HTMLParser(strict=True).parseFragment(str(written.html))
    return written


def test_headings_never_skip_a_level() -> None:
    written = write(Heading(2, "a"), Heading(5, "b"), Heading(6, "c"), Heading(3, "d"), Heading(2, "e"))
    assert [heading.level for heading in written.headings] == [2, 3, 4, 3, 2]


def test_headings_of_markdown_continue_those_around_it() -> None:
    written = write(Heading(2, "before"), Markdown("# one\n\n### deep\n\n# two", level=3), Heading(2, "after"))
    assert [(heading.level, heading.text) for heading in written.headings] == [(2, "before"), (3, "one"), (4, "deep"), (3, "two"), (2, "after")]


def test_ids_begin_with_the_entry_and_are_unique() -> None:
    written = write(Heading(2, "a", "search"), Heading(2, "b", "search"), Heading(2, "c"), Heading(2, "d"))
    assert [heading.id for heading in written.headings] == ["C4--search", "C4--search~2", "C4--heading-3", "C4--heading-4"]


def test_an_address_is_the_id_it_points_to() -> None:
    from urllib.parse import unquote

    for target in ("C4#输出 a", "C4#a%b", "C4#" + "é", "C4"):
        assert unquote(fragment(target)) == identifier(*target.split("#"))


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://a.example/x?y=1&z=2", True),
        ("http://a.example", True),
        ("mailto:a@b.example", True),
        ("HTTPS://A.example", True),
        ("javascript:alert(1)", False),
        ("javascript://example.com/%0aalert(1)", False),
        ("data://example.com/text/html,x", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//a.example/x", False),
        ("https:", False),
        ("http://[bad", False),
        ("\x01javascript:alert(1)", False),
        ("C4", False),
    ],
)
def test_only_web_addresses_leave_the_manual(address: str, allowed: bool) -> None:
    assert (web_address(address) is not None) == allowed


def test_references_are_links_and_chips_or_plain_words() -> None:
    html = str(write(Paragraph((Ref("生产", "C4#out", "customer"), Ref("x", "Q1"), Ref("y", "javascript:x"), Ref("网", "https://a.example/?a=1&b"), Foreign("Goods", "en")))).html)
    assert '<a class="chip chip-customer" href="C4.html#C4--out">生产</a>' in html
    assert ">x<" not in html and "javascript" not in html
    assert '<a class="external" href="https://a.example/?a=1&amp;b">网</a>' in html
    assert '<span lang="en">Goods</span>' in html


def test_a_table_names_its_columns_rows_and_groups() -> None:
    table = Table((Column("编号", 1, "code"), Column("名称", 3)), (Row((Cell(("a",)),), "r", "组"), Row((Cell(("b",), "gap", "缺"), Cell(("c",)), Cell(("多",))))), "表", "t", True)
    html = str(write(table).html)
    assert "<caption>表</caption>" in html and '<col class="w25"><col class="w75">' in html
    assert html.count('scope="col"') == 2 and html.count('scope="row"') == 2
    assert '<tr class="group"><th scope="rowgroup" colspan="2"><span>组</span></th></tr>' in html
    assert 'class="code look-gap" title="缺"' in html
    assert '<tr id="C4--r">' in html and "多" not in html


def test_widths_are_shares_of_a_hundred() -> None:
    assert width_classes((Column("a", 1), Column("b", 1), Column("c", 2))) == ("w25", "w25", "w50")
    without = width_classes((Column("a", 0), Column("b", 0)))
    assert len(set(without)) == 1
    assert sum(int(name[1:]) for name in width_classes(tuple(Column("x", share) for share in (1, 1, 1, 0.001)))) <= 100


def test_steps_stand_in_one_list_and_hold_their_parts() -> None:
    inner = Step("1.1", ("二",), (), ())
    html = str(write(Step("1", ("一",), (("责任", ("检验员",)),), (Paragraph(("text",)), inner), "step-1"), Step("2", ("三",), (), ()), Bullets((("x",),))).html)
    assert html.count("<ol") == 2 and '<li id="C4--step-1">' in html
    assert html.index("一") < html.index("text") < html.index("二") < html.index("三")


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("<b onclick=x>a</b>", "&lt;b onclick=x&gt;a&lt;/b&gt;", "<b"),
        ("[a](javascript:alert(1))", "<p>a</p>", "href"),
        ("[a](https://a.example)", '<a class="external" href="https://a.example">a</a>', ""),
        ("[a](C4#out)", '<a href="C4.html#C4--out">a</a>', ""),
        ("[a](nowhere)", "<p>a</p>", "href"),
        ("![图](p.png)", '<img src="assets/p.png" alt="图">', ""),
        ("![图](http://a.example/p.gif)", '<span class="missing">图</span>', "<img"),
        ("第一行\n第二行", "第一行第二行", ""),
        ("first\nsecond", "first\nsecond", ""),
        ("|a|b|\n|-|-:|\n|1|2|", '<th scope="col" class="right">b</th>', "style"),
        ("    code <x>", "code &lt;x&gt;", ""),
        ("a\x01b", "a\ufffdb", ""),
        ("[" * 50_000, "[[[[", ""),
        ("- " * 3_000 + "x", "x", ""),
        ("> " * 3_000 + "x", "x", ""),
        ("- a\n\n" + "-" * 80, "<hr>", ""),
    ],
)
def test_markdown_is_tamed(text: str, shown: str, hidden: str) -> None:
    html = str(write(Markdown(text)).html)
    assert shown in html
    assert not hidden or hidden not in html


def test_line_ends_of_the_author_stay_and_nothing_else_becomes_markup() -> None:
    html = str(write(Paragraph(("a\nb & <c> \"d\" 'e'",)), Facts((("k\n", ("v",)),))).html)
    assert "a<br>b &amp; &lt;c&gt; &quot;d&quot; &#x27;e&#x27;" in html
    assert escaped("plain 文字") == "plain 文字"


def test_a_picture_that_is_not_there_leaves_its_caption() -> None:
    html = str(write(Picture("a.png", "图一"), Picture("a.exe", "图二")).html)
    assert '<img src="assets/a.png" alt="图一">' in html and "图二" in html and html.count("<img") == 1


def test_empty_blocks_leave_nothing() -> None:
    assert str(write(Bullets(()), Facts(())).html) == ""
