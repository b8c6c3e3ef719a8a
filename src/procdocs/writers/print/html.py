"""The manual, or one document of it, as HTML for paper. Pure: says what stands where; `print.css` says how it looks.

Knows what a file consists of and where links lead; nothing of WeasyPrint. How an entry is set says `article`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from procdocs.diagrams.fonts import STACK, font_list
from procdocs.languages import words
from procdocs.manual.model import Chapter, ControlView, Entry, Manual
from procdocs.manual.paper.citing import citing
from procdocs.templating import Templates
from procdocs.writers.anchors import WORKSHEETS
from procdocs.writers.markup.blocks import width_rules
from procdocs.writers.markup.escaping import PAGE, fragment, identifier
from procdocs.writers.print.article import GUTTER, article, is_controlled, shown_title
from procdocs.writers.print.figures import SMALLEST, Figures
from procdocs.writers.print.paper import FIRST_TOP, pages
from procdocs.writers.print.sheet import SIBLING, Attached, Press, Sheet, blank

#: What smaller letters and closer lines save at most, as a part of the height: of text and of rows a sixth (9 pt on 13.5 pt become 8.5 on 11.9), and what
#: falls better at the end of a page. Where drawings are lower too, nothing is sure.
_SAVED = 0.2


def document_sheet(manual: Manual, entry: Entry, templates: Templates, press: Press, *, bound: bool = False) -> Sheet:
    """One document for a PDF of its own, with its YAML attached; `bound` as a part of the manual, which cites pictures that it holds elsewhere."""
    entry = citing(entry, manual) if bound else entry
    figures = _figures(manual, partial(_sibling_link, manual, entry.id))
    printed = article(manual, entry, figures, 1, templates)
    values = _page(manual, figures, templates) | {"article": printed, "title": shown_title(entry), "author": entry.control.owner or manual.organisation}
    html = templates.render("print-document.html.j2", values | {"closer": False})
    closer = ""
    if printed.closer:
        closer = templates.render("print-document.html.j2", values | {"closer": True, "article": replace(printed, stretches=printed.closer)})
    return Sheet(html, figures.served, _attached((entry,)), _day(entry.control), press, closer, _SAVED if printed.closer is printed.stretches else 1.0)


def manual_sheet(manual: Manual, templates: Templates, press: Press) -> Sheet:
    """The whole manual, with the YAML of every document attached."""
    figures = _figures(manual, partial(_inner_link, manual))
    chapters = [(chapter, [article(manual, citing(entry, manual), figures, 2, templates, inside=True) for entry in chapter.entries]) for chapter in manual.volume]
    documents = [entry for entry in manual.entries if entry.is_document]
    values = _page(manual, figures, templates) | {"chapters": chapters, "title": manual_title(manual), "author": manual.organisation}
    html = templates.render("print-manual.html.j2", values | {"starts": None, "to": lambda id: f"#{id}"})
    return Sheet(html, figures.served, _attached(documents), manual_day(manual), press)


def front_sheet(manual: Manual, templates: Templates, press: Press) -> Sheet:
    """What stands before the entries in a bound manual: cover, approval, contents.

    It has blanks for the pages of the whole and for the page each entry begins on, which are known when everything else is printed.
    """
    starts = {identifier(entry.id): blank(identifier(entry.id)) for chapter in manual.volume for entry in chapter.entries}
    figures = _figures(manual, partial(_inner_link, manual))
    chapters = [(chapter, [{"entry": entry, "id": identifier(entry.id)} for entry in chapter.entries]) for chapter in manual.volume]
    first = {chapter_anchor(chapter): starts[identifier(chapter.entries[0].id)] for chapter in manual.volume}
    values = _page(manual, figures, templates, blank()) | {"chapters": chapters}
    values |= {"title": manual_title(manual), "author": manual.organisation, "starts": {**starts, **first}}
    html = templates.render("print-manual.html.j2", values | {"to": lambda id: f"{SIBLING}#{quote(id, safe='~')}"})
    return Sheet(html, figures.served, (), manual_day(manual), press)


def specimen_sheet(manual: Manual, characters: Iterable[str], templates: Templates, press: Press) -> Sheet:
    """A page whose foot shows these characters, apart from each other so that no two become one glyph."""
    figures = _figures(manual, partial(_inner_link, manual))
    values = _page(manual, figures, templates) | {"characters": " ".join(characters), "title": manual_title(manual), "author": manual.organisation}
    return Sheet(templates.render("print-specimen.html.j2", values), figures.served, (), None, press)


def chapter_anchor(chapter: Chapter) -> str:
    """The name of the place a chapter begins at."""
    return f"chapter-{chapter.number}"


def tongue(language: str) -> str:
    """The language as readers and fonts take it: Chinese without more is Simplified."""
    return "zh-Hans" if language == "zh" else language


def manual_day(manual: Manual) -> datetime.date | None:
    """The day the manual dates from: its own, else that of its latest entry."""
    days = [day for entry in manual.entries if (day := _day(entry.control))]
    return _day(manual.control) or max(days, default=None)


def _figures(manual: Manual, link: Any) -> Figures:
    paper = _paper(manual)
    return Figures(pages(paper), SMALLEST[paper], manual.wide == "a3", manual.palette, manual.pictures, link)


def _paper(manual: Manual) -> str:
    return "letter" if manual.paper.lower() == "letter" else "A4"


def _inner_link(manual: Manual, target: str) -> str | None:
    entry = manual.by_id.get(target.partition("#")[0])
    if entry is None:
        return None
    return f"{SIBLING}{WORKSHEETS}#{fragment(_on_paper(entry, target))}" if entry.apart else f"#{fragment(_on_paper(entry, target))}"


def beside_link(manual: Manual, target: str) -> str | None:
    """Where a target of the manual leads from a file that lies beside `manual.pdf`; None for none."""
    found = _sibling_link(manual, "", target) if target.partition("#")[0] in manual.by_id else None
    if found is None:
        return None
    file = found.removeprefix(SIBLING)
    return f"{SIBLING}{file.removeprefix('../')}" if file.startswith("../") else f"{SIBLING}documents/{file}"


def _sibling_link(manual: Manual, own: str, target: str) -> str | None:
    entry = manual.by_id.get(target.partition("#")[0])
    if entry is None:
        return None
    place = fragment(target if target.endswith(f"#{PAGE}") else _on_paper(entry, target))
    if entry.id == own:
        return f"#{place}"
    file = f"{entry.id}.pdf" if entry.is_document else f"../{WORKSHEETS}" if entry.apart else "../manual.pdf"
    return f"{SIBLING}{file}#{place}"


def _on_paper(entry: Entry, target: str) -> str:
    """The target, or its document where paper lacks that part of it."""
    anchor = target.partition("#")[2]
    return target if anchor in entry.printed_anchors or not anchor else entry.id


def _page(manual: Manual, figures: Figures, templates: Templates, total: str | None = None) -> dict[str, Any]:
    """What every template needs; `total` are the pages of the whole, where the file has not all of them."""
    say = words(manual.language)
    pages = "counter(pages)" if total is None else _quoted(total)
    before, between, after = (_quoted(say(f"print.manual_{part}")) for part in ("before", "between", "after"))
    manual_pages = Markup("{} counter(page) {} {} {}").format(before, between, pages, after)
    style = {
        "pages": figures.pages,
        "first_top": FIRST_TOP,
        "gutter": GUTTER,
        "palette": manual.palette,
        "widths": width_rules() + width_rules(1000),
        "colon": say("colon"),
        "manual_pages": manual_pages,
    }
    return {
        "manual": manual,
        "say": say,
        "manual_pages": manual_pages,
        "paper": _paper(manual),
        "tongue": tongue(manual.language),
        "copy": "" if is_controlled(manual, manual.control) else say("print.uncontrolled"),
        "fonts": Markup(font_list((*manual.fonts, *STACK))),  # noqa: S704 - names are quoted for CSS
        "css": Markup(templates.render("print.css", style)),  # noqa: S704 - a template of style, nobody's text
        "logo": figures.picture(manual.logo) if manual.logo else None,
        "identifier": identifier,
        "quoted": _quoted,
        "shown_title": shown_title,
        "manual_title": manual_title(manual),
    }


def manual_title(manual: Manual) -> str:
    """Organisation and title: what the manual is called as a file."""
    return f"{manual.organisation} {manual.title}"


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
