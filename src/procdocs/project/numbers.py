"""Numbers of documents and records as they are compared: the one place that says which of them are the same; for clauses it is `schema.clause`. Pure.

People write one number in many ways: `WI-12`, `WI—12`, `ＷＩ－12`, `WI12`, `《WI--12》`, `QP-01(4.2.3)` with the clause it answers to. A key is
what is left: letters and figures in one width and case. Between two figures a mark stays, so that `QP-1-10` is not `QP-11-0`; not between groups of
two figures or more, because `QR-01-03` is written `QR0103` too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

T = TypeVar("T")

#: Dashes of all worlds, brackets, quotation marks, points, commas and blanks, as they are after NFKC; none of them tells one number from another.
_ONE_NOISE = r"""[\s\-‐‑‒–—―−⁃⁻ー─━~〜_./\\·•()\[\]{}<>【】〔〕〈〉《》「」『』"'“”‘’,;:、。!?*\u00ad\u200b-\u200f\u2060\ufeff]"""
_NOISE = re.compile(rf"{_ONE_NOISE}+")
#: What stands between two figures keeps them apart. It looks back only where there is noise, because whole files are searched.
_BETWEEN_FIGURES = re.compile(rf"{_ONE_NOISE}(?<=\d{_ONE_NOISE}){_ONE_NOISE}*(?=\d)")
#: Between two groups of two figures or more it may be left out: `QR-01-03` is `QR0103`. A shorter group would be told from its neighbour by nothing else.
_BETWEEN_GROUPS = re.compile(rf"{_ONE_NOISE}(?<=\d\d{_ONE_NOISE}){_ONE_NOISE}*(?=\d\d)")
_DASH_BETWEEN_GROUPS = re.compile(r"(?<=\d\d)[\-‐‑‒–—―−⁃⁻ー━─_.]+(?=\d\d)")
#: The Chinese figure one, typed for a dash: `WI一12`.
_ONE_FOR_DASH = re.compile(r"一(?<=[a-z0-9]一)(?=[a-z0-9])")
#: Nothing longer, in characters, is taken apart as a number with something beside it.
_LONGEST = 200
_CLAUSE = r"§?\s*\d{1,2}(?:\.\d{1,3}){1,5}"
#: In brackets behind a number: the clauses it answers to, or its revision.
_BEHIND = re.compile(rf"[(\[【〔]\s*(?:{_CLAUSE}(?:\s*[,;、/]\s*{_CLAUSE})*|第?[a-z0-9]{{1,3}}版|(?:rev|ver|v)\.?\s*[a-z0-9.]{{1,6}}|[a-z]/\d{{1,2}})\s*[)\]】〕]\s*$")
#: What people write where there is no number.
_NONE = frozenset(("无", "无编号", "没有", "na", "none", "nonumber", "nil", "without"))
#: What may be a number in front of a title or behind it: letters and figures, joined by signs, with a figure in it.
_NUMBER = r"(?=[^\s]*\d)[A-Za-z][A-Za-z0-9]*(?:[ ]?[\-‐‑‒–—―－/._~～][ ]?[A-Za-z0-9]+)*(?:\s?[(（\[]\d{1,2}(?:\.\d{1,3})+[)）\]])?"
_FRONT = re.compile(rf"\s*[《「]?({_NUMBER})[》」]?\s*[:：]?\s*(.*)", re.DOTALL)
_BACK = re.compile(rf"(.*?)\s*[(（\[]?({_NUMBER})[)）\]]?\s*", re.DOTALL)
#: A number anywhere in a text; a slash stands between two.
_ANY_NUMBER = re.compile(r"(?<![A-Za-z0-9\-])(?=[A-Za-z][A-Za-z\-‐‑‒–—―－._]{0,12}\d)[A-Za-z][A-Za-z0-9]*(?:[\-‐‑‒–—―－._]+[A-Za-z0-9]+)*(?:[(（]\d{1,2}(?:\.\d{1,3})+[)）])?")
_HAN = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")


def text_key(text: str) -> str:
    """A text folded as numbers are, with all that stands in it."""
    return _NOISE.sub("", _BETWEEN_FIGURES.sub("|", _BETWEEN_GROUPS.sub("", _plain(text))))


def searched(text: str) -> str:
    """A text as numbers are looked for in it by `stands_in`: with what stands between groups of figures, because another figure may follow a number; without the dashes
    there; and without anything there.
    """
    plain = _plain(text)
    return "\n".join(_NOISE.sub("", _BETWEEN_FIGURES.sub("|", one)) for one in dict.fromkeys((plain, _DASH_BETWEEN_GROUPS.sub("", plain), _BETWEEN_GROUPS.sub("", plain))))


def _plain(text: str) -> str:
    return _ONE_FOR_DASH.sub("-", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=65536)
def number_key(number: str) -> str:
    """A number as it is compared; "" for what is no number, such as `无` or `/`."""
    if len(number) > _LONGEST:
        return text_key(number)
    plain = unicodedata.normalize("NFKC", number).casefold().strip().rstrip(".,;:、。》」\"'”’* ")
    front = _BEHIND.sub("", plain)
    key = text_key(front if any(letter.isdigit() for letter in front) else plain)
    return "" if key in _NONE else key


def same_number(one: str, other: str) -> bool:
    """Whether two numbers differ in writing only."""
    return number_key(one) == number_key(other) != ""


def stands_in(key: str, text: str) -> bool:
    """Whether a key stands in a text that was folded by `searched`; `WI-1` does not stand in `WI-12`."""
    at = text.find(key) if key else -1
    while at >= 0:
        end = at + len(key)
        if not (text[end : end + 1].isdigit() or (key[0].isdigit() and text[at - 1 : at].isdigit())):
            return True
        at = text.find(key, at + 1)
    return False


class Parted(NamedTuple):
    """A number and the title that was written together with it."""

    number: str
    title: str


def parted(text: str) -> Parted | None:
    """Number and title out of one text, glued or with a blank, in either order; None where no number or no title stands in it."""
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.split())
    for pattern, number_first in ((_FRONT, True), (_BACK, False)):
        hit = pattern.fullmatch(text)
        if hit is None:
            continue
        number, title = (hit[1], hit[2]) if number_first else (hit[2], hit[1])
        bare = title.strip(" :：-–—_《》「」\"“”'")
        if bare and len(number) > 2 and (_HAN.search(bare) or re.search(r"[^\W\d_]{3}", bare)):
            return Parted(number.strip(), bare)
    return None


