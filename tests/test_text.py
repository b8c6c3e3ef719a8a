"""Line breaking by the Chinese rules, and widths from the font that is used."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from procdocs.diagrams import draw, fonts, text
from procdocs.diagrams.fonts import Fonts, NoFont, fonts_for, measured_with
from procdocs.diagrams.svg import svg
from procdocs.diagrams.text import Chip, balance, count_lines, em_width, fit, width, wrap
from procdocs.project import Project
from procdocs.schema import Flowchart
from tests import stress
from tests.conftest import ROOT

SAMPLE = "顾客图纸、技术规范（含特殊特性）以及《控制计划》；批准后，按 ≥ 98 % 的目标执行：“首件”确认！PPAP 等级 3，Cpk ≥ 1.67，保存 15 年。"


def lines(said: str, limit: float, size: float = 10, **more: object) -> list[str]:
    return [line.text for line in wrap(said, limit, size, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize("limit", range(60, 400, 7))
def test_no_line_begins_or_ends_with_a_forbidden_mark(limit: int) -> None:
    found = lines(SAMPLE, limit)
    assert "".join("".join(found).split()) == "".join(SAMPLE.split())
    assert not [line for line in found[1:] if line[0] in "、。，；：！？）》”%"]
    assert not [line for line in found[:-1] if line.rstrip()[-1] in "（《“≥"]


@pytest.mark.parametrize("limit", range(60, 400, 11))
def test_numbers_keep_their_unit_and_sign(limit: int) -> None:
    found = lines(SAMPLE, limit)
    for whole in ("≥ 98 %", "15 年", "≥ 1.67", "PPAP"):
        assert sum(whole in line for line in found) == 1, (whole, found)


@pytest.mark.parametrize("limit", range(20, 300, 13))
def test_no_line_is_wider_than_allowed_and_counting_agrees(limit: int) -> None:
    made = wrap(SAMPLE, limit, 9)
    # A mark that clings may reach over a line that is narrower than three characters.
    assert all(line.width <= max(limit, 9 * 9) + 0.01 for line in made)
    assert count_lines(SAMPLE, limit, 9) == len(made)


def test_latin_words_stay_whole_and_giants_are_cut() -> None:
    assert lines("customer specific requirements", 70) == ["customer", "specific", "requirements"]
    cut = lines("DONAUDAMPFSCHIFF4711GESELLSCHAFT", 40)
    assert len(cut) > 1 and "".join(cut) == "DONAUDAMPFSCHIFF4711GESELLSCHAFT"


@pytest.mark.parametrize(
    ("word", "language", "room", "expected"),
    [
        ("Qualitätsmanagementhandbuch", "de", 62, ["Qualitätsma-", "nagement-", "handbuch"]),
        ("Lieferantenbewertung", "de", 70, ["Lieferantenbe-", "wertung"]),
        ("nonconformities", "en", 50, ["noncon-", "formities"]),
        ("responsibilities", "zh", 55, ["responsi-", "bilities"]),
        ("IATF16949CUSTOMER", "en", 60, ["IATF16949C", "USTOMER"]),
    ],
)
def test_words_are_parted_by_the_dictionary_of_their_language_and_numbers_never(word: str, language: str, room: float, expected: list[str]) -> None:
    with measured_with(fonts_for(), language):
        assert lines(word, room) == expected


@pytest.mark.parametrize("limit", range(60, 200, 7))
def test_a_hyphen_stands_only_where_a_word_is_parted(limit: int) -> None:
    said = "Die Lieferantenbewertung und die Qualitätsmanagementbewertung je Halbjahr"
    with measured_with(fonts_for(), "de"):
        found = lines(said, limit)
    assert "".join(line.removesuffix("-") if line.endswith("-") else f"{line} " for line in found).split() == said.split()
    assert all(width(line, 10) <= limit for line in found)


def test_no_single_character_is_left_on_the_last_line() -> None:
    said = "经批准的生产控制计划表"
    limit = width(said, 10) - 5
    assert [len(line) for line in lines(said, limit)][-1] >= 2


def test_hints_forbid_and_allow_breaks() -> None:
    limit = width("甲乙丙丁", 10) + 1
    assert lines("甲乙丙丁戊己庚", limit)[0] == "甲乙丙丁"
    assert lines("甲乙丙丁\u2060戊己庚", limit)[0] == "甲乙丙"
    assert lines("ABCDEF\u200bGHIJKL", width("ABCDEFGH", 10)) == ["ABCDEF", "GHIJKL"]


@pytest.mark.parametrize(
    ("said", "room", "expected"),
    [
        ("生产过程管理", 5, ["生产过程", "管理"]),
        ("产品与过程验证确认", 6, ["产品与过程", "验证确认"]),
        ("检验员按作业指导书首检", 8, ["检验员按", "作业指导书首检"]),
        ("交期兑现、成本不超，并逐月改进", 11, ["交期兑现、成本不超，", "并逐月改进"]),
        ("关于生产过程管理的规定和说明文件", 4, ["关于生产", "过程管理", "的规定和", "说明文件"]),
        ("고객 특별 요구사항", 7, ["고객 특별", "요구사항"]),
    ],
)
def test_a_line_ends_between_words_where_that_costs_no_line(said: str, room: int, expected: list[str]) -> None:
    assert lines(said, 10 * room + 1) == expected


def test_chips_stand_behind_the_text_and_are_never_broken() -> None:
    chips = (Chip("C1", "customer", "C1"), Chip("顾客"))
    (line,) = wrap("图纸", 200, 9, chips=chips)
    assert [run.piece if isinstance(run.piece, str) else run.piece.text for run in line.runs] == ["图纸", "C1", "顾客"]
    assert [run.x for run in line.runs] == sorted(run.x for run in line.runs)
    narrow = wrap("图纸", 25, 9, chips=chips)
    assert sum(len(one.runs) for one in narrow) == 3


def test_balanced_lines_are_even() -> None:
    limit = width("产品与过程设计", 10)
    assert [line.text for line in balance("产品与过程设计开发", limit, 10)] == ["产品与过程", "设计开发"]


def test_fit_shrinks_before_it_breaks_a_word() -> None:
    size, found = fit("Produktionslenkungsplan", 100, 12)
    assert len(found) == 1 and 7 <= size < 12
    assert fit("x" * 200, 50, 12)[0] == 7


def test_fit_keeps_the_size_while_the_lines_are_not_more_than_allowed() -> None:
    size, found = fit("产品与过程设计", 50, 10, 2)
    assert (size, len(found)) == (10, 2)
    assert fit("产品与过程设计", 50, 10, 1)[0] < 10


def test_empty_text_has_no_line() -> None:
    assert wrap("", 100, 9) == () and count_lines("  ", 100, 9) == 0


def test_widths_come_from_the_font() -> None:
    assert em_width("中文") == pytest.approx(2.0, abs=0.01)
    assert em_width("iii") < em_width("mmm")
    assert em_width("ab", bold=True) > em_width("ab")
    assert em_width("\u2060\u200b") == 0


def test_widths_are_those_the_font_file_gives_by_name() -> None:
    for font in fonts_for().found:
        with TTFont(font.regular, fontNumber=font.number if font.regular.suffix == ".ttc" else -1) as file:
            given = {code: file["hmtx"].metrics[name][0] / file["head"].unitsPerEm for code, name in file.getBestCmap().items()}
        assert fonts._open(font.regular, font.family, font.number).advances == given


def test_other_faces_are_asked_for_what_the_first_lacks() -> None:
    if len(fonts_for().found) < 2:
        pytest.skip("only one font on this machine")
    usual, other = fonts_for(), fonts_for(("DejaVu Sans",))
    assert (usual.chosen.family == "DejaVu Sans", other.chosen.family) == (False, "DejaVu Sans")
    assert not other.lost("中문Ж")
    plain = em_width("M")
    with measured_with(other):
        assert em_width("中") == pytest.approx(1.0, abs=0.01)
        assert em_width("M") != pytest.approx(plain, abs=0.001)
        with measured_with(usual):
            assert em_width("M") == plain
        assert em_width("M") != plain
    assert em_width("M") == plain


def drawn(family: str, subject: str) -> str:
    """A turtle or a flowchart in a font, as a digest of its SVG."""
    chart = {"kind": "flowchart", "id": "F", "name": "f", "steps": [{"id": f"s{n}", "text": "Release the drawing, " + "illiterate William " * n} for n in range(4)]}
    theme: dict[str, Any] = {"theme": {"font": [family]}} if family else {}
    project = Project(stress.settings("en", **theme), (stress.process("C1", "en"), Flowchart.model_validate(chart)))
    return hashlib.sha256("".join(map(svg, draw(project, subject, "en")[0])).encode()).hexdigest()


def test_projects_with_other_fonts_are_drawn_at_the_same_time_as_if_alone() -> None:
    """Threads that draw by turns for two projects of the same texts measure each with its own fonts, wherever a width is remembered."""
    if len(fonts_for().found) < 2:
        pytest.skip("only one font on this machine")
    tasks = [(family, subject) for family in ("", "DejaVu Sans") for subject in ("C1", "F")]
    code = "import sys; from tests.test_text import drawn; print(*(drawn(sys.argv[1], subject) for subject in sys.argv[2:]))"
    alone = [subprocess.run([sys.executable, "-c", code, family, "C1", "F"], capture_output=True, check=True, text=True, cwd=ROOT).stdout.split() for family in ("", "DejaVu Sans")]
    expected = dict(zip(tasks, [*alone[0], *alone[1]], strict=True))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda task: drawn(*task) == expected[task], tasks * 6)) == [True] * 24
    assert len(set(expected.values())) == 4


def test_an_unknown_family_changes_nothing() -> None:
    assert fonts_for(("No Such Family 7",)).found == fonts_for().found


def test_a_machine_without_fonts_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_files", lambda: {})
    with measured_with(Fonts(())), pytest.raises(NoFont):
        text.em_width("中")


def test_lost_characters_are_named_once_and_invisible_ones_are_not_lost() -> None:
    assert fonts_for().lost("生产🏭管理🏭\u2060\u200b\ufe0f\n\t\u00a0") == ["🏭"]
    assert not fonts_for().lost("简体繁體 한국어 Ärger ≥ ± ① ℃ Ω € №")


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("指定责任部门和责任人", 71, ["指定责任部门", "和责任人"]),
        ("方案能否消除原因？", 45, ["方案", "能否消除", "原因？"]),
        ("在 ERP 中变更折扣或结算方式", 62, ["在 ERP 中", "变更折扣", "或结算方式"]),
        ("折扣和结算方式是否在公司限度内？", 55, ["折扣和结算", "方式是否", "在公司", "限度内？"]),
    ],
)
def test_balanced_lines_keep_words_whole(text: str, limit: float, lines: list[str]) -> None:
    assert [line.text for line in balance(text, limit, 10)] == lines


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Cross-functional", ["Cross-", "functional"]),
        ("Lieferanten/Kunden", ["Lieferanten/", "Kunden"]),
        ("packaging_lines", ["packaging_", "lines"]),
        ("X-Ray", ["X-Ray"]),
    ],
)
def test_a_long_word_is_broken_behind_its_own_signs(said: str, expected: list[str]) -> None:
    assert lines(said, width(max(expected, key=len), 10) + 1) == expected
