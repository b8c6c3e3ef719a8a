"""Binds the manual from PDFs of its entries, so that none is rendered twice: pages, fonts, links, bookmarks, tags and files of all in one.

Bytes and values in, bytes out: no clock, no disk, no fonts of this machine. `bind` is the only way in.
"""

from procdocs.binder.binding import bind
from procdocs.binder.model import Binding, Bound, Chapter, Front, Part, Plan, Stamp, Unbindable
from procdocs.binder.stamp import BETWEEN, SHORTENED

__all__ = ["BETWEEN", "SHORTENED", "Binding", "Bound", "Chapter", "Front", "Part", "Plan", "Stamp", "Unbindable", "bind"]