def numbers_in(text: str) -> Parted | tuple[str, ...]:
    """The numbers in a text that holds more than a number: with a title as `Parted`, else those of several sites, `QP-12 (TN) / QP-07 (JN)`; () if there are none."""
    if len(text) > _LONGEST:
        return ()
    found = tuple(dict.fromkeys(hit.group().strip() for hit in _ANY_NUMBER.finditer(text)))
    if len(found) < 2:
        return parted(text) or ()
    rest = _ANY_NUMBER.sub("", text)
    # Numbers alone, with nothing but signs between them, are several documents, and not one with several numbers.
    return found if re.search(r"\w", rest) else ()


class ByNumber(Mapping[str, T]):
    """Things by their number, found however the number is written: first as it stands, then by its key. Iterates over the numbers as written."""

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[str, T] = {}
        for number, thing in pairs:
            self._exact.setdefault(number, thing)

    @cached_property
    def _by_key(self) -> dict[str, str]:
        keys: dict[str, str] = {}
        for number in self._exact:
            keys.setdefault(number_key(number), number)
        keys.pop("", None)
        return keys

    def __getitem__(self, number: str) -> T:
        return self._exact[number if number in self._exact else self._by_key[number_key(number)]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._exact)

    def __len__(self) -> int:
        return len(self._exact)

    def written(self, number: str) -> str:
        """The number as the thing itself writes it; "" if nothing has it."""
        return number if number in self._exact else self._by_key.get(number_key(number), "")
