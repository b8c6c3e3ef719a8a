"""The manual as a folder of pages that opens from any disk: no server, no network, no inline script or style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from markupsafe import Markup

from procdocs.diagrams.svg import prefix_of
from procdocs.execution.target import Target
from procdocs.languages import Words, words
from procdocs.manual.model import Block, Concern, Entry, Manual
from procdocs.writers import Options
from procdocs.writers.anchors import WORKSHEETS
from procdocs.writers.control_blocks import control_blocks, day
from procdocs.writers.markup.blocks import Setting, Written, write_blocks
from procdocs.writers.markup.escaping import escaped, identifier, printable
from procdocs.writers.site.drawings import Inline, labels
from procdocs.writers.site.home import Naming, concern_blocks, finding_blocks, lately, map_figure, naming
from procdocs.writers.site.search import Searched, SearchIndex
from procdocs.writers.site.site import Crumb, Site, chapter_anchor, code, page_name
from procdocs.writers.site.style import style_rules
from procdocs.writers.site.web_fonts import font_files, font_rules

#: Scripts by concern, in the order pages load them; `theme` comes first, before anything is painted.
SCRIPTS = ("theme", "navigation", "pinyin", "matching", "marks", "search", "tables", "diagrams", "mindmap")
SCRIPT_WORDS = ("zoom_in", "zoom_out", "fit", "full", "png", "levels", "all_levels", "filter", "rows", "sort", "no_results", "results", "meant", "instead", "all_kinds")
#: Files of other formats, beside the site, with the labels they are linked by.
DOWNLOADS = (("pdf", "manual.pdf", "manual_pdf"), ("worksheets", WORKSHEETS, "worksheets_pdf"), ("xlsx", "registers.xlsx", "registers_xlsx"))
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"


def plan(manual: Manual, options: Options) -> Iterator[Target]:
    """Every file of the site in one language. With `options.only`, the pages and diagrams of these entries alone."""
    site = Site(manual, options)
    pages = _Pages(site)
    chosen = [entry for entry in manual.entries if not options.only or entry.id in options.only]
    index = SearchIndex(synonyms(manual))
    shown = Counter(figure.id for entry in manual.entries for figure in {figure.id: figure for figure in entry.figures}.values())
    saved: set[str] = set()
    for done, entry in enumerate(chosen):
        options.progress(done, len(chosen), entry.id)
        written, text = pages.entry(entry)
        figures = {figure.id: figure for figure in entry.figures}
        if not options.only:
            drawn = {prefix_of(graph): labels(graph) for figure in figures.values() for graph in figure.on_screen.graphs}
            index.add(_searched(site, entry, written), drawn)
        yield Target(page_name(entry.id), text.encode())
        for id, figure in figures.items():
            if id not in saved:
                yield from (Target(path, data) for path, data in pages.inline.files(figure, site.link_from_diagram, manual.palette))
            saved.add(id)
            if shown[id] == 1:
                pages.inline.forget(figure)
    if not options.only:
        yield Target("index.html", pages.home().encode())
        if manual.score.findings:
            yield Target("_findings.html", pages.findings().encode())
        for kind, concern in _concerns(manual):
            yield Target(concern_page(kind, concern), pages.concern(kind, concern).encode())
        yield Target("assets/search-index.js", index.script().encode())
    yield from _assets(site, pages)


def _searched(site: Site, entry: Entry, written: Written) -> Searched:
    kind = site.speak(f"kind.{entry.kind}")
    return Searched(page_name(entry.id), code(entry), entry.title, kind, str(written.html), entry.kind == "register", entry.control.number, entry.names)


def synonyms(manual: Manual) -> tuple[tuple[str, ...], ...]:
    """The words that the search takes for one: the project's first, then those of the language."""
    return (*manual.synonyms, *words(manual.language).synonyms)


def concern_page(kind: str, concern: Concern) -> str:
    """File name of the page of a department or role."""
    return f"_{kind}-{identifier(concern.id)}.html"


def _concerns(manual: Manual) -> Iterator[tuple[str, Concern]]:
    yield from (("department", concern) for concern in manual.departments)
    yield from (("role", concern) for concern in manual.roles)


def _assets(site: Site, pages: _Pages) -> Iterator[Target]:
    """Style sheets, scripts, fonts and the author's pictures."""
    manual, templates = site.manual, site.options.templates
    embedded = font_files(manual) if manual.embed_font else {}
    yield Target("assets/site.css", templates.asset("site.css"))
    yield Target("assets/palette.css", (font_rules(embedded) + style_rules(manual, has_embedded_font=bool(embedded))).encode())
    for name in SCRIPTS:
        yield Target(f"assets/{name}.js", templates.asset(f"scripts/{name}.js"))
    for name, data in embedded.items():
        yield Target(f"assets/{name}", data)
    for path in sorted(pages.pictures):
        yield Target(picture_path(path), manual.pictures[path])


def script_words(speak: Words) -> dict[str, str]:
    """The fixed words that the scripts need, by the names of data attributes."""
    return {key.replace("_", "-"): speak(f"site.{key}") for key in SCRIPT_WORDS}


def picture_path(path: str) -> str:
    """Where a picture of the author lies in the output folder."""
    return "assets/pictures/" + "/".join(identifier(part) for part in path.split("/") if part not in ("", ".", ".."))


