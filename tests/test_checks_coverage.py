"""Clause sets and coverage: what exists, what is asked for, what a process carries; and a baseline that accepts findings for a time."""

import datetime
import json
import re

import pytest

from procdocs import checks
from procdocs.checks.baseline import compare
from procdocs.checks.spans_of_time import months
from procdocs.clauses import citation, clause_set, known
from procdocs.diagnostics import RULES
from procdocs.diagnostics.sentences import say
from procdocs.languages import words
from procdocs.manual.model import Table
from procdocs.manual.registers.clauses import clause_matrix
from procdocs.manual.voice import Voice
from procdocs.project.coverage import coverage
from procdocs.project.load import load


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "生产和服务提供"), ("zh-Hant", "生产和服务提供"), ("en", "Production and service provision"), ("fr", "Production and service provision")]
)
def test_a_title_is_said_in_the_language_or_in_one_near_it(language: str, title: str) -> None:
    assert clause_set("iso9001-2015").title("8.5", language) == title


@pytest.mark.parametrize("name", known())
def test_clause_sets_are_whole(name):
    clauses = clause_set(name)
    file = f"src/procdocs/clauses/{name}.yaml"
    assert clauses.id == name, f"{file}: write `id: {name}`, the name of the file"
    assert datetime.date.fromisoformat(clauses.date), f"{file}: `date` is the day of issue, such as 2015-09-15"
    in_order = sorted(clauses.clauses, key=lambda number: [int(piece) for piece in number.split(".")])
    assert list(clauses.clauses) == in_order, f"{file}: put the clauses into the order of the standard, {', '.join(in_order[:4])} …"
    for number, titles in clauses.clauses.items():
        assert {"zh", "en"} <= set(titles) and all(titles.values()), f"{file}: {number} needs a short title in zh and en"
        above = number.rpartition(".")[0]
        assert not above or clauses.has(above), f"{file}: {above} is missing, below which {number} stands"
    for key in ("documented", "parts", "asking"):
        unknown = getattr(clauses, key) - set(clauses.clauses)
        assert not unknown, f"{file}: `{key}` names clauses that are not listed: {sorted(unknown)}"
    idle = clauses.documented - set(clauses.auditable)
    assert not idle, f"{file}: `documented` names headings or parts, which nobody asks for: {sorted(idle)}"
    assert all(any(other.startswith(f"{number}.") for other in clauses.clauses) for number in clauses.asking), f"{file}: `asking` is for clauses with others below them"


@pytest.mark.parametrize(
    ("standards", "cited"),
    [
        ([], "ISO 9001 4.4.1 e; IATF 16949 5.1.1.3"),
        (["iso9001-2015"], "ISO 9001 4.4.1 e"),
        (["iatf16949-2016"], "ISO 9001 4.4.1 e; IATF 16949 5.1.1.3"),
        (["no-such-standard-1999"], ""),
        (["no-such-standard-1999", "iso9001-2015"], "ISO 9001 4.4.1 e"),
        (["iso9001-2008"], ""),
    ],
)
def test_a_code_cites_the_standards_of_the_project_only(standards, cited):
    assert citation(RULES["PD501"].clause, standards) == cited


def test_every_citation_is_of_an_edition_that_is_quoted_and_has_the_clause():
    editions = {edition.quoted: edition for edition in map(clause_set, known()) if edition.quoted}
    for code, rule in RULES.items():
        for quoted in filter(None, rule.clause.split("; ")):
            name = next((name for name in editions if quoted.startswith(name)), None)
            assert name, f"{code} cites `{quoted}`: no clause set says `quoted:` with the name it begins with ({', '.join(editions)})"
            for number in re.findall(r"\d+(?:\.\d+)*", quoted.removeprefix(name)):
                assert editions[name].has(number), f"{code} cites {quoted}, but {editions[name].id} has no clause {number}"


