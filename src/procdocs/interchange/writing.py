"""XML as text, with the characters escaped that must be."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from procdocs.interchange.markup import cleaned

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def said(text: str) -> str:
    """A text between tags."""
    return escape(cleaned(text)).replace("\r", "&#13;")


def tag(name: str, attributes: Mapping[str, object] | None = None, content: str | None = None) -> str:
    """An element; attributes whose value is "" are left out, `content` is XML already, without it the element is closed at once."""
    held = "".join(f" {key}={quoted(str(value))}" for key, value in (attributes or {}).items() if value != "")
    return f"<{name}{held}/>" if content is None else f"<{name}{held}>{content}</{name}>"


def quoted(text: str) -> str:
    """An attribute's value in quotes, its line ends kept."""
    return quoteattr(cleaned(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
