"""Edits of YAML: exactly the asked value changes, every other character stays, and every edit can be undone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from procdocs.source.edit import CannotEdit, Delete, Insert, Move, Operation, Put, Rename, Replace, Set, carried, edited, merged, patched, undoing
from procdocs.source.edit.operations import meaning
from procdocs.source.edit.tree import parse
from tests.test_offsets import TEXTS

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "edits.txt"
SAMPLE = {path.name: path.read_text(encoding="utf-8") for folder in ("processes", "registers") for path in sorted((ROOT / folder).rglob("*.yaml"))}
#: What the reader finds mistakes in, so that nothing is edited there.
REFUSED = ("forbidden", "tabs")
#: Layouts that nobody writes by hand: an edit may be refused there, but never be wrong.
RARE = ("asked for", "pair in brackets")
#: Layouts in which an edit easily takes too much along, besides those in which ends are easily miscounted.
LAYOUTS = {
    **{name: text.lstrip("\ufeff") for name, text in TEXTS.items() if name not in ("mixed line ends", "mark inside", *REFUSED)},
    "comments everywhere": "# top\n\n# id\nid: C4   # id\n\n# steps\nsteps:   # steps\n  # first\n  - a   # a\n\n  # second\n  # in two lines\n  - b   # b\n  # end of list\n"
    "# owner\nowner: x # owner\n\n# end\n",
    "reasons": "inputs:\n  # procdocs: ignore[PD401] 已知\n  - {id: a, name: 甲}\n  # procdocs: ignore[PD402] 也知道\n  - id: b\n    name: 乙   # procdocs: ignore[PD501] x\n",
    "dashes in comments": 'a:\n  - x - y\n  # - old\n  - "- z"\n  #- older\n  - -1\n  - a\n    - b\n',
    "comments out of line": "a:\n  b: 1\n      # deeper\n  c: 2\nd:\n  - x\n# shallower\n  - y\n",
    "wide": "a:\n        b:\n                -   x\n                -   y: 1\n                    z: 2\n        c: z\n",
    "several keys on dashes": "l:\n  - a: 1\n    b: 2\n    # about c\n    c: 3\n  -\n    a: 4\n  - # note\n    a: 6\n",
    "kept line ends": "l:\n  - |+\n    a\n\n  - |+\n    b\n\n\n  - c\nb: |+\n  t\n\n\n",
    "no line end": "id: C4\nsteps:\n  - a\n  - b",
    "topics": 'root:\n  text: r\n  children:\n    - text: a\n      children:\n        - x\n        - {text: y, note: n}   # c\n    - b # leaf\n    - "c"\n',
}
WORDS = (
    "x", "新的值", "a: b", "x #y", "- 项", "：全角", "no", "~", "---", "two\nlines", "two\nlines\n", "  lead", "trail  ", "😀", "≥ 98 %", "[a", "{b", "a, b", "*x", "&y",
    "!z", "|", ">", "'q'", '"q"', "it's", 'say "x"', "\\n", "null", "1.10", "3-1", "010", "x:", "?", "- ", "%d", "@a", "", "\n", "a\n\nb", "a\n  b\n", "  a\nb", "tab\tx",
    "\u3000宽", "－1", "#c", "k: v\nl: w", "长" * 60, "a]", "b}", "\r", "a\r\nb",
)  # fmt: skip


def _cases() -> Iterator[Any]:
    for case in CASES.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, after = case.partition("\n--- ")
        name, _, before = head.partition("\n")
        order, _, expected = after.partition("\n")
        yield pytest.param(before + "\n", order, expected, id=name)


def _operation(order: str) -> Operation:
    verb, _, rest = order.partition(" ")
    where, _, rest = rest.partition(" ")
    path = tuple(int(step) if step.isdigit() else step for step in where.split("."))
    match verb:
        case "set":
            return Set(path, json.loads(rest))
        case "replace":
            return Replace(path, json.loads(rest))
        case "insert":
            index, _, value = rest.partition(" ")
            return Insert(path, int(index), json.loads(value))
        case "delete":
            return Delete(path)
        case "move":
            index, to = rest.split()
            return Move(path, int(index), int(to))
        case "rename":
            return Rename(path, rest)
    assert verb == "put"
    key, value = path[-1], rest
    before: tuple[str, ...] = ()
    if rest[0] not in '["{':
        key, _, value = rest.partition(" ")
    else:
        path = path[:-1]
    if " before " in value:
        value, _, follower = value.partition(" before ")
        before = (follower,)
    return Put(path, str(key), json.loads(value), before)


@pytest.mark.parametrize(("text", "order", "expected"), list(_cases()))
def test_an_edit_is_the_smallest_that_a_person_would_make(text: str, order: str, expected: str) -> None:
    new, patches = edited(text, _operation(order), frozenset({"to"}))
    assert new == expected
    assert patched(text, patches) == new
    assert patched(new, undoing(text, patches)) == text


def _places(said: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield at, said
    for step, one in said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ():
        yield from _places(one, (*at, step))


def _value(chance: random.Random) -> Any:
    words = [chance.choice(WORDS) for _ in range(4)]
    return chance.choice(
        (words[0], words[0], words[0], {"name": words[0], "id": "x"}, words[:2], {"text": words[0], "children": [words[1], {"text": "z", "note": words[2]}]}, None)
    )


def _any_operation(chance: random.Random, said: Any) -> Operation | None:
    path, value = chance.choice(list(_places(said)))
    verb = chance.choice(("set", "set", "grow", "shrink", "turn"))
    if verb == "set" and not isinstance(value, dict | list):
        return Set(path, chance.choice(WORDS))
    if verb == "grow" and isinstance(value, dict):
        return Put(path, f"new{chance.randrange(9)}", _value(chance), tuple(chance.sample(list(value), len(value) // 2)))
    if verb == "grow" and isinstance(value, list):
        return Insert(path, chance.randint(0, len(value)), _value(chance))
    if verb == "shrink" and path:
        return Delete(path)
    if verb == "turn" and isinstance(value, list) and len(value) > 1:
        return Move(path, chance.randrange(len(value)), chance.randrange(len(value)))
    if verb == "turn" and path and isinstance(path[-1], str):
        return Rename(path, chance.choice(("neu", "a: b", "键", "k9")))
    if verb == "turn" and path and isinstance(value, str):
        return Replace(path, {"text": value, "children": ["p", "q"]})
    return None


def _edits(texts: dict[str, str], count: int) -> Iterator[tuple[str, str, Operation]]:
    """So many possible operations, each with the text it is meant for."""
    chance = random.Random(20261)
    names = sorted(texts)
    said = {name: parse(text).said for name, text in texts.items()}
    while count:
        name = chance.choice(names)
        operation = _any_operation(chance, said[name])
        if operation is None:
            continue
        try:
            meaning(said[name], operation)
        except CannotEdit:
            continue
        count -= 1
        yield name, texts[name], operation


def _lines_left(old: str, new: str) -> bool:
    """Whether all lines of one text stand in the other in their order, but for the dash that goes to another first key."""
    rest = iter(line.lstrip(" -") for line in new.splitlines())
    return all(any(line.lstrip(" -") == other for other in rest) for line in old.splitlines())


@pytest.mark.parametrize(("texts", "count"), [(SAMPLE, 600), (LAYOUTS, 1500)], ids=["sample", "layouts"])
def test_any_edit_gives_the_asked_value_or_nothing_and_undo_gives_every_character_back(texts: dict[str, str], count: int) -> None:
    refused: list[tuple[str, Operation]] = []
    for name, text, operation in _edits(texts, count):
        try:
            new, patches = edited(text, operation)
        except CannotEdit:
            refused += [(name, operation)] * (name not in RARE)
            continue
        assert parse(new.replace("\r", "\n") if "\n" not in new else new).said == meaning(parse(text).said, operation), (name, operation)
        assert patched(new, undoing(text, patches)) == text, (name, operation)
    assert len(refused) <= count // 100, refused


def test_what_an_edit_need_not_touch_stays_line_by_line() -> None:
    for name, text, operation in _edits(SAMPLE, 300):
        holder = parse(text).at(operation.path if not isinstance(operation, Delete) else operation.path[:-1])
        if holder.flow or not (holder.items or holder.pairs) or isinstance(operation, Set | Replace | Move | Rename):
            continue
        new, _ = edited(text, operation)
        old, longer = (new, text) if isinstance(operation, Delete) else (text, new)
        only = isinstance(operation, Delete) and len(holder.items or holder.pairs or ()) == 1
        assert only or _lines_left(old, longer), (name, operation)


def test_eight_edits_are_undone_to_the_last_character() -> None:
    chance = random.Random(7)
    for name, text in LAYOUTS.items():
        now, back = text, []
        for _ in range(8):
            operation = _any_operation(chance, parse(now.replace("\r", "\n") if "\n" not in now else now).said)
            if operation is None:
                continue
            try:
                new, patches = edited(now, operation)
            except CannotEdit:
                continue
            back.append(undoing(now, patches))
            now = new
        for patches in reversed(back):
            now = patched(now, patches)
        assert now == text, name


def test_two_edits_of_different_values_meet_in_one_text_and_of_the_same_never() -> None:
    both = conflicts = 0
    chance = random.Random(3)
    for name, text, mine in _edits(SAMPLE, 150):
        theirs = _any_operation(chance, parse(text).said)
        try:
            now = edited(text, theirs)[0] if theirs else text
            expected = merged(text, now, mine)
        except CannotEdit:
            continue
        if expected is None:
            conflicts += 1
            continue
        both += 1
        said = parse(expected).said
        if isinstance(mine, Set) and isinstance(theirs, Set) and mine.path != theirs.path:
            assert said == meaning(meaning(parse(text).said, theirs), mine), (name, mine, theirs)
    assert both > 5 * conflicts


def test_a_block_text_at_the_end_of_a_file_without_a_line_end_stays_as_it_is() -> None:
    text = "id: C1\npurpose: |\n  eins\n  zwei"
    new, patches = edited(text, Put((), "owner", "sales"))
    assert new == "id: C1\npurpose: |-\n  eins\n  zwei\nowner: sales"
    assert patched(new, undoing(text, patches)) == text


def test_two_people_who_add_at_the_same_place_are_asked() -> None:
    text = "inputs:\n  - a\n  - b\nid: C1\n"
    assert merged(text, text.replace("  - b\n", "  - b\n  - theirs\n"), Insert(("inputs",), 2, "mine")) is None
    assert merged(text, text.replace("C1", "C2"), Insert(("inputs",), 1, "mine")) == "inputs:\n  - a\n  - mine\n  - b\nid: C2\n"


def test_the_same_line_changed_twice_is_a_conflict() -> None:
    text = "id: C1\nowner: sales\nname: 市场\n"
    assert merged(text, text.replace("sales", "quality"), Set(("owner",), "hr")) is None
    assert merged(text, "# new\n" + text, Set(("owner",), "hr")) == "# new\n" + text.replace("sales", "hr")
    assert carried(text, text, ()) == ()


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("a: &x b\nc: *x\n", Set(("a",), "z")),
        ("a: !!str b\n", Set(("a",), "z")),
        ("a: b\na: c\n", Set(("a",), "z")),
        ("a: [b\n", Set(("a",), "z")),
        ("a: b\r\nc: d\re: f\n", Set(("a",), "z")),
        ("a: b\n", Set(("z",), "z")),
        ("a: b\n", Set(("a",), "text that turns \u202e around")),
        ("a: [b]\n", Delete(("a", 1))),
        ("a: [b]\n", Insert(("a",), -1, "c")),
        ("a: b\n", Put((), "a", "c")),
        ("a: b\nc: d\n", Rename(("a",), "c")),
    ],
    ids=str,
)
def test_what_cannot_be_written_rightly_is_refused(text: str, operation: Operation) -> None:
    with pytest.raises(CannotEdit):
        edited(text, operation)
