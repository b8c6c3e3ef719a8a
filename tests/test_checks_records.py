"""Where the findings of records and other lists stand, how often they come, and which of several descriptions counts."""

import pytest

from tests.test_checks import findings

SETTINGS = "organisation: x\nlanguages: [zh]\ndepartments: [{id: qa, name: 品保部}]\n"
HEAD = "kind: process\nname: 过程{id}\ntype: customer\nid: {id}\n"
FULL = "place: 档案室, retention: 3 年"


def places(code, tmp_path, first="", second="", register=""):
    """Where a code is found in two processes and a register: file and line."""
    files = {"procdocs.yaml": SETTINGS, "processes/C1.yaml": HEAD.format(id="C1") + first, "processes/C2.yaml": HEAD.format(id="C2") + second}
    found = findings({**files, **({"registers/r.yaml": register} if register else {})}, tmp_path)
    assert not [one for one in found if one.code < "PD3" and one.severity == "error"]
    return [(one.span.path.removeprefix("processes/"), one.span.line) for one in found if one.code == code]


def test_a_record_that_is_not_listed_is_told_once(tmp_path):
    cited = f"records:\n  - {{number: QR-9, name: 点检表, {FULL}}}\n"
    assert places("PD533", tmp_path, cited, cited, f"records: [{{number: QR-1, name: 日报表, {FULL}}}]\n") == [("C1.yaml", 6)]


def test_the_list_says_the_name_and_the_documents_differ_from_it(tmp_path):
    """C1 is read before the list, and is the one to blame all the same."""
    assert places("PD535", tmp_path, f"records:\n  - {{number: QR-1, name: 点检表, {FULL}}}\n", "", f"records: [{{number: QR-1, name: 日报表, {FULL}}}]\n") == [("C1.yaml", 6)]


def test_of_two_that_say_as_much_the_list_counts(tmp_path):
    """What lacks a retention is told where it is listed."""
    found = places("PD530", tmp_path, "records:\n  - {number: QR-1, name: 日报表, keeper: qa}\n", "", "records:\n  - {number: QR-1, name: 日报表, keeper: qa}\n")
    assert found == [("registers/r.yaml", 2)]


@pytest.mark.parametrize(("said", "told"), [("place: 档案室", False), ("keeper: qa", False), ("", True)])
def test_a_keeper_or_a_place_is_enough(said, told, tmp_path):
    assert bool(places("PD531", tmp_path, f"records:\n  - {{number: QR-1, name: 日报表, retention: 3 年{', ' + said if said else ''}}}\n")) is told


@pytest.mark.parametrize(("said", "differs"), [("3 年", False), ("36 个月", False), ("三年", False), ("5 年", True)])
def test_a_retention_may_be_said_in_other_words(said, differs, tmp_path):
    first, second = (f"records:\n  - {{number: QR-1, name: 日报表, place: 档案室, retention: {one}}}\n" for one in ("3 年", said))
    assert bool(places("PD535", tmp_path, first, second)) is differs


def test_the_number_of_a_document_of_the_project_may_stand_among_the_records(tmp_path):
    register = f"records: [{{number: QR-1, name: 日报表, {FULL}}}]\n"
    assert places("PD533", tmp_path, "records: [QP-2]\n", "document: {number: QP-2}\n", register) == []
    assert places("PD533", tmp_path, "records: [QP-3]\n", "document: {number: QP-2}\n", register) == [("C1.yaml", 5)]


def test_measures_of_a_process_without_any_schedule_are_told_together(tmp_path):
    """One alone is told at its name, several at the key."""
    one = "measures:\n  - {name: 合格率, target: 98 %}\n"
    assert places("PD512", tmp_path, one) == [("C1.yaml", 6)]
    assert places("PD512", tmp_path, one + "  - {name: 及时率, target: 99 %}\n") == [("C1.yaml", 5)]


def test_a_number_that_is_no_more_in_force_is_no_second_number_of_its_title(tmp_path):
    rows = "documents:\n  - {{number: WI-1, title: 装配作业指导书}}\n  - {{number: WI-2, title: 装配作业指导书, status: {status}}}\n"
    assert places("PD547", tmp_path, "documents: [WI-1, WI-2]\n", "", rows.format(status="released"))
    assert not places("PD547", tmp_path, "documents: [WI-1]\n", "", rows.format(status="obsolete"))


@pytest.mark.parametrize("excluded", [False, True])
def test_a_clause_that_does_not_apply_asks_for_no_document(excluded, tmp_path):
    settings = SETTINGS + "standards: [iatf16949-2016]\n"
    register = "exclusions: [{standard: iatf16949-2016, clause: 8.3.1.1, reason: 不设计产品}]\n" if excluded else "{}\n"
    files = {"procdocs.yaml": settings, "processes/C1.yaml": HEAD.format(id="C1") + "clauses: {iatf16949-2016: [8.3.1.1, 10.2.3]}\n", "registers/r.yaml": register}
    told = {one.values["clause"] for one in findings(files, tmp_path) if one.code == "PD606"}
    assert "10.2.3" in told
    assert ("8.3.1.1" in told) is not excluded
