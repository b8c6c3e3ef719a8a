"""The PDFs as an auditor holds them: pages, heads and feet, links, bookmarks; and what bad input or a bad day does to them."""

from __future__ import annotations

import hashlib
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from procdocs.binder.trees import pairs
from procdocs.diagnostics.sentences import say
from procdocs.diagrams import draw
from procdocs.execution.child import Child
from procdocs.execution.executors import execute
from procdocs.execution.target import Failed, Made, Target
from procdocs.execution.worker import Order
from procdocs.languages import words
from procdocs.manual import Manual
from procdocs.manual.model import Area, Paper, Picture
from procdocs.pipeline import Request, build
from procdocs.project import Project
from procdocs.templating import read_templates
from procdocs.writers import Kept, Options, WriterUnavailable
from procdocs.writers.making import LostGlyphs, NoPango, artifacts, not_made
from procdocs.writers.print.figures import SMALLEST, place
from procdocs.writers.print.glyphs import lost_glyphs
from procdocs.writers.print.paper import pages as paper_pages
from procdocs.writers.print.pdf import plan
from tests import stress
from tests.conftest import BILINGUAL as SMALL
from tests.conftest import ROOT
from tests.pdf_tree import read
from tests.printed import complaints, drawn_text, manual_of, plain, printed

SETTINGS = """\
organisation: {name: 江海}
languages: [zh]
departments: [{id: sales, name: 业务部}]
document: {revision: A, status: released, effective: 2026-03-01, stamp: 受控, prepared: {by: 甲, on: 2026-02-01}, reviewed: {by: 乙}, approved: {by: 丙}}
"""
C1 = "kind: process\nid: C1\nname: 投标\ntype: customer\nowner: sales\npurpose: 报价\ninputs:\n  - {name: 询价, from: customer}\noutputs:\n  - {name: 报价单, to: customer}\n"


