"""Where a long word may be parted at the end of a line: by the dictionary of its language. Pure.

A language without a dictionary has words of others in Latin letters; they are parted as English.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

import pyphen

#: What is written where a word is parted. The hyphen of Unicode is as wide as a Chinese character in Chinese fonts.
HYPHEN = "-"
#: Letters a word has that may be parted, and letters that stay together at its ends and within it: dictionaries err in compounds, and leave single letters there.
LONG, ENDS, WITHIN = 8, 3, 2
#: No language has longer words; each place of a word is tried in turn when it does not fit.
LONGEST = 80
#: The dictionary of Latin words in a text without one.
_USUAL = "en_US"
#: A word in letters alone; not in capitals, which are a number or a name.
_WORD = re.compile(r"[^\W\d_]+")


def dictionary_of(tongue: str) -> str:
    """The name of the dictionary for a language, by its tag; an empty tag has the usual one."""
    return (pyphen.language_fallback(tongue) if tongue else None) or _USUAL


def has_dictionary(tongue: str) -> bool:
    """Whether there is a dictionary of that very language."""
    return pyphen.language_fallback(tongue) is not None


@lru_cache(maxsize=20_000)
def places(text: str, dictionary: str) -> tuple[int, ...]:
    """The places in a text at which its words may be parted, in order; none in numbers and ids, nor in what stands in capitals."""
    found: list[int] = []
    for word in _WORD.finditer(text):
        if LONG <= len(word[0]) <= LONGEST and not word[0].isupper() and not _is_joined(text, word.start(), word.end()):
            found += [word.start() + at for at in _parted(_dictionary(dictionary).positions(word[0]), len(word[0]))]
    return tuple(found)


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether digits stand right before or behind a word: then it is part of a number."""
    return text[start - 1 : start].isdigit() or text[end : end + 1].isdigit()


def _parted(positions: list[int], length: int) -> list[int]:
    """The positions that leave no single letters."""
    edges = [0, *positions, length]
    narrow = {edge for left, right in pairwise(edges) if right - left < WITHIN for edge in (left, right)}
    return [at for at in positions if at not in narrow and ENDS <= at <= length - ENDS]


@cache
def _dictionary(name: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=name, left=ENDS, right=ENDS)
