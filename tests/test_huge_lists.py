"""Files near the limits and far beyond them: every check answers. The watchdog of the fixture ends what takes time by the square."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from procdocs.project.files import ITEMS
from tests.conftest import Ran

HEAD = "kind: process\nid: C1\nname: 甲\ntype: support\n"
SETTINGS = "organisation: 甲\nlanguages: [zh]\nstandards: [iso9001-2015]\n"
CHART = "kind: flowchart\nid: C1\nname: 甲\nsteps:\n"


def _items(count: int, item: str) -> str:
    """`count` lines in which `#` is the number of the line and `@` the next one."""
    return "".join(item.replace("#", str(number)).replace("@", str(number + 1)) + "\n" for number in range(count))


def _found(procdocs: Callable[..., Ran], root: Path) -> Mapping[str, int]:
    ran = procdocs("check", root, "--format", "json")
    assert ran.code in (0, 1), ran.err
    return Counter(row["code"] for row in json.loads(ran.out)["diagnostics"])


#: Beginning of a document, the item that is listed, how many are far too many, what checks find in as many as are allowed, and how often.
LISTED = [
    (HEAD + "clauses:\n  iso9001-2015:\n", "  - '8.#'", 120_000, "PD601", 200),
    (HEAD + "inputs:\n", "- a", 60_000, "PD405", 200),
    ("kind: sop\nid: C1\nname: 甲\nsections:\n  definitions:\n", "  - {term: 词#, text: 义}", 30_000, "PD572", 1),
    (CHART, "- {id: s#, text: 做, next: z#}", 25_000, "PD320", 200),
]


@pytest.mark.parametrize(("head", "item", "count", "code", "times"), LISTED)
def test_long_lists_of_a_document(head: str, item: str, count: int, code: str, times: int, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    assert _found(procdocs, project(SETTINGS, C1=head + _items(ITEMS, item)))[code] >= times
    assert _found(procdocs, project(SETTINGS, C1=head + _items(count, item)))["PD109"] == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("clauses: {iso9001-2015: ['8" + ".1" * 400_000 + "']}\n", "PD109"),
        ("clauses: {iso9001-2015: ['8" + ".1" * 9_000 + "']}\n", "PD601"),
        ("documents: ['" + "1-" * 300_000 + "']\n", "PD109"),
        ("documents: ['" + "1-" * 9_000 + "']\n", "PD308"),
    ],
)
def test_long_texts_of_a_document(line: str, code: str, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    assert _found(procdocs, project(SETTINGS, C1=HEAD + line))[code] == 1


@pytest.mark.parametrize(("parent", "circular"), [("d@", 0), ("d#", 200)])
def test_departments_far_below_each_other(parent: str, circular: int, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    settings = SETTINGS + "departments:\n" + _items(25_000, f"- {{id: d#, name: 部, parent: {parent}}}") + "- {id: d25000, name: 部}\n"
    assert _found(procdocs, project(settings, C1=HEAD))["PD306"] == circular


def test_circles_of_departments(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    """Those of a circle are named, not those below it."""
    ways = (("a", "b"), ("b", "c"), ("c", "b"), ("d", "a"), ("e", "e"), ("f", ""))
    settings = SETTINGS + "departments:\n" + "".join(f"- {{id: {id_}, name: 部, parent: {parent}}}\n" for id_, parent in ways)
    ran = procdocs("check", project(settings, C1=HEAD), "--format", "json")
    assert [row["line"] for row in json.loads(ran.out)["diagnostics"] if row["code"] == "PD306"] == [6, 7, 9]


def test_a_list_of_records_as_long_as_a_file_may_be(project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    root = project(SETTINGS, C1=HEAD + "purpose: 填写 R-7、R-8（1）\n")
    (root / "registers").mkdir(exist_ok=True)
    (root / "registers" / "records.yaml").write_text("records:\n" + _items(150, "- R-#") + "- R-8（1）\n" + _items(60_000, "- S-#"), encoding="utf-8")
    (told,) = [row for row in json.loads(procdocs("check", root, "--format", "json").out)["diagnostics"] if row["code"] == "PD534"]
    found = [told["line"], *(other["line"] for other in told["related"])]
    assert len(found) == 101 and "60148" in told["message"]
    # are named, with a comma and a bracket behind them, and so is the form that has a bracket in its number.
    assert found[:9] == [2, 3, 4, 5, 6, 7, 8, 11, 12]
    assert 152 not in found
