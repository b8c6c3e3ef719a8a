"""The manual bound from the PDFs of its entries: says what goes in and what it is called; `binder` does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from procdocs import binder
from procdocs.languages import words
from procdocs.manual.model import Manual
from procdocs.templating import Templates
from procdocs.writers.markup.escaping import identifier
from procdocs.writers.print.html import chapter_anchor, front_sheet, manual_day, manual_title, shown_title, specimen_sheet
from procdocs.writers.print.sheet import Press, Sheet


def bound_manual(manual: Manual, printed: Mapping[str, bytes], print_one: Callable[[Sheet], bytes], templates: Templates, press: Press) -> binder.Bound:
    """The manual of PDFs made of `document_sheet`, by entry id: of every entry, documents, views and registers.

    `print_one` prints the specimen of the page number once and the front until it settles. Raises binder.Unbindable.
    """
    say = words(manual.language)
    parts = []
    for chapter in manual.chapters:
        headed = binder.Chapter(chapter_anchor(chapter), f"{say('print.chapter', number=chapter.number)} {chapter.title}")
        parts += [binder.Part(identifier(entry.id), shown_title(entry), headed, printed[entry.id]) for entry in chapter.entries]
    before, between, after = (say(f"print.manual_{key}") for key in ("before", "between", "after"))
    shown = {*before, *between, *after, *"0123456789", *binder.BETWEEN, *binder.SHORTENED, *(character for part in parts for character in part.chapter.title)}
    specimen = print_one(specimen_sheet(manual, sorted(shown), templates, press))
    setting = binder.Binding(
        title=manual_title(manual),
        language=manual.language,
        stamp=binder.Stamp(before, between, after, specimen),
        number=manual.control.number,
        revision=manual.control.revision,
        day=manual_day(manual),
    )
    return binder.bind(lambda plan: print_one(front_sheet(manual, plan.starts, plan.total, templates, press)), parts, setting)
