"""The editable workbook on its way back: only cells that changed become edits, rows that came or went become items that come or go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from procdocs.editing import Draft
from procdocs.editing.actions import Action, act
from procdocs.editing.grid import HOLDER, LISTS, LONGEST, SEPARATORS, Column, Grid, Row, changed, digest, grid, settled
from procdocs.editing.places import Unclear
from procdocs.interchange import Refused
from procdocs.interchange.packages import Package
from procdocs.interchange.told import Losses
from procdocs.project import Project
from procdocs.project.load import SETTINGS_FILE
from procdocs.project.own_workbooks import MARK
from procdocs.project.workbook import Cells, Unreadable, sheets
from procdocs.readers import About, Handed, Taken
from procdocs.readers.filing import file_new
from procdocs.schema import Process
from procdocs.source.edit import CannotEdit

#: The row of the heads; what is above it is hidden.
_HEADS = 2
#: Later than any item of a list: a new one comes at its end.
_LAST = 1_000_000


class _Line(NamedTuple):
    """A row of a sheet that holds something."""

    number: int
    key: str
    digests: tuple[str, ...]
    holder: str
    #: Texts by the id of their column; a column that is no longer there is none of them.
    texts: Mapping[str, str]


def read(project: Project, files: tuple[Handed, ...], _form: str) -> Taken:
    """What was changed in workbooks, one after the other."""
    draft = Draft(project.sources)
    items: dict[str, int] = defaultdict(int)
    told: list[About] = []
    refused: list[tuple[str, Refused]] = []
    for file in files:
        losses = Losses()
        try:
            _read(project, draft, file.data, losses, items)
        except Refused as problem:
            refused.append((file.name, problem))
        told.extend(About(file.name, one) for one in losses.told)
        if any(one.key == "conflict" for one in losses.told):
            refused.append((file.name, Refused("conflicts", count=sum(one.key == "conflict" for one in losses.told))))
            return Taken(told=tuple(told), refused=tuple(refused))
    change = draft.change()
    return Taken(change, {path: count for path, count in items.items() if path in change.after}, tuple(told), tuple(refused))


def _read(project: Project, draft: Draft, data: bytes, losses: Losses, items: dict[str, int]) -> None:
    Package(data)
    try:
        found = {cells.rows.get(1, {}).get(1, "").removeprefix(MARK): cells for cells in sheets(data) if cells.rows.get(1, {}).get(1, "").startswith(MARK)}
    except Unreadable as problem:
        raise Refused("workbook") from problem
    if not found:
        raise Refused("no_exchange")
    for name, cells in found.items():
        if name not in LISTS:
            losses.tell("other_version", cells.title, name=name)
            continue
        _Sheet(project, grid(project, name), cells, losses).carry_out(draft, items)


class _Sheet:
    """One sheet against its list as it is now."""

    def __init__(self, project: Project, now: Grid, cells: Cells, losses: Losses) -> None:
        self._project, self._now, self._cells, self._losses = project, now, cells, losses
        self._rows = {row.key: row for row in now.rows}
        self._columns = {column.id: (number, column) for number, column in enumerate(now.columns)}

    def carry_out(self, draft: Draft, items: dict[str, int]) -> None:
        """Do everything in a draft: values, then items that go from the last to the first, then new ones."""
        seen: set[str] = set()
        sets: list[tuple[int, Action]] = []
        new: list[_Line] = []
        for line in self._lines():
            row = self._rows.get(line.key)
            if not line.key or line.key in seen:
                new.append(line)
                continue
            seen.add(line.key)
            if row is None:
                self._gone(line)
            else:
                sets.extend((line.number, action) for action in self._changes(line, row))
        removed = [row for key, row in self._rows.items() if key not in seen and digest(key) in self._exported()]
        for number, action in sets:
            self._do(draft, items, number, action)
        for row in sorted(removed, key=lambda row: (row.document, row.path[1:]), reverse=True):
            self._remove(draft, items, row)
        for line in new:
            self._add(draft, items, line)

    def _head(self) -> dict[int, str]:
        return {at: text.strip() for at, text in self._cells.rows[1].items() if at > 2}

    def _exported(self) -> frozenset[str]:
        """Digests of the keys of all rows that were written out."""
        return frozenset(one for text in self._head().values() if text.startswith("keys:") for one in text.removeprefix("keys:").split())

    def _lines(self) -> Iterator[_Line]:
        head = self._head()
        for number, cells in sorted(self._cells.rows.items()):
            texts = {name: settled(cells.get(at, "")) for at, name in head.items() if name in self._columns}
            holder = next((settled(cells.get(at, "")) for at, name in head.items() if name == HOLDER), "")
            if number > _HEADS and (holder or any(texts.values())):
                yield _Line(number, cells.get(1, "").strip(), tuple(cells.get(2, "").split()), holder, texts)

    def _changes(self, line: _Line, row: Row) -> Iterator[Action]:
        for name, text in line.texts.items():
            number, column = self._columns[name]
            base = line.digests[number] if number < len(line.digests) else ""
            now = row.cells[number]
            if digest(text) == base or text == now or len(now) > LONGEST:
                continue
            if digest(now) == base:
                yield changed(self._project, row, column, text)
            else:
                self._losses.tell("conflict", self._place(line.number), column=column.id, theirs=text, ours=now)

    def _place(self, number: int) -> str:
        return f"{self._cells.title}:{number}"

    def _gone(self, line: _Line) -> None:
        """A row whose item is no longer there: nothing to do, unless somebody changed it."""
        values = [line.texts.get(name, "") for name in self._columns]
        if any(base != digest(text) for base, text in zip(line.digests, values, strict=False)):
            self._losses.tell("conflict", self._place(line.number), column=line.holder, theirs=next(filter(None, values), ""), ours="")

    def _do(self, draft: Draft, items: dict[str, int], number: int, action: Action) -> None:
        try:
            act(self._project, draft, (action,))
            items[self._path(action.document)] += 1
        except (CannotEdit, Unclear):
            self._losses.tell("not_edited", self._place(number), name=action.document)

    def _remove(self, draft: Draft, items: dict[str, int], row: Row) -> None:
        called = next(filter(None, row.cells), row.document)
        if not row.path:
            self._losses.tell("kept_document", self._cells.title, name=row.document)
            return
        self._losses.tell("removed", self._cells.title, name=called, document=row.document)
        self._do(draft, items, 0, Action("remove", row.document, row.path))

    def _add(self, draft: Draft, items: dict[str, int], line: _Line) -> None:
        item = {column.key: said for column in self._now.columns if (said := self._said(column, line)) is not None}
        if not self._now.list.path:
            self._new_process(draft, items, line, item)
            return
        holder = line.holder or (SETTINGS_FILE if self._now.list.name in ("departments", "roles") else "")
        if holder not in self._project.by_id and holder not in self._project.sources:
            self._losses.tell("whose", self._place(line.number), name=line.holder)
            return
        self._losses.tell("added", self._place(line.number), document=holder)
        self._do(draft, items, line.number, Action("add", holder, (*self._now.list.path, _LAST), item))

    def _said(self, column: Column, line: _Line) -> Any:
        """What a new row says under a key: a text in several languages as a group."""
        texts = {one.language: line.texts.get(one.id, "") for one in self._now.columns if one.key == column.key}
        texts = {language: text for language, text in texts.items() if text}
        if not texts:
            return None
        if not column.language or set(texts) == {self._project.languages[0]}:
            (text,) = texts.values()
            return [one for one in SEPARATORS.split(text) if one] if column.is_list else text
        return texts

    def _new_process(self, draft: Draft, items: dict[str, int], line: _Line, item: dict[str, Any]) -> None:
        try:
            process = Process.model_validate({"kind": "process", **item})
        except ValidationError as problem:
            self._losses.tell("no_process", self._place(line.number), name=str(problem.errors()[0]["loc"][0]))
            return
        if process.id in self._project.by_id:
            self._losses.tell("taken", self._place(line.number), name=process.id)
            return
        items[file_new(draft, process)] += 1

    def _path(self, document: str) -> str:
        known = self._project.by_id.get(document)
        return known.span().path if known is not None else document
