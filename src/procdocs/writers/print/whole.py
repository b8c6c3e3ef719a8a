"""Numbers of documents and ids stay in one piece: HTML to HTML. A hyphen in one of them is no place to break a line."""

from __future__ import annotations

import re

#: Text between tags.
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]+(?=<)")
#: Letters and digits joined by hyphens that are no words: with a digit in them, or in capitals. Longer ones have to be broken somewhere.
_NUMBER = re.compile(r"(?<![\w&#-])(?=[\w-]*\d|[A-Z-]+(?![\w-]))[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+(?![\w-])", re.ASCII)
LONGEST = 22


def kept_whole(html: str) -> str:
    """The markup with every such number in an element of its own, of class `whole`."""
    return _BETWEEN_TAGS.sub(lambda text: _NUMBER.sub(_wrapped, text[0]) if "-" in text[0] else text[0], html)


def _wrapped(found: re.Match[str]) -> str:
    return f'<span class="whole">{found[0]}</span>' if len(found[0]) <= LONGEST else found[0]
