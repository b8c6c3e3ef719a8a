"""Print HTML to the bytes of a PDF that is PDF/A-3a and PDF/UA-1 at once. The only module that calls WeasyPrint.

Pure: no clock, no disk, no net. Runs in a process of its own, because a crash below takes its process along.
"""

from __future__ import annotations

import datetime
import gc
import io
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import weasyprint
from weasyprint.text.ffi import fontconfig
from weasyprint.text.fonts import FontConfiguration

from procdocs.execution.digest import digest
from procdocs.execution.target import Made
from procdocs.writers.print import balancing, compact_fonts, reckoning, savings, typesetting
from procdocs.writers.print.evening import attempts, filled, is_better
from procdocs.writers.print.glyphs import lost_glyphs, may_lose_glyphs
from procdocs.writers.print.jail import Jail
from procdocs.writers.print.sheet import BASE, NO_FONTS, PICTURE, Attached, Served, Sheet
from procdocs.writers.print.tagging import finisher
from procdocs.writers.print.unprintable import losing, without

#: Part of a page so little that it may be saved.
LITTLE = 0.7
#: Of more pages nothing is laid out again: a last page weighs little there, and hundreds of MB are held twice. From so many on, what is not taken is cleared away at once.
MOST_PAGES, MANY_PAGES = 20, 8
#: How a note begins that tells of a picture which could not be read.
_UNLOADED = "Failed to load"

savings.apply()
reckoning.apply()
balancing.apply()
compact_fonts.apply()
typesetting.apply()


def _require_fonts() -> None:
    """Raises OSError where fontconfig knows no font at all: Pango ends the process when it is asked for one."""
    config = fontconfig.FcInitLoadConfigAndFonts()
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    known = bool(fonts) and fonts.nfont > 0
    fontconfig.FcConfigDestroy(config)
    if not known:
        raise OSError(NO_FONTS)


_require_fonts()


class PictureFailed(Exception):
    """A picture was refused or could not be read; without this the page would silently lack it."""


def make(sheet: Sheet, _consumed: Mapping[str, bytes]) -> Made:
    """The PDF of one sheet, with the characters it could not show and what WeasyPrint had to say (links to nowhere).

    A picture of the author's that loses a character gets a placeholder. Raises PictureFailed; whatever else comes out of WeasyPrint is a bug.
    """
    made = _printed(sheet)
    spoilt = losing(sheet.pictures, _lost_alone) if made.lost else {}
    if not spoilt:
        return made
    made = _printed(sheet._replace(pictures=without(sheet.pictures, spoilt)))
    return replace(made, spoilt=tuple((digest(data), character) for data, character in spoilt.items()))


def _lost_alone(svg: bytes) -> Iterator[str]:
    """The characters that an SVG file loses when nothing else is printed."""
    address = f"{PICTURE}alone.svg"
    return (one.character for one in lost_glyphs(_plain(f'<img src="{address}">', Jail({address: Served(svg, "image/svg+xml")}))))


def _printed(sheet: Sheet) -> Made:
    jail = Jail(sheet.pictures)
    with _overheard() as notes, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = _rendered(sheet, jail)
        moment = datetime.datetime.combine(sheet.day or datetime.date(2000, 1, 1), datetime.time())
        finish = finisher({file.name: file.media_type for file in sheet.attached}, dated=sheet.day is not None)
        suspicious: list[bool] = []

        def finished(document: Any, pdf: Any) -> None:
            suspicious.append(may_lose_glyphs(document.fonts.values()))
            finish(document, pdf)

        data = document.write_pdf(pdf_variant="pdf/a-3a", dpi=300, attachments=[_attachment(file, jail, moment) for file in sorted(sheet.attached)], finisher=finished)
    broken = [*jail.denied, *(note for note in notes if note.startswith(_UNLOADED))]
    if broken:
        raise PictureFailed("; ".join(dict.fromkeys(broken)))
    lost = lost_glyphs(data) if any(suspicious) else ()
    return Made(data, tuple(dict.fromkeys(one.character for one in lost)), tuple(dict.fromkeys(notes)))


def _rendered(sheet: Sheet, jail: Jail) -> weasyprint.Document:
    """The sheet laid out; where it may be set closer, so that a page is saved or the last one is not nearly empty."""
    html = sheet.html
    document = _render(html, jail)
    if not sheet.closer or not 1 < len(document.pages) <= MOST_PAGES:
        return document
    if _may_save_a_page(document, sheet.saves):
        closer = _render(sheet.closer, jail)
        if len(closer.pages) < len(document.pages):
            html, document = sheet.closer, closer
        del closer
        _clear(document)
    return _evened(document, html, jail)


def _render(html: str, jail: Jail) -> weasyprint.Document:
    return weasyprint.HTML(string=html, url_fetcher=jail, base_url=BASE).render(font_config=FontConfiguration(), pdf_variant="pdf/a-3a", dpi=300)


def _may_save_a_page(document: weasyprint.Document, saves: float) -> bool:
    """Whether the last of several pages is so little filled that what it holds may find room before it, where all is set lower by a part of its height."""
    last = filled(document.pages[-1])
    return last < LITTLE and last <= saves * (len(document.pages) - 1 + last)


def _clear(document: weasyprint.Document) -> None:
    """Clear away what was laid out beside a long document."""
    if len(document.pages) >= MANY_PAGES:
        gc.collect()


def _evened(document: weasyprint.Document, html: str, jail: Jail) -> weasyprint.Document:
    """The document, or in its stead one of as many pages whose last one is not nearly empty."""
    for attempt in attempts(document, html):
        evened = _render(attempt, jail)
        if is_better(evened, document):
            return evened
        del evened
        _clear(document)
    return document


def plain(html: str, _consumed: Mapping[str, bytes]) -> Made:
    """A PDF for other programs, without tags and files inside, of HTML that carries its pictures itself. Raises PictureFailed."""
    return Made(_plain(html, Jail({})))


def _plain(html: str, jail: Jail) -> bytes:
    with _overheard(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data: bytes = weasyprint.HTML(string=html, url_fetcher=jail, base_url=BASE).write_pdf()
    if jail.denied:
        raise PictureFailed("; ".join(dict.fromkeys(jail.denied)))
    return data


def _attachment(file: Attached, jail: Jail, moment: datetime.datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        file_obj=io.BytesIO(file.data), name=file.name, description=file.description, created=moment, modified=moment, relationship="Source", url_fetcher=jail
    )


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Collects the warnings and errors WeasyPrint logs instead of raising."""
    notes: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            notes.append(record.getMessage())

    ear = Ear(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        yield notes
    finally:
        logger.removeHandler(ear)
