"""How much work a build is, counted and never timed: files read and validated, files of the output that are made anew.

A small system is built from nothing, again, and after one text was edited. Two targets of one key have the same bytes, so a target whose
key is another is one that must be made; a key that changes for no reason, or an input too many, is work for every user and shows here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from benchmarks.builds import edited
from benchmarks.corpus import system

from procdocs import Request, build
from procdocs.execution.digest import digest
from procdocs.execution.executors import execute
from procdocs.execution.target import Made, Target, keys
from procdocs.manual.compose import compose
from procdocs.manual.recall import Recollection
from procdocs.project.cache import LoadCache
from procdocs.project.files import Said
from procdocs.project.load import load
from procdocs.schema import Part
from procdocs.world import Memory
from procdocs.writers import WRITERS, Options
from procdocs.writers.print.bound import COUNTS, FRONT
from procdocs.writers.print.sheet import Press

P = TypeVar("P", bound=Part)
FILES = {path: text.encode() for path, text in system(10).items()}
EDITED = "processes/P003.yaml"
#: What an edited purpose prints anew of the worksheets.
SHEETS = frozenset(("worksheets/P003.pdf", "worksheets/pages.json", "worksheets/front.pdf", "worksheets.pdf"))
#: Formats: how many files there are, and which of them one edited purpose makes anew. What makes one of these lines longer needs a reason.
TARGETS: Mapping[str, tuple[int, frozenset[str]]] = {
    "html": (95, frozenset(("P003.html", "diagrams/P003.svg", "registers-worksheets.html", "assets/search-index.js"))),
    # Five procedures show a flowchart: they are delivered with it, and bound with a line that cites it.
    "pdf": (58, frozenset(("documents/P003.pdf", COUNTS, FRONT, "manual.pdf", *SHEETS))),
    "worksheets": (15, SHEETS),
    "xlsx": (1, frozenset(("registers.xlsx",))),
    "single-html": (1, frozenset(("manual-single.html",))),
    "csv": (13, frozenset(("csv/worksheets.csv",))),
}


class Counting(LoadCache):
    """Counts the files that are read and validated, by what reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.read: Counter[str] = Counter()

    def said(self, read: Callable[..., Said[P]], path: str, data: bytes, also: bytes, *more: object) -> Said[P]:
        """As LoadCache.said."""
        key = (read, path, data, also)
        known = len(self._kept)
        said = super().said(read, path, data, also, *more)
        self.read[key[1]] += len(self._kept) - known
        return said


#: Entries, diagrams and parts of registers: all of a system, and at most so many after one edited purpose (the process, those that are drawn with it, the registers).
COMPOSED = (96, 42)
#: The same where only the page of the edited process is waited for: the entry and its diagrams.
FIRST = 5


def with_edit() -> dict[str, bytes]:
    return {**FILES, EDITED: edited(FILES[EDITED])}


def planned(files: Mapping[str, bytes]) -> dict[str, dict[str, Target]]:
    project, _ = load(Memory(files))
    assert project is not None
    manual, _ = compose(project, "zh")
    options = Options(linked=frozenset(WRITERS))
    return {format: {target.path: target for target in WRITERS[format].plan(manual, options)} for format in WRITERS}


@pytest.fixture(scope="module")
def plans() -> tuple[dict[str, dict[str, Target]], ...]:
    """The targets of a system, of the same again, and of the edited one."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("pdf", "worksheets"):
            patch.setattr(f"procdocs.writers.print.{module}.press", lambda: Press((("weasyprint", "70.0"),), "fonts"))
        return planned(FILES), planned(FILES), planned(with_edit())


def test_only_the_edited_file_is_read_again() -> None:
    cache = Counting()
    for files, read in ((FILES, set(FILES)), (FILES, set()), (with_edit(), {EDITED}), (FILES, set())):
        cache.read.clear()
        project, _ = load(Memory(files), cache)
        assert project is not None
        assert {path for path, times in cache.read.items() if times} == read


def test_only_what_reads_something_new_is_composed_again() -> None:
    cache, memory, made = LoadCache(), Recollection(), []
    for files in (FILES, FILES, with_edit()):
        project, _ = load(Memory(files), cache)
        assert project is not None
        compose(project, "zh", recollection=memory)
        made.append(len(memory.made))
    assert made[:2] == [COMPOSED[0], 0]
    assert 0 < made[2] <= COMPOSED[1]


def test_a_page_that_is_waited_for_costs_its_own_entry() -> None:
    cache, memory = LoadCache(), Recollection()
    for files in (FILES, with_edit()):
        project, _ = load(Memory(files), cache)
        assert project is not None
        compose(project, "zh", recollection=memory, first=frozenset(("P003",)))
    assert {str(key[2]) for key in memory.made if isinstance(key, tuple) and key[1] == "entry"} == {"P003"}
    assert len(memory.made) <= FIRST


@pytest.mark.parametrize("format", WRITERS)
def test_nothing_is_made_again_where_nothing_has_changed(format: str, plans: tuple[dict[str, dict[str, Target]], ...]) -> None:
    cold, again, _ = plans
    assert keys(cold[format].values()) == keys(again[format].values())


@pytest.mark.parametrize("format", WRITERS)
def test_one_edit_makes_few_files_anew(format: str, plans: tuple[dict[str, dict[str, Target]], ...]) -> None:
    cold, _, after = (keys(plan[format].values()) for plan in plans)
    assert (len(cold), {path for path, key in after.items() if cold.get(path) != key}) == (TARGETS[format][0], set(TARGETS[format][1]))
    assert cold.keys() == after.keys()


class Kept(dict[str, Made]):
    """A cache that forgets nothing."""

    def put(self, key: str, made: Made) -> None:
        """As Cache.put."""
        self[key] = made


def stand_in(target: Target) -> Target:
    """A target that is made at once of the same inputs: the work is counted, not done."""
    return replace(target, inputs=digest(target.inputs).encode(), make="procdocs.execution.target:as_it_is")


def test_only_what_has_another_key_is_printed(plans: tuple[dict[str, dict[str, Target]], ...]) -> None:
    cache, made = Kept(), []
    for plan in plans:
        outcomes = execute([stand_in(target) for target in plan["pdf"].values()], "serial", cache=cache)
        made.append({outcome.target.path for outcome in outcomes if isinstance(outcome.value, Made) and not outcome.value.reused})
    files, anew = TARGETS["pdf"]
    # Pages are counted each time, and where their number is the same the front is not printed.
    assert (len(made[0]), made[1], made[2]) == (files, {COUNTS, "worksheets/pages.json"}, set(anew) - {FRONT, "worksheets/front.pdf"})


def test_a_build_counts_its_work(tmp_path: Path) -> None:
    root = tmp_path / "system"
    for path, data in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    request = Request(root, tmp_path / "output", ("html", "xlsx"), cache=tmp_path / "cache")
    cold, again = build(request), build(request)
    (root / EDITED).write_bytes(edited(FILES[EDITED]))
    after = build(request)
    assert (cold.unchanged, again.unchanged, after.unchanged) == (False, True, False)
    # Pages are cheaper made than remembered: all are made, and those that are the same are not written.
    counted = [(result.timings.made, result.timings.reused) for result in (cold, again, after)]
    assert counted == [(97, 0), (0, 0), (97, 0)]
