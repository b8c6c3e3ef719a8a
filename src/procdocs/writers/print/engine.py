"""Print HTML to the bytes of a PDF that is PDF/A-3a and PDF/UA-1 at once. The only module that calls WeasyPrint.

Pure: no clock, no disk, no net. Runs in a process of its own (`worker`), because a crash below takes its process along.
"""

from __future__ import annotations

import datetime
import io
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from procdocs.writers.print.glyphs import Lost, lost_glyphs
from procdocs.writers.print.jail import BASE, Jail, Served
from procdocs.writers.print.tagging import finisher

#: How a note begins that tells of a picture which could not be read.
_UNLOADED = "Failed to load"


class Attached(NamedTuple):
    """A file to be put into a PDF: its name there, bytes, description and media type."""

    name: str
    data: bytes
    description: str
    media_type: str


class Sheet(NamedTuple):
    """What is to become one PDF: print HTML, the pictures it names, files to attach and the day the document dates from."""

    html: str
    pictures: Mapping[str, Served]
    attached: Sequence[Attached]
    day: datetime.date | None


class Printed(NamedTuple):
    """A finished PDF: its bytes, characters it could not show, and what WeasyPrint had to say (links to nowhere)."""

    data: bytes
    lost: tuple[Lost, ...]
    notes: tuple[str, ...]


class PictureFailed(Exception):
    """A picture was refused or could not be read; without this the page would silently lack it."""


def print_sheet(sheet: Sheet, fonts: FontConfiguration | None = None) -> Printed:
    """The PDF of one sheet. Raises PictureFailed; whatever else comes out of WeasyPrint is a bug."""
    jail = Jail(sheet.pictures)
    with _overheard() as notes, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = weasyprint.HTML(string=sheet.html, url_fetcher=jail, base_url=BASE).render(font_config=fonts or FontConfiguration(), pdf_variant="pdf/a-3a", dpi=300)
        moment = datetime.datetime.combine(sheet.day or datetime.date(2000, 1, 1), datetime.time())
        data = document.write_pdf(
            pdf_variant="pdf/a-3a",
            dpi=300,
            attachments=[_attachment(file, jail, moment) for file in sorted(sheet.attached)],
            finisher=finisher({file.name: file.media_type for file in sheet.attached}, sheet.day is not None),
        )
    broken = [*jail.denied, *(note for note in notes if note.startswith(_UNLOADED))]
    if broken:
        raise PictureFailed("; ".join(dict.fromkeys(broken)))
    return Printed(data, lost_glyphs(data), tuple(dict.fromkeys(notes)))


def print_plain(html: str) -> bytes:
    """A PDF for other programs, without tags and files inside, of HTML that carries its pictures itself. Raises PictureFailed."""
    jail = Jail({})
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
