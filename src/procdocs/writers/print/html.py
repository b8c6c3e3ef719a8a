"""The manual, or one document of it, as HTML for paper. Pure: says what stands where; `print.css` says how it looks.

Knows the page plan (control block first, signatures, history last) and where links lead; nothing of WeasyPrint.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from procdocs.diagrams.fonts import STACK, font_list
from procdocs.languages import words
from procdocs.manual.model import Block, Bullets, Chapter, ControlView, Entry, Facts, Figure, Heading, Manual, Table
from procdocs.templating import Templates
from procdocs.writers.anchors import WORKSHEETS
from procdocs.writers.control_blocks import control_facts
from procdocs.writers.markup.blocks import Setting, width_rules, write_blocks
from procdocs.writers.markup.escaping import fragment, identifier
from procdocs.writers.print.figures import LEAD, TITLE, Figures, headed_figures, place
from procdocs.writers.print.sheet import SIBLING, Attached, Press, Sheet, blank

#: Tables with more columns go on a broad page (A3); registers with more than `UPRIGHT_COLUMNS` on a page on its side.
MOST_COLUMNS = 12
UPRIGHT_COLUMNS = 7
#: Blocks that may stand on the first page, before a picture on a page of its own: facts, heading, list, picture.
FIRST_PAGE = 4
#: Longest title in a running head, in characters.
LONGEST_HEAD = 48


def document_sheet(manual: Manual, entry: Entry, templates: Templates, press: Press) -> Sheet:
    """One document for a PDF of its own, with its YAML attached."""
    figures = _figures(manual, partial(_sibling_link, manual, entry.id))
    article = _article(manual, entry, figures, 1, templates)
    values = _page(manual, figures, templates) | {"article": article, "title": shown_title(entry), "author": entry.control.owner or manual.organisation}
    html = templates.render("print-document.html.j2", values)
    return Sheet(html, figures.served, _attached((entry,)), _day(entry.control), press)


def manual_sheet(manual: Manual, templates: Templates, press: Press) -> Sheet:
    """The whole manual, with the YAML of every document attached."""
    figures = _figures(manual, partial(_inner_link, manual))
    chapters = [(chapter, [_article(manual, entry, figures, 2, templates, inside=True) for entry in chapter.entries]) for chapter in manual.volume]
    documents = [entry for entry in manual.entries if entry.is_document]
    values = _page(manual, figures, templates) | {"chapters": chapters, "documents": documents, "title": manual_title(manual), "author": manual.organisation}
    html = templates.render("print-manual.html.j2", values | {"starts": None, "to": lambda id: f"#{id}"})
    return Sheet(html, figures.served, _attached(documents), manual_day(manual), press)


def front_sheet(manual: Manual, templates: Templates, press: Press) -> Sheet:
    """What stands before the entries in a bound manual: cover, approval, contents, list of documents.

    It has blanks for the pages of the whole and for the page each entry begins on, which are known when everything else is printed.
    """
    starts = {identifier(entry.id): blank(identifier(entry.id)) for chapter in manual.volume for entry in chapter.entries}
    figures = _figures(manual, partial(_inner_link, manual))
    chapters = [(chapter, [{"entry": entry, "id": identifier(entry.id)} for entry in chapter.entries]) for chapter in manual.volume]
    first = {chapter_anchor(chapter): starts[identifier(chapter.entries[0].id)] for chapter in manual.volume}
    values = _page(manual, figures, templates, blank()) | {"chapters": chapters, "documents": [entry for entry in manual.entries if entry.is_document]}
    values |= {"title": manual_title(manual), "author": manual.organisation, "starts": {**starts, **first}}
    own = "documents"
    html = templates.render("print-manual.html.j2", values | {"to": lambda id: f"#{id}" if id == own else f"{SIBLING}#{quote(id, safe='~')}"})
    return Sheet(html, figures.served, (), manual_day(manual), press)


def specimen_sheet(manual: Manual, characters: Iterable[str], templates: Templates, press: Press) -> Sheet:
    """A page whose foot shows these characters, apart from each other so that no two become one glyph."""
    figures = _figures(manual, partial(_inner_link, manual))
    values = _page(manual, figures, templates) | {"characters": " ".join(characters), "title": manual_title(manual), "author": manual.organisation}
    return Sheet(templates.render("print-specimen.html.j2", values), figures.served, (), None, press)


def chapter_anchor(chapter: Chapter) -> str:
    """The name of the place a chapter begins at."""
    return f"chapter-{chapter.number}"


def manual_day(manual: Manual) -> datetime.date | None:
    """The day the manual dates from: its own, else that of its latest entry."""
    days = [day for entry in manual.entries if (day := _day(entry.control))]
    return _day(manual.control) or max(days, default=None)


def _figures(manual: Manual, link: Any) -> Figures:
    return Figures("letter" if manual.paper.lower() == "letter" else "A4", manual.palette, manual.pictures, link)


def _inner_link(manual: Manual, target: str) -> str | None:
    entry = manual.by_id.get(target.partition("#")[0])
    if entry is None:
        return None
    return f"{SIBLING}{WORKSHEETS}#{fragment(target)}" if entry.apart else f"#{fragment(target)}"


def beside_link(manual: Manual, target: str) -> str | None:
    """Where a target of the manual leads from a file that lies beside `manual.pdf`; None for none."""
    found = _sibling_link(manual, "", target) if target.partition("#")[0] in manual.by_id else None
    if found is None:
        return None
    file = found.removeprefix(SIBLING)
    return f"{SIBLING}{file.removeprefix('../')}" if file.startswith("../") else f"{SIBLING}documents/{file}"


def _sibling_link(manual: Manual, own: str, target: str) -> str | None:
    id = target.partition("#")[0]
    if id == own:
        return f"#{fragment(target)}"
    entry = manual.by_id.get(id)
    if entry is None:
        return None
    file = f"{id}.pdf" if entry.is_document else f"../{WORKSHEETS}" if entry.apart else "../manual.pdf"
    return f"{SIBLING}{file}#{fragment(target)}"


def _page(manual: Manual, figures: Figures, templates: Templates, total: str | None = None) -> dict[str, Any]:
    """What every template needs; `total` are the pages of the whole, where the file has not all of them."""
    say = words(manual.language)
    pages = "counter(pages)" if total is None else _quoted(total)
    before, between, after = (_quoted(say(f"print.manual_{part}")) for part in ("before", "between", "after"))
    manual_pages = Markup("{} counter(page) {} {} {}").format(before, between, pages, after)
    style = {"paper": figures.paper, "palette": manual.palette, "widths": width_rules(), "most_columns": MOST_COLUMNS, "colon": say("colon"), "manual_pages": manual_pages}
    return {
        "manual": manual,
        "say": say,
        "manual_pages": manual_pages,
        "paper": figures.paper,
        "fonts": Markup(font_list((*manual.fonts, *STACK))),  # noqa: S704 - names are quoted for CSS
        "css": Markup(templates.render("print.css", style)),  # noqa: S704 - a template of style, nobody's text
        "logo": figures.picture(manual.logo) if manual.logo else None,
        "identifier": identifier,
        "quoted": _quoted,
        "shown_title": shown_title,
        "manual_title": manual_title(manual),
    }


def _article(manual: Manual, entry: Entry, figures: Figures, level: int, templates: Templates, *, inside: bool = False) -> dict[str, Any]:
    """An entry's blocks and what its control block, head and foot say."""
    figures.entry, figures.headed, figures.titled = entry.id, headed_figures(entry.blocks), ""
    paper = _paper(entry, figures)
    setting = Setting(manual.language, entry.id, figures.link, figures.figure, figures.picture, level, templates)
    blocks = write_blocks(_ordered(entry.blocks), setting)
    say = words(manual.language)
    return {
        "entry": entry,
        "id": identifier(entry.id),
        "end": identifier(entry.id, "the-end"),
        "level": level,
        "inside": inside,
        "html": blocks.html,
        "paper": paper,
        "early_history": _has_room_first(entry, figures),
        "head": _shortened(shown_title(entry)),
        "mark": entry.control.status_word if entry.control.status in ("draft", "obsolete") else "",
        "facts": [(say(f"print.{key}"), value) for key, value in control_facts(entry.control, say)] if entry.is_document else (),
        "signed": list(entry.control.signatures) if entry.is_document else (),
        "control": entry.control if entry.is_document else manual.control,
        "logo": figures.picture(manual.logo) if manual.logo else None,
    }


