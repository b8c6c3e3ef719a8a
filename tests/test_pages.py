"""How the pages of the manual are used, measured on the sample; and what stands on paper of documents that are small, huge or odd."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from procdocs.diagrams.fonts import fonts_for, measured_with
from procdocs.manual.model import Cell, Column, Paragraph, Row, Table
from procdocs.manual.paper.tables import settled
from procdocs.manual.registers.responsibilities import Shares, led_by
from procdocs.manual.rich import plain
from procdocs.manual.voice import Voice
from procdocs.project import Project
from procdocs.project.load import load
from procdocs.schema.settings import Settings
from procdocs.writers.print.prose_tables import split
from procdocs.writers.print.strip import Field, strip_of
from procdocs.writers.print.whole import kept_whole
from procdocs.writers.print.widths import fitted
from tests import measured
from tests.conftest import ROOT
from tests.pdf_tree import read
from tests.printed import complaints, manual_of, printed

SETTINGS = """\
organisation: {name: 江海}
languages: [zh]
departments: [{id: sales, name: 业务部}]
document: {revision: A, status: released, effective: 2026-03-01}
"""
#: Documents and registers of one page that may be nearly empty, because the next one begins on a page of its own.
NEARLY_EMPTY = 4


@pytest.fixture(scope="module")
def manual(sample_output: Path) -> bytes:
    return (sample_output / "manual.pdf").read_bytes()


@pytest.fixture(scope="module")
def found(manual: bytes) -> list[measured.Measured]:
    return measured.pages(manual)


@pytest.fixture(scope="module")
def tables(manual: bytes) -> list[measured.Rows]:
    return measured.tables(manual)


@pytest.fixture(scope="module")
def begun(manual: bytes) -> set[int]:
    """The pages on which something begins."""
    return measured.starts(manual)


def test_the_manual_has_at_most_150_pages_all_of_them_a4(found: list[measured.Measured]) -> None:
    assert len(found) <= 150
    assert {tuple(sorted(round(side / 72 * 25.4) for side in page.size)) for page in found} == {(210, 297)}


def test_pages_are_filled_but_those_of_documents_of_one_page(begun: set[int], found: list[measured.Measured]) -> None:
    low = [page.number for page in found[1:] if page.fill < measured.LEAST_FILL]
    assert [number for number in low if not {number, number + 1} <= {*begun, len(found) + 1}] == []
    assert len(low) <= NEARLY_EMPTY, low


def test_no_type_is_too_small_for_its_paper(found: list[measured.Measured]) -> None:
    assert [(page.number, round(page.type, 2), page.sample) for page in found if page.type < measured.LEAST_TYPE] == []


def test_no_number_is_broken_at_the_end_of_a_line(found: list[measured.Measured]) -> None:
    project, _ = load(ROOT)
    assert project is not None
    numbers = {*project.by_id, *project.document_by_number, *project.listed_by_number, *project.record_by_number}
    assert any("QR-C4-01" in page.text for page in found) and measured.broken(found, sorted(numbers)) == []


def test_no_column_says_nothing(tables: list[measured.Rows], begun: set[int]) -> None:
    assert [(page, head) for page, head in measured.idle_columns(tables, begun) if head != "签字"] == []


def test_no_table_goes_over_with_a_row_or_two(tables: list[measured.Rows], begun: set[int]) -> None:
    assert len(tables) > 100 and measured.torn(tables, begun) == []


def test_every_process_of_the_sample_is_two_pages(sample_output: Path) -> None:
    counts = {}
    for path in sorted((sample_output / "documents").glob("[CSM][0-9]*.pdf")):
        with closing(pypdfium2.PdfDocument(path)) as document:
            counts[path.stem] = len(document)
    assert len(counts) == 25 and {id: count for id, count in counts.items() if count > 2} == {}


def test_a_picture_of_another_document_is_cited_in_the_manual_and_shown_alone(manual: bytes, sample_output: Path) -> None:
    alone = read((sample_output / "documents" / "SOP-CRM.pdf").read_bytes())
    assert alone.counts["/Figure"] >= 1 and "图见" not in alone.text
    assert "图见 WI-C3-12 客户关系管理流程图" in read(manual).text


def test_a_cited_picture_is_cited_with_its_page(found: list[measured.Measured], begun: set[int]) -> None:
    cited = [hit for page in found for hit in zip(re.findall(r"图见 (\S+)", page.text), re.findall(r"，第 (\d+) 页", page.text), strict=True)]
    assert len(cited) == 6 and all(int(page) in begun and number in found[int(page) - 1].text for number, page in cited)


def test_a_document_says_what_it_is_to_systems_that_file_it(sample_output: Path) -> None:
    with pikepdf.open(sample_output / "documents" / "C4.pdf") as pdf:
        said = pdf.open_metadata()
        assert (said["dc:identifier"], said["xmpMM:VersionID"], said["xmp:Label"], list(said["dc:date"])) == ("QP-C4", "B", "已发布", ["2026-05-01"])
        assert str(pdf.Root.Lang) == "zh-Hans"
    with pikepdf.open(sample_output / "manual.pdf") as pdf:
        assert str(pdf.Root.PageMode) == "/UseOutlines"


# Odd processes


def process(**more: str) -> str:
    return "kind: process\nid: C1\nname: 投标\ntype: customer\n" + "".join(f"{key}: {value}\n" for key, value in more.items())


def one(root: Path) -> bytes:
    return printed(manual_of(root), only=frozenset(["C1"]))["documents/C1.pdf"]


SMALL: Mapping[str, str] = {
    "owner": "sales",
    "purpose": "只承诺做得到的事",
    "scope": "全部报价",
    "inputs": "[{name: 询价, from: customer}, {name: 图纸, from: customer, note: 最新版}, {name: 数量, from: customer}]",
    "outputs": "[{name: 报价单, to: customer}, {name: 合同, to: customer}, {name: 交期, to: customer}]",
    "resources": "[系统, 电话, 资料]",
    "people": "[{name: 业务员, competence: 懂产品}, {name: 内勤}, {name: 主管}]",
    "documents": "[WI-1, WI-2, WI-3]",
    "measures": "[{name: 及时率, formula: 及时数 ÷ 总数, target: ≥ 98 %, every: 每月}, {name: 中标率, formula: 中标数 ÷ 投标数, target: ≥ 30 %, every: 每季}]",
    "risks": "[{name: 延误, likelihood: 3, severity: 3, action: 预警, owner: sales, due: 每月}]",
    "records": "[{number: QR-1, name: 报价记录, keeper: sales, retention: 3 年}]",
    "clauses": "{iso9001-2015: [8.2.1, 8.2.2]}",
}


def test_a_small_process_is_one_page(project: Callable[..., Path]) -> None:
    data = one(project(SETTINGS, C1=process(**SMALL)))
    tree = read(data)
    assert len(measured.pages(data)) == 1 and min(page.type for page in measured.pages(data)) >= measured.LEAST_TYPE
    assert not tree.faults and not complaints(data, "ua1") and all(said in tree.text for said in ("最新版", "报价记录", "及时数 ÷ 总数", "全部报价"))


def test_a_process_with_nothing_but_its_name_is_one_page(project: Callable[..., Path]) -> None:
    data = one(project(SETTINGS, C1=process()))
    assert len(measured.pages(data)) == 1 and not read(data).faults and not complaints(data, "ua1")


def test_a_process_with_sixty_long_inputs_has_them_all(project: Callable[..., Path]) -> None:
    texts = [f"{number}{'物料编号与规格型号' * 30}"[:250] for number in range(60)]
    data = one(project(SETTINGS, C1=process(owner="sales", inputs="[" + ", ".join(f"{{name: {text}, from: customer}}" for text in texts) + "]")))
    tree = read(data)
    assert not tree.faults and not complaints(data, "ua1") and all(text in tree.heard for text in texts)
    assert min(page.type for page in measured.pages(data)) >= measured.LEAST_TYPE


@pytest.mark.parametrize("lines", [50, 51, 52])
def test_the_last_page_is_not_left_nearly_empty(project: Callable[..., Path], lines: int) -> None:
    text = "\n\n".join(f"  第{number}条 按规定执行" for number in range(lines))
    data = one(project(SETTINGS, C1=f"kind: page\nid: C1\nname: 规定\ntext: |\n{text}\n"))
    pages = measured.pages(data)
    assert len(pages) == 2 and min(page.fill for page in pages) >= measured.LEAST_FILL
    assert all(f"第{number}条" in read(data).text for number in range(lines))


def test_a_strip_grows_with_its_names_and_nothing_is_cut_off(project: Callable[..., Path]) -> None:
    name = "Quality Assurance and Continual Improvement Department Manager of all plants"
    settings = SETTINGS.replace("2026-03-01}", f"2026-03-01, prepared: {{by: {name}, on: 2026-01-02}}, reviewed: {{by: {name}}}, approved: {{by: {name}}}}}")
    data = one(project(settings, C1=process(**SMALL)))
    tree = read(data)
    assert "".join(tree.text.split()).count("".join(name.split())) == 3 and not tree.faults
    assert next(page for kind, page, _ in tree.texts if kind == "/Figure") == 1, "the turtle stays on the page of the strip"


# Parts


def test_cells_that_find_no_room_beside_the_title_stand_below() -> None:
    with measured_with(fonts_for(())):
        fields = [Field(f"标签{number}", (("很长的内容" * 3,),)) for number in range(6)]
        wide, narrow = strip_of("标题", "", "公司", fields, (), 269.0), strip_of("标题", "", "公司", fields, (), 120.0)
    assert len(wide.beside) > len(narrow.beside) and len(narrow.beside) + sum(map(len, narrow.rows)) == 6
    assert narrow.height > wide.height and all(abs(sum(cell.width for cell in row) - 120) < 0.1 for row in narrow.rows)


def test_columns_are_as_wide_as_their_words_need() -> None:
    long, short = "按期完成的计划批次数除以计划批次数再乘以百分之百" * 2, "QR-C4-01"
    table = Table((Column("编号", 50, "code"), Column("内容", 50)), tuple(Row((Cell((short,)), Cell((long,)))) for _ in range(5)))
    with measured_with(fonts_for(())):
        number, words = (column.share for column in fitted(table, 100.0, 8.0).columns)
    assert 12 < number < 30 < words and number + words == pytest.approx(100)


def test_numbers_stay_in_one_piece() -> None:
    html = '<p class="x-1">见 QR-C4-01 与 SOP-CRM，well-known &amp; <a href="#QR-1">A</a></p>'
    assert kept_whole(html) == '<p class="x-1">见 <span class="whole">QR-C4-01</span> 与 <span class="whole">SOP-CRM</span>，well-known &amp; <a href="#QR-1">A</a></p>'


def test_a_broad_table_of_the_authors_is_split_with_its_first_column() -> None:
    rows = "".join("<tr>" + "".join(f"<td>{row}{column}</td>" for column in "abcde") + "</tr>\n" for row in "12")
    html = f'<div class="table"><table>\n<thead>\n<tr>{"".join(f"<th>{column}</th>" for column in "abcde")}</tr>\n</thead>\n<tbody>\n{rows}</tbody></table></div>'
    parts = split(html, 3)
    assert parts.count("<table>") == 2 and parts.count("<td>1a</td>") == 2 and parts.count("<td>2e</td>") == 1
    assert split(html, 5) == html


def test_what_every_row_says_stands_above_the_table() -> None:
    voice = Voice(Project(Settings.model_construct(languages=("zh",))), "zh")  # type: ignore[call-arg]
    rows = tuple(Row((Cell((name,)), Cell(("部门",)), Cell(()), Cell((name * 2,)))) for name in "甲乙丙")
    above, table = settled(voice, Table(tuple(Column(title, 1) for title in ("名称", "归口", "备注", "说明")), rows))
    assert isinstance(above, Paragraph) and plain(above.rich) == "每行均为：归口：部门"
    assert isinstance(table, Table) and [column.title for column in table.columns] == ["名称", "说明"]


def test_the_top_of_the_organisation_leads_what_is_asked_of_it() -> None:
    assert led_by("gm", Shares("quality", ("gm",), ("sales",))) == Shares("gm", ("quality",), ("sales",))
    assert led_by("gm", Shares("quality", (), ("sales",))).doubtful, "no process takes the top along"
    assert led_by("", Shares("quality")) == Shares("quality")
