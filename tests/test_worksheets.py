"""The auditor's worksheets: a file beside the manual, a sheet for each process, and nothing that looks approved."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from procdocs import Request, build
from procdocs.manual.model import Manual
from procdocs.writers import Artifact, Options
from procdocs.writers.making import artifacts
from tests.printed import drawn_text, manual_of, plain, printed
from tests.test_pdf import C1, SETTINGS, links_between

S1 = "kind: process\nid: S1\nname: 采购\ntype: support\nowner: sales\npurpose: 供货\nmeasures:\n  - {name: 交付准时率, target: 98 %}\n  - {name: 退货率, target: 1 %}\n"
PAGE = "kind: page\nid: PAGE-A\nname: 方针\ntext: 见 [工作单](registers-worksheets#worksheet-S1)。\n"


@pytest.fixture
def manual(project: Callable[..., Path]) -> Manual:
    return manual_of(project(SETTINGS, C1=C1, S1=S1, PAGE_A=PAGE))


def sheets(manual: Manual, **options: object) -> dict[str, bytes]:
    return {made.path: made.data for made in artifacts("worksheets", manual, Options(jobs=1, linked=frozenset({"pdf"}), **options)) if isinstance(made, Artifact)}  # type: ignore[arg-type]


def test_a_sheet_has_what_is_filled_in_and_asks_once_for_all_measures(manual: Manual) -> None:
    said = plain(drawn_text(sheets(manual)["worksheets.pdf"]))
    for word in ("审核员", "受审核方", "审核日期", "审核编号", "抽样", "签名", "客观证据", "符合", "改进机会", "轻微不符合", "严重不符合"):
        assert plain(word) in said, word
    assert said.count(plain("请出示最近的结果")) == 1 and plain("退货率") in said
    assert plain("批准") not in said


def test_it_stands_beside_the_manual_and_not_in_it(manual: Manual) -> None:
    files = printed(manual)
    assert plain("客观证据") not in plain(drawn_text(files["manual.pdf"])) and plain("客观证据") in plain(drawn_text(files["worksheets.pdf"]))
    with pikepdf.open(io.BytesIO(files["worksheets.pdf"])) as pdf, pdf.open_outline() as outline:
        assert [child.title for child in outline.root[-1].children] == ["C1 投标", "S1 采购"]


def test_links_go_to_it_and_from_it(manual: Manual) -> None:
    files = printed(manual)
    assert "registers-worksheets--worksheet-S1" in links_between(files)
    assert {"C1", "S1"} <= {name.partition("--")[0] for name in links_between({path: data for path, data in files.items() if path != "manual.pdf"})}


def test_without_other_pdfs_nothing_is_linked(manual: Manual) -> None:
    made = [one.data for one in artifacts("worksheets", manual, Options(jobs=1)) if isinstance(one, Artifact)]
    assert b"/GoToR" not in made[0]
    with pikepdf.open(io.BytesIO(made[0])) as pdf:
        assert not [link for page in pdf.pages for link in page.obj.get("/Annots", ()) if "/A" in link]


def test_some_documents_alone_give_none(manual: Manual) -> None:
    assert sheets(manual, only=frozenset({"C1"})) == {}


def test_a_build_of_pdfs_makes_it_once_and_takes_it_away(project: Callable[..., Path]) -> None:
    root = project(SETTINGS, C1=C1)
    for formats in (("worksheets",), ("pdf", "worksheets"), ("html",)):
        result = build(Request(root, root / "output", formats, jobs=1))
        assert result.written.count("worksheets.pdf") == ("html" not in formats)
        assert (root / "output/worksheets.pdf").is_file()
    assert "worksheets.pdf" in (root / "output/index.html").read_text(encoding="utf-8")
    next((root / "processes").glob("C1*")).unlink()
    (root / "processes/PAGE-A.yaml").write_text("kind: page\nid: PAGE-A\nname: 方针\ntext: 无\n", encoding="utf-8")
    assert "worksheets.pdf" in build(Request(root, root / "output", ("pdf",), jobs=1)).removed


def test_the_verdict_is_chosen_from_a_list_in_excel(manual: Manual) -> None:
    [book] = [made.data for made in artifacts("xlsx", manual, Options()) if isinstance(made, Artifact)]
    sheet = openpyxl.load_workbook(io.BytesIO(book))["审核员工作单"]
    [offer] = sheet.data_validations.dataValidation
    assert offer.formula1 == '"符合,改进机会,轻微不符合,严重不符合"' and str(offer.sqref) == f"F2:F{sheet.max_row}" and sheet["F1"].value == "判定"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_excel_takes_the_words_of_the_list(language: str) -> None:
    from procdocs.manual.registers.worksheets import verdicts

    assert len(set(verdicts(language))) == 4 and not [word for word in verdicts(language) if "," in word or '"' in word] and len(",".join(verdicts(language))) < 255
