"""Tags that name the ends of an item, `Competent employees (SP9)`, read as `from:` and `to:`. Pure.

A tag is a round or square bracket, half or full width, at the end of a text, several in a row, or within it, if every word in it is an end: a process id
of the project or a part of one (SP9.1 is SP9), one of the letters C, S, G (customer, supplier, authority; only at an end or in front of a comma), `all` or
`(All processes of level 1)`, or a code of the same build as the project's ids (COP5BE), which then is an end that nobody defines and is reported
as such. Any other bracket belongs to the text. In a text of several lines each line may have its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from procdocs.project.model import Project
from procdocs.schema.base import Text
from procdocs.schema.process import Input, Output, Person, Process, Resource

_LETTERS = {"c": "customer", "s": "supplier", "g": "authority"} | dict.fromkeys(("all", "alle", "tous", "全部", "所有", "모두", "전체"), "all")
_TAG = r"[(（\[［]([^()（）\[\]［］]*)[)）\]］]"
_BRACKET = re.compile(rf"{_TAG}$")
_SEPARATORS = re.compile(r"[\s,;/+&，；、／]+")
_ID = re.compile(r"(\D*?)(\d+)([A-Za-z]{0,3})(?:\.\d+)*")
_WITHIN = re.compile(rf"[ \u00a0]?{_TAG}")
#: Tags one after the other, with or without a comma between them.
_FOLLOWING = re.compile(rf"(?:[,;，；、/]?\s*{_TAG}\s*)+")
#: The comma behind a tag, where the tag behind it is taken off.
_COMMA = re.compile(r"(?<=[)）\]］])\s*[,;，；、/]$")
#: Words for every process are not longer, in characters.
_LONGEST = 80
#: Every process, in the words of a tag.
_EVERYBODY = re.compile(
    r"(?:all|every|each|alle[nrs]?|jede[rsmn]?|tous|toutes|全部|所有|全体|各个?|모든|전)\s*(?:the |die |der |den |les )?\s*(?:[\w.-]+\s+){0,2}"
    r"(?:process(?:es)?|departments?|areas?|functions?|prozesse?n?|abteilungen|bereiche?|processus|[cms]o?p'?s|过程|部门|单位|车间|프로세스|과정|부서)(?:\b|(?=[\u3400-\uffff]|$)).{0,40}",
    re.IGNORECASE | re.DOTALL,
)
#: A code whose letters and figures stand apart: `COP 2`.
_APART = re.compile(r"(?<![^\s,;/+&，；、／])([A-Za-z]{1,4})[ \u00a0](?=\d)")

#: Between two items that stand in one text, each with its tag.
_TAGGED_PIECES = re.compile(r"(?<=[)）\]］])\s*[,;，；、/]\s*(?![\s(（\[［])")

T = TypeVar("T", Input, Output, Resource, Person)


class Tagged(NamedTuple):
    """A text without its tags, the ends they named, in order, each once, and how many brackets were taken off."""

    text: str
    ends: tuple[str, ...]
    brackets: int = 0


@dataclass(frozen=True)
class TagReader:
    """Reads the tags of one project; `ids` are the ids of its processes, those of unreadable files included."""

    ids: frozenset[str]

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {name.casefold(): name for name in sorted(self.ids)}

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """What the ids of the project have before their number: COP, SP."""
        hits = (_ID.fullmatch(name) for name in self.ids)
        return frozenset(hit.group(1).casefold() for hit in hits if hit and hit.group(1))

    def end(self, word: str) -> str:
        """The end that a word of a tag names; empty if it is none."""
        folded = word.casefold()
        if folded in self._folded:
            return self._folded[folded]
        if folded in _LETTERS:
            return _LETTERS[folded]
        whole = folded.split(".")[0]
        if whole in self._folded:
            return self._folded[whole]
        hit = _ID.fullmatch(word)
        return word if hit and hit.group(1).casefold() in self._prefixes else ""

    def read(self, text: str) -> Tagged:
        """The text without the tags at its end, or at the ends of its lines. A text that is nothing but a tag keeps it."""
        if "\n" in text.strip():
            lines = [self.read(line) for line in text.strip().split("\n")]
            return Tagged("\n".join(line.text for line in lines), tuple(dict.fromkeys(end for line in lines for end in line.ends)), sum(line.brackets for line in lines))
        inner = self._within(text)
        if inner is not None:
            return inner
        ends: list[str] = []
        rest, brackets = text, 0
        while hit := _BRACKET.search(rest.rstrip()):
            named = self._named(hit.group(1))
            if not named or not rest[: hit.start()].strip():
                break
            ends[:0] = named
            rest, brackets = _COMMA.sub("", rest[: hit.start()].rstrip()), brackets + 1
        return Tagged(rest, tuple(dict.fromkeys(ends)), brackets) if ends else Tagged(text, ())

    def _named(self, tag: str) -> list[str]:
        """The ends that the words of a tag name; none if one of them is no end."""
        tag = tag.strip()
        if len(tag) <= _LONGEST and _EVERYBODY.fullmatch(tag):
            return ["all"]
        named = [self.end(word) for word in _SEPARATORS.split(self._joined(tag)) if word]
        return named if all(named) else []

    def _within(self, text: str) -> Tagged | None:
        """A text with tags in its middle without all of its tags; None if there is no tag but at its end. There, letters alone need a comma behind them."""
        ends: list[str] = []
        pieces: list[str] = []
        last, inner = 0, False
        for hit in _WITHIN.finditer(text):
            behind = text[hit.end() :].lstrip()
            named = self._named(hit.group(1))
            single = all(word.casefold() in _LETTERS for word in _SEPARATORS.split(hit.group(1).strip()) if word)
            if not named or not text[: hit.start()].strip() or (single and behind and not _SEPARATORS.match(behind) and not _BRACKET.fullmatch(behind)):
                continue
            pieces.append(text[last : hit.start()])
            last = hit.end()
            ends.extend(named)
            inner = inner or bool(behind and not _FOLLOWING.fullmatch(behind))
        if not inner:
            return None
        return Tagged("".join((*pieces, text[last:])).strip(), tuple(dict.fromkeys(ends)), len(pieces))

    def _joined(self, tag: str) -> str:
        """A tag with the codes in one piece whose letters are those of the project's ids."""
        return _APART.sub(lambda code: code[1] if code[1].casefold() in self._prefixes else code[0], tag)


