"""Plain and rich words to HTML: the one place where text of the author becomes markup, by escaping and nothing else.

Knows no blocks and no pages. Everything it returns is safe between tags and inside double-quoted attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape as escape_markup
from urllib.parse import quote, urlsplit

from procdocs.manual.rich import Changed, Foreign, PageOf, Ref, Rich

#: Turns a target of the manual (`C4`, `C4#outputs`) into an address, or refuses it.
Link = Callable[[str], str | None]
#: What is behind `#` in a target of which the page is meant, and no place on it.
PAGE = "the-page"
#: What HTML and XML cannot hold; YAML lets an author write it as `"\\x01"`.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPECIAL = re.compile("[<>&\"'\n\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NO_IDENTIFIER = re.compile(r"[^\w.-]")


def printable(text: str) -> str:
    """The text with U+FFFD for each character that HTML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """The text as it stands between tags or in an attribute; characters HTML cannot hold become U+FFFD."""
    return escape_markup(printable(text)) if _SPECIAL.search(text) else text


def said(text: str) -> str:
    """Like `escaped`, with the author's line ends kept as line breaks."""
    return escape_markup(printable(text)).replace("\r\n", "\n").replace("\n", "<br>") if _SPECIAL.search(text) else text


def identifier(*parts: str) -> str:
    """An id attribute from an entry's id and an anchor in it: `C4--outputs`. Different parts give different ids."""
    return "--".join(_NO_IDENTIFIER.sub(lambda found: f"~{ord(found[0]):x}~", part) for part in parts)


def fragment(target: str) -> str:
    """The id a target of the manual has (`C4#outputs` -> `C4--outputs`), percent-encoded for an address."""
    entry, _, anchor = target.partition("#")
    return quote(identifier(entry, anchor) if anchor else identifier(entry), safe="~")


def web_address(target: str) -> str | None:
    """The target itself if it is an address a reader may be sent to, else None: only http, https and mailto."""
    if not target.lower().startswith(("http:", "https:", "mailto:")):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return quote(target, safe="%/:=&?~#+!$,;'@()*[]") if parts.netloc or parts.scheme == "mailto" else None


def address(target: str, link: Link) -> str | None:
    """Where a target leads: a web address, what `link` makes of it, or nowhere."""
    return web_address(target) or link(target)


def anchor(target: str, inner: str, look: str, link: Link) -> str:
    """Markup `inner` as a link; where the target leads nowhere, the same words without link. `look` names a chip colour."""
    classes = f"chip chip-{escaped(look)}" if look else ""
    web = web_address(target)
    where = web or link(target)
    if where is None:
        return f'<span class="{classes}">{inner}</span>' if classes else inner
    if web:
        classes = f"{classes} external".strip()
    attribute = f' class="{classes}"' if classes else ""
    return f'<a{attribute} href="{escaped(where)}">{inner}</a>'


def rich_text(rich: Rich, link: Link) -> str:
    """Rich words as HTML."""
    if len(rich) == 1 and isinstance(rich[0], str):
        return said(rich[0])
    out: list[str] = []
    for piece in rich:
        if isinstance(piece, str):
            out.append(said(piece))
        elif isinstance(piece, Ref):
            out.append(anchor(piece.target, said(piece.text), piece.look, link))
        elif isinstance(piece, PageOf) and (where := link(f"{piece.target}#{PAGE}")):
            page = f'<span data-to="{escaped(where)}" data-before="{escaped(piece.before)}" data-after="{escaped(piece.after)}"></span>'
            out.append(f'<a class="page-of" href="{escaped(where)}">{page}</a>')
        elif isinstance(piece, Foreign):
            out.append(f'<span lang="{escaped(piece.language)}">{said(piece.text)}</span>')
        elif isinstance(piece, Changed):
            out.append(f"<{piece.change}>{rich_text((piece.piece,), link)}</{piece.change}>")
    return "".join(out)
