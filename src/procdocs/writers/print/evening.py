"""The last page of a document shares with the page before it, where it would be nearly empty: pages to a rule of style."""

from __future__ import annotations

from typing import Any

#: Part of a page that at least is filled; what of the rest of the page before may be asked for, at first and when that gives another page.
LEAST, ASKED = 0.43, (0.36, 0.5)
#: Where rules of style are put in.
_HEAD = "</head>"


def used(page: Any) -> float:
    """Height in px of what stands in the running text of a page."""
    box = page._page_box
    end = max((child.position_y + child.height for child in box.children if child.is_in_normal_flow() and child.element_tag == "html"), default=0.0)
    return float(end - box.content_box_y())


def filled(page: Any) -> float:
    """The part of the height of a page that its running text takes."""
    return used(page) / float(page._page_box.height)


def attempts(document: Any, html: str) -> tuple[str, ...]:
    """The HTML with the page before the last so much lower that rows go over, best first; nothing where its last page is filled well enough or there is none before it."""
    pages = document.pages
    if len(pages) < 2 or filled(pages[-1]) >= LEAST or _HEAD not in html:
        return ()
    before = pages[-2]
    free = float(before._page_box.height) - used(pages[-1])
    return tuple(_lower(html, len(pages) - 1, free * part) for part in ASKED)


def is_better(evened: Any, document: Any) -> bool:
    """Whether it has as many pages, and the last one is fuller than it was and filled well enough, as the one before it is."""
    return len(evened.pages) == len(document.pages) and min(filled(evened.pages[-1]), filled(evened.pages[-2])) >= LEAST


def _lower(html: str, number: int, lower: float) -> str:
    rule = f"<style>@page :nth({number}){{padding-bottom:{lower:.1f}px}}</style>"
    return html.replace(_HEAD, f"{rule}\n{_HEAD}", 1)
