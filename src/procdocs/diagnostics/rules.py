"""The table of everything procdocs can find wrong: one row for each code, in order, so that a free number is seen at a glance.

A row says the name, the weight and the clause that asks for it, as an auditor quotes it (several with `; ` between them; who answers to
other standards is not shown them). What finds a code bears it: `@check("PD401")` or `declare("PD101")`, see `attached`.
Its words stand in `languages/LANG/findings/PD4.yaml`. To add a code: a row here, what finds it, its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from procdocs.diagnostics.finding import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """One code: what it is called, how much it weighs, and the clause behind it, such as `ISO 9001 4.4.1 b`."""

    code: str
    name: str
    severity: Severity
    clause: str = ""


_ROWS = (
    # PD1xx: text of a file
    Rule("PD101", "invalid-yaml", ERROR),
    Rule("PD102", "wrong-encoding", ERROR),
    Rule("PD103", "forbidden-character", ERROR),
    Rule("PD104", "duplicate-key", ERROR),
    Rule("PD105", "anchor", ERROR),
    Rule("PD106", "merge-key", ERROR),
    Rule("PD107", "tag", ERROR),
    Rule("PD108", "several-documents", ERROR),
    Rule("PD109", "limit-exceeded", ERROR),
    Rule("PD110", "unusable-key", ERROR),
    Rule("PD111", "wide-space", ERROR),
    Rule("PD112", "wrong-colon", ERROR),
    Rule("PD113", "tab-indentation", ERROR),
    Rule("PD114", "empty-file", ERROR),
    Rule("PD115", "refused-file", ERROR),
    Rule("PD116", "unread-file", WARNING),
    Rule("PD117", "no-document", WARNING),
    Rule("PD118", "joined-lines", WARNING),
    Rule("PD120", "suppression-without-reason", WARNING),
    Rule("PD121", "unused-suppression", WARNING),
    Rule("PD122", "unknown-suppression", WARNING),
    Rule("PD123", "outdated-baseline", WARNING),
    Rule("PD124", "cut-text", WARNING),
    # PD2xx: schema
    Rule("PD201", "invalid-value", ERROR),
    Rule("PD202", "unknown-kind", ERROR),
    Rule("PD203", "unknown-key", ERROR),
    Rule("PD204", "missing-key", ERROR),
    Rule("PD205", "wrong-type", ERROR),
    Rule("PD206", "unknown-choice", ERROR),
    Rule("PD207", "invalid-date", ERROR),
    Rule("PD208", "invalid-number", ERROR),
    Rule("PD209", "invalid-flag", ERROR),
    Rule("PD210", "empty-item", ERROR),
    Rule("PD220", "unreadable-table", ERROR),
    Rule("PD221", "unknown-column", WARNING),
    # PD3xx: ids and references
    Rule("PD301", "malformed-id", ERROR),
    Rule("PD302", "duplicate-id", ERROR),
    Rule("PD303", "file-name-without-id", ERROR),
    Rule("PD304", "unknown-process", ERROR),
    Rule("PD305", "unknown-end", ERROR),
    Rule("PD306", "unknown-department", ERROR),
    Rule("PD307", "unknown-role", ERROR),
    Rule("PD308", "unknown-document", ERROR, "ISO 9001 7.5"),
    Rule("PD309", "unknown-record", ERROR, "ISO 9001 7.5"),
    Rule("PD310", "unknown-content", ERROR),
    Rule("PD311", "missing-picture", ERROR),
    Rule("PD312", "unusable-picture", ERROR),
    Rule("PD320", "unknown-step", ERROR),
    Rule("PD321", "unknown-lane", ERROR),
    Rule("PD322", "unreachable-step", WARNING),
    Rule("PD323", "no-way-to-end", WARNING),
    Rule("PD324", "several-starts", WARNING),
    Rule("PD325", "decision-with-one-exit", WARNING),
    Rule("PD326", "unlabelled-exit", WARNING),
    Rule("PD327", "doubled-exit", WARNING),
    Rule("PD328", "unused-lane", WARNING),
    Rule("PD329", "silent-fork", NOTE),
    Rule("PD330", "named-twice", WARNING),
    # PD4xx: interfaces between processes
    Rule("PD401", "unmatched-output", WARNING, "ISO 9001 4.4.1 b"),
    Rule("PD402", "unmatched-input", ERROR, "ISO 9001 4.4.1 b"),
    Rule("PD403", "differing-name", WARNING, "ISO 9001 4.4.1 b"),
    Rule("PD404", "self-feeding", WARNING, "ISO 9001 4.4.1 b"),
    Rule("PD405", "repeated-item", WARNING, "ISO 9001 7.5.2"),
    Rule("PD406", "isolated-process", WARNING, "ISO 9001 4.4.1 b"),
    Rule("PD407", "customer-process-without-customer", WARNING, "ISO 9001 4.4.1 b"),
    Rule("PD408", "customer-contact", NOTE, "ISO 9001 4.4.1 b"),
    Rule("PD409", "copied-process", WARNING, "ISO 9001 4.4.1 c"),
    Rule("PD410", "missing-arm", ERROR, "ISO 9001 4.4.1 b"),
    Rule("PD411", "no-way-to-customer", NOTE, "ISO 9001 4.4.1 b"),
    Rule("PD412", "code-against-type", WARNING),
    Rule("PD413", "same-process-name", WARNING, "ISO 9001 7.5.2"),
    Rule("PD414", "missing-from-manual", WARNING, "ISO 9001 7.5.1"),
    Rule("PD415", "unread-tags", WARNING, "ISO 9001 4.4.1 b"),
    # PD5xx: completeness
    Rule("PD501", "missing-owner", ERROR, "ISO 9001 4.4.1 e; IATF 16949 5.1.1.3"),
    Rule("PD502", "missing-flow", ERROR, "ISO 9001 4.4.1 a"),
    Rule("PD503", "empty-leg", WARNING, "ISO 9001 4.4.1 c, d"),
    Rule("PD504", "process-without-risk", WARNING, "ISO 9001 4.4.1 f, 6.1"),
    Rule("PD505", "incomplete-risk", WARNING, "ISO 9001 6.1.2"),
    Rule("PD506", "high-risk-without-document", WARNING, "IATF 16949 6.1.2.1"),
    Rule("PD510", "measure-without-target", ERROR, "ISO 9001 6.2.1, 9.1.1"),
    Rule("PD511", "measure-without-unit", WARNING, "ISO 9001 9.1.1"),
    Rule("PD512", "measure-without-schedule", WARNING, "ISO 9001 6.2.2, 9.1.1"),
    Rule("PD513", "one-sided-measures", WARNING, "IATF 16949 5.1.1.2"),
    Rule("PD514", "differing-target", ERROR, "ISO 9001 6.2"),
    Rule("PD515", "objective-without-process", WARNING, "ISO 9001 6.2"),
    Rule("PD516", "missed-target-without-action", WARNING, "ISO 9001 9.1.3, 10.2"),
    Rule("PD517", "unread-result", WARNING, "ISO 9001 9.1.1"),
    Rule("PD518", "late-result", WARNING, "ISO 9001 9.1.1"),
    Rule("PD519", "misses-in-a-row", WARNING, "ISO 9001 9.1.3, 10.2"),
    Rule("PD530", "record-without-retention", ERROR, "ISO 9001 7.5.3.2 d; IATF 16949 7.5.3.2.1"),
    Rule("PD531", "record-without-keeper", WARNING, "ISO 9001 7.5.3.2 b"),
    Rule("PD532", "short-retention", ERROR, "ISO 9001 7.5.3.2 d; IATF 16949 7.5.3.2.1"),
    Rule("PD533", "unlisted-record", WARNING, "ISO 9001 7.5.3"),
    Rule("PD534", "unused-record", NOTE, "ISO 9001 7.5.3"),
    Rule("PD535", "differing-record", WARNING, "ISO 9001 7.5.2"),
    Rule("PD540", "number-variant", WARNING, "ISO 9001 7.5.2"),
    Rule("PD541", "differing-title", WARNING, "ISO 9001 7.5.2"),
    Rule("PD542", "uncited-documents", NOTE, "ISO 9001 7.5.3"),
    Rule("PD543", "external-document-without-edition", WARNING, "ISO 9001 7.5.3.2"),
    Rule("PD544", "unlisted-title", WARNING, "ISO 9001 7.5.3"),
    Rule("PD545", "mentioned-number", WARNING, "ISO 9001 7.5.2"),
    Rule("PD546", "mentioned-title", WARNING, "ISO 9001 7.5.3"),
    Rule("PD547", "one-title-two-numbers", WARNING, "ISO 9001 7.5.2"),
    Rule("PD548", "lists-disagree", WARNING, "ISO 9001 7.5.3"),
    Rule("PD549", "exchanged-number", WARNING, "ISO 9001 7.5.2"),
    Rule("PD550", "step-without-role", WARNING, "ISO 9001 5.3"),
    Rule("PD551", "unused-role", NOTE, "ISO 9001 5.3"),
    Rule("PD552", "responsibility-lead", WARNING, "ISO 9001 5.3"),
    Rule("PD553", "unlisted-department", WARNING, "ISO 9001 5.3"),
    Rule("PD554", "lane-against-role", WARNING, "ISO 9001 5.3"),
    Rule("PD555", "competence-without-record", NOTE, "ISO 9001 7.2"),
    Rule("PD556", "instrument-without-calibration", WARNING, "ISO 9001 7.1.5"),
    Rule("PD557", "mentioned-department", WARNING, "ISO 9001 5.3"),
    Rule("PD560", "placeholder", WARNING, "ISO 9001 7.5.2"),
    Rule("PD561", "several-items-in-one", WARNING, "ISO 9001 7.5.2"),
    Rule("PD562", "long-item", WARNING, "ISO 9001 7.5.2"),
    Rule("PD563", "differing-spelling", NOTE),
    Rule("PD564", "odd-characters", NOTE),
    Rule("PD565", "missing-translation", NOTE),
    Rule("PD566", "differing-figures", ERROR, "ISO 9001 7.5.2"),
    Rule("PD567", "unspoken-language", NOTE),
    Rule("PD568", "unclear-time", WARNING, "ISO 9001 7.5.3.2 d, 9.1.1"),
    Rule("PD570", "missing-section", WARNING, "ISO 9001 7.5.2"),
    Rule("PD571", "differing-definition", WARNING, "ISO 9001 7.5.2"),
    Rule("PD572", "unused-definition", NOTE, "ISO 9001 7.5.2"),
    Rule("PD573", "flow-record-outside-process", NOTE, "ISO 9001 4.4.1 a"),
    # PD6xx: clauses and customer requirements
    Rule("PD601", "unknown-clause", WARNING, "ISO 9001 7.5.3"),
    Rule("PD602", "other-edition", WARNING, "ISO 9001 4.3"),
    Rule("PD603", "uncovered-clause", ERROR, "ISO 9001 4.4, 4.3"),
    Rule("PD604", "exclusion-without-reason", ERROR, "ISO 9001 4.3"),
    Rule("PD605", "excluded-clause-cited", ERROR, "ISO 9001 4.3"),
    Rule("PD606", "undocumented-process", ERROR, "ISO 9001 4.4.2; IATF 16949"),
    Rule("PD607", "requirement-without-process", ERROR, "IATF 16949 4.3.2, 7.5.1.1"),
    Rule("PD608", "unknown-standard", WARNING, "ISO 9001 4.3"),
    Rule("PD609", "doubtful-exclusion", WARNING, "ISO 9001 4.3"),
    Rule("PD610", "unlisted-source", WARNING, "ISO 9001 7.5.3.2; IATF 16949 4.3.2"),
    Rule("PD611", "requirement-without-records", WARNING, "ISO 9001 7.5.3.2 d; IATF 16949 7.5.3.2.1"),
    # PD7xx: drawing and print
    Rule("PD701", "undrawable", ERROR),
    Rule("PD702", "lost-glyph", ERROR),
    Rule("PD703", "lost-glyph-in-pdf", ERROR, "ISO 9001 7.5.3"),
    Rule("PD704", "pdf-failed", ERROR, "ISO 9001 7.5.3"),
    Rule("PD705", "template-failed", ERROR),
    Rule("PD706", "unsound-picture", ERROR),
    Rule("PD707", "lanes-as-table", WARNING),
    # PD8xx: document control
    Rule("PD801", "missing-number", WARNING, "ISO 9001 7.5.2 a"),
    Rule("PD802", "repeated-number", ERROR, "ISO 9001 7.5.2 a"),
    Rule("PD803", "incomplete-control", ERROR, "ISO 9001 7.5.2"),
    Rule("PD804", "revision-against-history", ERROR, "ISO 9001 7.5.3.2 c"),
    Rule("PD805", "falling-dates", ERROR, "ISO 9001 7.5.3.2 c"),
    Rule("PD806", "one-signature", WARNING, "ISO 9001 7.5.2 c"),
    Rule("PD807", "released-too-early", WARNING, "ISO 9001 7.5.3"),
    Rule("PD808", "overdue-review", WARNING, "ISO 9001 7.5.3.2"),
    Rule("PD809", "obsolete-cited", ERROR, "ISO 9001 7.5.3.2 c"),
    Rule("PD810", "missing-distribution", WARNING, "ISO 9001 7.5.3.2 a"),
    Rule("PD811", "row-without-revision", WARNING, "ISO 9001 7.5.2 a"),
    Rule("PD812", "file-against-list", ERROR, "ISO 9001 7.5.3.2 c"),
    Rule("PD813", "obsolete-in-use", ERROR, "ISO 9001 7.5.3.2 c"),
    Rule("PD820", "changed-after-approval", ERROR, "ISO 9001 7.5.2 c, 7.5.3.2 c"),
    Rule("PD821", "revision-without-change", WARNING, "ISO 9001 7.5.3.2 c"),
    Rule("PD822", "typed-approval", ERROR, "ISO 9001 7.5.2 c"),
    Rule("PD825", "broken-chain", ERROR, "ISO 9001 7.5.3.2"),
    Rule("PD826", "changed-evidence", ERROR, "ISO 9001 7.5.3.2"),
    Rule("PD827", "changed-names", NOTE, "ISO 9001 7.5.3.2 c"),
    Rule("PD828", "unapproved-translation", WARNING, "ISO 9001 7.5.2 c"),
    # PD9xx: environment
    Rule("PD901", "no-font", ERROR),
    Rule("PD902", "no-pango", ERROR),
    Rule("PD903", "no-graphviz", WARNING),
    Rule("PD904", "disk-refuses", ERROR),
    Rule("PD905", "no-library", ERROR),
    Rule("PD906", "no-listed-font", ERROR),
)


def _table(rows: tuple[Rule, ...]) -> Mapping[str, Rule]:
    """The rows by code. A slip in them is told here, before anything else looks odd because of it."""
    for before, rule in zip((None, *rows), rows, strict=False):
        assert re.fullmatch(r"PD[1-9]\d\d", rule.code), f"{rule.code} is no code: write PD and three digits"
        assert before is None or before.code < rule.code, f"{rule.code} stands behind {before.code if before else ''}: give each code one row, in order"
    names = [rule.name for rule in rows]
    assert len(set(names)) == len(names), f"two codes share a name: {sorted({name for name in names if names.count(name) > 1})}"
    return {rule.code: rule for rule in rows}


RULES = _table(_ROWS)
#: Address under which `docs/reference/checks/` (built by `make docs`) is published, ending in `/`; "" while it is not.
DOCS = ""


def page_of(code: str, language: str) -> str:
    """The address of the page of a code in a language; "" while there is none on the net."""
    return f"{DOCS}{language}/{code}.md" if DOCS else ""
