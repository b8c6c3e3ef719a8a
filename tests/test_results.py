"""Results of measures: periods, figures against targets in their units, directions, what is late, and what the manual says of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from procdocs import check, load
from procdocs.manual.compose import compose
from procdocs.manual.registers.measures import result_of
from procdocs.manual.voice import Voice
from procdocs.project import Project
from procdocs.project.evidence.fingerprint import content
from procdocs.project.objectives import figure
from procdocs.project.results import misses, period, series, trend, verdict
from procdocs.world import Memory
from tests.conftest import Ran

PERIODS = {
    "2026": ("2026-01-01", "2027-01-01"),
    "2026-H2": ("2026-07-01", "2027-01-01"),
    "2026-q3": ("2026-07-01", "2026-10-01"),
    "2026-12": ("2026-12-01", "2027-01-01"),
    "2026年1月": ("2026-01-01", "2026-02-01"),
    "2026-W05": ("2026-01-26", "2026-02-02"),
    "2026-01-31": ("2026-01-31", "2026-02-01"),
    "2026-13": None,
    "2026-02-30": None,
    "上个月": None,
    "9999-12": None,
}


@pytest.mark.parametrize(("said", "meant"), PERIODS.items())
def test_a_period_is_read_as_people_write_it(said: str, meant: tuple[str, str] | None) -> None:
    found = period(said)
    assert (found and tuple(day.isoformat() for day in found)) == meant


@pytest.mark.parametrize(
    ("target", "unit", "result", "expected"),
    [
        ("≥ 98 %", "", "98", "met"),
        ("≥ 98 %", "", "97.9 %", "missed"),
        ("≤ 500 ppm", "", "0.04 %", "met"),
        ("≤ 500 ppm", "", "0.06 %", "missed"),
        ("< 2", "%", "2", "missed"),
        ("< 2", "%", "1.99 %", "met"),
        ("0", "件", "1", "missed"),
        ("0", "件", "0 件", "met"),
        ("不低于 95 分", "", "94", "missed"),
        ("98 %", "", "97 %", ""),
        ("≤ 3 天", "", "2 小时", ""),
        ("逐年提高", "", "97 %", ""),
    ],
)
def test_a_result_is_held_against_the_target(target: str, unit: str, result: str, expected: str) -> None:
    shown = figure(result)
    assert shown is not None
    assert verdict(target, unit, shown) == expected


@pytest.mark.parametrize(
    ("target", "figures", "expected"),
    [("≥ 98 %", "95 96 97", "better"), ("≤ 3", "1 2 2", "worse"), ("≥ 98 %", "95 97 96", "level"), ("≥ 98 %", "97 97 97", "level"), ("≥ 98 %", "95 96", ""), ("5", "1 2 3", "")],
)
def test_the_last_three_results_go_somewhere(target: str, figures: str, expected: str) -> None:
    results = series({f"2026-{month:02}": figure for month, figure in enumerate(figures.split(), 1)})
    assert trend(target, results) == expected


def test_results_count_by_their_time_not_by_their_order() -> None:
    results = series({"2026-03": "97", "2026-01": "99", "2026-02": "96", "2025-12": "90"})
    assert [one.when for one in results] == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert misses("≥ 98 %", "", results) == 2


def _project(results: str, more: str = "") -> Project:
    measure = f"{{name: 合格率, target: ≥ 98 %, unit: '%', every: 每月, owner: quality, results: {results}{more}}}"
    files = {
        "procdocs.yaml": "organisation: 示例公司\nlanguages: [zh, en]\ndepartments: [{id: quality, name: 质量部}]\n",
        "processes/C1.yaml": f"kind: process\nid: C1\nname: 生产\ntype: customer\nmeasures: [{measure}]\ndocument: {{number: QP-1, revision: A}}\n",
    }
    project, _ = load(Memory({path: text.encode() for path, text in files.items()}))
    assert project is not None
    return project


@pytest.mark.parametrize(
    ("results", "more", "today", "expected"),
    [
        ("{2026-01: 98.4}", "", "2026-03-15", []),
        ("{2026-01: 98.4}", "", "2026-03-20", ["PD518"]),
        ("{2026-01: 97}", "", "2026-02-20", ["PD516"]),
        ("{2026-01: 97}", ", action: 培训", "2026-02-20", []),
        ("{2026-01: 97, 2026-02: 96, 2026-03: 97}", "", "2026-04-10", ["PD519"]),
        ("{2026-01: 97, 2026-02: 96, 2026-03: 97}", ", action: 培训", "2026-04-10", ["PD519"]),
        ("{2026-01: 97, 2026-02: 96, 2026-03: 98}", "", "2026-04-10", []),
        ("{2026-01: 没做, 上月: 98}", "", "2026-04-10", ["PD517", "PD517"]),
    ],
)
def test_what_is_late_missed_or_unread_is_told(results: str, more: str, today: str, expected: list[str]) -> None:
    found = check(_project(results, more), datetime.date.fromisoformat(today))
    assert [one.code for one in found if one.code in ("PD516", "PD517", "PD518", "PD519")] == expected


def test_a_changed_result_is_no_new_content_and_a_changed_target_is() -> None:
    one, other = _project("{2026-01: 97}"), _project("{2026-01: 98, 2026-02: 99}")
    assert content(one, one.by_id["C1"], "zh") == content(other, other.by_id["C1"], "zh")
    changed = _project("{2026-01: 97}", ", formula: 合格数 / 总数")
    assert content(one, one.by_id["C1"], "zh") != content(changed, changed.by_id["C1"], "zh")


def test_the_manual_says_the_latest_result_and_whether_it_is_good_in_words() -> None:
    project = _project("{2026-02: 97, 2026-01: 96, 2026-03: 98.5}")
    (measure,) = project.process_by_id["C1"].measures
    assert result_of(Voice(project, "zh"), measure).rich == ("98.5 %（2026-03） · ● 达标 · 向好",)
    assert any("98.5 %" in repr(entry) for chapter in compose(project, "en")[0].chapters for entry in chapter.entries)


DUE = {
    "procdocs.yaml": "organisation: 示例公司\nlanguages: [zh]\ndepartments: [{id: quality, name: 质量部}]\n",
    "processes/C1.yaml": """\
