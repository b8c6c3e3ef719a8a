"""The deliberately flawed system: every seeded defect is reported on its line, and nothing else is."""

import datetime
import re
from pathlib import Path

from procdocs import checks
from procdocs.project.load import load

PROJECTS = Path(__file__).parent / "projects"
FLAWED = PROJECTS / "flawed"
#: A system in another house style, as scanned from Excel and Word; what is wrong with its lists stands in `expected.txt`.
SCANNED = PROJECTS / "scanned"
#: At the end of a line: `# expect: PD401`, also several codes.
EXPECTED = re.compile(r"# expect: ((?:PD\d\d\d(?:, )?)+)")


def seeded(folder=FLAWED):
    return {
        (path.relative_to(folder).as_posix(), number, code)
        for path in folder.rglob("*.yaml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for hit in EXPECTED.finditer(line)
        for code in hit.group(1).split(", ")
    }


def seeded_in_lists(folder):
    rows = (line.split() for line in (folder / "expected.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return {(path, int(place) if place.isdecimal() else place, code) for path, place, *codes in rows for code in codes}


def place(span):
    """The line of a text, the sheet and cell of a workbook."""
    return f"{span.sheet}!{chr(64 + span.column)}{span.line}" if span.sheet else span.line


def reported(today, folder=FLAWED):
    project, found = load(folder)
    told = checks.run(project, today, found)
    # What has one cause is one finding, which lists its places.
    gathered = ((other.span, one.code) for one in told for other in one.related if other.key == "also-here")
    return [(span.path, place(span), code) for span, code in (*((one.span, one.code) for one in told), *gathered)]


def test_every_seeded_defect_is_reported_on_its_line_and_nothing_else():
    found = reported(datetime.date(2026, 11, 22))
    assert set(found) == seeded()
    assert len(found) == len(set(found))


def test_lists_as_scanned_from_excel():
    found = reported(datetime.date(2026, 11, 22), SCANNED)
    assert set(found) == seeded(SCANNED) | seeded_in_lists(SCANNED)
    assert len(found) == len(set(found))


def test_what_differs_in_writing_only_is_told_once_with_every_place():
    project, found = load(SCANNED)
    (told,) = (one for one in checks.run(project, None, found) if one.code == "PD540")
    assert [(one.span.path, one.span.line) for one in told.related] == [
        ("registers/受控文件清单.csv", 3),
        *(("processes/K1-making.yaml", line) for line in (17, 18, 28)),
        *(("processes/XY-B10-incoming.yaml", line) for line in (16, 17, 19)),
        ("registers/程序文件一览.csv", 4),
    ]


def test_at_least_a_hundred_and_twenty_defects_are_seeded():
    assert len(seeded()) + len(seeded(SCANNED)) + len(seeded_in_lists(SCANNED)) >= 120


def test_at_least_forty_kinds_are_seeded():
    assert len({code for _, _, code in seeded()}) >= 40


def test_without_a_day_only_what_depends_on_it_is_missing():
    assert seeded() - set(reported(None)) == {(path, line, code) for path, line, code in seeded() if code in ("PD807", "PD808")}