def test_what_is_asked_for_one_by_one():
    iso = clause_set("iso9001-2015")
    assert {"4.1", "4.4", "7.1.5", "8.5.1", "9.2", "10.3"} <= set(iso.auditable)
    assert not {"4", "8", "8.5", "4.4.1", "7.1.5.2"} & set(iso.auditable)
    iatf = clause_set("iatf16949-2016")
    assert {"8.5.6.1", "8.5.6.1.1", "8.4.2.3.1"} <= set(iatf.auditable) and "7.1.5.3" not in iatf.auditable
    assert iatf.has("8.5.1") and iatf.title("8.5.1", "en") == iso.title("8.5.1", "en") and not iatf.has("7.5.1.6")
    assert clause_set("iso9001-1994") is None


def project(folder, clauses, register=""):
    (folder / "processes").mkdir()
    (folder / "registers").mkdir()
    (folder / "procdocs.yaml").write_text("organisation: 示例\nstandards: [iso9001-2015]\ndepartments: [{id: qa, name: 品保部}]\n", encoding="utf-8")
    (folder / "processes" / "C1.yaml").write_text(f"kind: process\nid: C1\nname: 甲\ntype: support\nclauses: {{iso9001-2015: {clauses}}}\n", encoding="utf-8")
    (folder / "registers" / "r.yaml").write_text(register, encoding="utf-8")
    loaded, found = load(folder)
    return loaded, [one for one in checks.run(loaded, None, found) if one.code.startswith("PD6")]


def test_a_process_carries_a_clause_by_itself_by_the_one_above_or_by_a_part(tmp_path):
    loaded, _ = project(tmp_path, '["8.5", 7.1.5.2, 9.1.2]')
    state = coverage(loaded, "iso9001-2015")
    assert state.carriers("8.5.3") == state.carriers("7.1.5") == state.carriers("9.1.2") == ("C1",)
    assert state.carriers("7.1.4") == () == state.carriers("9.1.1")


def test_exclusions_and_the_matrix_close_holes(tmp_path):
    register = 'exclusions: [{standard: iso9001-2015, clause: "8.3", reason: 无设计}]\nresponsibilities: [{clause: "9.2", lead: qa}]\n'
    _, found = project(tmp_path, '["4", "5", "6", "7", 8.1, 8.2, 8.4, 8.6, 8.7, 9.1, 9.3, "10"]', register)
    (one,) = found
    said = say(one, words("zh").findings)
    assert said.message == "ISO 9001:2015 有 6 个条款没有过程承担：" + "; ".join(
        f"8.5.{number} {clause_set('iso9001-2015').title(f'8.5.{number}', 'zh')}" for number in range(1, 7)
    )
    assert "不适用" in said.hint


def test_many_open_clauses_are_one_finding_in_order_and_are_all_shown_elsewhere(tmp_path):
    loaded, (one,) = project(tmp_path, '["8.1"]')
    message = say(one, words("zh").findings).message
    state = coverage(loaded, "iso9001-2015")
    assert message.startswith(f"ISO 9001:2015 有 {len(state.open)} 个条款没有过程承担：4.1 ") and message.endswith(f"; … (+{len(state.open) - 12})")
    (table,) = (block for block in clause_matrix(Voice(loaded, "zh")).blocks if isinstance(block, Table))
    assert sum(row.cells[1].look == "gap" for row in table.rows) == len(state.open)


@pytest.mark.parametrize(
    "written", ["8.4.1", "８.４.１", "§8.4.1", "§ 8.4.1", "条款 8.4.1", "第8.4.1条", "Clause 8.4.1", "8.4.1 c)", "8.4.1c", "8.4.1 总则", "8。4。1", "Abschnitt 8.4.1", "8.4.1."]
)
def test_a_clause_is_the_same_however_it_is_written(written, tmp_path):
    loaded, found = project(tmp_path, f'["{written}"]', f'exclusions: [{{standard: iso9001-2015, clause: "{written}", reason: 无}}]\n')
    assert coverage(loaded, "iso9001-2015").carriers("8.4.1") == ("C1",)
    assert [one.code for one in found if one.code in ("PD601", "PD605")] == ["PD605"]