def pages(data: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in mm."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [(round(float(page.mediabox[2]) / 72 * 25.4), round(float(page.mediabox[3]) / 72 * 25.4)) for page in pdf.pages]


def begins(data: bytes) -> dict[str, int]:
    """The page on which each named place lies."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
        return {str(name): number[target[0].objgen] for name, target in pairs(pdf.Root.Names.Dests)}


def one(manual: Manual, id: str, **options: object) -> bytes:
    """The PDF of one document."""
    return printed(manual, only=frozenset([id]), **options)[f"documents/{id}.pdf"]


@pytest.fixture(scope="module")
def small(bilingual: Callable[[str], Mapping[str, bytes]]) -> Mapping[str, bytes]:
    return bilingual("zh")


def test_a_process_is_two_pages_on_their_side_the_turtle_and_all_else(project: Callable[..., Path]) -> None:
    data = one(manual_of(project(SETTINGS, C1=C1 + "clauses: {iso9001-2015: [8.2]}\ntext: 补充说明\n")), "C1")
    assert pages(data) == [(297, 210), (297, 210)]
    tree = read(data)
    assert {page for kind, page, _ in tree.texts if kind == "/Figure"} == {1}
    assert {page for kind, page, _ in tree.texts if kind == "/H2"} == {2}


def test_the_pages_of_a_process_are_upright_where_the_theme_says_so(project: Callable[..., Path]) -> None:
    data = one(manual_of(project(SETTINGS + "theme: {process_pages: portrait}\n", C1=C1)), "C1")
    assert pages(data) == [(210, 297), (297, 210), (210, 297)]
    assert "过程输入" in read(data).text and not complaints(data, "ua1")


def test_no_page_is_empty_and_no_heading_stands_at_the_foot_of_one(small: Mapping[str, bytes]) -> None:
    for path, data in small.items():
        tree = read(data)
        last = {page: kind for kind, page, text in tree.texts if text.strip() or kind == "/Figure"}
        assert set(last) == set(range(1, len(pages(data)) + 1)), path
        assert {page: kind for page, kind in last.items() if kind.startswith("/H")} == {}, path


def test_the_foot_counts_the_pages_of_the_document_and_of_the_manual(small: Mapping[str, bytes]) -> None:
    alone = read(small["documents/C1.pdf"]).artifacts
    for page in alone:
        assert f"第 {page} 页 共 {len(alone)} 页" in alone[page]
    inside = read(small["manual.pdf"]).artifacts
    first = begins(small["manual.pdf"])["C1"]
    for page in range(1, len(alone) + 1):
        assert f"第 {page} 页 共 {len(alone)} 页" in inside[first + page - 1]
        assert f"手册 {first + page - 1} / {len(inside)}" in inside[first + page - 1]


def test_the_foot_says_revision_day_and_that_paper_is_uncontrolled(small: Mapping[str, bytes]) -> None:
    for page, text in read(small["documents/C2.pdf"]).artifacts.items():
        assert "版本 A" in text and "2026-03-01" in text and "打印件为非受控文件" in text
        assert ("双语示例有限公司" in text) is (page > 1), "the title strip is the head of the first page"


def test_what_is_stamped_as_controlled_is_not_called_uncontrolled(project: Callable[..., Path]) -> None:
    for said, stamped in (("", True), ("print: {copies: controlled}\n", True), ("print: {copies: uncontrolled}\n", False)):
        tree = read(one(manual_of(project(SETTINGS + said, C1=C1)), "C1"))
        assert ("受控" in tree.text) is stamped
        assert [page for page, text in tree.artifacts.items() if "非受控" in text] == ([] if stamped else [1])


def test_bookmarks_go_by_chapter_and_document(small: Mapping[str, bytes]) -> None:
    manual = manual_of(SMALL)
    with pikepdf.open(io.BytesIO(small["manual.pdf"])) as pdf, pdf.open_outline() as outline:
        tops = [item.title for item in outline.root]
        entries = [entry for chapter in manual.volume for entry in chapter.entries]
        inner = [child.title for item in outline.root for child in item.children]
    assert [title for title in tops if any(chapter.title in title for chapter in manual.volume)] == tops[-len(manual.volume) :]
    assert [re.sub(r"^\S+ ", "", title) if entry.kind == "process" else title for title, entry in zip(inner, entries, strict=True)] == [entry.title for entry in entries]


def test_the_contents_name_the_page_each_document_begins_on(small: Mapping[str, bytes]) -> None:
    tree = read(small["manual.pdf"])
    said = "".join(text for kind, page, text in tree.texts if page <= 4)
    starts = begins(small["manual.pdf"])
    for entry in (entry for chapter in manual_of(SMALL).volume for entry in chapter.entries):
        assert f"{starts[entry.id]}{entry.id + ' ' if entry.kind == 'process' else ''}{entry.title}" in said, entry.id


def links_between(files: Mapping[str, bytes]) -> list[str]:
    """The names all links from one PDF to another lead to; each must be a destination there."""
    anchors: dict[str, set[str]] = {}
    found = []
    for path, data in files.items():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            root: Any = pdf.Root
            anchors[path] = {str(name) for name, _ in pairs(root.get("/Names", {}).get("/Dests", {}))}
    for path, data in files.items():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                for link in page.obj.get("/Annots", ()):
                    action = link.get("/A")
                    if action is not None and action.S == "/GoToR":
                        found.append(str(action.D))
                        file = os.path.normpath(Path(path).parent / str(action.F))
                        assert (path == "manual.pdf") <= (file == "worksheets.pdf") and file != path and str(action.D) in anchors[file], (path, str(action.F), str(action.D))
    return found


def test_links_to_other_documents_are_relative_and_arrive(small: Mapping[str, bytes]) -> None:
    assert len(links_between(small)) > 20


def test_links_to_anchors_with_chinese_letters_arrive(project: Callable[..., Path]) -> None:
    root = project(SETTINGS, C1=C1 + "documents: [主席令第91号, 50%~规定]\n")
    (root / "registers").mkdir()
    listed = "documents:\n  - {number: 主席令第91号, title: 个人信息保护法, type: external}\n  - {number: 50%~规定, title: 折扣, type: external}\n"
    (root / "registers" / "documents.yaml").write_text(listed, encoding="utf-8")
    names = {"registers-documents--document-主席令第91号", "registers-documents--document-50~25~~7e~规定"}
    assert names <= set(links_between(printed(manual_of(root))))


def test_boxes_in_diagrams_are_links_where_the_box_is(small: Mapping[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(small["documents/C1.pdf"])) as pdf:
        links = [link for link in pdf.pages[0].obj.get("/Annots", ()) if link.get("/A") is not None]
        assert {str(link.A.F) for link in links} >= {"C2.pdf", "F-ORDER.pdf"}
        assert all(float(link.Rect[2]) - float(link.Rect[0]) > 5 and float(link.Rect[3]) - float(link.Rect[1]) > 5 for link in links)


def test_status_shows_on_every_page(project: Callable[..., Path]) -> None:
    draft = "document: {number: QP-01, status: draft}\n"
    manual = manual_of(project(SETTINGS, C1=C1 + draft, C2=C1.replace("C1", "C2") + draft.replace("draft", "obsolete"), C3=C1.replace("C1", "C3")))
    files = printed(manual)
    for id, word, stamped in (("C1", "草稿", False), ("C2", "作废", False), ("C3", "", True)):
        tree = read(files[f"documents/{id}.pdf"])
        assert all((word in text) if word else ("草稿" not in text and "作废" not in text) for text in tree.artifacts.values())
        assert ("受控" in plain(tree.text)) is stamped
        assert "询价" in tree.text


def test_two_runs_give_the_same_bytes_wherever_they_run(small: Mapping[str, bytes], tmp_path: Path) -> None:
    """Here, and in another process with other hashes, on the other side of the world, in another folder, without a language."""
    code = """
import sys, hashlib
from pathlib import Path
from tests.printed import manual_of, printed
for path, data in sorted(printed(manual_of(Path(sys.argv[1]))).items()):
    print(hashlib.sha256(data).hexdigest(), path)
"""
    elsewhere = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, str(SMALL)], cwd=tmp_path, env=elsewhere, capture_output=True, text=True, check=True, timeout=600)
    assert done.stdout.splitlines() == [f"{hashlib.sha256(data).hexdigest()} {path}" for path, data in sorted(small.items())]
    assert "manual.pdf" in small


def test_only_some_documents_give_no_manual(small: Mapping[str, bytes]) -> None:
    files = printed(manual_of(SMALL), only=frozenset(["C1", "S1"]))
    assert sorted(files) == ["documents/C1.pdf", "documents/S1.pdf"]
    assert hashlib.sha256(files["documents/C1.pdf"]).digest() == hashlib.sha256(small["documents/C1.pdf"]).digest()


# What people write


def sop(procedure: str) -> str:
    return f"kind: sop\nid: SOP-A\nname: 作业\nsections:\n  procedure:\n{procedure}"


def test_a_procedure_of_one_line_is_one_page(project: Callable[..., Path]) -> None:
    data = one(manual_of(project(SETTINGS, SOP_A=sop("    - 按样件检查。\n"))), "SOP-A")
    assert len(pages(data)) == 1 and "按样件检查。" in read(data).text and not complaints(data, "ua1")


def test_a_procedure_of_thirty_pages_prints_well(project: Callable[..., Path]) -> None:
    text = "操作工按作业指导书逐项检查并记录结果，" * 14 + "完毕。"
    table = "        | 项目 | 要求 |\n        |---|---|\n        | 尺寸 | 合格 |\n"
    steps = "".join(f"    - step: 第{n}步检查\n      text: |\n        {text}\n\n        - 甲项\n        - 乙项\n\n{table}" for n in range(1, 121))
    data = one(manual_of(project(SETTINGS, SOP_A=sop(steps))), "SOP-A")
    tree = read(data)
    assert len(pages(data)) >= 25 and not tree.faults and not complaints(data, "ua1") and not complaints(data, "3a")
    last = {page: kind for kind, page, text in tree.texts if text.strip()}
    assert not [page for page, kind in last.items() if kind.startswith("/H")]
    said = plain(tree.text)
    at = [said.index(f"第{n}步检查") for n in range(1, 121)]
    assert at == sorted(at)


def test_a_table_of_forty_columns_goes_on_in_further_tables(project: Callable[..., Path]) -> None:
    head = "|".join(f"列{n}" for n in range(40))
    rows = "".join(f"  |{'|'.join(f'格{row}-{n}' for n in range(40))}|\n" for row in range(60))
    data = one(manual_of(project(SETTINGS, C1=C1 + f"text: |\n  |{head}|\n  |{'---|' * 40}\n{rows}")), "C1")
    tree = read(data)
    assert not tree.faults and not complaints(data, "ua1") and set(pages(data)) == {(297, 210)}
    assert all(len(re.findall(rf"格59-{n}(?!\d)", tree.text)) == 1 for n in range(1, 40))
    assert beyond_the_margins(data) == []
    # Heads are repeated on each page the table goes over, and its first column in each part.
    by_page = {number: "".join(text for _, page, text in tree.texts if page == number) for _, number, _ in tree.texts}
    assert len([text for text in by_page.values() if "列39" in text]) == len([text for text in by_page.values() if re.search(r"格\d+-39", text)]) > 0


def test_a_matrix_is_on_a4_unless_the_theme_wants_a3(project: Callable[..., Path]) -> None:
    departments = "".join(f"  - {{id: d{n}, name: 第{n}分厂生产技术部}}\n" for n in range(60))
    settings = SETTINGS.replace("departments: [{id: sales, name: 业务部}]\n", f"departments:\n  - {{id: sales, name: 业务部}}\n{departments}")
    for theme, size in (("", (297, 210)), ("theme: {wide: a3}\n", (420, 297))):
        data = printed(manual_of(project(settings + theme, C1=C1)))["manual.pdf"]
        assert not complaints(data, "ua1") and beyond_the_margins(data) == []
        shown = [page for page, text in zip(pages(data), page_texts(data), strict=True) if "第59分厂" in text]
        assert size in shown and ((420, 297) in pages(data)) is ("a3" in theme)


def page_texts(data: bytes) -> list[str]:
    """The text of each page."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [plain(page.get_textpage().get_text_range()) for page in document]


def beyond_the_margins(data: bytes) -> list[tuple[int, str]]:
    """Characters that stand, if only in part, nearer to the edge than any margin: page and character."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        found = []
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                if right > left and (left < 20 or right > width - 20 or bottom < 8 or top > height - 8):
                    found.append((number, text.get_text_range(index, 1)))
        return found


def test_a_title_of_300_characters_stays_on_the_page(project: Callable[..., Path]) -> None:
    long = "很长的过程名称" * 43
    manual = manual_of(project(SETTINGS, C1=C1.replace("name: 投标", f"name: {long}")))
    files = printed(manual)
    for data in files.values():
        tree = read(data)
        assert long in plain(tree.text) and not tree.faults and not complaints(data, "ua1")
        assert all(long not in text for text in tree.artifacts.values())


def test_texts_that_look_like_markup_are_shown_as_they_are(project: Callable[..., Path]) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} <img src=file:///etc/passwd> \\ \" ' %s"
    manual = manual_of(project(SETTINGS.replace("{name: 江海}", "{name: '</style><b>江海'}"), C1=C1.replace("purpose: 报价", f"purpose: |-\n  {hostile}") + "text: 补充说明\n"))
    tree = read(one(manual, "C1"))
    assert hostile in tree.text and "</style><b>江海" in tree.text and "</style><b>江海" in tree.artifacts[2]


# What goes wrong


def test_a_character_without_a_glyph_is_named_with_its_place(project: Callable[..., Path]) -> None:
    manual = manual_of(project(SETTINGS, C1=C1.replace("purpose: 报价", "purpose: 报价\u0378单")))
    with pytest.raises(LostGlyphs) as caught:
        printed(manual)
    found = caught.value.diagnostics[-1]
    assert (found.code, found.span.path, found.span.line, found.values["character"]) == ("PD703", "processes/C1.yaml", 6, "\u0378")


def test_a_picture_that_loses_a_character_costs_itself_alone(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """As logo, on a page and inside a diagram, told where it is written; what the text itself loses is told as ever."""
    monkeypatch.setattr("procdocs.pictures.svg._letterless", lambda text: "")  # no font has U+0378; here only the print may find out
    page, tree = (
        "kind: page\nid: P1\nname: 页\ntext: |\n  ![x](a.svg)\n\n  ![x](b.svg)\n",
        "kind: mindmap\nid: M1\nname: 图\nroot: {text: 根, image: c.svg, children: [{text: 叶, image: b.svg}]}\n",
    )
    root = project("organisation: {name: 江海, logo: processes/d.svg}\nlanguages: [zh]\n", P1=page, M1=tree)
    for name in "abcd":
        text = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 20'><text y='9'>字{name}{'' if name == 'b' else chr(0x378)}</text></svg>"
        (root / "processes" / f"{name}.svg").write_text(text, encoding="utf-8")
    request = Request(root, root / "output", ("pdf",), cache=root / ".procdocs" / "cache")
    for _ in ("made", "remembered"):
        found = [one for one in build(request).diagnostics if one.severity == "error"]
        assert [(one.code, one.variant, one.span.path, one.span.line) for one in found] == [
            ("PD706", "unprinted", path, line) for path, line in (("procdocs.yaml", 1), ("processes/M1.yaml", 4), ("processes/P1.yaml", 4))
        ]
        for path in ("documents/P1.pdf", "documents/M1.pdf", "manual.pdf"):
            data = (root / "output" / path).read_bytes()
            assert "字b" in drawn_text(data) and not lost_glyphs(data), path
        (root / "output" / "manual.pdf").unlink()
    project(P1=f"{page}\n  话\u0378\n")
    with pytest.raises(LostGlyphs):
        printed(manual_of(root))


@pytest.mark.parametrize("content", [b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname' width='9' height='9'/></svg>"])
def test_a_picture_that_cannot_be_read_is_told_with_its_document(project: Callable[..., Path], content: bytes) -> None:
    name = "bild.svg" if content.startswith(b"<") else "bild.png"
    manual = manual_of(project(SETTINGS, C1=C1))
    entry = replace(manual.by_id["C1"], paper=Paper((Area((Picture(f"processes/{name}", "图"),)),)))
    changed = replace(
        manual, pictures={f"processes/{name}": content}, chapters=tuple(replace(c, entries=tuple(entry if e.id == "C1" else e for e in c.entries)) for c in manual.chapters)
    )
    [kept] = artifacts("pdf", changed, Options(only=frozenset(["C1"])))
    assert isinstance(kept, Kept) and kept.path == "documents/C1.pdf"
    assert kept.diagnostic.code == "PD704" and kept.diagnostic.values["document"] == "C1"
    assert "Failed to load" in kept.diagnostic.values["reason"] or "hostname" in kept.diagnostic.values["reason"]


def test_a_crash_names_the_document_and_the_others_are_printed() -> None:
    targets = [replace(target, patience=0.0) if target.name == "C2" else target for target in plan(manual_of(SMALL), Options(only=frozenset(["C1", "C2", "S1"])))]
    said = {target.name: value for target, value in execute(targets)}
    assert isinstance(said["C2"], Failed) and "ended with code" in said["C2"].reason and said["C2"].why == "time"
    made = {name: value.data for name, value in said.items() if isinstance(value, Made)}
    assert set(made) == {"C1", "S1"} and all(data.startswith(b"%PDF") for data in made.values())


def test_without_pango_nothing_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(NoPango, match=r"libpango-1\.0-0") as caught:
        next(iter(artifacts("pdf", manual_of(SMALL), Options())))
    assert isinstance(caught.value, WriterUnavailable) and "brew install pango" in str(caught.value)


def test_a_template_of_the_users_wins(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "print.css").write_text(
        (ROOT / "templates" / "print.css").read_text(encoding="utf-8").replace("size:{{ page.width }}mm {{ page.height }}mm;", "size:A5;"), encoding="utf-8"
    )
    assert pages(one(manual_of(SMALL), "PAGE-POLICY", templates=read_templates(own)))[0] == (148, 210)


def test_letter_paper_where_the_theme_says_so() -> None:
    assert pages(one(replace(manual_of(SMALL), paper="letter"), "C1")) == [(279, 216)]


def test_figures_made_for_a4_fit_letter() -> None:
    full, *_ = draw(Project(stress.settings(), (stress.process("C1", "zh", 12, 30),)), "C1", "zh")[0]
    assert full.smallest_type < 7.4
    for paper, least in SMALLEST.items():
        known = paper_pages(paper)
        where = place(full, known["lying"], (), least, 20.0, first=True)
        assert where.page == "inline" and where.scale * full.smallest_type >= least
        turned = place(full, known["document"], (known["wide"], known["broad"]), least)
        assert turned.page == "wide" and turned.scale * full.smallest_type >= least
        broad = place(replace(full, width=1500.0, height=900.0), known["document"], (known["wide"], known["broad"]), least)
        assert broad.page == "broad" and broad.scale * 900 * 25.4 / 72 < known["broad"].high


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes without a signal")
def test_a_process_killed_by_the_system_is_said_to_lack_memory() -> None:
    child = Child("procdocs.writers.print.engine")
    try:
        child.start()
        os.kill(child._process.pid, signal.SIGKILL)
        failed = child.make(Order("", "", {}, 2**30, 60.0))
    finally:
        child.close()
    assert isinstance(failed, Failed) and failed.why == "memory"
    assert "内存不足" in say(not_made(Target("manual.pdf", None, name="manual"), failed, None), words("zh").findings).message


def test_the_box_of_a_figure_is_where_it_is_drawn(small: Mapping[str, bytes]) -> None:
    """What a drawing puts on the page lies in the box that its tag gives."""
    with pikepdf.open(io.BytesIO(small["documents/C1.pdf"])) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        boxes = [(numbers[o.Pg.objgen], [float(value) for value in o.A.BBox]) for o in figures]
    document = pypdfium2.PdfDocument(small["documents/C1.pdf"])
    alone = [(number, box) for number, box in boxes if sum(other == number for other, _ in boxes) == 1]
    assert alone
    for number, (left, bottom, right, top) in alone:
        drawn = [one.get_bounds() for one in document[number].get_objects(max_depth=1) if one.type in (pypdfium2.raw.FPDF_PAGEOBJ_FORM, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)]
        assert drawn and all(left <= x1 and bottom <= y1 and x2 <= right and y2 <= top for x1, y1, x2, y2 in drawn), number
    document.close()
