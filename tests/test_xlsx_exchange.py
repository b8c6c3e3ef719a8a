"""The editable workbook out and in: one changed cell is one changed line, and nothing else of any file changes."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from procdocs import load
from procdocs.languages import words
from procdocs.readers import READERS, Handed
from procdocs.schema.values import value_of
from procdocs.writers.exports import EXPORTS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def sample(tmp_path):
    for name in ("processes", "registers", "procdocs.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    return tmp_path


def written(sample) -> bytes:
    return EXPORTS["xlsx"].write(load(sample)[0], None, "zh")


def sheet_of(book, name):
    return book[words("zh")(f"exchange.sheet.{name}")]


def column(sheet, key):
    return next(cell.column for cell in sheet[1] if cell.value == key)


def row(sheet, document, key, text):
    at = column(sheet, key)
    return next(cells[0].row for cells in sheet.iter_rows(min_row=3) if cells[2].value == document and cells[at - 1].value == text)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines_changed(sample, data, procdocs, *, code=0):
    """Import a workbook; the lines that went and came by file, and what the command said."""
    before = {path: path.read_text("utf-8").splitlines() for path in sample.rglob("*.yaml")}
    (sample / "back.xlsx").write_bytes(data)
    done = procdocs("import", "xlsx", sample / "back.xlsx", "--project", sample)
    assert done.code == code, done.out + done.err
    found = {}
    for path in sample.rglob("*.yaml"):
        old, new = before.get(path, []), path.read_text("utf-8").splitlines()
        if old != new:
            found[path.name] = ([line.strip() for line in old if line not in new], [line.strip() for line in new if line not in old])
    return found, done


def test_a_workbook_that_nobody_changed_changes_nothing_and_is_always_the_same(sample, procdocs):
    data = written(sample)
    assert data == written(sample)
    assert not lines_changed(sample, data, procdocs)[0]
    assert not lines_changed(sample, saved(openpyxl.load_workbook(io.BytesIO(data))), procdocs)[0]


def test_every_cell_is_text_and_the_heads_alone_are_locked(sample):
    book = openpyxl.load_workbook(io.BytesIO(written(sample)))
    for sheet in book.worksheets[1:-1]:
        assert sheet.protection.sheet and sheet.row_dimensions[1].hidden and sheet.column_dimensions["A"].hidden and sheet.column_dimensions["B"].hidden
        width = sum(1 for cell in sheet[2] if cell.value) + 2
        for cells in sheet.iter_rows(min_row=3, max_col=width):
            assert all(cell.number_format == "@" and not cell.protection.locked for cell in cells), sheet.title
        assert all(cell.protection.locked for cell in sheet[2])
    measures = sheet_of(book, "measures")
    assert any("_lists!" in one.formula1 for one in measures.data_validations.dataValidation)


#: Sheet, document, key by which the row is found, its text; the changed column, its new text, and what must stand in the new line.
CHANGES = [
    ("measures", "C1", "id", "forecast-accuracy", "target@zh", "≥ 88 %", "≥ 88 %"),
    ("measures", "C1", "id", "forecast-accuracy", "unit@zh", "1.10", "1.10"),
    ("outputs", "C1", "id", "market-report", "to", "C3", "C3"),
    ("outputs", "C1", "id", "market-report", "name@en", "Report 3-1", "Report 3-1"),
    ("processes", "C1", "id", "C1", "owner", "sales", "owner: sales"),
    ("steps", "F-VISIT", "id", "V1", "text@zh", "=新 & 旧", "=新 & 旧"),
    ("departments", "procdocs.yaml", "id", "gm", "head@zh", "010", "010"),
]


@pytest.mark.parametrize(("name", "document", "key", "called", "changed", "text", "line"), CHANGES)
def test_one_changed_cell_is_one_changed_line(name, document, key, called, changed, text, line, sample, procdocs):
    book = openpyxl.load_workbook(io.BytesIO(written(sample)))
    sheet = sheet_of(book, name)
    cell = sheet.cell(row(sheet, document, key, called), column(sheet, changed))
    cell.value, cell.data_type = text, "s"
    found, _ = lines_changed(sample, saved(book), procdocs)
    ((gone, come),) = found.values()
    assert len(gone) <= 1 and len(come) == 1 and line in come[0], (gone, come)
    assert not lines_changed(sample, written(sample), procdocs)[0]


def test_rows_sorted_heads_renamed_columns_moved_and_sheets_renamed_are_no_change(sample, procdocs):
    book = openpyxl.load_workbook(io.BytesIO(written(sample)))
    sheet = sheet_of(book, "risks")
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=3, max_row=58)]
    for number, values in enumerate(sorted(rows, key=lambda one: str(one[3]), reverse=True), 3):
        for at, value in enumerate(values, 1):
            sheet.cell(number, at).value = value
    for cell in sheet[2]:
        cell.value = "x"
    last = column(sheet, "document")
    width = sheet.max_column
    for cells in sheet.iter_rows(max_row=60, max_col=width):
        cells[last - 1].value, cells[3].value = (cells[3].value, cells[last - 1].value) if last > 4 else (cells[last - 1].value, cells[3].value)
    sheet.title = "R"
    assert not lines_changed(sample, saved(book), procdocs)[0]


@pytest.mark.parametrize(("name", "document", "gone"), [("inputs", "C4", (0, 1, 3)), ("outputs", "C1", (0, 1)), ("risks", "C4", (0, 2))])
def test_of_several_rows_that_are_deleted_just_these_items_go(name, document, gone, sample, procdocs):
    book = openpyxl.load_workbook(io.BytesIO(written(sample)))
    sheet = sheet_of(book, name)
    rows = [cells[0].row for cells in sheet.iter_rows(min_row=3) if cells[2].value == document]
    before = [[cell.value for cell in sheet[number]][3:] for number in rows]
    for number in sorted((rows[at] for at in gone), reverse=True):
        sheet.delete_rows(number)
    lines_changed(sample, saved(book), procdocs)
    after = sheet_of(openpyxl.load_workbook(io.BytesIO(written(sample))), name)
    left = [[cell.value for cell in cells][3:] for cells in after.iter_rows(min_row=3) if cells[2].value == document]
    assert left == [one for one in before if one not in [before[at] for at in gone]]


def test_new_rows_are_new_items_and_deleted_rows_items_that_go(sample, procdocs):
    book = openpyxl.load_workbook(io.BytesIO(written(sample)))
    sheet = sheet_of(book, "measures")
    sheet.delete_rows(row(sheet, "C1", "id", "forecast-accuracy"))
    at = next(number for number in range(3, 400) if not sheet.cell(number, 3).value)
    for key, text in (("document", "C2"), ("id", "new-one"), ("name@zh", "新指标"), ("name@en", "New"), ("target@zh", "≥ 1.5 %"), ("every@zh", "每月")):
        sheet.cell(at, column(sheet, key)).value = text
    found, _ = lines_changed(sample, saved(book), procdocs)
    assert len(found) == 2
    project, _ = load(sample)
    assert "forecast-accuracy" not in [one.id for one in project.process_by_id["C1"].measures]
    assert value_of(project.process_by_id["C2"].measures[-1]) == {"id": "new-one", "name": {"zh": "新指标", "en": "New"}, "target": "≥ 1.5 %", "every": "每月"}
    copied = openpyxl.load_workbook(io.BytesIO(written(sample)))
    sheet = sheet_of(copied, "roles")
    values = [cell.value for cell in sheet[3]]
    at = next(number for number in range(3, 400) if not sheet.cell(number, 3).value)
    for number, value in enumerate(values, 1):
        sheet.cell(at, number).value = "copied-role" if number == 4 else value
    lines_changed(sample, saved(copied), procdocs)
    assert list(load(sample)[0].roles)[-1] == "copied-role"


def test_what_changed_in_both_is_told_and_nothing_is_written(sample, procdocs):
    book = openpyxl.load_workbook(io.BytesIO(written(sample)))
    sheet = sheet_of(book, "measures")
    number = row(sheet, "C1", "id", "forecast-accuracy")
    sheet.cell(number, column(sheet, "target@zh")).value = "≥ 90 %"
    assert procdocs("set", "C1", "measures[forecast-accuracy].target", "≥ 80 %", "--project", sample).code == 0
    found, done = lines_changed(sample, saved(book), procdocs, code=1)
    assert not found and f":{number}: target@zh" in done.out and "≥ 90 %" in done.out and "≥ 80 %" in done.out
    assert procdocs("set", "C1", "measures[forecast-accuracy].target", "≥ 90 %", "--project", sample).code == 0
    assert not lines_changed(sample, saved(book), procdocs)[0]
    assert procdocs("set", "C1", "measures[forecast-accuracy].unit", "x", "--project", sample).code == 0
    assert not lines_changed(sample, saved(book), procdocs)[0], "what only the YAML changed stays"


def test_a_workbook_of_others_is_told(sample, procdocs):
    other = openpyxl.Workbook()
    other.active["A1"] = "x"
    for data in (saved(other), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"no zip"):
        found, done = lines_changed(sample, data, procdocs, code=1)
        assert not found and done.err.startswith("back.xlsx: ")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine: apt-get install libreoffice-calc")
def test_saved_by_libreoffice_nothing_changes(sample, procdocs, tmp_path):
    (tmp_path / "out.xlsx").write_bytes(written(sample))
    (tmp_path / "again").mkdir()
    subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "again", tmp_path / "out.xlsx"], check=True, timeout=180)
    assert not lines_changed(sample, (tmp_path / "again/out.xlsx").read_bytes(), procdocs)[0]


def test_what_is_read_is_what_the_command_reads(sample):
    data = written(sample)
    assert READERS["xlsx"].read(load(sample)[0], (Handed("x.xlsx", data),), "xlsx").change.is_empty
