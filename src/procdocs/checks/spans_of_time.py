"""Lengths of time as people write them: `3 年`, `12 months`, `产品寿命 + 1 年`. Pure."""

from __future__ import annotations

import re
import unicodedata

_UNITS = (
    (re.compile(r"^(个月|个?月|months?|monate?)"), 1.0),
    (re.compile(r"^(年|years?|yrs?|jahre?)"), 12.0),
    (re.compile(r"^(周|星期|个星期|weeks?|wochen?)"), 12 / 52),
    (re.compile(r"^(天|日|days?|tage?)"), 12 / 365),
    (re.compile(r"^(个?季度|quarters?)"), 3.0),
)
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMBER = re.compile(r"(\d+(?:\.\d+)?|半|[零一二两三四五六七八九十]+)\s*(.*)", re.DOTALL)
_WORDS = {"monthly": 1.0, "每月": 1.0, "quarterly": 3.0, "每季度": 3.0, "每季": 3.0, "annually": 12.0, "yearly": 12.0, "每年": 12.0, "每半年": 6.0}
#: Longer than any number: kept as long as the company, the product, or for ever.
_FOR_EVER = re.compile(r"永久|长期|permanent|indefinite|for ?ever|寿命|lifetime|life of", re.IGNORECASE)


def months(text: str) -> float | None:
    """A length of time in months, infinity for what is kept for ever; None if no length can be read from the text."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if not plain:
        return None
    if _FOR_EVER.search(plain):
        return float("inf")
    if plain in _WORDS:
        return _WORDS[plain]
    hit = _NUMBER.match(re.sub(r"^(每|every|不少于|至少|≥|>=|>|\s)+", "", plain))
    if hit is None:
        return None
    number, rest = _value(hit.group(1)), hit.group(2)
    return next((number * factor for unit, factor in _UNITS if unit.match(rest)), None)


def _value(word: str) -> float:
    if word == "半":
        return 0.5
    if word[0].isdigit():
        return float(word)
    tens, ten, ones = word.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
