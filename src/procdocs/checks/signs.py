"""Characters that stand in a text by a slip or by copying: of private fonts, of full width, signs around a name, remains of other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.checks.places import SHOWN
from procdocs.diagnostics import Finding, Related, Severity, Span, check
from procdocs.project.model import Project
from procdocs.project.private import MARK, PRIVATE, marks
from procdocs.project.texts import Place
from procdocs.source.lines import lines_of
from procdocs.source.text import decode

#: A character of a private font, or full-width letters and figures.
_ODD = re.compile(f"{PRIVATE.pattern[:-1]}０-９Ａ-Ｚａ-ｚ]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
#: Texts that are names, by their keys, rather than sentences.
_NAMES = frozenset(("name", "title", "steps", "customer", "head"))
#: Signs of a Chinese keyboard or of Word around a whole name, where YAML has brackets or quotes; and what is written between the items of a list, behind one.
_AROUND = re.compile(r"\s*(?:【[^【】]*】|〔[^〔〕]*〕|［[^［］]*］|｛[^｛｝]*｝|「[^「」]*」|『[^『』]*』|“[^“”]*”|‘[^‘’]*’|„[^„“”]*[“”])\s*")
_SEPARATING = frozenset(",，;；、")
_AT_END = _SEPARATING | frozenset("】〕］｝」』”’“")
_INSIDE = re.compile("[,，、;；]")
#: Remains of HTML, and of a text that was read in another encoding than it was written in.
_HTML = re.compile(r"</?(?:br|p|b|i|u|font|span|div|td|tr|table|strong|em|ul|ol|li)\b[^<>]{0,200}>|&(?:nbsp|lt|gt|amp|quot|#\d{2,5});|<!--", re.IGNORECASE)
_MOJIBAKE = re.compile(r"锟斤拷|烫烫烫|屯屯屯|[\u00c3\u00c2][\u0080-\u00bf]|[\u00e4-\u00e9][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]{2}|\ufffd")
#: Signs and figures that nobody reads as one thing: `=>98`, `98..5 %`, `9 8 %`, `99。5`.
_FIGURES = re.compile(r"=\s?[>＞]|=\s?[<＜]|[>＞]{2,}|[<＜]{2,}|\d[.,]{2,}\d|\d[。、]\d|(?<!\d)\d{1,2} \d{1,2}\s?[%％]")
_OPEN = re.compile("[()（）《》]")
_COUNTED = re.compile(r"(?:^|[;；,，。]\s*)\w{1,2}[)）]")
#: Most texts have none of these.
_SUSPECT = re.compile(f"{PRIVATE.pattern[:-1]}０-９Ａ-Ｚａ-ｚ锟烫屯Ã-é\ufffd<&]")
#: Keys of texts that say a figure.
_WITH_FIGURES = frozenset(("target", "retention", "time"))


@check("PD564")
def odd_characters(project: Project) -> Iterator[Finding]:
    """
    Bad:
        purpose: 交付及时率达到９８％
    Good:
        purpose: 交付及时率达到 98 %
    """
    yield from _marked(project)
    around: dict[str, list[tuple[Span, str]]] = {"around": [], "behind": []}
    for place in project.texts:
        key = place.key
        for language, text in place.text.by_language.items():
            if key in _NAMES and (last := text[-1:]) in _AT_END:
                _note(around, place.span(language), text.strip(), last)
            if key in _NAMES and _OPEN.search(text) and _unbalanced(text):
                yield Finding(place.span(language), {"characters": text[:40]}, "bracket")
            if key in _WITH_FIGURES and (odd := _FIGURES.search(text)):
                yield Finding(place.span_of(project, language, odd.group()), {"characters": text[:30]}, "figure", severity=Severity.WARNING)
            if _SUSPECT.search(text):
                yield from _odd(project, place, language, text)
    yield from _written_around(around)


def _unbalanced(text: str) -> bool:
    """Whether a bracket of a name is not closed, or was never opened; `1)` counts."""
    bare = _COUNTED.sub("", text)
    return sum(map(bare.count, "(（")) != sum(map(bare.count, ")）")) or sum(map(bare.count, "《")) != sum(map(bare.count, "》"))


def _odd(project: Project, place: Place, language: str, text: str) -> Iterator[Finding]:
    """Characters of another font or width in a text, and what HTML or a wrong encoding left in it."""
    hit = _ODD.search(text)
    if hit is not None:
        full_width = _FULL_WIDTH.match(text, hit.start())
        if full_width:
            yield Finding(place.span_of(project, language, full_width.group()), {"characters": full_width.group()})
        else:
            # A font of the project may have it; without one the build is sure to stop.
            own = project.settings.theme is not None and bool(project.settings.theme.font)
            span = place.span_of(project, language, hit.group())
            yield Finding(span, {"characters": f"U+{ord(hit.group()):04X}"}, "private" if own else "lost", severity=None if own else Severity.ERROR)
    for variant, pattern in (("html", _HTML), ("encoding", _MOJIBAKE)):
        if remains := pattern.search(text):
            yield Finding(place.span_of(project, language, remains.group()), {"characters": remains.group()[:30]}, variant, severity=Severity.WARNING)
            return


def _marked(project: Project) -> Iterator[Finding]:
    """Characters of private fonts that are printed as a mark, because the project says so: once for a file, at the first of them."""
    for path, data in project.sources.items() if marks(project.settings) else ():
        text = decode(path, data)[0] or ""
        hits = list(PRIVATE.finditer(text))
        if hits:
            lines = lines_of(path, text)
            places = [lines.span(hit.start(), hit.end()) for hit in hits]
            values = {"characters": f"U+{ord(hits[0].group()):04X}", "mark": MARK, "count": str(len(hits))}
            yield Finding(places[0], values, "marked", tuple(Related(place, "character-here") for place in places[1:SHOWN]), Severity.WARNING)


def _note(found: dict[str, list[tuple[Span, str]]], span: Span, text: str, last: str) -> None:
    if last in _SEPARATING:
        found["behind"].append((span, text))
    elif _AROUND.fullmatch(text) and not _INSIDE.search(text):  # a list in such brackets is a finding of its own
        found["around"].append((span, text))


def _written_around(found: dict[str, list[tuple[Span, str]]]) -> Iterator[Finding]:
    """Signs around names and behind them, which are printed: each kind once for a project."""
    for variant, places in found.items():
        if places:
            (span, text), *others = places
            bare, character = (text[1:-1], text[0] + text[-1]) if variant == "around" else (text[:-1], text[-1])
            related = tuple(Related(other, "character-here") for other, _ in others[:SHOWN])
            yield Finding(span, {"text": text, "bare": bare.strip(), "character": character, "count": str(len(places))}, variant, related)
