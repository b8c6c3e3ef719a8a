"""The workbook and the CSV files as Excel would read them."""

import csv
import datetime
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from procdocs.manual.control import control_view
from procdocs.manual.model import Cell, Chapter, Column, ControlView, Entry, Manual, Row, Score, Table
from procdocs.manual.registers import register_entries
from procdocs.manual.rich import Ref
from procdocs.manual.voice import Voice
from procdocs.project.load import load
from procdocs.writers import Options
from procdocs.writers.making import artifacts
from procdocs.writers.sheets.csv import safe
from procdocs.writers.sheets.sheets import lines, sheets, width

SYSTEM = Path(__file__).parent / "cases" / "registers" / "system"
HOSTILE = ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+cmd", "@SUM(A1)", "\t=1", "＝1+1", " =1", "\r=1"]


def manual_of(entries):
    return Manual("zh", ("zh",), "示例公司 & 子公司", "示例", "质量手册", "", "", ControlView(), (Chapter(1, "全部", tuple(entries)),), Score(0, 0, 0), {})


@pytest.fixture(scope="module")
def manual():
    project, _ = load(SYSTEM)
    voice = Voice(project, "zh")
    files = [Entry(one.id, one.kind, voice.title(one), (), control_view(voice, one), path=one.span().path) for one in project.documents]
    return manual_of([*files, *register_entries(voice)])


def written(manual, name="xlsx", **options):
    return list(artifacts(name, manual, Options(**options)))


def workbook(manual, **options):
    (artifact,) = written(manual, **options)
    assert artifact.path == "registers.xlsx"
    return openpyxl.load_workbook(io.BytesIO(artifact.data))


def register(*tables, title="清单"):
    return manual_of([Entry("registers-x", "register", title, tables)])


def table(*texts, look="text", anchor=""):
    return Table((Column("甲", 1, look), Column("乙", 1)), tuple(Row((Cell((text,) if isinstance(text, str) else text), Cell(()))) for text in texts), anchor=anchor)


def cell_of(book, sheet, text):
    return next(cell for row in book[sheet].iter_rows() for cell in row if cell.value == text)


def test_one_sheet_a_register_after_the_contents(manual):
    book = workbook(manual)
    assert book.sheetnames[0] == "目录"
    assert len(book.sheetnames) == 1 + 14 + 2 + 2, "fourteen registers with one list each, two heat maps, departments and roles"
    assert {"部门", "岗位与能力要求"} <= set(book.sheetnames)
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref == f"A1:{sheet.auto_filter.ref.split(':')[1]}"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.center.text == "&P / &N"
        assert sheet.cell(2, 1).alignment.wrap_text


def test_contents_lead_to_every_sheet(manual):
    book = workbook(manual)
    locations = [row[0].hyperlink.location for row in book["目录"].iter_rows(min_row=2)]
    assert locations == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_numbers_and_dates_are_real(manual):
    book = workbook(manual)
    date = cell_of(book, "受控文件清单", datetime.datetime(2026, 6, 2))
    assert date.is_date and date.number_format == "yyyy-mm-dd"
    assert cell_of(book, "风险和机遇登记册", 15).data_type == "n"


@pytest.mark.parametrize(
    ("look", "text", "value"),
    [("number", "1.50", 1.5), ("number", "-3", -3), ("mark", "12", 12), ("mark", "01", "01"), ("mark", "1.10", "1.10"), ("date", "2026-13-01", "2026-13-01")],
)
def test_only_what_is_a_number_becomes_one(look, text, value):
    found = workbook(register(table(text, look=look)))["清单"]["A2"].value
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize("look", ["number", "date"])
def test_a_hole_among_numbers_and_dates_is_an_empty_cell_that_says_why(look):
    hole = Table((Column("甲", 1, look),), (Row((Cell(("无期限",), "gap", "无期限"),)),))
    cell = workbook(register(hole))["清单"]["A2"]
    assert cell.value is None and cell.comment.text == "无期限" and cell.fill.fgColor.rgb != "00000000"


@pytest.mark.parametrize(("linked", "target"), [({"pdf", "html"}, "documents/C1.pdf"), ({"html"}, "C1.html")])
def test_documents_are_linked_as_they_exist(manual, linked, target):
    cell = cell_of(workbook(manual, linked=frozenset(linked)), "受控文件清单", "QP-C1")
    assert cell.hyperlink.target == target


def test_no_link_where_nothing_lies(manual):
    assert cell_of(workbook(manual), "受控文件清单", "QP-C1").hyperlink is None


def test_heat_map_leads_to_the_row_of_the_list(manual):
    book = workbook(manual)
    link = next(cell.hyperlink for row in book["风险热图"].iter_rows() for cell in row if cell.hyperlink)
    sheet, place = link.location.split("!")
    row = int(place[1:])
    assert sheet == "'风险和机遇登记册'" and [cell.value for cell in book["风险和机遇登记册"][row]][2:6] == ["缺料", 3, 5, 15]


