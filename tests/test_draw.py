"""`procdocs draw` and `procdocs doctor` as a user runs them."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran
from tests.geometry import svg_problems

Procdocs = Callable[..., Ran]
Write = Callable[..., Path]
SETTINGS = "organisation: {name: 江海}\nlanguages: [zh]\ndepartments: [{id: production, name: 生产部}]\n"
C4 = """kind: process
id: C4
name: {zh: 生产管理, en: Production}
type: customer
owner: production
purpose: 按计划生产
inputs: [{name: 图纸, from: customer}]
outputs: [{name: 产品, to: customer}]
"""


def test_svg_goes_to_stdout_and_nothing_else(procdocs: Procdocs, project: Write) -> None:
    root = project(SETTINGS, C4=C4)
    ran = procdocs("draw", "C4", "--project", root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<svg") and ran.out.rstrip().endswith("</svg>")
    assert "生产管理" in ran.out
    assert procdocs("draw", "C4", cwd=root / "processes").out == ran.out


@pytest.mark.parametrize(("ending", "begin"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph"), ("SVG", b"<svg")])
def test_each_ending_writes_its_format(procdocs: Procdocs, project: Write, tmp_path: Path, ending: str, begin: bytes) -> None:
    root = project(SETTINGS, C4=C4)
    ran = procdocs("draw", "C4", "--project", root, "-o", f"figure.{ending}", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / f"figure.{ending}").read_bytes().startswith(begin)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [f"figure.{ending}"]


def test_more_sheets_are_more_files_but_one_pdf(procdocs: Procdocs, project: Write, tmp_path: Path) -> None:
    items = "".join(f"  - 条目{number}{'很长的说明' * 20}\n" for number in range(19))
    root = project(SETTINGS, C4=C4 + f"resources:\n{items}people:\n{items}")
    assert procdocs("draw", "C4", "--project", root, "-o", tmp_path / "c4.svg").code == 0
    names = sorted(path.name for path in tmp_path.glob("c4*"))
    assert names[:2] == ["c4-2.svg", "c4.svg"] or names[:2] == ["c4-2.svg", "c4-3.svg"]
    assert all(not svg_problems(path.read_text("utf-8")) for path in tmp_path.glob("c4*.svg"))
    assert procdocs("draw", "C4", "--project", root, "-o", tmp_path / "one.pdf").code == 0
    assert [path.name for path in tmp_path.glob("one*")] == ["one.pdf"]


@pytest.mark.parametrize("view", ["landscape", "organisation", "octopus", "interaction"])
def test_views_of_the_whole_project(procdocs: Procdocs, project: Write, view: str) -> None:
    root = project(SETTINGS, C4=C4)
    ran = procdocs("draw", view, "--project", root)
    assert ran.code == 0, ran.err
    assert not svg_problems(ran.out)


def test_another_view_and_another_language(procdocs: Procdocs, project: Write) -> None:
    root = project(SETTINGS, C4=C4)
    assert "SIPOC" in procdocs("draw", "C4", "--kind", "sipoc", "--project", root).out
    english = procdocs("draw", "C4", "--language", "en", "--project", root).out
    assert ">Production<" in english and ">Inputs<" in english


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("C44",), "是否指 `C4`？"),
        (("c4",), "是否指 `C4`？"),
        (("landscap",), "是否指 `landscape`？"),
        (("C4", "-o", "x.gif"), ".svg, .png, .pdf, .dot"),
        (("C4", "-o", "x"), ".svg, .png, .pdf, .dot"),
        (("C4", "--kind", "funnel"), "turtle, sipoc"),
        (("landscape", "--kind", "turtle"), "没有 turtle 图"),
        (("C4", "--language", "xx"), "the project has zh"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage_is_explained(procdocs: Procdocs, project: Write, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    root = project(SETTINGS, C4=C4)
    ran = procdocs("draw", *arguments, "--project", root, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_no_project_is_wrong_usage(procdocs: Procdocs, tmp_path: Path) -> None:
    assert procdocs("draw", "C4", cwd=tmp_path).code == 2


def test_a_broken_project_is_not_drawn(procdocs: Procdocs, project: Write, tmp_path: Path) -> None:
    root = project(SETTINGS, C4=C4, C5="kind: process\nid: C5\noutputs: [{name: 图样, to: C4}]\nname: [\n")
    target = tmp_path / "c4.svg"
    target.write_text("earlier", encoding="utf-8")
    ran = procdocs("draw", "C4", "--project", root, "-o", target)
    assert (ran.code, ran.out) == (1, "")
    assert "processes/C5.yaml:" in ran.err and "PD101" in ran.err
    assert target.read_text("utf-8") == "earlier"


def test_a_mistake_elsewhere_stops_no_picture_but_those_of_the_whole(procdocs: Procdocs, project: Write) -> None:
    root = project(SETTINGS, C4=C4, C5="kind: process\nid: C5\nname: [\n")
    ran = procdocs("draw", "C4", "--project", root)
    assert (ran.code, ran.out[:4]) == (0, "<svg") and "1" in ran.err and "check" in ran.err
    for id in ("C5", "landscape"):
        refused = procdocs("draw", id, "--project", root)
        assert (refused.code, refused.out) == (1, "") and "processes/C5.yaml:" in refused.err


def test_what_cannot_be_drawn_names_the_place(procdocs: Procdocs, project: Write) -> None:
    root = project(SETTINGS, C4=C4 + f"resources: [{'长' * 20_000}]\n")
    ran = procdocs("draw", "C4", "--project", root)
    assert (ran.code, ran.out) == (1, "")
    assert "processes/C4.yaml:9:13: error PD701" in ran.err


def test_what_is_only_told_of_a_picture_does_not_keep_it(procdocs: Procdocs, project: Write) -> None:
    steps = "".join(f"\n- {{id: s{number}, lane: l{number}, text: 检查{f', next: s{number + 1}' if number < 13 else ''}}}" for number in range(14))
    ran = procdocs("draw", "F1", "--project", project(SETTINGS, F1=f"kind: flowchart\nid: F1\nname: 流程\nsteps:{steps}\n"))
    assert ran.code == 0 and "PD707" in ran.err and ran.out.startswith("<svg")


def test_a_lost_glyph_names_character_and_place(procdocs: Procdocs, project: Write) -> None:
    root = project(SETTINGS, C4=C4 + "resources: [厂房🏭]\n")
    ran = procdocs("draw", "C4", "--project", root)
    assert ran.code == 1
    assert "processes/C4.yaml:9:15: error PD702" in ran.err and "U+1F3ED" in ran.err


def test_a_file_that_cannot_be_written_keeps_the_earlier_one(procdocs: Procdocs, project: Write, tmp_path: Path) -> None:
    root = project(SETTINGS, C4=C4)
    ran = procdocs("draw", "C4", "--project", root, "-o", tmp_path / "nowhere" / "c4.svg")
    assert ran.code == 3 and "nowhere" in ran.err


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from procdocs.saving import write

    target = tmp_path / "c4.svg"
    target.write_text("earlier", encoding="utf-8")

    def full(*_: object) -> None:
        assert target.read_text("utf-8") == "earlier"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["c4.svg"] and target.read_text("utf-8") == "earlier"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_file_can_be_read_by_others(procdocs: Procdocs, project: Write, tmp_path: Path) -> None:
    root = project(SETTINGS, C4=C4)
    procdocs("draw", "C4", "--project", root, "-o", tmp_path / "c4.svg")
    assert stat.S_IMODE((tmp_path / "c4.svg").stat().st_mode) & 0o400


def test_without_any_font_the_remedy_is_told(procdocs: Procdocs, project: Write, no_fonts: dict[str, str]) -> None:
    root = project(SETTINGS, C4=C4)
    ran = procdocs("draw", "C4", "--project", root, **no_fonts)
    assert ran.code == 3 and "字体" in ran.err
    doctor = procdocs("doctor", "--language", "en", **no_fonts)
    assert doctor.code == 3
    assert "PD901" in doctor.out and "apt install fonts-noto-cjk" in doctor.out and "Windows" in doctor.out and "macOS" in doctor.out


def test_without_pango_svg_is_drawn_and_pdf_is_refused(procdocs: Procdocs, project: Write, tmp_path: Path, no_pango: dict[str, str]) -> None:
    root = project(SETTINGS, C4=C4)
    assert procdocs("draw", "C4", "--project", root, **no_pango).code == 0
    ran = procdocs("draw", "C4", "--project", root, "-o", tmp_path / "c4.pdf", **no_pango)
    assert ran.code == 3 and "Pango" in ran.err and not (tmp_path / "c4.pdf").exists()
    doctor = procdocs("doctor", "--language", "en", **no_pango)
    assert doctor.code == 3
    assert "PD902" in doctor.out and "libpango" in doctor.out and "brew install pango" in doctor.out and "HTML" in doctor.out


def test_doctor_survives_a_crashing_graphviz(procdocs: Procdocs, tmp_path: Path) -> None:
    (tmp_path / "pygraphviz.py").write_text("import os\nos.abort()\n", encoding="utf-8")
    ran = procdocs("doctor", "--language", "en", PYTHONPATH=str(tmp_path))
    assert "PD903" in ran.out and "N-square" in ran.out
    assert ran.code == 0


def test_doctor_says_what_it_found(procdocs: Procdocs) -> None:
    ran = procdocs("doctor", "--language", "zh")
    assert ran.code == 0, ran.out
    for word in ("Python", "所用字体", "WeasyPrint 70", "Pango", "pygraphviz", "可写"):
        assert word in ran.out


@pytest.fixture
def no_fonts(tmp_path: Path) -> dict[str, str]:
    """A machine whose font folders are empty."""
    return _shim(tmp_path, "import procdocs.diagrams.fonts as fonts\nfonts._files = lambda: {}\n")


@pytest.fixture
def no_pango(tmp_path: Path) -> dict[str, str]:
    """A machine on which WeasyPrint cannot load its libraries."""
    folder = tmp_path / "shim"
    (folder / "weasyprint").mkdir(parents=True)
    (folder / "weasyprint" / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n", encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def _shim(tmp_path: Path, code: str) -> dict[str, str]:
    folder = tmp_path / "shim"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def test_a_folder_that_is_not_there_is_named_with_the_file(tmp_path: Path, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(C1="kind: process\nid: C1\nname: 投标\ntype: customer\n")
    ran = procdocs("draw", "C1", "--project", root, "-o", tmp_path / "none" / "x.svg", LC_ALL="zh_CN.UTF-8")
    assert ran.code == 3 and f"无法读写 {tmp_path / 'none' / 'x.svg'}" in ran.err
