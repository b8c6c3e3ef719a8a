"""What an approver has approved, as a hash: the words of a document, its order, its numbers, and the pictures and unnumbered diagrams it shows.

Not in it: comments, quotes, order of keys, layout, short forms, defaults written out, results of measures, and everything that tells of
the approval itself or of copies. An upgrade of procdocs must void no approval: the form is frozen as `pd1` and kept by golden hashes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from procdocs.schema import Document
from procdocs.schema.base import Part, Text
from procdocs.schema.control import Control

if TYPE_CHECKING:
    from procdocs.project.model import Project

#: The form of the hash of what is approved, and of that of what is printed of others.
CONTENT, CONTEXT = "pd1", "cx1"
#: Keys of `document:` that are part of what is approved; the others tell of the approval, or where copies lie.
_CONTROLLED = frozenset(("number", "title", "owner", "confidentiality", "supersedes", "language", "origin"))
#: Values that change without a revision, because they are results and no rules.
_RESULTS = frozenset((("Measure", "result"), ("Measure", "results"), ("Measure", "action"), ("Objective", "results")))
_PICTURE = re.compile(r"!\[[^\]\[]{0,500}\]\(\s*<?([^)\s>]+)")
_DIAGRAM = "diagram:"


def content(project: Project, document: Document, language: str) -> str:
    """The hash of what is approved of a document in a language: `pd1:` and 64 figures."""
    return _hashed(CONTENT, _content(project, document, language, frozenset()))


def contents(project: Project, document: Document) -> dict[str, str]:
    """The hash of what is approved, for each language of the project."""
    return {language: content(project, document, language) for language in project.languages}


def context(project: Project, document: Document, language: str) -> str:
    """The hash of what the page prints of others: names of processes, departments, roles and cited documents. `cx1:` and 64 figures.

    If only this changes, the document stays approved and is to be printed again.
    """
    from procdocs.project.names import actor_name, end_name, title_of_number

    said: dict[str, str] = {}
    for word in _words(document):
        if word in project.process_by_id or word in project.parties:
            said[word] = end_name(project, word, language)
        elif word in project.departments or word in project.roles:
            said[word] = actor_name(project, word, language)
        elif title := title_of_number(project, word, language):
            said[word] = title
    said.pop(document.id, None)
    return _hashed(CONTEXT, said)


def short(hash_: str) -> str:
    """The first twelve figures of a hash, as they are printed."""
    return hash_.partition(":")[2][:12]


def _hashed(form: str, value: Any) -> str:
    data = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{form}:{hashlib.sha256(data.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _content(project: Project, document: Document, language: str, above: frozenset[str]) -> dict[str, Any]:
    first = project.languages[0]
    body = _canonical(document, language, first)
    body["document"] = _canonical(project.stated_control(document), language, first)
    shown = list(_shown(document))
    diagrams: dict[str, Any] = {}
    for id in sorted({name.removeprefix(_DIAGRAM) for name in shown if name.startswith(_DIAGRAM)}):
        other = project.by_id.get(id)
        if other is not None and id not in above | {document.id}:
            number = other.document.number if other.document is not None else ""
            # What has a number is approved by itself.
            diagrams[id] = number or _hashed(CONTENT, _content(project, other, language, above | {document.id}))
    return {"content": body, "pictures": _pictures(project, document, shown), "diagrams": diagrams}


def _canonical(value: Any, language: str, first: str) -> Any:
    """A value as JSON knows it, without what says nothing of its own."""
    if isinstance(value, Text):
        return _said(value.say(language, first))
    if isinstance(value, Part):
        out = {}
        for name, info in type(value).model_fields.items():
            one = getattr(value, name)
            apart = (name == "document" and isinstance(one, Control)) or (isinstance(value, Control) and name not in _CONTROLLED)
            told_elsewhere = apart or (type(value).__name__, name) in _RESULTS
            # A default that is written out says the same as one that is left out.
            if not told_elsewhere and one not in (None, (), {}, "") and one != info.default:
                out[name] = _canonical(one, language, first)
        return out
    if isinstance(value, tuple | list):
        return [_canonical(one, language, first) for one in value]
    if isinstance(value, dict):
        return {key: _canonical(one, language, first) for key, one in value.items()}
    if isinstance(value, Decimal):
        return str(value.normalize())
    return value.isoformat() if isinstance(value, datetime.date) else _said(value) if isinstance(value, str) else value


def _said(text: str) -> str:
    """A text without differences that nobody reads: forms of one character, line ends, blanks at the end of a line that are no line break."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip().split("\n")
    followed = zip(lines, [*lines[1:], ""], strict=True)
    # In Markdown two blanks before a further line of the paragraph are a line break.
    return "\n".join(line.rstrip() + ("  " if line.endswith("  ") and following.strip() else "") for line, following in followed)


def _shown(value: Any) -> Iterator[str]:
    """What a document shows, as it is written: paths of pictures, and diagrams as `diagram:ID`."""
    if isinstance(value, Text):
        for said in value.by_language.values():
            yield from _PICTURE.findall(said)
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            one = getattr(value, name)
            if name == "image" and one:
                yield one
            elif name == "diagram" and one:
                yield f"{_DIAGRAM}{one}"
            else:
                yield from _shown(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _shown(one)


def _pictures(project: Project, document: Document, shown: list[str]) -> dict[str, str]:
    from procdocs.project.pictures import picture_path

    folder = posixpath.dirname(document.span().path)
    found = {}
    for written in shown:
        path = picture_path(written, folder)
        if path in project.pictures:
            # By its name as written: moving the document with its pictures changes nothing.
            found[written] = hashlib.sha256(project.pictures[path]).hexdigest()
    return found


def _words(value: Any) -> Iterator[str]:
    """Every plain word of a document: what may be an id or a number."""
    if isinstance(value, Part):
        for name in type(value).model_fields:
            yield from _words(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, str) and value:
        yield value