def test_holes_and_exclusions_are_told_apart(manual):
    sheet = workbook(manual)["条款 × 过程矩阵"]
    status = [row[1] for row in sheet.iter_rows(min_row=2)]
    found = [next(cell for cell in status if cell.value.startswith(start)) for start in ("C2", "没有", "不适用")]
    fills = [(cell.fill.fill_type, cell.fill.fgColor.rgb) for cell in found]
    assert len(set(fills)) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_formula(text):
    cell = workbook(register(table(text)))["清单"]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "\r") in (text, text.replace("\r", "\ufffd"))


def test_what_a_workbook_cannot_hold_is_replaced_and_cut():
    book = workbook(register(table("a\x00\x0b\ud800\uffffb", "长" * 40_000, "x\r\ny"), title="a/b:[c]*?'" + "很长的名称" * 10))
    sheet = book.worksheets[1]
    assert sheet["A2"].value == "a\ufffd\ufffd\ufffd\ufffdb"
    assert len(sheet["A3"].value) == 32_767
    assert sheet["A4"].value == "x\ny"
    assert len(sheet.title) <= 31 and not re.search(r"[\[\]:*?/\\]", sheet.title)


def test_hostile_links_lead_nowhere_but_the_web():
    texts = [(Ref("甲", target),) for target in ("javascript:alert(1)", "file:///etc/passwd", "\\\\host\\share", "https://example.com/a b", "unknown")]
    sheet = workbook(register(table(*texts)), linked=frozenset({"html", "pdf"}))["清单"]
    assert [cell[0].hyperlink and cell[0].hyperlink.target for cell in sheet.iter_rows(min_row=2)] == [None, None, None, "https://example.com/a%20b", None]


def test_equal_titles_give_different_sheets():
    entries = [Entry(f"registers-{name}", "register", "清单", (table("x"),)) for name in "abc"]
    assert workbook(manual_of(entries)).sheetnames[1:] == ["清单", "清单 2", "清单 3"]


def test_tables_of_equal_columns_share_a_sheet_with_their_captions():
    one, two = table("x")._replace(caption="甲标准"), table("y")._replace(caption="乙标准")
    (sheet,) = sheets(register(one, two))
    assert [[cell.rich[0] for cell in row[:2]] for row in sheet.rows] == [["甲标准", "x"], ["乙标准", "y"]]
    assert len(sheet.columns) == 3


def test_same_bytes_at_another_time(manual, monkeypatch):
    (first,) = written(manual)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 0, 0))
    assert written(manual) == [first]
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 6, 2)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"20\d\d-\d\d-\d\d", core) == ["2026-06-02", "2026-06-02"]


def test_wide_sheets_are_printed_on_a3():
    wide = Table(tuple(Column(f"列{number}", 1, "mark") for number in range(20)), (Row(tuple(Cell((str(number),)) for number in range(20))),))
    assert workbook(register(wide)).worksheets[1].page_setup.paperSize == 8
    assert workbook(register(table("x"))).worksheets[1].page_setup.paperSize == 9


def test_chinese_counts_double_and_long_texts_take_lines():
    assert (width("ab"), width("生产"), width("a\n生产部")) == (2, 4, 6)
    assert lines("生产部\nx", 4) == 3


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_nothing_for_some_documents_only_or_without_registers(manual, name):
    assert not written(manual, name, only=frozenset({"C1"}))
    assert not written(manual_of([]), name)


def test_csv_opens_in_excel(manual):
    artifacts = written(manual, "csv")
    files = {artifact.path: artifact.data for artifact in artifacts}
    assert len(files) == len(artifacts) == 18, "a file of its own for every list"
    assert {"csv/risks-heat-risk.csv", "csv/organisation-departments.csv", "csv/organisation-roles.csv"} <= set(files)
    data = files["csv/external.csv"]
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head[0] == "文件编号" and row[:2] == ["EX-01", "'=cmd|' /C calc'!A0"]
    assert all(line.startswith('"') and line.endswith('"') for line in data.decode("utf-8-sig").splitlines())


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_holds_no_formula(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize("text", ["-5", "-3.25", "+7", "-12 %", "—", "≥ 98 %", "a=b", ""])
def test_csv_keeps_numbers_and_words(text):
    assert safe(text) == text


def test_all_columns_of_a_wide_matrix_after_the_frozen_ones_are_equally_narrow():
    long = "一二三四五六七八九十" * 8
    columns = tuple(Column(f"列{number}", 1, "text") for number in range(16))
    book = workbook(register(Table(columns, (Row(tuple(Cell((long,)) for _ in columns)),), header_column=True)))
    sheet = book.worksheets[1]
    frozen = openpyxl.utils.cell.coordinate_from_string(sheet.freeze_panes)[0]
    first = openpyxl.utils.column_index_from_string(frozen)
    sizes = [sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width for number in range(1, 17)]
    assert len(set(sizes[first - 1 :])) == 1 and sizes[first - 1] < sizes[first - 2]
