"""The site as files: every link leads somewhere, every page is valid, hostile texts stay texts, nothing is overwritten."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from procdocs.diagrams.palette import PALETTE
from procdocs.manual.compose import compose
from procdocs.manual.model import Bullets, Cell, Chapter, Column, Entry, Facts, Heading, Manual, Markdown, Paragraph, Picture, Row, Score, Step, Table
from procdocs.manual.rich import Ref
from procdocs.project.load import load
from procdocs.writers.site.colours import dark_colour
from procdocs.writers.site.html import SCRIPTS
from procdocs.writers.site.search import Searched, SearchIndex
from tests.made import whole

PROJECT = Path(__file__).parent / "projects" / "bilingual"
ROOT = Path(__file__).resolve().parents[1]
EVIL = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' & <b> &amp; {{ 7*7 }} {% raw %}",
    "无" * 10_000,
    "\u202eright to left\u202c مرحبا 🙂",
    "control \x01\x0b\x9f here \ufdd0",
    "[x](javascript:alert(1)) ![y](http://example.com/z.png) <javascript:alert(1)>",
    "]]> --> <!-- <style>*{display:none}</style>",
)


class Page(HTMLParser):
    """Ids, links, headings and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def files(manual: Manual, **options: object) -> dict[str, bytes]:
    return whole("html", manual, **options)


def manual_of(root: Path, language: str = "zh") -> Manual:
    project, _ = load(root)
    assert project is not None
    return compose(project, language)[0]


@pytest.fixture(scope="module", params=["bilingual", "sample"])
def manual(request: pytest.FixtureRequest) -> Manual:
    return manual_of(PROJECT if request.param == "bilingual" else ROOT)


def hostile(text: str) -> Manual:
    """A manual in which every text is the same hostile one."""
    rich = (text, Ref(text, "X2", "customer"), Ref(text, "javascript:alert(1)"), Ref(text, text))
    table = Table((Column(text, 1), Column(text, 2, "mark")), (Row((Cell(rich, text, text), Cell(rich)), text, text),), text, text, True, rich)
    step = Step(text, rich, ((text, rich),), (Paragraph(rich),), text)
    blocks = (
        Heading(2, text, text, text),
        Heading(5, text),
        Paragraph(rich, "lead"),
        Markdown(text),
        Bullets((rich,)),
        table,
        Facts(((text, rich),), text),
        Picture("p/a b.png", text),
        step,
    )
    entries: tuple[Entry, ...] = (Entry("X1", "page", text, blocks, path="processes/X1.yaml"), Entry("X2", "process", text, blocks, type="customer", path="x"))
    chapters = (Chapter(1, text, entries),)
    control = dataclasses.replace(entries[0].control, number=text, revision=text, status="draft", status_word=text)
    entries = tuple(dataclasses.replace(entry, control=control) for entry in entries)
    return Manual(
        "zh", ("zh",), text, text, text, text, "", control, (dataclasses.replace(chapters[0], entries=entries),), Score(0, 0, 0), PALETTE, pictures={"p/a b.png": b"\x89PNG"}
    )


def resolve(page: str, link: str) -> tuple[str, str]:
    """The file a link on a page leads to, and the anchor in it."""
    parts = urlsplit(link)
    path = unquote(parts.path)
    folders = [*page.split("/")[:-1], *path.split("/")] if path else page.split("/")
    out: list[str] = []
    for folder in folders:
        if folder == "..":
            out.pop()
        else:
            out.append(folder)
    return "/".join(out), unquote(parts.fragment)


def test_every_link_and_anchor_leads_somewhere(manual: Manual) -> None:
    made = files(manual)
    pages = {path: Page(data.decode()) for path, data in made.items() if path.endswith((".html", ".svg"))}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            if link.startswith(("http:", "https:", "mailto:", "data:")):
                continue
            target, anchor = resolve(path, link)
            if target.startswith("en/"):
                continue
            if target not in made or (anchor and anchor not in pages[target].ids):
                broken.append(f"{path} -> {link}")
    assert not broken


