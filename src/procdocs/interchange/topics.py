"""Mind maps of ours as trees of branches, and back; what a branch cannot say by itself travels in `own`, and nothing of a map is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

from procdocs.interchange.branch import Branch
from procdocs.interchange.markup import words
from procdocs.interchange.told import Losses, Refused
from procdocs.schema import Mindmap, Text
from procdocs.schema.base import LANGUAGE
from procdocs.schema.mindmap import Topic
from procdocs.schema.values import value_of

#: A map has no more levels than this.
LEVELS = 100
#: Names of values at the middle of a map: the map's own keys, in which language it was written, and of which file.
_ID, _LANGUAGE, _DIGEST, _REST = "id", "language", "digest", "rest"


class Exported(NamedTuple):
    """What a file says of the map it was made from: its id, "" for a map of another program, and the digest of its file."""

    id: str
    digest: str


def branch_of(mindmap: Mindmap, language: str, first: str, digest: str) -> Branch:
    """The map in a language, with the others beside it; `digest` is that of its file."""
    root = _branch(mindmap.root, language, first)
    waiting = [(mindmap.root, root)]
    while waiting:
        topic, branch = waiting.pop()
        for below in topic.children:
            child = _branch(below, language, first)
            branch.children.append(child)
            waiting.append((below, child))
    rest = {key: said for key, said in _keys(mindmap).items() if key not in ("kind", "id", "root")}
    root.own.update({_ID: mindmap.id, _LANGUAGE: language, _DIGEST: digest})
    if rest:
        root.own[_REST] = json.dumps(rest, ensure_ascii=False)
    return root


def _keys(mindmap: Mindmap) -> dict[str, object]:
    said: dict[str, object] = value_of(mindmap)
    return said


def _branch(topic: Topic, language: str, first: str) -> Branch:
    branch = Branch(topic.text.say(language, first), topic.note.say(language, first) if topic.note else "", topic.link)
    for key, text in (("text", topic.text), ("note", topic.note)):
        for tag, said in text.by_language.items() if text else ():
            if tag:
                branch.own[f"{key}@{tag}"] = said
            elif said != _settled(said):
                branch.own[key] = said
    if topic.image:
        branch.own["image"] = topic.image
    if topic.decision:
        branch.own["decision"] = "true"
    return branch


def _settled(said: str) -> str:
    """A text as other programs leave it: without blank lines and blanks in a row."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in said.split("\n"))))


def exported(root: Branch) -> Exported:
    """Which of our maps a tree was made from."""
    return Exported(root.own.get(_ID, ""), root.own.get(_DIGEST, ""))


def mindmap_of(root: Branch, id: str, losses: Losses) -> Mindmap:
    """The map with an id of ours."""
    language = root.own.get(_LANGUAGE, "")

    def topic(branch: Branch, level: int) -> Topic:
        if level > LEVELS:
            raise Refused("levels", branch.place, levels=LEVELS)
        return _topic(branch, tuple(topic(child, level + 1) for child in branch.children), language, losses)

    return _map(id, topic(root, 1), root.own.get(_REST, ""), losses)


def _map(id: str, root: Topic, rest: str, losses: Losses) -> Mindmap:
    try:
        said = json.loads(rest) if rest else {}
        return Mindmap.model_validate({**said, "kind": "mindmap", "id": id, "root": root})
    except (ValueError, TypeError, ValidationError, RecursionError):
        losses.tell("rest", name=id)
        return Mindmap(kind="mindmap", id=id, root=root)


def _topic(branch: Branch, below: tuple[Topic, ...], language: str, losses: Losses) -> Topic:
    text = branch.text
    if not text:
        losses.tell("empty", branch.place)
        text = "…"
    note = _text("note", branch.note, branch.own, language)
    return Topic(
        text=_text("text", text, branch.own, language) or Text(text),
        note=note,
        link=words(branch.link),
        image=branch.own.get("image", ""),
        decision=branch.own.get("decision") == "true",
        children=below,
    )


def _text(key: str, seen: str, own: Mapping[str, str], language: str) -> Text | None:
    """What is seen in the other program, in all languages that travelled with it; a text that nobody changed is exactly the old one."""
    spoken = {tag: said for name, said in own.items() for head, at, tag in (name.partition("@"),) if head == key and at and LANGUAGE.fullmatch(tag)}
    if spoken:
        if all(words(said) != words(seen) for said in spoken.values()):
            spoken[language if language in spoken else next(iter(spoken))] = seen
        spoken = {tag: said for tag, said in spoken.items() if said}
        return Text(spoken) if spoken else None
    whole = own.get(key, "")
    if words(whole) == words(seen):
        seen = whole or seen
    return Text(seen) if seen else None
