"""A project as lists of rows and columns, for spreadsheets: what stands in each cell, and the actions that a changed cell means. Pure.

A row is known by its document, its list, and what its item was called when it was written out; not by its place, so rows may be sorted and moved.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from procdocs.editing.actions import Action
from procdocs.editing.places import CALLED
from procdocs.project import Project
from procdocs.project.load import SETTINGS_FILE
from procdocs.schema import Flowchart, Part, Process, Register, Settings, Text
from procdocs.schema.models import choices_in, model_at, part_in
from procdocs.schema.values import fields_of, value_of
from procdocs.source.address import Address
from procdocs.source.edit import Path

#: The first column of every list: the document or file that holds the row.
HOLDER = "document"
#: A longer text is no text of a cell: it is shown cut off, and never taken back, in characters.
LONGEST = 20_000
SEPARATORS = re.compile(r"\s*[,，、;；\n]\s*")


class List(NamedTuple):
    """A list of the workbook: its name, the model of the file that holds it, and where in it the items are; nowhere: the file itself is the row."""

    name: str
    top: type[Part]
    path: tuple[str, ...] = ()

    @property
    def item(self) -> type[Part]:
        """The model of a row."""
        found = model_at(self.top, self.path) if self.path else self.top
        assert found is not None
        return found


LISTS: Mapping[str, List] = {
    one.name: one
    for one in (
        List("processes", Process),
        *(List(key, Process, (key,)) for key in ("inputs", "outputs", "resources", "people", "measures", "risks", "records", "documents")),
        List("steps", Flowchart, ("steps",)),
        List("departments", Settings, ("departments",)),
        List("roles", Settings, ("roles",)),
        List("requirements", Register, ("customer_requirements",)),
        List("objectives", Register, ("objectives",)),
        List("master_list", Register, ("documents",)),
        List("kept_records", Register, ("records",)),
    )
}


class Column(NamedTuple):
    """A column: the key of the language, for a text in several languages also which one, and what may stand in it."""

    key: str
    language: str = ""
    choices: tuple[str, ...] = ()
    #: What its words name: `department`, `process` and so on; "" for none.
    names: str = ""
    is_list: bool = False

    @property
    def id(self) -> str:
        """As it is written in the hidden head: `name@en`."""
        return f"{self.key}@{self.language}" if self.language else self.key


@dataclass(frozen=True)
class Row:
    """A row: its key, where its item stands now, and what is in its cells."""

    key: str
    document: str
    path: Path
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A list with its columns and rows."""

    list: List
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def grid(project: Project, name: str) -> Grid:
    """A list of the project as it is now."""
    wanted = LISTS[name]
    held = [(holder, path, item) for holder, top in _tops(project, wanted.top) for path, item in _items(top, wanted.path)]
    columns = _columns(wanted, [item for _, _, item in held], project.languages)
    rows: list[Row] = []
    seen: Counter[str] = Counter()
    for holder, path, item in held:
        called = "" if not wanted.path else _called(item)
        key = "|".join((holder, ".".join(wanted.path), digest(called) if called else ""))
        seen[key] += 1
        rows.append(Row(f"{key}|{seen[key]}", holder, path, tuple(_cell(item, column, project.languages[0]) for column in columns)))
    return Grid(wanted, columns, tuple(rows))


def _tops(project: Project, model: type[Part]) -> Iterator[tuple[str, Part]]:
    """What holds lists, by the document or file it is."""
    if model is Settings:
        yield SETTINGS_FILE, project.settings
    elif model is Register:
        yield from ((register.span().path, register) for register in project.registers if register.span().path in project.sources)
    else:
        yield from ((document.id, document) for document in project.documents if isinstance(document, model))


def _items(top: Part, path: tuple[str, ...]) -> Iterator[tuple[Path, Part]]:
    if not path:
        yield (), top
        return
    (key,) = path
    name = next(name for name, info in type(top).model_fields.items() if (info.alias or name) == key)
    yield from (((key, number), item) for number, item in enumerate(getattr(top, name)))


def _called(item: Part) -> str:
    fields = fields_of(item)
    key = next((key for key in (*CALLED, "customer", "role") if key in fields), "")
    return f"{key}:{value_of(fields[key])}" if key else repr(value_of(item))


def _columns(wanted: List, items: Sequence[Part], languages: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a list: of its model's keys those that hold a text, a word, or a list of words; a text has a column for each language it is said in."""
    model = wanted.item
    found: list[Column] = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        annotation = str(info.annotation)
        if key == "kind" or part_in(info.annotation) is not None or "dict" in annotation or ("Text" in annotation and "tuple" in annotation):
            continue
        if "Text" in annotation:
            said = {language for item in items for text in (getattr(item, name),) if isinstance(text, Text) for language in text.by_language}
            found.extend(Column(key, language) for language in (*languages, *sorted(said - {"", *languages})))
        else:
            found.append(Column(key, "", choices_in(info.annotation), str(model.naming.get(name, "")), "tuple" in annotation))
    return tuple(found)


def _cell(item: Part, column: Column, first: str) -> str:
    said = fields_of(item).get(column.key)
    if isinstance(said, Text):
        return settled(said.by_language.get(column.language, "") or (said.by_language.get("", "") if column.language == first else ""))
    value = value_of(said)
    return settled(", ".join(map(str, value)) if isinstance(value, list) else str(value or ""))


def settled(text: str) -> str:
    """A text of a cell as it is compared: without what spreadsheets add to line ends."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def digest(text: str) -> str:
    """A short digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def changed(project: Project, row: Row, column: Column, text: str) -> Action:
    """The action that gives a cell another text; "" takes the key away."""
    at = (*row.path, column.key)
    if column.language:
        return _translated(project, row, column, text)
    value: Any = [one for one in SEPARATORS.split(text) if one] if column.is_list else text
    return Action("set", row.document, at, value or None)


def _translated(project: Project, row: Row, column: Column, text: str) -> Action:
    """A text in one language; where it was written once for all, it becomes a text in several if they differ."""
    at = (*row.path, column.key)
    try:
        said = project.at(Address(row.document, at))
    except LookupError:
        said = None
    texts = dict(said.by_language) if isinstance(said, Text) else {}
    first = project.languages[0]
    if set(texts) <= {""} and column.language == first:
        return Action("set", row.document, at, text or None)
    if "" in texts:
        texts = {first: texts[""]}
    texts[column.language] = text
    texts = {language: one for language, one in texts.items() if one}
    if isinstance(said, Text) and set(said.by_language) == set(texts):
        return Action("set", row.document, at, text, language=column.language)
    return Action("set", row.document, at, texts or None)