def _paper(entry: Entry, figures: Figures) -> str:
    """What the pages of an entry are: "" upright, `wide` for views and registers that need it, `broad` for wide matrices.

    A view's figure then stands right under its title; `figures` is told so.
    """
    columns = max((len(block.columns) for block in entry.blocks if isinstance(block, Table)), default=0)
    if columns > MOST_COLUMNS:
        return "broad"
    if entry.is_document:
        return ""
    drawn = next((number for number, block in enumerate(entry.blocks[:2]) if isinstance(block, Figure)), None)
    if drawn is not None:
        figure = entry.blocks[drawn]
        assert isinstance(figure, Figure)
        room = TITLE + LEAD * drawn
        page = place(figure.graphs[0], figures.paper, room, alone=figure.alone, titled=True).page
        if page != "inline":
            figures.titled, figures.headed = figure.id, {**figures.headed, figure.id: room}
            return page
    return "wide" if columns > UPRIGHT_COLUMNS else ""


def _has_room_first(entry: Entry, figures: Figures) -> bool:
    """Whether the history goes on the first page: a picture on a page of its own ends that page early, or would leave the history alone on the last."""
    blocks = _ordered(entry.blocks)
    if any(isinstance(block, Figure) and place(block.graphs[0], figures.paper, alone=block.alone).page != "inline" for block in blocks[:FIRST_PAGE]):
        return True
    last = blocks[-1] if blocks else None
    return isinstance(last, Figure) and place(last.graphs[-1], figures.paper, alone=last.alone).page != "inline"


