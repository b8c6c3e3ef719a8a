"""The manual as a volume to be bound of the PDFs of its entries: says what goes in, in which order, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping

from procdocs import binder
from procdocs.execution.target import code
from procdocs.languages import words
from procdocs.manual.model import Manual
from procdocs.templating import Templates
from procdocs.writers.markup.escaping import identifier
from procdocs.writers.print.article import shown_title
from procdocs.writers.print.html import chapter_anchor, front_sheet, manual_day, manual_title, specimen_sheet
from procdocs.writers.print.sheet import Press, Volume


def volume(manual: Manual, paths: Mapping[str, str], templates: Templates, press: Press) -> Volume:
    """The manual of PDFs made of `document_sheet`, of every entry: documents, views and registers. `paths`: where each lies, by entry id."""
    say = words(manual.language)
    parts = []
    for chapter in manual.chapters:
        headed = binder.Chapter(chapter_anchor(chapter), f"{say('print.chapter', number=chapter.number)} {chapter.title}")
        parts += [(paths[entry.id], binder.Part(identifier(entry.id), shown_title(entry), headed)) for entry in chapter.entries]
    before, between, after = (say(f"print.manual_{key}") for key in ("before", "between", "after"))
    shown = {*before, *between, *after, *"0123456789", *binder.BETWEEN, *binder.SHORTENED, *(character for _, part in parts for character in part.chapter.title)}
    setting = binder.Binding(
        title=manual_title(manual),
        language=manual.language,
        stamp=binder.Stamp(before, between, after),
        number=manual.control.number,
        revision=manual.control.revision,
        day=manual_day(manual),
    )
    specimen = specimen_sheet(manual, sorted(shown), templates, press)
    return Volume(tuple(parts), front_sheet(manual, templates, press), specimen, setting, code("procdocs.binder.binding"))
