"""The manual bound from PDFs of its entries: nothing lost, nothing twice, the same pages, and both conformances."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from procdocs import binder
from procdocs.binder import cff, sfnt, truetype
from procdocs.binder.assembly import Assembly
from procdocs.binder.fonts import Fonts, Subset
from procdocs.binder.outline import Bookmark
from procdocs.binder.syntax import string
from procdocs.binder.trees import pairs
from procdocs.execution.target import Made, function
from procdocs.manual import Manual
from procdocs.templating import Templates
from procdocs.writers.markup.escaping import identifier
from procdocs.writers.print.bound import bound as planned
from procdocs.writers.print.engine import make
from procdocs.writers.print.sheet import Attached, Press, Sheet
from tests.conftest import ROOT
from tests.pdf_tree import read
from tests.printed import complaints, manual_of, printed_parts
from tests.printed import printed as in_one_piece

OURS, PRESS = Templates(), Press()
SMALL = ROOT / "tests" / "projects" / "bilingual"
FOOT = "@bottom-right{content:FOOT;vertical-align:top;padding-top:2mm}"
STYLE = 'html{font-family:"FAMILY";font-size:10pt}@page{size:A4;margin:24mm 15mm 20mm;font-size:7.5pt;line-height:1.5;color:#516070;' + FOOT + "}"
STYLE += "h1{bookmark-level:1}h2{bookmark-level:2}section{break-before:page}table{border-collapse:collapse}"
TABLE = '<table><thead><tr><th scope="col">项</th><th scope="col">值</th></tr></thead><tbody><tr><td>甲</td><td>一</td></tr></tbody></table>'
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><rect width="70" height="15" fill="#163e6c"/></svg>'
ONE, TWO = binder.Chapter("chapter-1", "第 1 章 顾客"), binder.Chapter("chapter-2", "第 2 章 支持过程以及很长很长很长很长很长很长很长很长的名称")
CHARACTERS = sorted({*"手册 /0123456789·…", *ONE.title, *TWO.title})


def printed(body: str, title: str, language: str = "zh", foot: str = '"第 " counter(page) " 页"', family: str = "Noto Sans CJK SC", attached: tuple[Attached, ...] = ()) -> bytes:
    """A PDF of a body, as documents are printed."""
    style = STYLE.replace("FOOT", foot).replace("FAMILY", family)
    html = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head><body>{body}</body></html>'
    return make(Sheet(html, {}, attached, None), {}).data


def drawing() -> str:
    import base64

    return f'<figure><img alt="蓝色方框" src="data:image/svg+xml;base64,{base64.b64encode(DRAWING.encode()).decode()}"><figcaption>图</figcaption></figure>'


def attached(text: bytes) -> tuple[Attached, ...]:
    return (Attached("same.yaml", text, "源文件", "application/yaml"),)


PARTS = (
    binder.Part(
        "A",
        "甲过程",
        ONE,
        printed(
            f'<h1 id="A">甲过程</h1><p>见 <a href="#A--steps">步骤</a> 与 <a href="sibling:B.pdf#B--%E8%A6%81%E6%B1%82">要求</a></p>{TABLE}'
            f'<section><h2 id="A--steps">步骤</h2><p>做。<a href="sibling:B.pdf#B--gone">不见了</a> <a href="sibling:X.pdf#X">外面</a></p>{drawing()}</section>',
            "甲过程",
            attached=attached(b"kind: a\n"),
        ),
    ),
    binder.Part("A", "甲过程", ONE, printed(f'<h2 id="A--more">续表</h2>{TABLE}<p><a href="sibling:A.pdf#A--steps">回到步骤</a></p>', "甲过程（续）")),
    binder.Part(
        "B",
        "Second",
        TWO,
        printed(f'<h1 id="B">Second</h1><h2 id="B--要求">Needs</h2><p>Words <a href="sibling:A.pdf#A">back</a></p>{TABLE}', "Second", "en", attached=attached(b"kind: b\n")),
    ),
)


def front(plan: binder.Plan) -> bytes:
    """A contents page, and so many pages before it that the first guess is wrong."""
    lines = "".join(f'<li><a href="sibling:#{id}">{id} 在第 {page} 页</a></li>' for id, page in plan.starts.items())
    before = "".join(f"<section><p>封面 {number}</p></section>" for number in range(6))
    return printed(
        f'{before}<section><h1 id="contents">目录</h1><ol>{lines}<li><a href="sibling:#chapter-2">第二章</a></li></ol></section>',
        "江海 手册",
        foot=f'counter(page) " / {plan.total}"',
    )


def setting(family: str = "Noto Sans CJK SC") -> binder.Binding:
    specimen = printed("", "specimen", foot='"' + " ".join(CHARACTERS) + '"', family=family)
    return binder.Binding("江海 手册", "zh", binder.Stamp("手册 ", " / ", "", specimen), "QM-01", "B", datetime.date(2026, 3, 1))


@pytest.fixture(scope="module")
def bound() -> binder.Bound:
    return binder.bind(front, PARTS, setting())


@pytest.fixture(scope="module")
def pdf(bound: binder.Bound) -> Any:
    with pikepdf.open(io.BytesIO(bound.data)) as opened:
        yield opened


def elements(pdf: Any, kind: str) -> list[Any]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem" and kind == o.S]


def images(data: bytes, scale: float = 1.0) -> list[Any]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def differs_above_the_foot(one: Any, other: Any) -> bool:
    """Whether two pages differ anywhere but in the lowest 15 mm."""
    assert one.size == other.size
    box = (0, 0, one.size[0], int(one.size[1] - 15 * 72 / 25.4))
    return ImageChops.difference(one.crop(box), other.crop(box)).getbbox() is not None


# The whole


def test_the_bound_manual_conforms_twice_and_its_tree_holds(bound: binder.Bound) -> None:
    assert read(bound.data).faults == []
    assert complaints(bound.data, "ua1") == "" and complaints(bound.data, "3a") == ""


def test_everything_is_read_as_in_the_parts(bound: binder.Bound) -> None:
    said = read(bound.data)
    apart = [read(data) for data in (front(bound.plan), *(part.data for part in PARTS))]
    assert said.text == "".join(one.text for one in apart)
    for kind in ("/Table", "/TH", "/TD", "/Figure", "/Link", "/H1", "/H2", "link"):
        assert said.counts[kind] == sum(one.counts.get(kind, 0) for one in apart), kind


def test_pages_look_as_in_the_parts(bound: binder.Bound) -> None:
    before = images(bound.data)
    after = [image for data in (front(bound.plan), *(part.data for part in PARTS)) for image in images(data)]
    assert len(before) == len(after) == bound.plan.total
    assert [number for number, pair in enumerate(zip(before, after, strict=True), 1) if differs_above_the_foot(*pair)] == []


def test_the_same_parts_give_the_same_bytes(bound: binder.Bound) -> None:
    assert binder.bind(front, PARTS, setting()).data == bound.data


def test_the_front_is_printed_until_it_says_the_truth(bound: binder.Bound) -> None:
    assert bound.plan == binder.Plan({"A": 8, "B": 11}, 11)
    said = read(bound.data).text
    assert "A 在第 8 页" in said and "B 在第 11 页" in said


def test_a_front_that_never_settles_is_refused() -> None:
    printings = iter(range(9))

    def restless(plan: binder.Plan) -> bytes:
        return printed("<section><p>页</p></section>" * (1 + next(printings) % 2 * 2), "手册")

    with pytest.raises(binder.Unbindable, match="does not settle"):
        binder.bind(restless, PARTS, setting())


# Page numbers


def test_pages_of_chapters_say_their_number_and_their_chapter_under_the_foot(bound: binder.Bound) -> None:
    artifacts = read(bound.data).artifacts
    assert [artifacts[page] for page in (8, 9, 10)] == [f"第 {n} 页第 1 章 顾客 · 手册 {page} / 11" for n, page in ((1, 8), (2, 9), (1, 10))]
    assert re.fullmatch(r"第 1 页第 2 章 支持过程以及很长.*… · 手册 11 / 11", artifacts[11]) and "名称" not in artifacts[11]
    assert "手册" not in "".join(artifacts[page] for page in range(1, 8))


def test_the_stamp_ends_where_the_foot_ends_one_line_below(bound: binder.Bound) -> None:
    with closing(pypdfium2.PdfDocument(bound.data)) as document:
        page = document[8].get_textpage()
        text = page.get_text_range()
        boxes = [page.get_charbox(index) for index, character in enumerate(text) if character in "页1"]
    (_, foot, edge, _), (_, low, end, _) = (next(box for box in boxes if box[1] < 60), boxes[-1])
    assert abs(foot - low - 11.25) < 1.5 and end < 210 / 25.4 * 72 - 40 and abs(edge - end) < 3


def test_the_page_of_what_is_cited_is_written_at_the_link_and_told_by_it() -> None:
    place = '<a href="sibling:B.pdf#B--the-page" style="display:inline-block;width:20mm;height:1em"></a>'
    part = binder.Part("A", "甲", ONE, printed(f'<h1 id="A">甲</h1><p>见 <a href="sibling:B.pdf#B">乙</a>{place}</p>', "甲"))
    asked = setting()._replace(stamp=setting().stamp._replace(cited=("第 ", " 章")))
    made = binder.bind(front, [part, PARTS[2]], asked)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        links = [link for link in pdf.pages[made.plan.starts["A"] - 1].obj.Annots if str(link.Dest) == "B"]
        assert str(links[-1].Contents) == f"第 {made.plan.starts['B']} 章" and not made.loose
    with closing(pypdfium2.PdfDocument(made.data)) as document:
        text = document[made.plan.starts["A"] - 1].get_textpage()
        assert text.get_text_bounded(*(float(side) for side in links[-1].Rect)).strip() == f"第 {made.plan.starts['B']} 章"
    assert not complaints(made.data, "ua1")


def test_a_specimen_without_the_digits_is_refused() -> None:
    specimen = printed("", "specimen", foot='"手 册 / 1 2"')
    with pytest.raises(binder.Unbindable, match="lacks"):
        binder.bind(front, PARTS, setting()._replace(stamp=binder.Stamp("手册 ", " / ", "", specimen)))


def test_a_page_without_a_foot_is_stamped_too() -> None:
    part = binder.Part("A", "甲", ONE, printed("<h1 id=A>甲</h1>", "甲", foot="none"))
    made = binder.bind(lambda plan: printed("<p>封面</p>", "手册"), [part], setting())
    assert "手册 2 / 2" in read(made.data).artifacts[2]


# Links and bookmarks


def test_links_lead_to_where_their_words_stand(bound: binder.Bound, pdf: Any) -> None:
    number = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
    places: dict[bytes, int] = {}
    for kid in [pdf.Root.Names.Dests]:
        flat = list(kid.Names)
        places |= {bytes(key): number[place[0].objgen] for key, place in zip(flat[::2], flat[1::2], strict=True)}
    led = {str(link.Contents): places[bytes(link.Dest)] for page in pdf.pages for link in page.obj.get("/Annots", ()) if "/Dest" in link}
    assert led["步骤"] == 9 and led["回到步骤"] == 9 and led["要求"] == 11 and led["back"] == 8 and led["第二章"] == 11
    assert led["不见了"] == 11, "an anchor that is gone leads to its entry"
    assert bound.loose == ("B--gone", "X")
    left = [str(link.A.F) for page in pdf.pages for link in page.obj.get("/Annots", ()) if link.get("/A") is not None]
    assert left == ["X.pdf"]


def test_bookmarks_are_chapters_entries_and_headings(pdf: Any) -> None:
    def shape(items: Any) -> list[Any]:
        return [(item.title, shape(item.children)) if item.children else item.title for item in items]

    with pdf.open_outline() as outline:
        assert shape(outline.root) == [
            "目录",
            (ONE.title, [("甲过程", ["步骤", "续表"])]),
            (TWO.title, [("Second", ["Needs"])]),
        ]
    assert pdf.Root.Outlines.Count == 5


def test_only_what_is_unfolded_counts_as_shown() -> None:
    folded, unfolded = Bookmark("甲", b"", [Bookmark("一", b"")]), Bookmark("乙", b"", [Bookmark("二", b"")], is_open=True)
    assert Bookmark("章", b"", [folded, unfolded]).shown() == 3


# Tags, files, words about the file


def test_the_tree_goes_by_chapter_and_entry_each_in_its_language(pdf: Any) -> None:
    (document,) = elements(pdf, "/Document")
    chapters = list(document.K)
    assert [str(chapter.T) for chapter in chapters] == ["江海 手册", ONE.title, TWO.title]
    assert [[(str(entry.T), str(entry.Lang)) for entry in chapter.K] for chapter in chapters[1:]] == [[("甲过程", "zh")], [("Second", "en")]]
    assert [page.obj.StructParents for page in pdf.pages] != sorted({0} for _ in pdf.pages) and len({int(page.obj.StructParents) for page in pdf.pages}) == len(pdf.pages)


def test_ids_of_header_cells_are_unique_and_cells_name_those_of_their_table(pdf: Any) -> None:
    heads = [bytes(element.ID) for element in elements(pdf, "/TH")]
    assert len(heads) == len(set(heads)) == 6
    for row in elements(pdf, "/TD"):
        assert {bytes(id).partition(b".")[0] for id in row.A.Headers} == {bytes(row.A.Headers[0]).partition(b".")[0]}


def test_each_part_keeps_its_files_under_names_of_their_own(pdf: Any) -> None:
    files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    assert files == {"same.yaml": b"kind: a\n", "B-same.yaml": b"kind: b\n"}
    assert all(str(file.AFRelationship) == "/Source" for file in pdf.Root.AF)
    assert all(str(file.UF) == str(file.F) for file in pdf.Root.AF)


def test_metadata_says_number_revision_language_and_day(pdf: Any) -> None:
    with pdf.open_metadata() as said:
        assert said["dc:title"] == "江海 手册" and said["dc:identifier"] == "QM-01" and said["xmpMM:VersionID"] == "B"
        assert list(said["dc:language"]) == ["zh"] and said["dc:date"] == ["2026-03-01"]
    assert str(pdf.docinfo.Title) == "江海 手册" and str(pdf.Root.Lang) == "zh" and len(pdf.Root.OutputIntents) == 1
    assert pdf.Root.PageLabels.Nums[1].S == "/D"


def test_roles_that_parts_disagree_about_are_refused() -> None:
    def with_role(data: bytes, role: str) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as source:
            source.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(Step=pikepdf.Name(role))
            source.save(out)
        return out.getvalue()

    agreeing = [part._replace(data=with_role(part.data, "/P")) for part in PARTS]
    with pikepdf.open(io.BytesIO(binder.bind(front, agreeing, setting()).data)) as pdf:
        assert pdf.Root.StructTreeRoot.RoleMap.Step == "/P"
    with pytest.raises(binder.Unbindable, match="RoleMap"):
        binder.bind(front, [*agreeing[:2], agreeing[2]._replace(data=with_role(PARTS[2].data, "/Span"))], setting())


def _without_tags(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as source:
        del source.Root.StructTreeRoot
        source.save(out)
    return out.getvalue()


@pytest.mark.parametrize("spoil", [lambda data: b"no PDF", _without_tags])
def test_what_cannot_be_bound_is_named(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(binder.Unbindable, match=r"^B: "):
        binder.bind(front, [*PARTS[:2], PARTS[2]._replace(data=spoil(PARTS[2].data))], setting())


# Fonts and pictures


def test_each_face_is_there_once(pdf: Any) -> None:
    files = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    names = [str(o.FontName).split("+")[1] for o in files]
    assert sorted(names) == sorted(set(names)) and len(names) == 2


def test_the_colour_profile_is_there_once(pdf: Any) -> None:
    assert len([o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/N" in o and o.get("/Type") != "/ObjStm"]) == 1


def test_a_font_of_truetype_is_united_too() -> None:
    family = "DejaVu Sans"
    if not list(Path("/usr/share/fonts").rglob("DejaVuSans.ttf")):
        pytest.skip("no such font here")
    texts = ("Äpfel and plums", "Öfen and ships")
    parts = [binder.Part(f"P{n}", text, ONE, printed(f"<h1 id=P{n}>{text}</h1><p>{text}</p>", text, "en", '"page " counter(page)', family)) for n, text in enumerate(texts)]
    made = binder.bind(lambda plan: printed("<p>Cover</p>", "Manual", "en", "none", family), parts, setting(family))
    assert not complaints(made.data, "ua1") and not complaints(made.data, "3a") and not read(made.data).faults
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        found = [str(o.FontName).split("+")[1] for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
    assert len(found) == len(set(found)) > 0
    after = images(made.data)[1:]
    assert not [one for one, part in zip(after, parts, strict=True) if differs_above_the_foot(one, images(part.data)[0])]


@dataclass
class Taken:
    """Two subsets of one face shown to the fonts of a manual: how many faces and readings they became."""

    numbers: list[int]
    files: int


def taken(change: Callable[[Any], None]) -> Taken:
    assembly = Assembly()
    fonts, numbers = Fonts(assembly), []
    for part in PARTS[:2]:
        with pikepdf.open(io.BytesIO(part.data)) as source:
            fonts_there = source.pages[0].obj.Resources.Font
            subset = next(found for key in sorted(fonts_there.keys()) if not (found := Subset(fonts_there[key])).name.endswith("Bold"))
            if part is PARTS[1]:
                change(subset)
            numbers.append(fonts.take(subset))
    fonts.write()
    data = assembly.finish(assembly.put(b"<</Type/Catalog/Pages %d 0 R>>" % assembly.put(b"<</Type/Pages/Kids[]/Count 0>>")), assembly.put(b"<<>>"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return Taken(numbers, len([o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile3" in o]))


def test_subsets_of_a_face_share_glyphs_and_readings() -> None:
    found = taken(lambda subset: None)
    assert found.files == 1 and len(set(found.numbers)) == 1


def test_a_glyph_read_in_two_ways_keeps_both() -> None:
    found = taken(lambda subset: subset.reads.update(dict.fromkeys(subset.reads, b"0041")))
    assert found.files == 1 and len(set(found.numbers)) == 2


def test_glyphs_of_one_number_that_differ_are_two_faces() -> None:
    def other(subset: Any) -> None:
        subset.glyphs = {number: glyph._replace(measures=(1, 1)) for number, glyph in subset.glyphs.items()}

    assert taken(other).files == 2


def test_outlines_survive_reading_and_writing() -> None:
    with pikepdf.open(io.BytesIO(PARTS[0].data)) as source:
        fonts = source.pages[0].obj.Resources.Font
        subset = Subset(fonts[min(fonts.keys())])
    glyphs = {number: glyph.outline for number, glyph in subset.glyphs.items()}
    again = cff.Outlines(cff.written("X", glyphs, b"", b""))
    assert {number: again.glyph(number) for number in glyphs} == glyphs
    with pytest.raises(sfnt.Unreadable):
        again.glyph(max(glyphs) + 1)


def test_pieces_of_a_composite_glyph_are_found() -> None:
    composite = b"\xff\xff" + b"\x00" * 8 + b"\x00\x21\x00\x05\x00\x00\x00\x00" + b"\x00\x08\x00\x07\x00\x00\x40\x00"
    assert truetype._pieces(composite) == [5, 7] and truetype._pieces(b"\x00\x01" + b"\x00" * 20) == []


@pytest.mark.parametrize("text", ["", "plain", "(a\\b)\r\n", "第 3 章", "é"])
def test_strings_are_read_as_they_were_written(text: str) -> None:
    assert str(pikepdf.Object.parse(string(text))) == text


# Real manuals


def bound_of(manual: Manual, parts: Mapping[str, bytes]) -> Made:
    """The manual as the product binds it."""
    made = dict(parts)
    for target in planned(manual, {id: id for id in parts}, (), OURS, PRESS):
        last = function(target.make)(target.inputs, {path: made[path] for path in target.needs})
        made[target.path] = last.data
    return last


def starts(data: bytes) -> dict[str, int]:
    """The page (from 1) each name leads to."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
        return {str(name): number[place[0].objgen] for name, place in pairs(pdf.Root.Names.Dests)}


