"""The printers as functions from findings to text: every one prints every finding, and what it says is the finding's."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from procdocs.diagnostics import RULES, Diagnostic, Severity, Span
from procdocs.diagnostics.excerpt import Lines
from procdocs.diagnostics.printers import PRINTERS, Report
from procdocs.diagnostics.sentences import say
from procdocs.languages import words

FOUND = Diagnostic("PD306", RULES["PD306"].severity, Span("processes/采购, 外包: 100%.yaml", 5, 8, 17), {"id": "prodution", "nearest": "production"})


def printed(form: str, *found: Diagnostic) -> str:
    spoken = words("en")
    return PRINTERS[form](Report([say(one, spoken.findings) for one in found], spoken, ("procdocs.yaml",), "1.2.3"))


def test_a_github_annotation_escapes_the_name_of_its_file() -> None:
    assert printed("github", FOUND).startswith("::error file=processes/采购%2C 外包%3A 100%25.yaml,line=5,endLine=5,col=8,endColumn=17,")


@pytest.mark.parametrize("severity", list(Severity))
def test_every_printer_tells_the_severity_of_the_finding_not_of_its_rule(severity: Severity) -> None:
    """An IATF demand is an error for one shop and a note for another."""
    found = replace(FOUND, severity=severity)
    assert f": {severity} PD306" in printed("text", found) and f"{severity}s: 1" in printed("text", found)
    assert json.loads(printed("json", found))["diagnostics"][0]["severity"] == severity
    assert printed("github", found).startswith({"error": "::error ", "warning": "::warning ", "note": "::notice "}[severity])
    run = json.loads(printed("sarif", found))["runs"][0]
    assert run["results"][0]["level"] == severity
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == RULES["PD306"].severity
    suite = ElementTree.fromstring(printed("junit", found))
    told = {Severity.ERROR: "failure", Severity.WARNING: "skipped", Severity.NOTE: "system-out"}
    assert [child.tag for child in suite.find("testcase")] == [told[severity]]
    assert (suite.get("failures"), suite.get("skipped")) == (str(int(severity is Severity.ERROR)), str(int(severity is Severity.WARNING)))
    (row,) = json.loads(printed("codequality", found))
    assert row["severity"] == {"error": "critical", "warning": "minor", "note": "info"}[severity]


def test_a_code_quality_report_tells_alike_findings_apart_and_knows_those_that_moved() -> None:
    """GitLab drops a finding whose fingerprint it has seen in the same report, and calls one new whose fingerprint it does not know."""
    lower = replace(FOUND, span=FOUND.span._replace(line=50))
    two, moved = json.loads(printed("codequality", FOUND, FOUND)), json.loads(printed("codequality", lower))
    assert two[0]["fingerprint"] == moved[0]["fingerprint"] != two[1]["fingerprint"]
    assert moved[0]["location"] == {"path": FOUND.span.path, "lines": {"begin": 50}}
    nowhere = json.loads(printed("codequality", replace(FOUND, span=Span("procdocs.yaml"))))
    assert nowhere[0]["location"]["lines"]["begin"] == 1


def test_sarif_numbers_its_rules_in_the_order_of_the_codes() -> None:
    other = Diagnostic("PD203", RULES["PD203"].severity, Span("a.yaml", 1, 1), {"field": "x"})
    run = json.loads(printed("sarif", FOUND, other, FOUND))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["PD203", "PD306"]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [result["ruleId"] for result in run["results"]] == ["PD306", "PD203", "PD306"]


def test_junit_keeps_what_xml_has_signs_for() -> None:
    found = replace(FOUND, span=Span("a<b>&\"c'.yaml", 3), values={"id": "<x>&\"'"})
    suite = ElementTree.fromstring(printed("junit", found))
    case, clean = suite.findall("testcase")
    assert case.get("file") == "a<b>&\"c'.yaml" and case.get("line") == "3" and "`<x>&\"'`" in case.find("failure").get("message")
    assert clean.get("file") == "procdocs.yaml" and suite.get("tests") == "2"


@pytest.mark.parametrize("form", PRINTERS)
def test_every_printer_prints_nothing_found(form: str) -> None:
    assert printed(form).endswith("\n") or form == "github"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "gb18030"])
def test_a_line_is_shown_whatever_its_file_is_stored_in(encoding: str) -> None:
    lines = Lines(lambda _: "kind: process\nname: 采购过程\n".encode(encoding))
    assert lines.line(Span("x.yaml", 2, 1)) == "name: 采购过程"


def test_of_a_file_in_no_encoding_is_shown_what_can_be_read() -> None:
    assert Lines(lambda _: b"a: 1\nb: \xff\xffc\n").line(Span("x.yaml", 2, 1)) == "b: \ufffd\ufffdc"