def test_references_to_parts_of_documents_keep_their_part() -> None:
    page = Page(files(manual_of(PROJECT))["SOP-REVIEW.html"].decode())
    assert "C2.html#C2--inputs" in page.links


def test_every_page_is_valid_and_ids_are_unique(manual: Manual) -> None:
    for path, data in files(manual).items():
        if path.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(data.decode())
            page = Page(data.decode())
            assert len(page.ids) == len(set(page.ids)), path
            assert page.headings.count(1) == 1, path
            assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), path
            assert "style" not in page.attributes and not [name for name in page.attributes if name.startswith("on")], path
            assert "style" not in page.tags, path


def test_the_single_file_is_valid_and_complete(manual: Manual) -> None:
    (data,) = whole("single-html", manual).values()
    text = data.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    page = Page(text)
    assert len(page.ids) == len(set(page.ids))
    assert not [link for link in page.links if link.startswith("#") and unquote(link[1:]) not in page.ids]
    assert not [link for link in page.links if not link.startswith(("#", "http:", "https:", "mailto:", "data:"))]
    assert {entry.id for entry in manual.entries} <= set(page.ids)


def test_two_builds_give_the_same_bytes() -> None:
    assert files(manual_of(PROJECT)) == files(manual_of(PROJECT))


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_hostile_texts_are_shown_literally(text: str) -> None:
    made = files(hostile(text))
    shown = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0]", "\ufffd", text)
    for path in ("index.html", "X1.html", "X2.html"):
        data = made[path].decode()
        html5lib.HTMLParser(strict=True).parse(data)
        page = Page(data)
        assert shown in page.words or shown in "".join(page.words), path
        assert not page.tags & {"b", "style", "iframe"} and data.count("<script") == len(SCRIPTS)
        assert not [name for name in page.attributes if name.startswith("on")]
        assert not [link for link in page.links if not link.startswith("#") and ("javascript" in link.lower() or link.startswith("http"))]
    (single,) = whole("single-html", hostile(text)).values()
    html5lib.HTMLParser(strict=True).parse(single.decode())
    assert "</script" not in made["assets/search-index.js"].decode()


@pytest.mark.parametrize("name", ["index", "INDEX", "search", "manual-single", "assets", "home"])
def test_no_entry_overwrites_a_page_of_ours(name: str) -> None:
    manual = hostile("x")
    entry = dataclasses.replace(manual.entries[0], id=name)
    made = list(whole("html", dataclasses.replace(manual, chapters=(Chapter(1, "x", (entry,)),))))
    assert len({path.casefold() for path in made}) == len(made)
    assert "index.html" in made


def test_pdfs_are_linked_only_where_they_are() -> None:
    manual = manual_of(PROJECT)
    assert b".pdf" not in files(manual)["C1.html"] + files(manual)["index.html"]
    made = files(manual, linked=frozenset({"pdf", "xlsx"}))
    assert "documents/C1.pdf" in Page(made["C1.html"].decode()).links
    assert {"manual.pdf", "registers.xlsx"} <= set(Page(made["index.html"].decode()).links)
    assert not [link for link in Page(made["landscape.html"].decode()).links if link.endswith(".pdf")]


def test_only_the_wanted_pages_are_written() -> None:
    made = files(manual_of(PROJECT), only=frozenset({"C1"}))
    assert "C1.html" in made and "C2.html" not in made and "index.html" not in made
    assert "diagrams/C1.svg" in made and "diagrams/C2.svg" not in made


def test_the_first_page_is_light() -> None:
    made = files(manual_of(ROOT))
    assets = sum(len(data) for path, data in made.items() if path.startswith("assets/") and path.endswith((".css", ".js")) and "index" not in path)
    assert len(made["index.html"]) + assets < 300_000


def test_the_first_page_tells_what_changed_lately_and_whom_it_concerns() -> None:
    page = " ".join(" ".join(Page(files(manual_of(PROJECT))["index.html"].decode()).words).split())
    assert page.index("2026-03-02") < page.index("2026-03-01", page.index("最近修订"))
    for words in ("与我有关", "销售部", "检验员", "过程一览"):
        assert words in page