def never_closer(manual: Manual) -> Manual:
    """The manual without what is tried to save a page: in one piece nothing is."""
    chapters = (
        replace(chapter, entries=tuple(replace(entry, paper=entry.paper._replace(closer=()) if entry.paper else None) for entry in chapter.entries)) for chapter in manual.chapters
    )
    return replace(manual, chapters=tuple(chapters))


@pytest.mark.parametrize("root", [SMALL, pytest.param(ROOT, marks=pytest.mark.slow)], ids=["small", "sample"])
def test_a_project_bound_is_what_it_is_in_one_piece(root: Path, request: pytest.FixtureRequest) -> None:
    if root == ROOT:
        request.getfixturevalue("sample_output")  # prints the same parts: two workers must not do so at the same time
    manual = never_closer(manual_of(root))
    parts = printed_parts(manual)
    bound, whole = bound_of(manual, parts), in_one_piece(manual, single=True)["manual.pdf"]
    assert len(bound.data) < 1.2 * len(whole)
    one, other = read(bound.data), read(whole)
    assert one.faults == [] and bound.notes == () and bound.lost == () and complaints(bound.data, "ua1") == "" and complaints(bound.data, "3a") == ""
    total = len(images(bound.data, 0.1))
    assert len(one.artifacts) == len(other.artifacts) == total
    for kind in ("/Table", "/TH", "/TD", "/Figure", "/Link", "/L", "/LI", "link"):
        assert one.counts[kind] == other.counts[kind], kind
    headings = "".join(f"第 {chapter.number} 章 {chapter.title}" for chapter in manual.volume)
    # Bound, the page of what is cited is told by its link.
    cited = "".join(re.findall(r"，第 \d+ 页", other.text))
    assert len(other.text) - len(one.text) == len(headings + cited)
    places = starts(bound.data)
    for id, data in parts.items():
        assert read(data).text[:20] == "".join(text for _, page, text in one.texts if page >= places[identifier(id)])[:20], id
    # Where the number is, it was.
    assert all(text.endswith(f"手册 {page} / {total}") for page, text in one.artifacts.items() if page > 1)


def test_a_manual_of_another_language_is_bound() -> None:
    manual = manual_of(SMALL, "en")
    some = replace(manual, chapters=tuple(replace(chapter, entries=chapter.entries[:1]) for chapter in manual.volume))
    bound = bound_of(some, printed_parts(some))
    assert read(bound.data).faults == [] and not complaints(bound.data, "ua1")
    assert any("Management processes · Manual " in text for text in read(bound.data).artifacts.values())
