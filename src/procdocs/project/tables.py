"""Lists kept in CSV or Excel, read in place as registers. Finds the head row and turns rows into what YAML would have said.

The schema judges the values; places are those of the cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.project.codes import PD220, PD221
from procdocs.project.doubts import written_at
from procdocs.project.model import normalised
from procdocs.project.numbers import number_key, parted
from procdocs.project.own_workbooks import own_workbook
from procdocs.project.private import marked, marks
from procdocs.project.table_heads import DEPARTMENTS, EVERYBODY, HEADS, IGNORED, LEVELS, LISTS, OF_MATRICES, SEVERAL
from procdocs.project.table_names import Names, bare
from procdocs.project.table_rows import Field, Grid, csv_grid, shortened, spelt_out, without_notes, workbook_grids
from procdocs.project.table_shapes import Table, needed, promised, tables
from procdocs.project.workbook import Unreadable
from procdocs.schema import Register, Settings
from procdocs.schema.clause import clause_key
from procdocs.schema.validate import recover
from procdocs.source.node import CellNode, Node, cell_node

ENDINGS = (".csv", ".xlsx")
#: Larger files are not read, in bytes.
TABLE_LIMIT = 10_000_000
_SEPARATORS = re.compile(r"[,，、;；\n]+")
#: The unit of a column of figures: `保存期(年)`.
_UNIT = re.compile(r"[((/]\s*(个?月|年|months?|years?)\s*[))]?\s*$", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def read_table(path: str, data: bytes, settings: Settings) -> tuple[Register | None, list[Diagnostic], frozenset[str], frozenset[str]]:
    """The register in a CSV or Excel file, what is wrong with it, the lists in it that had mistakes, and what their rows with mistakes say. Never raises for bad input."""
    found: list[Diagnostic] = []
    try:
        if len(data) > TABLE_LIMIT:
            raise Unreadable("size")
        if path.lower().endswith(".csv"):
            grid, found = csv_grid(path, data)
            grids: tuple[Grid, ...] = (grid,)
        else:
            grids = workbook_grids(path, data)
            if ours := own_workbook(grids):
                # All of it is written elsewhere: nothing is missing without it.
                return None, [diagnose(PD220, Span(path), ours)], frozenset(), frozenset()
    except Unreadable as reason:
        return None, [diagnose(PD220, Span(path), str(reason))], frozenset(Register.model_fields), frozenset()
    names = Names(settings)
    rows: dict[str, list[Node]] = {}
    passed_over: list[Diagnostic] = []
    doubtful: frozenset[str] = frozenset()
    for written in grids:
        grid, mistakes = shortened(_marked(written) if marks(settings) else written)
        found.extend(mistakes)
        sheet = grid.name if len(grids) > 1 else ""
        read = list(tables(path, grid))
        if not read and sheet:
            passed_over.extend(_passed_over(path, grid))
        for table in read:
            found.extend(_unknown_columns(table, names))
            lines = without_notes(spelt_out(table.rows))
            leading = _leading(table, lines, names)
            doubtful |= _under_unknown(table, lines, names, leading)
            rows.setdefault(table.list, []).extend(one for row in lines if _is_row(table, row) for one in _row(table, row, names, sheet, leading))
    if not rows:
        lists = ", ".join(f"{name} ({_chinese(LISTS[name])})" for name in HEADS)
        return None, [*found, diagnose(PD220, Span(path, 1, 1), "heads", lists=lists)], frozenset(Register.model_fields), frozenset()
    found.extend(passed_over)
    top = Span(path, 1, 1)
    whole = cell_node(top, pairs={kind: cell_node(top, items=items) for kind, items in rows.items()})
    register, mistakes, damaged = recover(Register, whole)
    return register, [*found, *mistakes], damaged, written_at(whole, mistakes) | doubtful


def _marked(grid: Grid) -> Grid:
    return grid._replace(rows=tuple(tuple(cell._replace(text=marked(cell.text)) for cell in row) for row in grid.rows))


def _passed_over(path: str, grid: Grid) -> Iterator[Diagnostic]:
    """A sheet that is a list by its name, and has no row of heads that are known."""
    kind = promised(path, grid)
    if kind and sum(any(cell.text for cell in row) for row in grid.rows) > 1:
        heads = " + ".join(_head(kind, field) for field in needed(kind))
        written = ", ".join(_head(kind, field) for field in HEADS[kind] if field != "both")
        yield diagnose(PD221, grid.rows[0][0].span, "sheet", head=grid.name, needed=heads, columns=written)


def _under_unknown(table: Table, rows: Iterable[tuple[Field, ...]], names: Names, leading: str) -> frozenset[str]:
    """The clauses of a matrix in whose rows the lead stands under a head that is nobody: who it is cannot be said."""
    if table.list != "responsibilities" or "clause" not in table.fields:
        return frozenset()
    unread = [at for at, head in enumerate(table.heads) if not table.fields[at] and head.text and not _department(table, head, names)]
    at = table.fields.index("clause")
    found = (row[at].text for row in rows if len(row) > at and any(names.signs.get(row[one].text[:1]) == leading for one in unread if one < len(row)))
    return frozenset(clause for text in found for clause in _clauses_in(text))


def _head(kind: str, field: str) -> str:
    """A column as messages name it: `number (编号)`."""
    word = _chinese(HEADS[kind][field])
    return f"{field} ({word})" if word else field


def _unknown_columns(table: Table, names: Names) -> Iterator[Diagnostic]:
    for head, field in zip(table.heads, table.fields, strict=True):
        known = (
            field
            or not head.text
            or normalised(head.text) in (IGNORED | OF_MATRICES if table.list == "responsibilities" else IGNORED)
            or _department(table, head, names)
            or bare(head.text) in names.standards
        )
        if known:
            continue
        columns = ", ".join(_head(table.list, field) for field in HEADS[table.list] if field != "both")
        matrix = table.list == "responsibilities"
        near = names.near(head.text) if matrix else ""
        yield diagnose(PD221, head.span, "unit-nearest" if near else "unit" if matrix else "", head=head.text, columns=columns, nearest=near)


def _chinese(said: Iterable[str]) -> str:
    """The first of several words that is Chinese; "" for none."""
    return next((word for word in said if not word.isascii()), "")


def _department(table: Table, head: Field, names: Names) -> str:
    """The department or role whose shares stand in a column of a responsibility matrix."""
    return names.owners.get(normalised(head.text), "") if table.list == "responsibilities" else ""


def _is_row(table: Table, row: tuple[Field, ...]) -> bool:
    """Neither empty nor a heading between rows, which fills a single cell of many."""
    filled = [(cell.text, field) for cell, field in zip(row, table.fields, strict=False) if cell.text]
    if len(filled) != 1 or table.list != "records":
        return len(filled) > 1
    # A single cell of a list of records is a record only if it is its number or name; beside them stand the numbers of empty lines.
    return filled[0][1] == "name" or (filled[0][1] in ("number", "both") and bool(re.search(r"\d", number_key(filled[0][0]))))


def _leading(table: Table, rows: Iterable[tuple[Field, ...]], names: Names) -> str:
    """Which share leads in a matrix: `main` where no sign for the lead stands in it, as in lists that know ▲ and △ only."""
    units = [bool(_department(table, head, names)) for head in table.heads]
    shares = {names.signs.get(cell.text[:1], "") for row in rows for cell, unit in zip(row, units, strict=False) if unit and cell.text}
    return "main" if "main" in shares and "lead" not in shares else "lead"


def _row(table: Table, row: tuple[Field, ...], names: Names, sheet: str, leading: str) -> list[Node]:
    """A row as the mapping that YAML would have held; one for each clause, where a row of the responsibility matrix names several."""
    place = next((cell.span for cell in row if cell.text), row[0].span)
    pairs: dict[str, Node] = {}
    for head, field, cell in zip(table.heads, table.fields, row, strict=False):
        if not cell.text:
            continue
        standard = names.standards.get(bare(head.text), "")
        if field == "both":
            _part_both(pairs, table, cell)
        elif field:
            pairs[field] = _value(field, head, cell, names)
        elif standard and table.list == "customer_requirements":
            clauses = pairs.setdefault("clauses", cell_node(cell.span, pairs={}))
            if clauses.pairs is not None:
                clauses.pairs[standard] = _several(cell, lambda text: text)
        elif department := _department(table, head, names):
            _add_share(pairs, department, cell, names, leading)
    _one_lead(pairs)
    _add_unsaid(pairs, table, place, names)
    if sheet and table.list in ("documents", "records"):
        pairs["list"] = cell_node(place, sheet, plain=False)
    if table.list != "responsibilities" or "clause" not in pairs:
        return [cell_node(place, pairs=pairs)]
    clause = pairs["clause"]
    return [cell_node(place, pairs={**pairs, "clause": cell_node(clause.span, one, plain=False)}) for one in _clauses_in(clause.value or "")]


def _add_unsaid(pairs: dict[str, Node], table: Table, place: Span, names: Names) -> None:
    """What a list leaves open because its name, its level or the project says it."""
    if table.list == "exclusions" and "standard" not in pairs and names.settings.standards:
        pairs["standard"] = cell_node(place, names.settings.standards[0], plain=False)
    if table.list == "documents" and "level" in pairs and "type" not in pairs and (meant := _level_type(pairs["level"].value or "")):
        pairs["type"] = cell_node(pairs["level"].span, meant, plain=False)
    if table.list == "documents" and table.external and "type" not in pairs:
        pairs["type"] = cell_node(place, "external", plain=False)


def _clauses_in(text: str) -> list[str]:
    """The clauses that a cell names, without their titles."""
    pieces = [clause_key(piece) for piece in _SEPARATORS.split(text) if piece.strip()]
    return [piece for piece in dict.fromkeys(pieces) if piece[:1].isdigit()] or [text]


def _level_type(level: str) -> str:
    """What a level such as `B`, `B级` or `二级` says of the type of a document."""
    folded = normalised(level)
    return LEVELS.get(re.sub(r"[级层类]$", "", folded).translate(str.maketrans("一二三四", "1234")), "")


def _part_both(pairs: dict[str, Node], table: Table, cell: Field) -> None:
    """Number and title of one cell as two values."""
    pieces = parted(cell.text)
    name = "title" if table.list == "documents" else "name"
    number = pieces.number if pieces else cell.text if number_key(cell.text).isascii() else ""
    if number:
        pairs["number"] = cell_node(cell.span, number, plain=False)
    if pieces or not number:
        pairs[name] = cell_node(cell.span, pieces.title if pieces else cell.text, plain=False)


def _add_share(pairs: dict[str, Node], department: str, cell: Field, names: Names, leading: str) -> None:
    """What a sign in a department's column says."""
    share = names.signs.get(cell.text[:1], "part")
    listed = pairs.setdefault("leads" if share == leading else share, cell_node(cell.span, items=[]))
    if listed.items is not None:
        listed.items.append(cell_node(cell.span, department, plain=False))


