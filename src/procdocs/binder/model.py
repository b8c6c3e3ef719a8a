"""What goes into a bound manual and what comes out: values only."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

#: How the name of a destination ends of which the page is written at the link; the place is as high as the type.
PAGE = "--the-page"
#: What stands between chapter and number in the stamp, and behind a heading that is cut.
BETWEEN, SHORTENED = " · ", "…"


class Unbindable(Exception):
    """A PDF that cannot be bound (no tag tree, a name used twice, a front that does not settle); the text says which and why."""


class Chapter(NamedTuple):
    """A chapter of the manual: the name of its anchor (`chapter-3`) and its heading as printed (`Chapter 3 Support`)."""

    anchor: str
    title: str


class Part(NamedTuple):
    """A PDF to be bound in: anchor of the entry it shows, its title in the outline, its chapter and its bytes.

    Parts that follow each other with the same id are pieces of one entry: one start page, one bookmark, one part of the tag tree.
    """

    id: str
    title: str
    chapter: Chapter
    data: bytes = b""


class Stamp(NamedTuple):
    """The page number of the whole under the foot of each page: words before, between and after page and number of pages.

    `specimen` is a PDF whose running foot shows every character the stamp can need (digits, these words, the headings of
    chapters) in its type, size and colour: a subset of a font has no others.
    """

    before: str
    between: str
    after: str
    specimen: bytes = b""
    #: Words before and after the page of what is cited.
    cited: tuple[str, str] = ("", "")


class Binding(NamedTuple):
    """What the manual as a whole says of itself. Title, author and output intent are those of the front."""

    title: str
    language: str
    stamp: Stamp
    number: str = ""
    revision: str = ""
    day: datetime.date | None = None
    #: Beginnings of the addresses of files that are not bound in, as the parts have them, each with what it is beside the bound file.
    elsewhere: tuple[tuple[str, str], ...] = ()


class Plan(NamedTuple):
    """What the front must know: the page (from 1) each entry begins on, by part id, and the pages of the whole."""

    starts: Mapping[str, int]
    total: int


#: Prints cover, approval, contents and list of documents for a plan.
Front = Callable[[Plan], bytes]


class Bound(NamedTuple):
    """The manual: its bytes, the plan it was bound by and names links lead to that are nowhere in it."""

    data: bytes
    plan: Plan
    loose: tuple[str, ...]
