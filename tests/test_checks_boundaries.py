"""Checks that compare with a number or a day: the last value that is right, and the first that is wrong."""

import datetime

import pytest

from procdocs.checks.spans_of_time import months
from procdocs.schema.flowchart import Flowchart
from procdocs.schema.validate import recover
from procdocs.source.reader import MISTAKE_LIMIT, read
from tests.test_checks import findings

SETTINGS = "organisation: x\nlanguages: [zh]\nstandards: [iatf16949-2016]\ndepartments: [{id: sales, name: 业务部}]\n"
PROCESS = "kind: process\nid: C1\nname: 销售\ntype: customer\n"
CONTROL = "document: {number: QP-01, status: released, revision: A, effective: 2020-01-01, approved: 总经理, "


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        # A rating of 15 or more is high.
        ("PD506", "risks: [{name: 缺料, likelihood: 2, severity: 5}]\n", "risks: [{name: 缺料, likelihood: 3, severity: 5}]\n"),
        ("PD506", "risks: [{name: 缺料, likelihood: 3, severity: 4}]\n", "risks: [{name: 缺料, likelihood: 4, severity: 4}]\n"),
        # Due on the day itself is in time.
        ("PD808", CONTROL + "review: 2026-06-01}\n", CONTROL + "review: 2026-05-31}\n"),
        ("PD808", CONTROL + "review: 2026-06-02}\n", CONTROL.replace("2020-01-01", "2025-05-31") + "every: 12 months}\n"),
        ("PD808", CONTROL.replace("2020-01-01", "2025-06-01") + "every: 12 months}\n", CONTROL.replace("2020-01-01", "2025-05-30") + "every: 12 months}\n"),
        # In force on the day itself is in force.
        ("PD807", CONTROL.replace("2020-01-01", "2026-06-01") + "}\n", CONTROL.replace("2020-01-01", "2026-06-02") + "}\n"),
        # A target that is just met is met.
        ("PD516", 'measures: [{name: 合格率, target: "≥ 98 %", result: "98 %"}]\n', 'measures: [{name: 合格率, target: "≥ 98 %", result: "97.9 %"}]\n'),
        ("PD516", 'measures: [{name: 报废率, target: "≤ 2 %", result: "2 %"}]\n', 'measures: [{name: 报废率, target: "≤ 2 %", result: "2.1 %"}]\n'),
    ],
)
def test_the_last_that_is_right_and_the_first_that_is_wrong(code, right, wrong, tmp_path):
    for name, written in (("right", right), ("wrong", wrong)):
        found = findings({"procdocs.yaml": SETTINGS, "processes/C1.yaml": PROCESS + written}, tmp_path / name, datetime.date(2026, 6, 1))
        assert (code in {one.code for one in found}) is (name == "wrong"), name
        assert not [one for one in found if one.code < "PD3" and one.severity == "error"], found


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("365 天", 12), ("73 days", 2.4), ("52 周", 12), ("半年", 6), ("2 quarters", 6), ("3 年", 36), ("十二个月", 12), ("二十年", 240), ("不少于 3 年", 36), ("每季度", 3),
        ("产品寿命 + 1 年", float("inf")), ("保存好", None), ("", None),
    ],
)  # fmt: skip
def test_lengths_of_time_in_months(said: str, expected: float | None) -> None:
    assert months(said) == (pytest.approx(expected) if expected is not None else None)


@pytest.mark.parametrize(("link", "told"), [("C1", False), ("https://example.org/C9", False), ("mailto:qm@example.org", False), ("C9", True), ("httpd", True)])
def test_a_link_of_a_topic_leads_to_a_document_or_out(link, told, tmp_path):
    written = f"kind: mindmap\nid: M\nname: 图\nroot: {{text: 中心, children: [{{text: 甲, link: '{link}'}}]}}\n"
    found = findings({"procdocs.yaml": SETTINGS, "processes/C1.yaml": PROCESS, "processes/M.yaml": written}, tmp_path)
    assert [one.code for one in found if one.span.path == "processes/M.yaml" and one.code < "PD4"] == ["PD310"] * told


def test_of_countless_mistakes_in_one_file_their_number_is_told(tmp_path):
    steps = "".join(f"  - {{id: a{number}, text: x, lene: b}}\n" for number in range(MISTAKE_LIMIT + 1))
    node, _ = read("F.yaml", f"kind: flowchart\nid: F\nname: 图\nsteps:\n{steps}".encode())
    _, mistakes, _ = recover(Flowchart, node)
    assert [(one.code, one.variant) for one in mistakes[-2:]] == [("PD203", "nearest"), ("PD109", "more")]
    assert {one.code for one in mistakes[:-1]} == {"PD203"} and len(mistakes) == MISTAKE_LIMIT + 1
