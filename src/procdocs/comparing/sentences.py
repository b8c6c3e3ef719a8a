"""A change in one sentence, in a language: what was, what is, and who has to know."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import commonprefix

from procdocs.comparing.change import ADDED, MOVED, REMOVED, RENAMED, Change, Step
from procdocs.comparing.parts import SETTINGS
from procdocs.comparing.projects import REGISTERS
from procdocs.languages import Words

#: Longest text that is said whole, and how much is said around what differs in a longer one; in characters.
_WHOLE, _AROUND = 40, 14
#: Under which keys the name of an item stands.
CALLED = ("name", "title", "term")
#: Groups of keys whose name says nothing: what stands in them is meant.
_SILENT = ("document", "sections")


def sentence(change: Change, say: Words) -> str:
    """The change in one sentence, without those it concerns."""
    document = {SETTINGS: say("changes.settings"), REGISTERS: say("changes.registers")}.get(change.document, change.document)
    if not change.way:
        return say(f"changes.{change.kind}_document", document=document, old=_said(change.old, say), new=_said(change.new, say))
    *above, last = change.way
    old, new = _shortened(change.old, change.new) if isinstance(change.old, str) and isinstance(change.new, str) else (change.old, change.new)
    place = _places(above, say)
    name = above[-1].name if above and last.key in ("to", "from") else last.name
    if (last.item or last.name) and change.kind not in (ADDED, REMOVED, MOVED):
        # What changed is the item itself: a line of text, or the words under one key of several.
        place += _place(last, say) if last.name and last.name not in (old, new) else ""
    if change.kind == RENAMED and above and above[-1].name and last.key in CALLED:
        holder = _places(above[:-1], say)
        said = say("changes.renamed_item", document=document, place=holder, what=noun(above[-1].key, say), old=_said(old, say), new=_said(new, say))
        return say("changes.in_language", sentence=said, language=change.language) if change.language else said
    said = say(f"changes.{_form(change, last)}", document=document, place=place, what=noun(last.key, say), name=_cut(name), old=_said(old, say), new=_said(new, say))
    return say("changes.in_language", sentence=said, language=change.language) if change.language else said


def with_concerned(change: Change, say: Words) -> str:
    """The change in one sentence, with those it concerns."""
    said = sentence(change, say)
    return say("changes.affects", sentence=said, ids=say("list_separator").join(change.affects)) if change.affects else said


def noun(key: str, say: Words) -> str:
    """What stands under a key, in a word."""
    return str(say.labels["nouns"].get(key, f"`{key}`"))


def _form(change: Change, last: Step) -> str:
    if change.kind in (ADDED, REMOVED, RENAMED):
        return change.kind
    if isinstance(change.old, tuple) or isinstance(change.new, tuple):
        if change.kind == MOVED:
            return "reordered"
        form = "other" if change.old and change.new else "more" if change.new else "fewer"
        return f"{last.key}_{form}" if last.key in ("to", "from") and len(change.way) > 1 and change.way[-2].name else form
    if change.kind == MOVED:
        return MOVED
    return "changed" if change.old and change.new else "given" if change.new else "taken"


def _places(steps: Iterable[Step], say: Words) -> str:
    return "".join(_place(step, say) for step in steps if step.item or step.name or step.key not in _SILENT)


def _place(step: Step, say: Words) -> str:
    if step.name or step.item:
        return say("changes.place", what=noun(step.key, say), name=_cut(step.name or step.item))
    return say("changes.place_alone", what=noun(step.key, say))


def _said(value: str | Iterable[str], say: Words) -> str:
    return value.replace("\n", " ⏎ ") if isinstance(value, str) else say("list_separator").join(value)


def _cut(name: str) -> str:
    line = name.replace("\n", " ")
    return line if len(line) <= _WHOLE else line[: _WHOLE - 1] + "…"


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Two long texts cut down to the stretch in which they differ, with a little of what is around it."""
    if max(len(old), len(new)) <= _WHOLE:
        return old, new
    if not old or not new:
        return _cut(old), _cut(new)
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    return _around(old, head, tail), _around(new, head, tail)


def _around(text: str, head: int, tail: int) -> str:
    start, stop = max(0, head - _AROUND), min(len(text), len(text) - tail + _AROUND)
    return _middle(("…" if start else "") + text[start:stop] + ("…" if stop < len(text) else ""))


def _middle(text: str) -> str:
    """A stretch that is itself long, without its middle."""
    most = 2 * _WHOLE
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def _common(one: str, other: str) -> int:
    return len(commonprefix((one, other)))  # noqa: RUF071 - characters are meant, not folders
