"""Two versions of a manual as one: the documents that changed, each behind a page that says what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from procdocs.comparing import Change
from procdocs.comparing.sentences import noun, sentence
from procdocs.languages import Words, words
from procdocs.manual.model import Block, Cell, Chapter, Column, ControlView, Entry, Facts, Figure, Heading, Manual, Paragraph, Picture, Row, Step, Table
from procdocs.manual.redline.blocks import compared_blocks, marked_block
from procdocs.manual.redline.wording import compared, marked
from procdocs.manual.rich import Ref, Rich

#: Empty rows to be signed where nobody is named who must read.
_ROWS = 3


def redline(old: Manual, new: Manual, changes: Sequence[Change], title: str) -> Manual:
    """The documents that `changes` are about, as one chapter of the new manual called `title`. What changed in no document stands on a page of its own."""
    say = words(new.language)
    before, after = _documents(old), _documents(new)
    named = dict.fromkeys(change.document for change in changes)
    entries = [_entry(before.get(id), after.get(id), [one for one in changes if one.document == id], say) for id in named if id in before or id in after]
    beside = [one for one in changes if one.document not in before and one.document not in after]
    if beside or not entries:
        blocks = tuple(_list(beside, say)) if beside else (Paragraph((say("changes.none"),)),)
        entries.append(Entry("changes", "view", say("changes.beside"), blocks))
    return replace(new, title=title, chapters=(Chapter(1, title, tuple(entries)),), departments=(), roles=(), pictures={**old.pictures, **new.pictures})


def words_compared(old: Manual, new: Manual, named: Sequence[str]) -> tuple[Entry, ...]:
    """The words of documents with what came and went, without diagrams and without a page that tells of them: for programs that track changes themselves."""
    before, after = _documents(old), _documents(new)
    return tuple(replace(after.get(id) or before[id], blocks=compared_blocks(_words(before.get(id)), _words(after.get(id)))) for id in named if id in before or id in after)


def _words(entry: Entry | None) -> tuple[Block, ...]:
    return _without_pictures(entry.blocks) if entry is not None else ()


def _without_pictures(blocks: Sequence[Block]) -> tuple[Block, ...]:
    kept = (block for block in blocks if not isinstance(block, Figure | Picture))
    return tuple(block._replace(blocks=_without_pictures(block.blocks)) if isinstance(block, Step) else block for block in kept)


def _documents(manual: Manual) -> dict[str, Entry]:
    return {entry.id: entry for entry in manual.entries if entry.is_document}


def _entry(old: Entry | None, new: Entry | None, changes: Sequence[Change], say: Words) -> Entry:
    """A document with what came and went; `old` or `new` is missing where the document is new or gone."""
    entry = new or old
    if entry is None:
        raise ValueError("an entry of neither version")
    if old is not None and new is not None:
        blocks = compared_blocks(old.blocks, new.blocks)
    else:
        blocks = tuple(one for block in entry.blocks for one in marked_block(block, "del" if new is None else "ins"))
    return replace(
        entry,
        # A picture that begins the document begins a page: a heading would stand alone on the one before.
        blocks=(*_list(changes, say), *_to_do(old, entry, say), *(() if blocks and isinstance(blocks[0], Figure) else (Heading(2, say("changes.document")),)), *blocks),
        paper=None,
        ceremonial=False,
        control=replace(
            entry.control, status="", status_word=say("changes.redline"), stamp="", signatures=tuple(line._replace(by="", on=None) for line in entry.control.signatures)
        ),
    )


def _list(changes: Sequence[Change], say: Words) -> Iterator[Block]:
    columns = (Column("#", 4, "number"), Column(say("changes.item"), 18), Column(say("changes.before"), 24), Column(say("changes.after"), 24), Column(say("changes.concerns"), 12))
    yield Heading(2, say("changes.list"))
    rows = []
    for number, change in enumerate(changes, 1):
        old, new = _shown(change.old, say), _shown(change.new, say)
        before, after = (marked(old, "del"), marked(new, "ins")) if change.kind in ("added", "removed") or not old or not new else _sides(old, new)
        affected: Rich = tuple(piece for id in change.affects for piece in (Ref(id, id), " "))
        rows.append(Row((Cell((str(number),)), Cell((_place(change, say),)), Cell(before), Cell(after), Cell(affected[:-1])), f"change-{number}"))
    yield Table(columns, tuple(rows), anchor="changes")
    yield Paragraph((say("changes.count", count=len(changes)),), "note")


def _sides(old: Rich, new: Rich) -> tuple[Rich, Rich]:
    """A text before and after, each with only its own marks."""
    both = compared(old, new)
    return (
        tuple(piece for piece in both if getattr(piece, "change", "") != "ins"),
        tuple(piece for piece in both if getattr(piece, "change", "") != "del"),
    )


def _shown(value: str | tuple[str, ...], say: Words) -> Rich:
    text = value if isinstance(value, str) else say("list_separator").join(value)
    return (text,) if text else ()


def _place(change: Change, say: Words) -> str:
    """Where it is, in words; a change of a whole document is said in one sentence."""
    if not change.way:
        return sentence(change, say)
    steps = [noun(step.key, say) + (f" {step.name or step.item}" if step.name or step.item else "") for step in change.way]
    return " › ".join(steps) + (f" ({change.language})" if change.language else "")


def _to_do(old: Entry | None, entry: Entry, say: Words) -> Iterator[Block]:
    """Who approves, where old copies are withdrawn, and rows for those who have read."""
    control: ControlView = entry.control
    was = old.control.revision if old is not None else ""
    facts: list[tuple[str, Rich]] = [(say("print.revision"), (f"{was or '–'} → {control.revision or '–'}",))]
    facts += [(line.label, ("________________",)) for line in control.signatures]
    if old is not None and old.control.distribution:
        facts.append((say("changes.withdraw"), ("   ".join(f"{name} □" for name in old.control.distribution),)))
    yield Facts(tuple(facts), "change-control")
    yield Heading(2, say("changes.read"))
    columns = tuple(Column(say(f"changes.reader.{key}"), share) for key, share in (("department", 30), ("name", 25), ("day", 20), ("signature", 25)))
    yield Table(columns, tuple(Row((Cell((name,) if name else ()), Cell(()), Cell(()), Cell(()))) for name in control.distribution or ("",) * _ROWS), anchor="read")
