"""`worksheets.pdf`: paper to be filled in at the audit, a sheet of paper for each process, bound with a list of them before.

No part of the manual and nothing that anybody approved: it asks, the auditor answers by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from procdocs import binder
from procdocs.diagrams.fonts import STACK, font_list
from procdocs.execution.target import Source, Target
from procdocs.languages import words
from procdocs.manual.model import Entry, Manual, Row, Table
from procdocs.manual.registers.worksheets import SHEET, verdicts
from procdocs.manual.rich import plain
from procdocs.writers import Options
from procdocs.writers.anchors import WORKSHEETS
from procdocs.writers.markup.escaping import fragment, identifier, rich_text
from procdocs.writers.print.bound import ENGINE, UNLIKE, Bundle, bundled, shown
from procdocs.writers.print.html import beside_link, tongue
from procdocs.writers.print.press import press
from procdocs.writers.print.sheet import SIBLING, Press, Sheet, blank

#: Where what is bound lies, so to speak.
PARTS = "worksheets/"
#: Columns of the table: part, what is written, question; the others are left empty by the manual.
_PART, _WRITTEN, _QUESTION = range(3)


class Question(NamedTuple):
    """Lines of a sheet that one question is asked of: what the part is called, the question, what the system says in each line and how it looks."""

    part: str
    question: str
    lines: tuple[tuple[Markup, str], ...]


def plan(manual: Manual, options: Options) -> Iterator[Target]:
    """The bound file and its parts; nothing where only some documents are wanted, or the project has no process."""
    found = next((entry for entry in manual.entries if entry.apart), None)
    if options.only or found is None:
        return
    writing = _Writing(manual, found, options, press())
    parts: list[tuple[str, binder.Part]] = []
    for table in writing.tables:
        path = f"{PARTS}{table.anchor.removeprefix(SHEET)}.pdf"
        parts.append((path, binder.Part(writing.anchor(table), table.caption, binder.Chapter(identifier(found.id), found.title))))
        sheet, sources = writing.sheet(table), writing.sources(table)
        yield Target(path, sheet, ENGINE, away=True, size=len(sheet.html), delivered=False, name=f"{found.title} {table.caption}", sources=sources, unlike=UNLIKE)
    stamp = binder.Stamp("", " / ", "")
    title = f"{manual.organisation} {found.title}"
    setting = binder.Binding(title, tongue(manual.language), stamp, elsewhere=(("documents/", "documents/"), ("manual.pdf", "manual.pdf")))
    sources = tuple(source for table in writing.tables for source in writing.sources(table))
    specimen = writing.specimen(" ".join(shown(stamp, tuple(parts))))
    yield from bundled(Bundle(WORKSHEETS, found.title, PARTS, tuple(parts), writing.front(title), specimen, setting, sources), writing.press)


class _Writing:
    """The sheets as HTML. They share one template, which has all their style: pages of the manual look otherwise."""

    def __init__(self, manual: Manual, entry: Entry, options: Options, printed_by: Press) -> None:
        self.manual, self.entry, self.options, self.press = manual, entry, options, printed_by
        self.tables = tuple(block for block in entry.blocks if isinstance(block, Table) and block.anchor)

    def anchor(self, table: Table) -> str:
        """The name of the place where the sheet of a process begins, as links have it."""
        return identifier(self.entry.id, table.anchor)

    def sources(self, table: Table) -> tuple[Source, ...]:
        """The file of the process."""
        process = self.manual.by_id.get(table.anchor.removeprefix(SHEET))
        return (Source(process.path, process.source),) if process else ()

    def sheet(self, table: Table) -> Sheet:
        """The sheet of one process: what is filled in at its head, a line for each thing that is asked, signatures."""
        process = self.manual.by_id.get(table.anchor.removeprefix(SHEET))
        control = process.control if process else self.manual.control
        against = " · ".join(word for word in (control.number, control.revision and words(self.manual.language)("print.revised", revision=control.revision)) if word)
        values = {"id": self.anchor(table), "process": process, "questions": tuple(self._questions(table.rows)), "against": against}
        return self._printed("sheet", table.caption, **values)

    def front(self, title: str) -> Sheet:
        """What it is, how it is used, and the page of each sheet; blanks stand for pages nobody knows yet."""
        listed = [(self._own(self.anchor(table)), table.caption, blank(self.anchor(table))) for table in self.tables]
        return self._printed("front", title, listed=listed)

    def specimen(self, characters: str) -> Sheet:
        """A page whose foot shows these characters."""
        return self._printed("specimen", self.entry.title, characters=characters)

    def _questions(self, rows: tuple[Row, ...]) -> Iterator[Question]:
        for (part, question), asked in groupby(rows, lambda row: (plain(row.cells[_PART].rich), plain(row.cells[_QUESTION].rich))):
            yield Question(part, question, tuple((Markup(rich_text(row.cells[_WRITTEN].rich, self._link)), row.cells[_WRITTEN].look) for row in asked))

    def _link(self, target: str) -> str | None:
        """Documents and the manual are linked where they are made."""
        entry = self.manual.by_id.get(target.partition("#")[0])
        if entry is not None and entry.apart:
            return self._own(fragment(target))
        return beside_link(self.manual, target) if "pdf" in self.options.linked else None

    def _own(self, anchor: str) -> str:
        return f"{SIBLING}#{quote(anchor, safe='~%')}"

    def _printed(self, part: str, title: str, **values: Any) -> Sheet:
        manual = self.manual
        shared = {
            "part": part,
            "title": title,
            "entry": self.entry,
            "manual": manual,
            "lang": tongue(manual.language),
            "say": words(manual.language),
            "verdicts": verdicts(manual.language),
            "paper": "letter" if manual.paper.lower() == "letter" else "A4",
            "palette": manual.palette,
            "fonts": Markup(font_list((*manual.fonts, *STACK))),  # noqa: S704 - names are quoted for CSS
        }
        return Sheet(self.options.templates.render("print-worksheets.html.j2", shared | values), {}, (), None, self.press)
