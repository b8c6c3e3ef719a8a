"""Words compared: Latin words and numbers whole, Chinese by character; what came and what went marked in one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from procdocs.manual.rich import Changed, Foreign, Inline, PageOf, Ref, Rich

#: A word or number with its signs, blanks, or any other character alone.
_TOKEN = re.compile(r"[^\W\u2e80-\uffff](?:[^\W\u2e80-\uffff]|[.,%/-](?=[^\W\u2e80-\uffff]))*%?|\s+|.", re.DOTALL)
#: Texts less alike than this are shown as one that went and one that came.
_ALIKE = 0.35

Piece = str | Ref | Foreign | PageOf
Kind = Literal["ins", "del", ""]


class _Token(NamedTuple):
    text: str
    #: The number of the piece it stands in, and that piece.
    turn: int
    piece: Piece

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two tokens the same: the words and what they lead to."""
        return self.text, type(self.piece).__name__, self.piece.target if isinstance(self.piece, Ref) else ""


def compared(old: Rich, new: Rich) -> Rich:
    """Both texts in one: without what is marked `ins` it is the old one, without `del` the new one."""
    before, after = _tokens(old), _tokens(new)
    keys = [one.key for one in before], [one.key for one in after]
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    if keys[0] == keys[1]:
        return new
    if matcher.ratio() < _ALIKE:
        return (*marked(old, "del"), *marked(new, "ins"))
    out: list[Inline] = []
    for is_same, first, last, begin, end in _stretches(matcher.get_opcodes(), before):
        if is_same:
            out += _put(after[begin:end], "")
        else:
            out += [*_put(before[first:last], "del"), *_put(after[begin:end], "ins")]
    return tuple(out)


def marked(rich: Rich, change: Literal["ins", "del"]) -> Rich:
    """All of a text as come or gone."""
    return tuple(piece if isinstance(piece, Changed) else Changed(piece, change) for piece in rich)


def without(rich: Rich, change: Literal["ins", "del"]) -> str:
    """The words that are left when all that is marked so is taken out."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in rich if not (isinstance(piece, Changed) and piece.change == change))


def _tokens(rich: Rich) -> list[_Token]:
    pieces: Iterable[Piece] = (piece.piece if isinstance(piece, Changed) else piece for piece in rich)
    return [_Token(found, turn, piece) for turn, piece in enumerate(pieces) for found in _TOKEN.findall(piece if isinstance(piece, str) else piece.text)]


def _stretches(steps: Sequence[tuple[str, int, int, int, int]], before: Sequence[_Token]) -> Iterator[tuple[bool, int, int, int, int]]:
    """What is the same and what is not in turn. One character alone between two changes joins them: it would read as confetti."""
    same = [tag == "equal" and not (0 < at < len(steps) - 1 and sum(len(one.text) for one in before[first:last]) <= 1) for at, (tag, first, last, _, _) in enumerate(steps)]
    for is_same, group in groupby(zip(same, steps, strict=True), key=lambda pair: pair[0]):
        run = [step for _, step in group]
        yield is_same, run[0][1], run[-1][2], run[0][3], run[-1][4]


def _put(tokens: Sequence[_Token], change: Kind) -> Iterator[Inline]:
    for _, group in groupby(tokens, key=lambda one: one.turn):
        run = list(group)
        text, piece = "".join(one.text for one in run), run[0].piece
        piece = text if isinstance(piece, str) else piece._replace(text=text)
        yield Changed(piece, change) if change else piece
