"""Whether two names mean the same thing though they are written differently. Pure; knows nothing of projects.

Word order, small words, singular and plural, width of characters, brackets, variant characters (台帐, 台账) and slips of
the pen do not make a different thing; a negation or another figure does.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

#: Small words of English, German and French.
_STOP = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "der", "die", "das", "des", "und", "für", "von", "de", "la"))
#: Characters that are written for one another.
VARIANTS = {
    "客户": "顾客", "供应商": "供方", "帐": "账", "賬": "账", "臺": "台", "檯": "台", "彙": "汇", "決": "决", "佈": "布", "傚": "效", "砂": "沙",
    "註": "注", "週": "周", "登陆": "登录", "其它": "其他", "定货": "订货", "定单": "订单",
}  # fmt: skip
_VARIANT = re.compile("|".join(sorted(VARIANTS, key=len, reverse=True)))
#: Small words of Chinese that do not change what is meant.
_PARTICLES = str.maketrans("", "", "的之及与和或、")
_NEGATION = frozenset("不非未无免")
_LATIN = re.compile(r"[^\W\d_\u2e80-\u9fff\uf900-\ufaff]+")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]+")
#: From which likeness on two names that stand at the two ends of one interface are taken for one thing.
NEAR = 0.6


#: Slips of the pen are looked for in names up to this many characters, and so many pairs of words.
_LONGEST = 60
_COMPARISONS = 400
#: Words as long as this whose first three quarters agree differ in their endings only: Mitarbeiter, Mitarbeitende.
_INFLECTED = 8


class Name(NamedTuple):
    """A name in the pieces that are compared."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    figures: tuple[str, ...]
    han: str


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1; 1 if only writing differs."""
    first, second = _pieces(one), _pieces(other)
    if first == second:
        return 1.0
    if first.figures != second.figures and first.figures and second.figures:
        return 0.0
    if _NEGATION & (set(first.han) ^ set(second.han)):
        return 0.0
    return _shared(first, second)


def near(one: str, other: str) -> bool:
    """Whether two names at the two ends of one interface probably mean one thing."""
    return likeness(one, other) >= NEAR


def _shared(first: Name, second: Name) -> float:
    """Dice's coefficient over words and pairs of Chinese characters, slips of the pen forgiven."""
    ours, theirs = Counter(first.words) + Counter(first.pairs), Counter(second.words) + Counter(second.pairs)
    total = ours.total() + theirs.total()
    if not total:
        return 1.0 if first.figures == second.figures else 0.0
    common = (ours & theirs).total()
    rest, others = list((ours - theirs).elements()), list((theirs - ours).elements())
    for word in rest if len(rest) * len(others) <= _COMPARISONS else ():
        twin = next((other for other in others if _slip(word, other)), None)
        if twin is not None:
            others.remove(twin)
            common += 1
    share = 2 * common / total
    if 4 <= len(first.han) <= _LONGEST and 4 <= len(second.han) <= _LONGEST and _distance(first.han, second.han, 1) <= 1:
        # One character more, less or different spoils two pairs of a short name.
        share = max(share, 1 - 1 / max(len(first.han), len(second.han)))
    return share


@lru_cache(maxsize=65536)
def _pieces(name: str) -> Name:
    text = unicodedata.normalize("NFKC", name).casefold()
    text = _VARIANT.sub(lambda hit: VARIANTS[hit.group()], text)
    han = "".join(_HAN.findall(text)).translate(_PARTICLES)
    words = tuple(sorted(_stem(word) for word in _LATIN.findall(text) if word not in _STOP))
    pairs = tuple(sorted(han[index : index + 2] for index in range(len(han) - 1))) if len(han) > 1 else tuple(han)
    return Name(words, pairs, tuple(sorted(re.findall(r"\d+", text))), han)


def _stem(word: str) -> str:
    """A word without the marks of plural, and in one of its spellings."""
    for ending, instead in (("isation", "ization"), ("ise", "ize"), ("programme", "program"), ("colour", "color"), ("labour", "labor")):
        if word.endswith(ending) and len(word) > 3:
            word = word.removesuffix(ending) + instead
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _slip(word: str, other: str) -> bool:
    longest = max(len(word), len(other))
    stem = -(-3 * longest // 4)
    if min(len(word), len(other)) >= max(_INFLECTED, stem) and word[:stem] == other[:stem]:
        return True
    allowed = 1 if min(len(word), len(other)) < 8 else 2
    return min(len(word), len(other)) >= 5 and max(len(word), len(other)) <= _LONGEST and _distance(word, other, allowed) <= allowed


def _distance(one: str, other: str, limit: int) -> int:
    """Edits between two words, two neighbours exchanged counting as one; more than `limit` need not be exact."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for column, opposite in enumerate(other, 1):
            cost = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != opposite))
            if at > 1 and column > 1 and letter == other[column - 2] and one[at - 2] == opposite:
                cost = min(cost, older[column - 2] + 1)
            row.append(cost)
    return row[-1]