def reader_for(project: Project) -> TagReader:
    """The reader of a project's tags."""
    return TagReader(frozenset(process.id for process in project.known(Process)) | project.unread)


def apply_tags(project: Project) -> Project:
    """The project with the tags of inputs, outputs, resources and people read as their ends, and taken out of the names."""
    reader = reader_for(project)
    documents, recovered = (tuple(_read_process(reader, one) if isinstance(one, Process) else one for one in group) for group in (project.documents, project.recovered))
    return replace(project, documents=documents, recovered=recovered)


def _read_process(reader: TagReader, process: Process) -> Process:
    return process.model_copy(
        update={
            "inputs": tuple(_read_item(reader, one, "source") for item in process.inputs for one in _apart(reader, item)),
            "outputs": tuple(_read_item(reader, one, "to") for item in process.outputs for one in _apart(reader, item)),
            "resources": tuple(_read_item(reader, item, "source") for item in process.resources),
            "people": tuple(_read_item(reader, item, "source") for item in process.people),
        }
    )


def _apart(reader: TagReader, item: T) -> tuple[T, ...]:
    """`Plan (MP1), BOM (COP4)` is two items: the pieces of a text that is written in one language, where each has its own tag. They share their place."""
    if item.name is None or len(item.name.by_language) != 1 or "\n" in str(item.name).strip():
        return (item,)
    (language, text), *_ = item.name.by_language.items()
    pieces = _TAGGED_PIECES.split(text)
    if len(pieces) < 2 or not all(reader.read(piece).ends for piece in pieces):
        return (item,)
    return tuple(item.model_copy(update={"name": Text({language: piece.strip()})}) for piece in pieces)


def _read_item(reader: TagReader, item: T, field: str) -> T:
    texts = {language: reader.read(text) for language, text in (item.name.by_language.items() if item.name is not None else ())}
    ends = _union(getattr(item, field), *(tagged.ends for tagged in texts.values()))
    if not any(tagged.ends for tagged in texts.values()):
        return item
    return item.model_copy(update={"name": Text({language: tagged.text for language, tagged in texts.items()}), field: ends})


def _union(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(end for group in groups for end in group))