def test_a_department_sees_its_processes_documents_and_registers() -> None:
    page = " ".join(Page(files(manual_of(PROJECT))["_department-sales.html"].decode()).words)
    for words in ("订单处理", "采购", "订单评审流程", "订单评审表", "供方评价表", "确认及时率"):
        assert words in page
    assert "检验记录" not in page


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def pairs() -> Iterator[tuple[str, str]]:
    for kind in ("customer", "support", "management", "outside"):
        yield f"on-{kind}", kind
        yield f"{kind}-ink", f"{kind}-tint"
        yield "soft", f"{kind}-tint"
    for name in (*(f"hue{number}" for number in range(1, 9)), "flow", "means", "guide", "alarm"):
        yield name, f"{name}-tint"
        yield "paper", name
    yield from (("ink", "paper"), ("soft", "paper"), ("soft", "wash"), ("faint-on-customer", "customer"))


@pytest.mark.parametrize(("text", "ground"), list(pairs()))
def test_dark_colours_can_be_read(text: str, ground: str) -> None:
    light, dark = sorted((luminance(dark_colour(PALETTE[name])) for name in (text, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_an_embedded_font_holds_just_the_glyphs_of_the_manual() -> None:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    manual = dataclasses.replace(manual_of(PROJECT), embed_font=True)
    made = files(manual)
    glyphs = TTFont(BytesIO(made["assets/regular.woff2"])).getBestCmap()
    assert ord("订") in glyphs and ord("龘") not in glyphs
    assert len(made["assets/regular.woff2"]) < 200_000
    assert b"regular.woff2" in made["assets/palette.css"]
    (single,) = whole("single-html", manual).values()
    assert b"data:font/woff2;base64," in single


def test_the_index_knows_texts_of_drawings_and_what_only_registers_say() -> None:
    drawing = (
        '<figure><svg role="group" id="A-1" class="d"><text>只在</text><text>图中</text></svg><figcaption>说明<span class="tools"><a href="x">SVG</a></span></figcaption></figure>'
    )
    document = Searched("A.html", "A", "文件", "过程", f'<p>引言</p><h2 id="A--x">节 &amp; 题</h2>{drawing}<p>正文 &lt;b&gt;</p>', False)
    register = Searched("R.html", "", "登记册", "登记册", "<table><tr><td>正文 &lt;b&gt;</td><td>只在登记册</td></tr></table>", True)
    script = searched({"A-1": "只在图中\n正文"}, document, register)
    index = json.loads(script.removeprefix("window.procdocsIndex=").rstrip(";\n"))
    assert [page[0] for page in index["pages"]] == ["A.html", "R.html"]
    assert index["parts"] == [[0, "", "", "引言"], [0, "A--x", "节 & 题", "说明 正文 <b> 只在图中"], [1, "", "", "只在登记册"]]
    # What a register repeats is found wherever the register stands.
    before = json.loads(searched({"A-1": ""}, register, document).removeprefix("window.procdocsIndex=").rstrip(";\n"))
    assert [page[0] for page in before["pages"]] == ["R.html", "A.html"]
    assert before["parts"] == [[0, "", "", "只在登记册"], [1, "", "", "引言"], [1, "A--x", "节 & 题", "说明 正文 <b>"]]
    assert "</" not in searched({}, document._replace(html="<p>&lt;/script&gt;</p>"))


def searched(drawn: dict[str, str], *pages: Searched) -> str:
    """The index of these pages."""
    index = SearchIndex()
    for page in pages:
        index.add(page, drawn)
    return index.script()


def test_texts_of_drawings_reach_the_index() -> None:
    script = files(manual_of(PROJECT))["assets/search-index.js"].decode()
    assert "组织边界" in script, "a word that stands in the octopus and nowhere else"


def spread(colour: str) -> int:
    """How far a colour is from grey: the distance of its strongest part from its weakest."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return max(parts) - min(parts)


@pytest.mark.parametrize("name", [name for name, value in PALETTE.items() if spread(value) >= 100])
def test_a_colour_stays_one_at_night(name: str) -> None:
    assert spread(dark_colour(PALETTE[name])) >= 40
