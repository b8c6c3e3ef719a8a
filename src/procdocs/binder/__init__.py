"""Binds the manual from PDFs of its entries, so that none is rendered twice: pages, fonts, links, bookmarks, tags and files of all in one.

Bytes and values in, bytes out: no clock, no disk, no fonts of this machine. `bind` is the way in, with `settle` and `page_count` for who prints
the front before; they are imported when they are first asked for, because whoever plans a manual needs the values and not the library that reads PDFs.
"""

import importlib
from typing import TYPE_CHECKING, Any

from procdocs.binder.model import BETWEEN, SHORTENED, Binding, Bound, Chapter, Front, Part, Plan, Stamp, Unbindable

if TYPE_CHECKING:
    from procdocs.binder.binding import bind, settle
    from procdocs.binder.opening import page_count

__all__ = ["BETWEEN", "SHORTENED", "Binding", "Bound", "Chapter", "Front", "Part", "Plan", "Stamp", "Unbindable", "bind", "page_count", "settle"]


def __getattr__(name: str) -> Any:
    if name not in ("bind", "page_count", "settle"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{'opening' if name == 'page_count' else 'binding'}"), name)
