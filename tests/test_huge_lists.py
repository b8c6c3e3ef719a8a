"""Files near the limits: whatever is listed ten thousand times, every check answers. The watchdog of the fixture ends what takes time by the square."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("body", "code", "count"),
    [
        (HEAD + "clauses:\n  iso9001-2015:\n" + _items(120_000, "  - '8.#'"), "PD601", 200),
        (HEAD + "clauses: {iso9001-2015: ['8" + ".1" * 400_000 + "']}\n", "PD601", 1),
        (HEAD + "inputs:\n" + _items(60_000, "- a"), "PD405", 200),
        (HEAD + "documents: ['" + "1-" * 300_000 + "']\n", "PD308", 1),
        ("kind: sop\nid: C1\nname: 甲\nsections:\n  definitions:\n" + _items(30_000, "  - {term: 词#, text: 义}"), "PD572", 1),
        (CHART + _items(25_000, "- {id: s#, text: 做, next: z#}"), "PD320", 200),
    ],
)
def test_long_lists_of_a_document(body: str, code: str, count: int, project: Callable[..., Path], procdocs: Callable[..., Ran]) -> None:
    assert _found(procdocs, project(SETTINGS, C1=body))[code] >= count


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
    found = [row["line"] for row in json.loads(procdocs("check", root, "--format", "json").out)["diagnostics"] if row["code"] == "PD534"]
    assert len(found) == 200
    # are named, with a comma and a bracket behind them, and so is the form that has a bracket in its number.
    assert found[:9] == [2, 3, 4, 5, 6, 7, 8, 11, 12]
    assert 152 not in found