kind: process
id: C1
name: 生产
type: customer
measures: [{name: "=合格率, 一次; 全部", target: ≥ 98 %, unit: '%', every: 每月, owner: quality, results: {2026-01: 98.4}}]
risks: [{name: 断料, action: 备选供方, owner: quality, due: 2026-06-30}, {name: 停电, action: 备选供方, due: 2026-07-30}]
document: {number: QP-1, status: released, revision: A, effective: 2025-05-31, every: 12 个月}
""",
    "processes/C2.yaml": "kind: process\nid: C2\nname: 交付\ntype: customer\ndocument: {number: QP-2, status: obsolete, revision: A, review: 2020-01-01}\n",
}


def _written(folder: Path) -> Path:
    for path, text in DUE.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def test_what_falls_due_is_listed_by_its_day(tmp_path: Path, procdocs: Callable[..., Ran]) -> None:
    ran = procdocs("due", "--project", _written(tmp_path), "--today", "2026-04-01")
    assert ran.out.splitlines() == ["2026-03-16  C1 结果：=合格率, 一次; 全部（质量部）——已逾期", "2026-05-31  C1 评审：QP-1", "2026-06-30  C1 措施：备选供方（质量部）"]
    assert ran.code == 1
    ran = procdocs("due", "--project", tmp_path, "--today", "2026-03-01", "--within", "5")
    assert (ran.code, ran.out.strip()) == (0, "没有到期事项")


def test_a_spreadsheet_gets_no_formula_and_a_calendar_one_event_each(tmp_path: Path, procdocs: Callable[..., Ran]) -> None:
    listed = procdocs("due", "--project", _written(tmp_path), "--today", "2026-04-01", "--format", "csv").out
    assert '"\'=合格率, 一次; 全部"' in listed
    file = tmp_path / "due.ics"
    procdocs("due", "--project", tmp_path, "--today", "2026-04-01", "--within", "900", "--format", "ics", "-o", file)
    calendar = file.read_bytes()
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    unfolded = calendar.decode().replace("\r\n ", "")
    assert "SUMMARY:C1 结果：=合格率\\, 一次\\; 全部（质量部）" in unfolded
    uids = [line for line in unfolded.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == len(uids) == 4
