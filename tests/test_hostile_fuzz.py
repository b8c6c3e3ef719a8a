"""Anything at all as YAML, workbook or picture: an answer, never an exception. `make fuzz` tries longer."""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from xml.etree import ElementTree

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procdocs import checks
from procdocs.pictures import Unsound, sound
from procdocs.pictures.allowed import ATTRIBUTES, ELEMENTS
from procdocs.pictures.raster import Budget
from procdocs.project.load import load
from procdocs.project.workbook import Unreadable, sheets
from procdocs.source.reader import read
from procdocs.world import Memory
from tests.hostile.pictures import noise, saved, svg
from tests.hostile.workbooks import book

LONGER = 50 if "PROCDOCS_FUZZ" in os.environ else 1
bounded = settings(max_examples=60 * LONGER, deadline=None, suppress_health_check=list(HealthCheck), derandomize=LONGER == 1)
PIECES = st.sampled_from(
    [
        "kind: process\n",
        "id: S1\n",
        "name: ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "&a ",
        "*a",
        "!!str ",
        "<<: ",
        "'",
        '"',
        "|\n",
        "  ",
        "\t",
        "：",
        "\u3000",
        "---\n",
        "#",
        "\ufeff",
        "\0",
        "x",
        "inputs:\n",
    ]
)
YAML = st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()))
WHOLE = book("<row><c t='s'><v>0</v></c><c><v>1.5</v></c></row>", "<si><t>x</t></si>", ballast=False)
RASTERS = (saved("PNG"), noise("JPEG"), saved("GIF"), noise("WEBP"))


def spoiled(whole: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with a piece overwritten, and perhaps an end missing."""
    return st.builds(lambda at, piece, end: (whole[:at] + piece + whole[at + len(piece) :])[:end], st.integers(0, len(whole)), st.binary(max_size=20), st.integers(0, len(whole)))


@bounded
@given(YAML)
def test_anything_as_yaml(data: bytes) -> None:
    read("a.yaml", data)


@bounded
@given(YAML, YAML)
def test_anything_as_a_project(settings_: bytes, document: bytes) -> None:
    project, found = load(Memory({"procdocs.yaml": settings_, "processes/S1.yaml": document, "processes/S2.yaml": b"kind: process\nid: S2\nname: x\ntype: support\n" + document}))
    if project is not None:
        checks.run(project, None, found)


@bounded
@given(st.one_of(st.binary(max_size=300), spoiled(WHOLE)))
def test_anything_as_a_workbook(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        sheets(data)


@bounded
@given(st.text(max_size=200), st.sampled_from(("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml")))
def test_anything_in_a_part_of_a_workbook(text: str, path: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, text.encode("utf-8", "replace") if name == path else whole.read(name))
    with contextlib.suppress(Unreadable):
        sheets(out.getvalue())


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6), st.dates(), st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
)


@bounded
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=5))
def test_workbooks_say_what_was_written(rows: list[list[object]]) -> None:
    made = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = made.active.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    out = io.BytesIO()
    made.save(out)
    (sheet,) = sheets(out.getvalue())
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            said = sheet.rows.get(number, {}).get(column, "")
            if isinstance(value, float):
                assert abs(float(said) - value) < 1e-9 * max(1.0, abs(value))
            elif isinstance(value, bool) or value is None or isinstance(value, str):
                assert said == ("" if value is None else str(value))
            elif not isinstance(value, int):
                assert value.year < 1900 or said == value.isoformat()  # type: ignore[attr-defined]
            else:
                assert said == str(value)


ATTRIBUTE = st.tuples(
    st.sampled_from([*sorted(ATTRIBUTES), "onload", "style"]), st.sampled_from(["1", "url(#a)", "#a", "red", "javascript:x", "1e99", "url(http://x)", "a:b;fill:url(#b)", "-1", ""])
)
TREE = st.recursive(
    st.just(""),
    lambda inner: st.builds(
        lambda tag, attributes, body: f"<{tag} " + " ".join(f'{name}="{value}"' for name, value in dict(attributes).items()) + f">{''.join(body)}</{tag}>",
        st.sampled_from([*sorted(ELEMENTS), "script", "foreignObject", "a", "set"]),
        st.lists(ATTRIBUTE, max_size=3),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@bounded
@given(st.one_of(TREE.map(svg), st.text(max_size=200)))
def test_anything_as_an_svg_file(text: str) -> None:
    try:
        cleaned = sound("a.svg", text.encode("utf-8", "replace"), Budget())
    except Unsound:
        return
    for element in ElementTree.fromstring(cleaned).iter():
        assert element.tag.rpartition("}")[2] in ELEMENTS
        assert all(value.startswith("#") for name, value in element.attrib.items() if name == "href" and not element.tag.endswith("image"))
        assert not [value for value in element.attrib.values() if "javascript" in value or "http:" in value]
    assert sound("a.svg", cleaned, Budget()) == cleaned


@bounded
@given(st.one_of(st.binary(max_size=200), st.sampled_from(RASTERS).flatmap(spoiled)))
def test_anything_as_a_picture(data: bytes) -> None:
    with contextlib.suppress(Unsound):
        sound("a.png", data, Budget())
