"""Binds the manual from PDFs of its entries, so that none is rendered twice: pages, fonts, links, bookmarks, tags and files of all in one.

Bytes and values in, bytes out: no clock, no disk, no fonts of this machine. `bind` is the only way in; it is imported when it is
first asked for, because whoever plans a manual needs the values and not the library that reads PDFs.
"""

from typing import TYPE_CHECKING, Any

from procdocs.binder.model import BETWEEN, SHORTENED, Binding, Bound, Chapter, Front, Part, Plan, Stamp, Unbindable

if TYPE_CHECKING:
    from procdocs.binder.binding import bind

__all__ = ["BETWEEN", "SHORTENED", "Binding", "Bound", "Chapter", "Front", "Part", "Plan", "Stamp", "Unbindable", "bind"]


def __getattr__(name: str) -> Any:
    if name != "bind":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from procdocs.binder.binding import bind

    return bind
