"""Redlines: rejecting every change gives the old text, accepting every change the new one; the paper shows both."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from procdocs import load
from procdocs.cli.diff import command
from procdocs.comparing import compare
from procdocs.manual.compose import compose
from procdocs.manual.model import Bullets, Column, Entry, Facts, Markdown, Paragraph, Row, Step, Table
from procdocs.manual.model import Cell as TableCell
from procdocs.manual.redline.blocks import compared_blocks
from procdocs.manual.redline.entries import redline
from procdocs.manual.redline.wording import compared, without
from procdocs.manual.rich import Changed, Ref, Rich, plain
from procdocs.world import Memory
from procdocs.writers.exports.tracked import tracked
from tests.conftest import Ran

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FILES = {
    "procdocs.yaml": "organisation: 甲公司\ndepartments: [{id: make, name: 生产部}]\n",
    "processes/C1.yaml": "kind: process\nid: C1\nname: 生产\ntype: customer\nowner: make\nsteps: [每 2 小时测关键尺寸, 入库]\ninputs: [{name: 订单, from: customer}]\n"
    "outputs: [{name: 产品, to: customer}]\nmeasures: [{name: 达成率, target: ≥ 98 %, every: 每月}]\ndocument: {number: QP-C1, revision: B}\n",
}
NEWER = FILES | {"processes/C1.yaml": FILES["processes/C1.yaml"].replace("每 2 小时", "每 1 小时").replace("≥ 98 %", "≥ 80 %")}


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("每 2 小时测一次", "每 1 小时测一次", ["2"], ["1"]),
        ("复测 25 件", "复测 50 件", ["25"], ["50"]),
        ("≥ 98 %", "≥ 97.5 %", ["98"], ["97.5"]),
        ("班组长签字", "班组长、质量工程师签字", [], ["、质量工程师"]),
        ("the old rule", "the new rule", ["old"], ["new"]),
        ("完全不同的一句话", "Nothing in common", ["完全不同的一句话"], ["Nothing in common"]),
    ],
)
def test_words_are_marked_not_paragraphs(old: str, new: str, gone: list[str], come: list[str]) -> None:
    both = compared((old,), (new,))
    assert [piece.text for piece in both if isinstance(piece, Changed) and piece.change == "del"] == gone
    assert [piece.text for piece in both if isinstance(piece, Changed) and piece.change == "ins"] == come


RICH = st.lists(st.one_of(st.text("甲乙丙 a1%\n", max_size=8), st.builds(Ref, st.text("甲乙C", max_size=3), st.sampled_from(["C1", "C2"]))), max_size=5).map(tuple)


@given(old=RICH, new=RICH)
def test_rejecting_gives_the_old_words_and_accepting_the_new_ones(old: Rich, new: Rich) -> None:
    both = compared(old, new)
    assert (without(both, "ins"), without(both, "del")) == (plain(old), plain(new))


def test_rows_items_and_prose_are_compared_each_for_itself() -> None:
    def version(*names: str) -> tuple[Table, Bullets, Markdown]:
        rows = tuple(Row((TableCell((str(number),)), TableCell((name,)))) for number, name in enumerate(names, 1))
        return Table((Column("序号", 5), Column("名称", 20)), rows), Bullets(tuple((name,) for name in names)), Markdown("**总则**不变。\n\n- " + "\n- ".join(names))

    table, bullets, kept, prose = compared_blocks(version("检验记录", "生产日报"), version("进货单", "检验记录", "生产周报"))
    assert isinstance(table, Table)
    assert [[(piece.change, piece.text) for piece in row.cells[1].rich if isinstance(piece, Changed)] for row in table.rows] == [
        [("ins", "进货单")],
        [],
        [("del", "日"), ("ins", "周")],
    ]
    assert kept == Markdown("**总则**不变。"), "what did not change keeps its form"
    assert isinstance(bullets, Bullets)
    assert isinstance(prose, Bullets)
    assert bullets.items == prose.items


def test_the_same_version_twice_is_marked_nowhere() -> None:
    blocks = (Paragraph(("甲",)), Markdown("一\n\n二"), Bullets((("甲",), ("乙",))))
    assert not any(isinstance(piece, Changed) for block in compared_blocks(blocks, blocks) if isinstance(block, Paragraph) for piece in block.rich)


def test_a_document_stands_behind_a_page_that_says_what_changed() -> None:
    old, new = (load(Memory({path: text.encode() for path, text in files.items()}))[0] for files in (FILES, NEWER))
    assert old is not None
    assert new is not None
    before, after = compose(old, "zh")[0], compose(new, "zh")[0]
    changes = compare(old, new, "zh")
    [entry] = redline(before, after, changes, "更改").entries
    listed = next(block for block in entry.blocks if isinstance(block, Table))
    assert len(listed.rows) == len(changes)
    assert [figure.id for figure in entry.figures] == ["C1-before", "C1"]
    assert entry.control.signatures == tuple(line._replace(by="", on=None) for line in after.by_id["C1"].control.signatures), "nobody has signed a redline"


def test_the_command_writes_pages_and_wants_a_file_for_them(procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    for name, files in (("old", FILES), ("new", NEWER)):
        for path, text in files.items():
            (tmp_path / name / "processes").mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
    sides = (str(tmp_path / "old"), str(tmp_path / "new"))
    assert procdocs("diff", *sides, "--format", "html").code == 2
    done = procdocs("diff", *sides, "--format", "html", "-o", str(tmp_path / "changes.html"))
    assert done.code == 1, done.err
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    assert "<del>98</del><ins>80</ins>" in page
    printed = procdocs("diff", *sides, "--format", "pdf", "-o", str(tmp_path / "changes.pdf"))
    assert printed.code == 1, printed.err
    assert (tmp_path / "changes.pdf").read_bytes().startswith(b"%PDF")


def test_a_picture_that_cannot_be_printed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procdocs.pictures.svg._letterless", lambda text: "")  # no font has U+0378; here only the print may find out
    for name in ("old", "new"):
        root = tmp_path / name
        (root / "processes").mkdir(parents=True)
        (root / "procdocs.yaml").write_text("organisation: {name: 江海}\nlanguages: [en]\n", encoding="utf-8")
        (root / "processes" / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 20'><text y='9'>a\u0378</text></svg>", encoding="utf-8")
        (root / "processes" / "P1.yaml").write_text(f"kind: page\nid: P1\nname: {name}\ntext: |\n  ![x](a.svg)\n", encoding="utf-8")
    done = CliRunner().invoke(command, [str(tmp_path / "old"), str(tmp_path / "new"), "--format", "pdf", "-o", str(tmp_path / "changes.pdf")], standalone_mode=False)
    assert done.return_value == 1 and done.output.count("processes/P1.yaml:4: PD706") == 1 and "U+0378" in done.output, done
    assert (tmp_path / "changes.pdf").read_bytes().startswith(b"%PDF")


def _settled(node: Element, drop: str) -> list[str]:
    """The paragraphs that are left of a document when all changes are accepted (`drop` is del) or rejected (ins)."""
    written = [one for one in node.iter(W + "p") if len(one)]
    for parent in list(node.iter()):
        for child in list(parent):
            row = child.find(f"{W}trPr")
            if child.tag == W + drop or (row is not None and row.find(W + drop) is not None) or (child.tag == W + "p" and child.find(f"{W}pPr/{W}rPr/{W}{drop}") is not None):
                parent.remove(child)
    left = set(node.iter(W + "p"))
    rows = f"{len(list(node.iter(W + 'tr')))} rows"
    return [rows, *("".join(one.text or "" for one in paragraph.iter() if one.tag in (W + "t", W + "delText")) for paragraph in written if paragraph in left)]


def _document(data: bytes) -> Element:
    return fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


@pytest.mark.parametrize("seed", range(6))
def test_accepting_all_tracked_changes_gives_the_new_text_and_rejecting_all_the_old_one(seed: int) -> None:
    """Random edits of blocks of every kind. Numbers of rows and steps are those of the new version in both: here nothing has any."""
    chance = random.Random(seed)
    names = ["检验记录 25 件", "生产日报", "每 2 小时巡检", "quality record", "不合格品评审单", "入库单"]

    def version() -> Entry:
        some = [chance.choice(("", "新")) + name for name in names if chance.random() < 0.75]
        table = Table((Column("名称", 5), Column("周期", 5)), tuple(Row((TableCell((name,)), TableCell((chance.choice("日月"),)))) for name in some))
        steps = tuple(Step("", (name,), (("负责", (name,)),), (Paragraph((name, "。")),)) for name in some)
        return Entry(
            "C1", "page", "记录", (table, Bullets(tuple((name,) for name in some)), Markdown("\n\n".join(some)), Facts(tuple((name[:2], (name,)) for name in some)), *steps)
        )

    old, new = version(), version()
    both = replace(new, blocks=compared_blocks(old.blocks, new.blocks))
    data = tracked([both], "甲公司")
    assert sorted(_settled(_document(data), "del")) == sorted(_settled(_document(tracked([new], "甲公司")), "del"))
    assert sorted(_settled(_document(data), "ins")) == sorted(_settled(_document(tracked([old], "甲公司")), "ins"))


def test_the_command_writes_tracked_changes(procdocs: Callable[..., Ran], tmp_path: Path) -> None:
    for name, files in (("old", FILES), ("new", NEWER)):
        for path, text in files.items():
            (tmp_path / name / "processes").mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
    done = procdocs("diff", tmp_path / "old", tmp_path / "new", "--format", "docx", "-o", tmp_path / "changes.docx")
    assert done.code == 1, done.err
    data = (tmp_path / "changes.docx").read_bytes()
    assert "≥ 80 %" in "".join(_settled(_document(data), "del"))
    assert "≥ 98 %" in "".join(_settled(_document(data), "ins"))
