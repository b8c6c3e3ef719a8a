"""The manual as one file that can be mailed: pages one below the other, everything they need inside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from urllib.parse import quote

from markupsafe import Markup

from procdocs.execution.target import Target
from procdocs.manual.model import Entry, Manual
from procdocs.pictures import media_type
from procdocs.writers import Options
from procdocs.writers.anchors import resolve
from procdocs.writers.control_blocks import control_blocks, day
from procdocs.writers.markup.blocks import Setting, write_blocks
from procdocs.writers.markup.escaping import fragment, identifier, printable
from procdocs.writers.site.drawings import Inline
from procdocs.writers.site.html import SCRIPTS, script_words, synonyms
from procdocs.writers.site.site import NavigationChapter, NavigationItem, Site, chapter_anchor, code
from procdocs.writers.site.style import style_rules
from procdocs.writers.site.web_fonts import font_files, font_rules

NAME = "manual-single.html"


def plan(manual: Manual, options: Options) -> Iterator[Target]:
    """The one file. With `options.only`, it holds these entries alone."""
    site = Site(manual, options)
    chosen = {entry.id for entry in manual.entries if not options.only or entry.id in options.only}
    style, scripts = _style(manual, options), [options.templates.asset(f"scripts/{name}.js").decode("utf-8", "replace") for name in SCRIPTS]
    writing = _Writing(site, chosen)
    values = {
        "manual": manual,
        "speak": site.speak,
        "title": "",
        "policy": _policy(style, scripts),
        "home": "#_content",
        "index": "",
        "synonyms": "\n".join("=".join(group) for group in synonyms(manual)),
        "is_home": False,
        "languages": (),
        "logo": writing.picture(manual.logo) if manual.logo else None,
        "words": script_words(site.speak),
        "style": Markup(style),  # noqa: S704 - a template of style
        "inline_scripts": [Markup(script) for script in scripts],  # noqa: S704 - files of our own
        "navigation": [_navigation(chapter.number, chapter.title, chapter_anchor(chapter), [e for e in chapter.entries if e.id in chosen]) for chapter in manual.chapters],
        "chapters": [(chapter, [writing.entry(entry) for entry in chapter.entries if entry.id in chosen]) for chapter in manual.chapters],
    }
    yield Target(NAME, printable(options.templates.render("single.html.j2", values)).encode())


def _style(manual: Manual, options: Options) -> str:
    """All style rules; a font stands in them as data."""
    embedded = font_files(manual) if manual.embed_font else {}
    fonts = font_rules(embedded)
    for name, data in embedded.items():
        fonts = fonts.replace(f"url({name})", f"url(data:font/woff2;base64,{base64.b64encode(data).decode()})")
    return fonts + style_rules(manual, has_embedded_font=bool(embedded)) + options.templates.asset("site.css").decode("utf-8", "replace")


def _policy(style: str, scripts: list[str]) -> str:
    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    allowed = " ".join(hashed(script) for script in scripts)
    return f"default-src 'none'; style-src {hashed(style)}; script-src {allowed}; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"


def _navigation(number: int, title: str, anchor: str, entries: list[Entry]) -> NavigationChapter:
    items = tuple(NavigationItem(f"#{quote(identifier(entry.id))}", code(entry), entry.title, entry.title_language, is_current=False) for entry in entries)
    return NavigationChapter(number, title, f"#{anchor}", is_open=False, items=items, more=0)


class _Writing:
    """Writes entries into the one page."""

    def __init__(self, site: Site, chosen: set[str]) -> None:
        self.site = site
        self.chosen = chosen
        self.inline = Inline(site.manual.language, self.link, has_files=False, templates=site.options.templates)

    def link(self, target: str) -> str | None:
        """Address inside the page."""
        place = resolve(target, self.site.known)
        if place is None or place.entry not in self.chosen:
            return None
        return f"#{fragment(target if place.anchor else place.entry)}"

    def picture(self, path: str) -> str | None:
        """A picture as data."""
        data, kind = self.site.manual.pictures.get(path), media_type(path)
        return f"data:{kind};base64,{base64.b64encode(data).decode()}" if data is not None and kind is not None else None

    def entry(self, entry: Entry) -> tuple[Entry, str, str, str, Markup]:
        """An entry, its code, the word for its kind, its date, and its blocks."""
        setting = Setting(self.site.manual.language, entry.id, self.link, self.inline.figure, self.picture, 2, self.site.options.templates)
        written = write_blocks((*entry.blocks, *control_blocks(entry, self.site.speak)), setting)
        return entry, code(entry), self.site.speak(f"kind.{entry.kind}"), day(entry.control.effective), written.html
