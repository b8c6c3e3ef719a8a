"""The deliberately flawed system: every seeded defect is reported on its line, and nothing else is."""

import datetime
import re
from pathlib import Path

from procdocs import checks
from procdocs.project.load import load

FLAWED = Path(__file__).parent / "projects" / "flawed"
#: At the end of a line: `# expect: PD401`, also several codes.
EXPECTED = re.compile(r"# expect: ((?:PD\d\d\d(?:, )?)+)")


def seeded():
    return {
        (path.relative_to(FLAWED).as_posix(), number, code)
        for path in FLAWED.rglob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for hit in EXPECTED.finditer(line)
        for code in hit.group(1).split(", ")
    }


def reported(today):
    project, found = load(FLAWED)
    return [(one.span.path, one.span.line, one.code) for one in checks.run(project, today, found)]


def test_every_seeded_defect_is_reported_on_its_line_and_nothing_else():
    found = reported(datetime.date(2026, 11, 22))
    assert set(found) == seeded()
    assert len(found) == len(set(found))


def test_at_least_forty_kinds_are_seeded():
    assert len({code for _, _, code in seeded()}) >= 40


def test_without_a_day_only_what_depends_on_it_is_missing():
    assert seeded() - set(reported(None)) == {(path, line, code) for path, line, code in seeded() if code in ("PD807", "PD808")}
