"""What composition remembers: the result is that of a composition from nothing, and only what reads something new is made again."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from procdocs import checks
from procdocs.manual.compose import compose
from procdocs.manual.recall import Recollection
from procdocs.pipeline import Request, build
from procdocs.project.load import LoadCache, load
from procdocs.world import Memory

ROOT = Path(__file__).resolve().parents[1]
SYSTEM = ROOT / "tests" / "cases" / "registers" / "system"
FLAWED = ROOT / "tests" / "projects" / "flawed"
WORD = re.compile("[\u4e00-\u9fff]{2,}")


def contents(folder: Path) -> dict[str, bytes]:
    places = [folder / "procdocs.yaml", *(folder / "processes").rglob("*"), *(folder / "registers").rglob("*")]
    return {place.relative_to(folder).as_posix(): place.read_bytes() for place in places if place.is_file()}


def made(recollection: Recollection, kind: str) -> set[str]:
    """The ids of what the last composition made of a kind."""
    return {str(key[2]) for key in recollection.made if isinstance(key, tuple) and key[1] == kind}


@pytest.mark.parametrize("folder", [SYSTEM, FLAWED], ids=["system", "flawed"])
def test_a_composition_that_remembers_is_one_that_does_not(folder: Path) -> None:
    """Random edits: a word changed, a line taken out, a file deleted, copied, renamed and brought back."""
    rng = random.Random(7)
    original = contents(folder)
    held = dict(original)
    cache, recollection = LoadCache(), Recollection()
    reused = 0
    for turn in range(30):
        path = rng.choice(sorted(held))
        text = held[path].decode("utf-8", "replace")
        way = rng.randrange(6)
        words = list(WORD.finditer(text))
        if way <= 1 and words:
            word = rng.choice(words)
            held[path] = (text[: word.start()] + "改" + text[word.end() :]).encode()
        elif way == 2:
            lines = held[path].splitlines(keepends=True)
            del lines[rng.randrange(len(lines) + 1) :][:1]
            held[path] = b"".join(lines)
        elif way == 3 and path != "procdocs.yaml":
            del held[path]
        elif way == 4 and path.startswith("processes/"):
            held[path.replace(".yaml", "-2.yaml")] = re.sub(r"(?m)^(id: *\S+)", r"\1-2", text).encode()
        else:
            back = rng.choice(sorted(original))
            held[back] = original[back]
        project, found = load(Memory(held), cache)
        if project is None:
            held["procdocs.yaml"] = original["procdocs.yaml"]
            continue
        for language in ("zh", "en"):
            again = compose(project, language, found, recollection=recollection)
            anew = compose(replace(project), language, found)
            assert repr(again) == repr(anew), (turn, path, way)
        reused += len(recollection.known) - len(recollection.made)
    assert reused > 0


def test_an_edit_makes_what_reads_it_and_nothing_else() -> None:
    held = contents(ROOT)
    cache, recollection = LoadCache(), Recollection()

    def composed() -> None:
        project, _ = load(Memory(held), cache)
        assert project is not None
        compose(project, "zh", recollection=recollection)

    composed()
    everything = made(recollection, "entry")
    composed()
    assert recollection.made == ()
    path = next(path for path in held if re.search(r"/C4[-.]", path))
    held[path] = re.sub(r"(?m)^(purpose: .*?)([\u4e00-\u9fff])", r"\1改\2", held[path].decode(), count=1).encode()
    composed()
    project, _ = load(Memory(held), cache)
    assert project is not None
    remade = made(recollection, "entry")
    assert "C4" in remade and len(remade) < len(everything) / 2, "an entry that reads nothing of C4 stays as it was"
    page = next(one.id for one in project.documents if one.kind == "page")
    assert page not in remade


def test_a_process_that_is_only_named_elsewhere_changes_there_too() -> None:
    """The name of a process is printed by its neighbours: a key that misses it would keep the old name."""
    held = contents(ROOT)
    cache, recollection = LoadCache(), Recollection()
    project, _ = load(Memory(held), cache)
    assert project is not None
    compose(project, "zh", recollection=recollection)
    path = next(path for path in held if re.search(r"/C4[-.]", path))
    held[path] = re.sub(r"(?m)^(name: .*?)([\u4e00-\u9fff])", r"\1甲\2", held[path].decode(), count=1).encode()
    project, _ = load(Memory(held), cache)
    assert project is not None
    again, _ = compose(project, "zh", recollection=recollection)
    anew, _ = compose(project, "zh")
    assert [entry.id for entry, other in zip(again.entries, anew.entries, strict=True) if repr(entry) != repr(other)] == []
    assert len(made(recollection, "diagram")) > 2


def test_what_is_waited_for_comes_first_and_the_rest_afterwards() -> None:
    """Composed first, an entry is as it always would be and the others as they were; the next composition is whole again."""
    held = contents(ROOT)
    cache, recollection = LoadCache(), Recollection()
    project, _ = load(Memory(held), cache)
    assert project is not None
    before, _ = compose(project, "zh", recollection=recollection)
    path = next(path for path in held if re.search(r"/C4[-.]", path))
    held[path] = re.sub(r"(?m)^(name: .*?)([\u4e00-\u9fff])", r"\1甲\2", held[path].decode(), count=1).encode()
    project, _ = load(Memory(held), cache)
    assert project is not None
    first, _ = compose(project, "zh", recollection=recollection, first=frozenset(("C4",)))
    assert made(recollection, "entry") == {"C4"}
    assert not made(recollection, "register")
    anew, _ = compose(project, "zh")
    assert repr(first.by_id["C4"]) == repr(anew.by_id["C4"]) != repr(before.by_id["C4"])
    assert all(entry is before.by_id[entry.id] for entry in first.entries if entry.id != "C4")
    again, _ = compose(project, "zh", recollection=recollection)
    assert repr(again) == repr(anew)


def test_lists_need_no_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of spreadsheets draws nothing, and a manual that is not drawn has the same entries and registers."""
    project, found = load(SYSTEM)
    assert project is not None
    found = checks.run(project, None, found)
    whole, lists = compose(project, "zh", found)[0], compose(project, "zh", found, drawn=False)[0]
    assert [(entry.id, entry.title) for entry in lists.entries] == [(entry.id, entry.title) for entry in whole.entries]
    assert [entry for entry in lists.entries if entry.kind == "register"] == [entry for entry in whole.entries if entry.kind == "register"]
    assert not any(figure.graphs for entry in lists.entries for figure in entry.figures)
    monkeypatch.setattr("procdocs.manual.draw.draw", lambda *given: pytest.fail("drawn"))
    assert build(Request(SYSTEM, tmp_path / "out", ("xlsx", "csv"))).written
