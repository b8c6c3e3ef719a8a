"""Findings as JUnit XML, which build servers show as tests."""

from __future__ import annotations

from xml.etree import ElementTree

from procdocs.diagnostics import Severity
from procdocs.diagnostics.printers.report import Report, place, summary
from procdocs.diagnostics.sentences import Sentence, printable


def as_junit(report: Report) -> str:
    """One test case for each finding, and a passing one for each file without one.

    Errors are failures. Warnings are skipped cases with their sentence, because a build server must not be red for what `check` lets pass; notes are
    passing cases with their text as output.
    """
    suite = ElementTree.Element("testsuite", name="procdocs check")
    for one in report.sentences:
        _case(suite, one)
    named = {one.diagnostic.span.path for one in report.sentences}
    for path in sorted(set(report.files) - named):
        ElementTree.SubElement(suite, "testcase", classname=printable(path), name="clean", file=printable(path))
    count = summary(report.sentences)
    suite.attrib |= {"tests": str(len(suite)), "failures": str(count["error"]), "errors": "0", "skipped": str(count["warning"])}
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, one: Sentence) -> None:
    diagnostic = one.diagnostic
    path = printable(diagnostic.span.path)
    case = ElementTree.SubElement(suite, "testcase", classname=path, name=f"{diagnostic.code} {diagnostic.name} ({place(diagnostic.span)})", file=path)
    if diagnostic.span.line:
        case.set("line", str(diagnostic.span.line))
    said = "\n".join([f"{place(diagnostic.span)}: {one.message}", *([one.hint] if one.hint else [])])
    if diagnostic.severity is Severity.NOTE:
        ElementTree.SubElement(case, "system-out").text = said
    elif diagnostic.severity is Severity.WARNING:
        ElementTree.SubElement(case, "skipped", message=one.message).text = said
    else:
        ElementTree.SubElement(case, "failure", type=diagnostic.severity.value, message=one.message).text = said