class _Pages:
    """Renders pages of one site; keeps the compiled templates, the drawn diagrams and which pictures are used."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.pictures: set[str] = set()
        self.inline = Inline(site.manual.language, site.link, templates=site.options.templates)
        templates = site.options.templates
        self._entry = templates.template("entry.html.j2")
        self._home = templates.template("home.html.j2")
        self._concern = templates.template("concern.html.j2")
        self._shared = self._values()

    def entry(self, entry: Entry) -> tuple[Written, str]:
        """An entry's blocks and its whole page."""
        site = self.site
        self.inline.next_page()
        written = self._blocks(entry.id, (*entry.blocks, *control_blocks(entry, site.speak)))
        chapter = site.chapter_of[entry.id]
        entries = site.manual.entries
        at = self._places[entry.id]
        crumbs = (Crumb(site.speak("site.home"), "index.html"), Crumb(chapter.title, f"index.html#{chapter_anchor(chapter)}"), Crumb(code(entry) or entry.title, ""))
        related = [site.manual.by_id[id] for id in entry.related if id in site.manual.by_id]
        values = {
            **self._page_values(page_name(entry.id), entry.title, entry),
            "entry": entry,
            "code": code(entry),
            "effective": day(entry.control.effective),
            "content": written.html,
            "headings": [heading for heading in written.headings if heading.level <= 3],
            "crumbs": crumbs,
            "before": self._neighbour(entries[at - 1]) if at else None,
            "after": self._neighbour(entries[at + 1]) if at + 1 < len(entries) else None,
            "related": [self._neighbour(other) for other in related],
            "pdf": site.pdf(entry),
        }
        return written, printable(self._entry.render(values))

    def home(self) -> str:
        """The first page."""
        site, manual = self.site, self.site.manual
        self.inline.next_page()
        chosen = map_figure(manual)
        values = {
            **self._page_values("index.html", "", None),
            "map": Markup(self.inline.figure(chosen[1])) if chosen else Markup(),  # noqa: S704 - made by macros
            "views": [self._neighbour(entry) for entry in manual.entries if entry.kind in ("octopus", "view")],
            "score": manual.score,
            "lately": [(day(row.date), self._neighbour(row.entry), row.revision, row.change) for row in lately(manual)],
            "departments": [(concern_page("department", concern), concern.name, len(concern.entries)) for concern in manual.departments],
            "roles": [(concern_page("role", concern), concern.name, len(concern.entries)) for concern in manual.roles],
            "all_chapters": [(chapter.number, chapter.title, chapter_anchor(chapter), [self._neighbour(entry) for entry in chapter.entries]) for chapter in manual.chapters],
            "findings": "_findings.html" if manual.score.findings else "",
            "control": manual.control,
            "effective": day(manual.control.effective),
            "links": [
                (address, site.speak(f"site.{label}"))
                for format, address, label in DOWNLOADS
                if format in site.options.linked and (format != "worksheets" or any(entry.apart for entry in manual.entries))
            ],
        }
        return printable(self._home.render(values))

    def concern(self, kind: str, concern: Concern) -> str:
        """The page of a department or role."""
        site = self.site
        self.inline.next_page()
        title = site.speak("site.concerning", name=concern.name)
        written = self._blocks(f"_{kind}", tuple(concern_blocks(site.manual, concern, self._naming, site.speak)))
        values = {
            **self._page_values(concern_page(kind, concern), title, None),
            "content": written.html,
            "headings": written.headings,
            "kind": "concern",
            "crumbs": (Crumb(site.speak("site.home"), "index.html"), Crumb(site.speak("site.concerns"), "index.html#_concerns"), Crumb(concern.name, "")),
        }
        return printable(self._concern.render(values))

    @cached_property
    def _naming(self) -> Naming:
        return naming(self.site.manual)

    def findings(self) -> str:
        """The page with every finding of the checks."""
        site = self.site
        self.inline.next_page()
        title = site.speak("site.findings")
        written = self._blocks("_findings", tuple(finding_blocks(site.manual, site.speak)))
        crumbs = (Crumb(site.speak("site.home"), "index.html"), Crumb(title, ""))
        values = {**self._page_values("_findings.html", title, None), "content": written.html, "headings": (), "crumbs": crumbs, "kind": "register"}
        return printable(self._concern.render(values))

    def _blocks(self, entry: str, blocks: tuple[Block, ...]) -> Written:
        options = self.site.options
        return write_blocks(blocks, Setting(self.site.manual.language, entry, self.site.link, self.inline.figure, self._picture, 1, options.templates))

    def _picture(self, path: str) -> str | None:
        if path not in self.site.manual.pictures:
            return None
        self.pictures.add(path)
        return escaped(picture_path(path))

    def _neighbour(self, entry: Entry) -> dict[str, Any]:
        """An entry as lists and buttons show it."""
        if entry.id not in self._neighbours:
            self._neighbours[entry.id] = {
                "address": self.site.link(entry.id),
                "code": code(entry),
                "title": entry.title,
                "language": entry.title_language,
                "type": entry.type,
                "kind": self.site.speak(f"kind.{entry.kind}"),
                "status": entry.control.status,
                "status_word": entry.control.status_word,
                "number": entry.control.number,
                "revision": entry.control.revision,
            }
        return self._neighbours[entry.id]

    def _values(self) -> Mapping[str, Any]:
        manual = self.site.manual
        self._neighbours: dict[str, dict[str, Any]] = {}
        self._places = {entry.id: index for index, entry in enumerate(manual.entries)}
        return {
            "manual": manual,
            "speak": self.site.speak,
            "policy": POLICY,
            "home": "index.html",
            "index": "assets/search-index.js",
            "synonyms": "",
            "scripts": SCRIPTS,
            "logo": self._picture(manual.logo) if manual.logo else None,
            "words": script_words(self.site.speak),
        }

    def _page_values(self, page: str, title: str, entry: Entry | None) -> dict[str, Any]:
        return {**self._shared, "title": title, "navigation": list(self.site.navigation(entry)), "languages": self.site.languages(page), "is_home": page == "index.html"}
