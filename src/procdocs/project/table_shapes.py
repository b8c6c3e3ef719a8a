"""Where the lists in a sheet begin and end: rows of heads, lists below one another and side by side. Reads no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from procdocs.project.model import normalised
from procdocs.project.table_heads import HEADS, LISTS, OUTSIDE
from procdocs.project.table_rows import Field, Grid

#: `ISO 9001 clause`, `IATF16949标准条款号`.
_CLAUSES = re.compile(
    r"(?:(?:ISO|IATF|GB|DIN|EN|VDA)[\w\s/.:-]{0,24}|标准|体系|质量管理体系|对应|相关)?\s*(?:标准)?(?:条款号?|要素|clauses?(?: no\.?)?|normkapitel|kapitel)", re.IGNORECASE
)
#: Rows in which the heads are looked for; above them stand titles.
HEAD_ROWS = 12


@dataclass(frozen=True)
class Table:
    """A list with its head row found: field of each column, "" for none. `external`: its name says that its documents come from outside."""

    list: str
    external: bool
    heads: tuple[Field, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[Field, ...], ...]


def tables(path: str, grid: Grid) -> Iterator[Table]:
    """The lists in a grid: one below the other, each with its heads, or side by side under one row in which the heads come again."""
    rest = grid.rows
    while (table := _table(path, grid._replace(rows=rest))) is not None:
        usual = {word for said in HEADS[table.list].values() for word in said} | {head.text for head in table.heads}
        known = _known(table.list)
        heads = (at for at, row in enumerate(table.rows) if sum(cell.text in usual for cell in row) > 1 and _is_head(table.list, _fields(known, row)))
        again = next(heads, len(table.rows))
        yield from _side_by_side(replace(table, rows=table.rows[:again]))
        rest = table.rows[again:]


def _side_by_side(table: Table) -> Iterator[Table]:
    """A table whose heads come again further right as the tables that it is."""
    known = _known(table.list)
    texts = [normalised(head.text) for head in table.heads]
    again = next((at for at, text in enumerate(texts) if known.get(_head_word(text)) and text in texts[:at] and _is_head(table.list, _fields(known, table.heads[at:]))), 0)
    while again and texts[again - 1] and texts[again - 1] in texts[: again - 1]:
        again -= 1
    if not again:
        yield table
        return
    yield replace(table, heads=table.heads[:again], fields=table.fields[:again], rows=tuple(row[:again] for row in table.rows))
    heads = table.heads[again:]
    yield from _side_by_side(replace(table, heads=heads, fields=_each_once(_fields(known, heads)), rows=tuple(row[again:] for row in table.rows)))


def _known(kind: str) -> Mapping[str, str]:
    """Field by the words of a head, as they are looked up."""
    return {normalised(word): field for field, said in HEADS[kind].items() for word in (field, *said)}


def _fields(known: Mapping[str, str], heads: Iterable[Field]) -> tuple[str, ...]:
    """The field of each head; "" for none. A head that speaks of clauses, whatever else it says, is that of the clauses where a list has them."""
    clauses = next((field for field in ("clause", "clauses") if field in known), "")
    return tuple(known.get(_head_word(head.text), "") or (clauses if _CLAUSES.fullmatch(head.text.strip()) else "") for head in heads)


def _each_once(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The fields, of each the first column only."""
    return tuple("" if field in fields[:index] else field for index, field in enumerate(fields))


def promised(path: str, grid: Grid) -> str:
    """The list that a sheet, or a file of one, is by its name; "" if the name tells nothing."""
    named = normalised(grid.name or PurePosixPath(path).stem)
    return next((name for name, marks in LISTS.items() if any(normalised(mark) in named for mark in marks)), "")


def _table(path: str, grid: Grid) -> Table | None:
    """The first list in a grid, with all rows below its heads; None where no row of heads is found."""
    named = normalised(grid.name or PurePosixPath(path).stem)
    preferred = promised(path, grid)
    best: tuple[int, Table] | None = None
    for kind in (preferred,) if preferred else tuple(HEADS):
        known = _known(kind)
        for number, row in enumerate(grid.rows[:HEAD_ROWS]):
            fields = _fields(known, row)
            if not _is_head(kind, fields):
                continue
            body = grid.rows[number + 1 :]
            heads = row
            if body and _continues(row, body[0], fields, kind):
                heads, body = _joined_heads(row, body[0]), body[1:]
                fields = _fields(known, heads)
            understood = len(set(fields) - {""})
            if best is None or understood > best[0]:
                # Where the name tells nothing, it is the list of which most heads are understood.
                best = understood, Table(kind, any(mark in named for mark in OUTSIDE), heads, _each_once(fields), body)
            break
    return best[1] if best else None


def _head_word(text: str) -> str:
    """A head as it is looked up: without a remark in brackets behind it, and without a colon."""
    return re.sub(r"[((].*[))]$", "", normalised(text)).strip(":") or normalised(text)


def needed(kind: str) -> tuple[str, ...]:
    """The fields without which a row names no list of a kind."""
    return {"documents": ("number", "title"), "records": ("name",), "objectives": ("name",), "customer_requirements": ("customer", "requirement")}.get(kind, ("clause",))


def _is_head(kind: str, fields: tuple[str, ...]) -> bool:
    both = kind in ("documents", "records") and "both" in fields
    return (both or set(needed(kind)) <= set(fields)) and (both or len({field for field in fields if field}) >= (1 if kind == "responsibilities" else 2))


def _continues(heads: tuple[Field, ...], below: tuple[Field, ...], fields: tuple[str, ...], kind: str) -> bool:
    """Whether the row below the heads goes on with them: 职能部门 over 厂长, 办公室 and so on. It says nothing in the columns that make a row."""
    making = {"documents": ("number", "title", "both"), "records": ("number", "name", "both"), "objectives": ("name",), "customer_requirements": ("customer",)}.get(
        kind, ("clause",)
    )
    # A head that is merged over both rows stands in both.
    said = [cell.text for head, cell, field in zip(heads, below, fields, strict=False) if field in making and cell.text != head.text]
    new = [cell for at, cell in enumerate(below) if cell.text and (at >= len(heads) or not fields[at])]
    return len(new) >= 2 and not any(said)


def _joined_heads(heads: tuple[Field, ...], below: tuple[Field, ...]) -> tuple[Field, ...]:
    """Two rows of heads as one: what stands below counts."""
    width = max(len(heads), len(below))
    return tuple(below[at] if at < len(below) and below[at].text else heads[at] for at in range(width) if at < len(heads) or below[at].text)
