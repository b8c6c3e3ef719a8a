"""How much work a build is, counted and never timed: files read and validated, files of the output that are made anew.

A small system is loaded, composed and planned from nothing, again, and after one text was edited. Two targets of one key have the same bytes, so a target whose
key is another is one that must be made; a key that changes for no reason, or an input too many, is work for every user and shows here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeVar

import pytest
from benchmarks.builds import edited
from benchmarks.corpus import system

from procdocs.execution.target import Target, keys
from procdocs.manual.compose import compose
from procdocs.manual.memory import Memory as Composed
from procdocs.project.cache import LoadCache
from procdocs.project.files import Said
from procdocs.project.load import load
from procdocs.schema import Part
from procdocs.world import Memory
from procdocs.writers import WRITERS, Options
from procdocs.writers.print.sheet import Press

P = TypeVar("P", bound=Part)
FILES = {path: text.encode() for path, text in system(10).items()}
EDITED = "processes/P003.yaml"
#: Formats: how many files there are, and which of them one edited purpose makes anew. What makes one of these lines longer needs a reason.
TARGETS: Mapping[str, tuple[int, frozenset[str]]] = {
    "html": (97, frozenset(("P003.html", "diagrams/P003.svg", "registers-worksheets.html", "assets/search-index.js"))),
    "pdf": (35, frozenset(("documents/P003.pdf", "parts/registers-worksheets.pdf", "manual.pdf"))),
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


#: Entries and diagrams: all of a system, and at most so many after one edited purpose (the process, those that are drawn with it, the registers).
COMPOSED = (66, 36)


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
        patch.setattr("procdocs.writers.print.pdf.press", lambda: Press((("weasyprint", "70.0"),), "fonts"))
        return planned(FILES), planned(FILES), planned(with_edit())


def test_only_the_edited_file_is_read_again() -> None:
    cache = Counting()
    for files, read in ((FILES, set(FILES)), (FILES, set()), (with_edit(), {EDITED}), (FILES, set())):
        cache.read.clear()
        project, _ = load(Memory(files), cache)
        assert project is not None
        assert {path for path, times in cache.read.items() if times} == read


def test_only_what_reads_something_new_is_composed_again() -> None:
    cache, memory, made = LoadCache(), Composed(), []
    for files in (FILES, FILES, with_edit()):
        project, _ = load(Memory(files), cache)
        assert project is not None
        compose(project, "zh", memory=memory)
        made.append(len(memory.made))
    assert made[:2] == [COMPOSED[0], 0]
    assert 0 < made[2] <= COMPOSED[1]


@pytest.mark.parametrize("format", WRITERS)
def test_nothing_is_made_again_where_nothing_has_changed(format: str, plans: tuple[dict[str, dict[str, Target]], ...]) -> None:
    cold, again, _ = plans
    assert keys(cold[format].values()) == keys(again[format].values())


@pytest.mark.parametrize("format", WRITERS)
def test_one_edit_makes_few_files_anew(format: str, plans: tuple[dict[str, dict[str, Target]], ...]) -> None:
    cold, _, after = (keys(plan[format].values()) for plan in plans)
    assert (len(cold), {path for path, key in after.items() if cold.get(path) != key}) == (TARGETS[format][0], set(TARGETS[format][1]))
    assert cold.keys() == after.keys()
