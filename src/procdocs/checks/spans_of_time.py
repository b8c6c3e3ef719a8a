"""Lengths of time as people write them: `3 年`, `12 months`, `产品寿命 + 1 年`, `Lebensdauer + 1 Jahr`, `3년`. Pure."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

#: Units in months, longest words first, because each is looked for at the beginning of what follows a number.
_UNITS = (
    (re.compile(r"(?:个|個)?(?:月)|months?\b|mos?\b\.?|mths?\b|monaten?\b|monate?\b|개월|달(?![가-힣])"), 1.0),
    (re.compile(r"(?:个|個)?(?:日历|自然|会计)?年|(?:calendar |full )?(?:years?|yrs?)\b|y\b|(?:kalender)?jahren?\b|(?:kalender)?jahre?\b|년"), 12.0),
    (re.compile(r"周|星期|个星期|weeks?\b|wochen?\b|주"), 12 / 52),
    (re.compile(r"天|日|(?:calendar |working )?days?\b|tagen?\b|tage?\b|일"), 12 / 365),
    (re.compile(r"个?季度|quarters?\b|quartale?\b|분기"), 3.0),
)
_DIGITS = {sign: value for value, signs in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for sign in signs}
#: Number words beside the Chinese ones.
_WORDS_OF_NUMBERS = {
    word: number
    for number, words in {
        1: "a an one ein eine einem einen 일", 2: "two zwei 이",
        3: "three drei 삼", 4: "four vier 사", 5: "five fünf 오", 6: "six sechs 육", 7: "seven sieben 칠", 8: "eight acht 팔",
        9: "nine neun 구", 10: "ten zehn 십", 12: "twelve zwölf", 15: "fifteen fünfzehn 십오", 20: "twenty zwanzig", 30: "thirty dreißig",
    }.items()
    for word in words.split()
}  # fmt: skip
_FIGURE = rf"\d+(?:[.,]\d+)?|半|[{''.join(_DIGITS)}十拾]+|(?<![^\W\d_])(?:{'|'.join(sorted(_WORDS_OF_NUMBERS, key=len, reverse=True))})(?=\s)"
#: A number, perhaps the end of a range or the word in front of it in figures, `three (3) years`; what follows must be a unit.
_NUMBER = re.compile(rf"({_FIGURE})\s*(?:\(\s*\d+\s*\))?\s*(?:(?:[-–—~～至到]|to|bis)\s*\d+(?:[.,]\d+)?)?[\s-]*", re.IGNORECASE)
_HALF = re.compile(r"\s*半|\s*반|\s*and a half")
_WORDS = {
    word: number
    for number, words in {
        1.0: "monthly 每月 monatlich 매월",
        3.0: "quarterly 每季度 每季 vierteljährlich quartalsweise 매분기",
        6.0: "每半年 half-yearly halfyearly semiannually semi-annually biannually halbjährlich 반기",
        12.0: "annually yearly annual 每年 年度 jährlich 매년",
        24.0: "biennially",
    }.items()
    for word in words.split()
}
#: These words within a text, the longest first.
_WORD_WITHIN = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_FOR_EVER = re.compile(r"永久|长期|長期|permanent|indefinite|for ?ever|unbegrenzt|unbefristet|dauerhaft|영구|무기한", re.IGNORECASE)
#: As long as something lasts of which nobody can say how long: the product, its production, the company.
_LIFE = re.compile(
    r"寿命|壽命|生命周期|停产|停產|在产|生产期|量产结束|生产结束|产品有效期|在用期|使用期|在册期|在职期|离职|eop\b|life ?time|life cycle|service life|product life|life of|"
    r"end of (?:series |serial |mass )?production|(?:time|length) (?:that|of time)|remains? active|active (?:for )?production|employment|"
    r"lebensdauer|produktionsende|serienende|serienauslauf|laufzeit|"
    r"수명|양산 ?종료|단종|재직",
    re.IGNORECASE,
)
#: No year of a calendar: longer is nothing kept.
_LONGEST_YEARS = 200


class Beyond(IntEnum):
    """What a length of time is counted from, in the order of how long it lasts."""

    NOTHING = 0
    LIFE = 1
    EVER = 2


class Length(NamedTuple):
    """A length of time: so many months, beyond the life of the product (or of whatever the text says) or for ever."""

    beyond: Beyond
    months: float


@lru_cache(maxsize=4096)
def length(text: str) -> Length | None:
    """The length of time that a text says, the longest of several; None if none can be read from it."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if not plain:
        return None
    if _FOR_EVER.search(plain):
        return Length(Beyond.EVER, 0)
    if plain in _WORDS:
        return Length(Beyond.NOTHING, _WORDS[plain])
    said = max((one for hit in _NUMBER.finditer(plain) if (one := _months_at(hit, plain)) is not None), default=None)
    if _LIFE.search(plain):
        return Length(Beyond.LIFE, said or 0)
    return Length(Beyond.NOTHING, said) if said is not None else None


def falls_short(kept: Length, asked: Length) -> bool:
    """Whether what is kept for one time is gone before the other. Months of 30 days count as months; nobody can say that a time in years outlives a product."""
    return (kept.beyond, kept.months * 1.03) < (asked.beyond, asked.months)


def same_length(one: Length, other: Length) -> bool:
    """Whether two lengths of time are the same, but for months of 30 days."""
    return not falls_short(one, other) and not falls_short(other, one)


def months(text: str) -> float | None:
    """A length or a period of time in months (`每年至少一次` is 12), infinity for what is kept longer than one can say; None if none can be read from the text."""
    said = length(text)
    if said is None and (word := _WORD_WITHIN.search(unicodedata.normalize("NFKC", text).casefold())):
        return _WORDS[word[0]]
    return None if said is None else float("inf") if said.beyond else said.months


def _months_at(hit: re.Match[str], text: str) -> float | None:
    """The months of a number and the unit behind it; None where no unit stands there, or where it is a year or a day of the calendar."""
    for unit, factor in _UNITS:
        found = unit.match(text, hit.end())
        if found is None:
            continue
        number = _value(hit.group(1)) + (0.5 if _HALF.match(text, found.end()) else 0)
        # `2026 年 5 月 1 日` is no length, and neither is `5 月`, if something stands before it.
        calendar = number * factor > _LONGEST_YEARS * 12 or (found.group() in ("月", "日") and re.search(r"[年月]\s*$", text[: hit.start()]) is not None)
        return None if calendar else number * factor
    return None


def _value(word: str) -> float:
    if word == "半":
        return 0.5
    if word[0].isdigit():
        return float(word.replace(",", "."))
    if word in _WORDS_OF_NUMBERS:
        return float(_WORDS_OF_NUMBERS[word])
    tens, ten, ones = word.replace("拾", "十").rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