def _ordered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """A picture that fills a page of its own comes after the facts and the list behind them, so that the first page is not left empty."""
    if not (len(blocks) > 1 and isinstance(blocks[0], Figure) and blocks[0].alone and isinstance(blocks[1], Facts)):
        return tuple(blocks)
    first = 4 if len(blocks) > 3 and isinstance(blocks[2], Heading) and isinstance(blocks[3], Bullets) else 2
    return (*blocks[1:first], blocks[0], *blocks[first:])


def shown_title(entry: Entry) -> str:
    """Title with the id where the id says something to a reader."""
    return f"{entry.id} {entry.title}" if entry.kind == "process" else entry.title


def manual_title(manual: Manual) -> str:
    """Organisation and title: what the manual is called as a file."""
    return f"{manual.organisation} {manual.title}"


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_HEAD else one_line[: LONGEST_HEAD - 1] + "…"


def _day(control: ControlView) -> datetime.date | None:
    """The day a document dates from: effective, else last revised, else last signed."""
    if control.effective:
        return control.effective
    dated = [row.date for row in control.history if row.date] or [line.on for line in control.signatures if line.on]
    return max(dated, default=None)


def _attached(entries: Iterable[Entry]) -> tuple[Attached, ...]:
    """The YAML files, under their own names; a name used in two folders has the folder in front."""
    written = [entry for entry in entries if entry.is_document]
    names = [entry.path.rsplit("/", 1)[-1] for entry in written]
    return tuple(
        Attached(name if names.count(name) == 1 else entry.path.replace("/", "-"), entry.source, entry.title, "application/yaml")
        for name, entry in zip(names, written, strict=True)
    )


def _quoted(text: str) -> Markup:
    """A text as a string of CSS."""
    return Markup('"' + "".join(c if c.isalnum() or c in " .,/:·()-" else f"\\{ord(c):x} " for c in text) + '"')  # noqa: S704 - this is the quoting
