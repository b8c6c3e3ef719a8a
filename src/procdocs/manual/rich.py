"""Words with what is special about some of them: links, another language, what changed, pages of others."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Ref(NamedTuple):
    """Words that lead somewhere: a document id of the manual (`C4`), a part of one (`C4#outputs`) or a web address."""

    text: str
    target: str
    #: How it is set: "" plain link; customer, support, management, outside as a chip in that colour.
    look: str = ""


class Foreign(NamedTuple):
    """Words in another language than the manual's, because the translation is missing."""

    text: str
    language: str


class Changed(NamedTuple):
    """Words that came (`ins`) or went (`del`) between two versions."""

    piece: str | Ref | Foreign | PageOf
    change: Literal["ins", "del"]

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.piece if isinstance(self.piece, str) else self.piece.text


class PageOf(NamedTuple):
    """The page that a document of the manual begins on, with words around it; on paper alone, and there not before it is known."""

    target: str
    before: str
    after: str
    text: str = ""


Inline = str | Ref | Foreign | Changed | PageOf
Rich = tuple[Inline, ...]


def plain(rich: Rich) -> str:
    """The words without their links."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in rich)