@pytest.mark.parametrize("written", ["8.4.1、8.4.2", "8.4.1/8.4.2", "8.4.1-8.4.3", "8.4.1 和 8.4.2"])
def test_several_clauses_in_one_text_are_not_taken_for_the_first(written, tmp_path):
    _, found = project(tmp_path, f'["{written}"]')
    (told,) = (one for one in found if one.code == "PD601")
    assert told.variant == "within" and "8.4.1, 8.4." in told.values["list"]


def test_no_exclusion_is_offered_where_none_is_possible(tmp_path):
    _, (one,) = project(tmp_path, '["4", "5", "6", "7", "8", 9.1, 9.2, "10"]')
    assert (one.code, one.variant) == ("PD603", "") and "不适用" not in say(one, words("zh").findings).hint


@pytest.mark.parametrize(
    ("standard", "clause", "variant"),
    [
        ("iso9001-2015", "9.2", ""),
        ("iso9001-2015", "7.1.6", ""),
        ("iso9001-2015", "8", "chapter"),
        ("iso9001-2015", "7.1.5.2", None),
        ("iso9001-2015", "8.3", None),
        ("iatf16949-2016", "8.4.2.3.1", None),
        ("iatf16949-2016", "6.1.2.3", "narrow"),
        ("iatf16949-2016", "8.5.1.5", "narrow"),
        ("iatf16949-2016", "8.3.5.2", "never"),
        ("iatf16949-2016", "8.3", "holds"),
        ("iatf16949-2016", "8.3.3", "holds"),
        ("iatf16949-2016", "8.3.2.3", None),
        ("iatf16949-2016", "8.3.3.1", "responsible"),
        ("iso9001-2008", "7.3", None),
        ("iso9001-2008", "8.2.2", ""),
    ],
)
def test_only_what_makes_the_product_can_be_left_out(standard, clause, variant, tmp_path):
    _, found = project(tmp_path, '["8.1"]', f'exclusions: [{{standard: {standard}, clause: "{clause}", reason: 无}}]\n')
    assert [one.variant for one in found if one.code == "PD609"] == ([] if variant is None else [variant])


def test_a_number_of_another_edition_is_named_as_such(tmp_path):
    _, found = project(tmp_path, '["4", "5", "6", "7", "8", "9", "10", 7.6]')
    assert [(one.code, one.variant, one.values["other"]) for one in found] == [("PD601", "edition", "ISO 9001:2008")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3 年", 36), ("12 个月", 12), ("十五年", 180), ("半年", 6), ("每 2 年", 24), ("12 months", 12), ("2 years", 24), ("永久", float("inf")), ("按合同", None), ("", None)],
)
def test_lengths_of_time(text, expected):
    assert months(text) == expected


def test_a_baseline_accepts_for_a_reason_until_a_day(tmp_path):
    _, found = project(tmp_path, '["4", "5", "6", "7", "8", "9", "10", 7.6]')
    message = say(found[0], words("en").findings).message
    row = json.loads(json.dumps({"code": "PD601", "file": found[0].span.path, "message": message, "reason": "old manual", "until": "2026-06-30"}))
    assert compare(found, [row], "b.json", datetime.date(2026, 6, 30)) == ()
    assert [(one.code, one.variant) for one in compare(found, [row], "b.json", datetime.date(2026, 7, 1))] == [("PD123", "over"), ("PD601", "edition")]
    assert [one.code for one in compare(found, [row | {"until": "soon"}], "b.json", datetime.date(2026, 7, 1))] == ["PD123", "PD601"]


def test_a_matrix_row_without_a_standard_speaks_of_the_first_that_has_its_clause(tmp_path):
    (tmp_path / "registers").mkdir()
    (tmp_path / "procdocs.yaml").write_text("organisation: x\nstandards: [iso9001-2015, iatf16949-2016]\ndepartments: [{id: hr, name: 人力资源部}]\n", encoding="utf-8")
    (tmp_path / "registers" / "r.yaml").write_text('responsibilities: [{clause: "7.2", lead: hr}, {clause: "7.2.1", lead: hr}]\n', encoding="utf-8")
    project, _ = load(tmp_path)
    assert {standard: coverage(project, standard).assigned for standard in project.settings.standards} == {"iso9001-2015": {"7.2"}, "iatf16949-2016": {"7.2.1"}}