def _one_lead(pairs: dict[str, Node]) -> None:
    """The one department with the sign of the lead as such. Of several none leads: they count as mainly responsible, so that none is lost and the row is told."""
    leads = pairs.pop("leads", None)
    if leads is None or not leads.items:
        return
    if len(leads.items) == 1:
        pairs["lead"] = leads.items[0]
    elif (main := pairs.setdefault("main", cell_node(leads.span, items=[]))).items is not None:
        main.items.extend(leads.items)


def _value(field: str, head: Field, cell: Field, names: Names) -> CellNode:
    if field == "clauses":
        standard = next(iter(names.settings.standards), "")
        node = cell_node(cell.span, pairs={standard: _several(cell, lambda text: text)})
    elif field in SEVERAL:
        node = _several(cell, lambda text: _meant(field, text, names))
    else:
        unit = _UNIT.search(head.text) if field == "retention" and re.fullmatch(r"\d+(?:\.\d+)?", cell.text) else None
        node = cell_node(cell.span, _meant(field, cell.text, names) + (unit[1] if unit else ""), plain=False)
    node.head = head.span
    return node


def _several(cell: Field, meant: Callable[[str], str]) -> CellNode:
    pieces = [piece.strip() for piece in _SEPARATORS.split(cell.text) if piece.strip()]
    return cell_node(cell.span, items=[cell_node(cell.span, meant(piece), plain=False) for piece in pieces])


def _meant(field: str, text: str, names: Names) -> str:
    """A text of the list as YAML would say it: names of departments as ids, dates and words of choice in our form."""
    if field in DEPARTMENTS:
        return names.owners.get(normalised(text), "all" if EVERYBODY.fullmatch(normalised(text)) else text)
    if field == "standard":
        return names.standards.get(bare(text), text)
    if field == "type":
        return names.types.get(normalised(text), "other")
    if field == "status":
        return names.states.get(normalised(text), text)
    if field == "effective" and (hit := _DATE.fullmatch(text)):
        return f"{hit[1]}-{int(hit[2]):02}-{int(hit[3]):02}"
    return text
