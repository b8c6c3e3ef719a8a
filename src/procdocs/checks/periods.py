"""How often something is done and how long something is kept, as people write it: whether it says a time at all, and which one was probably meant. Pure."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache

from procdocs.checks.spans_of_time import length

#: Words that sound like a time and name none.
_VAGUE = re.compile(
    r"(?:不?定期|偶尔|有时|时常|经常|平时|适时|及时|尽快|尽早|视情况(?:而定)?|看情况|必要时候?再说|一阵子|一段时间|一会儿?|很久|长时间|若干时间|以后|将来|待定"
    r"|(?:from )?time to time|sometimes|occasional(?:ly)?|often|regular(?:ly)?|periodic(?:ally)?"
    r"|irregular(?:ly)?|now and then|a while|some time|a long time|long|asap|as soon as possible|soon|later"
    r"|gelegentlich|manchmal|regelmäßig|unregelmäßig|ab und zu|eine weile|einige zeit|lange|baldmöglichst|schnellstmöglich|später"
    r"|가끔|수시로?|정기적(?:으로)?|비정기|한동안|나중에)[。.!！]?",
    re.IGNORECASE,
)
#: What a text has in it that says how often: a unit, a word for each, an event.
_PERIOD = re.compile(
    r"[天日周週旬月季年班批次时時件炉模单份台套箱]|星期|分钟|项目|阶段|工序|发生|完成|结束|[前后后後当时]|变更|更换|换|入厂|到货|[交出]付|[交出]货|出厂|来料|开[始工机]|停机|连续|[实即]时|同步|随"
    r"|会议|评审|审核|审计|投产|试制|验收|收到|[每各逐按依凡]"
    r"|\b(?:each|every|per|all|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|biannual(?:ly)?|continuous(?:ly)?|always|permanent(?:ly)?|hourly|once|twice|on|at|after|before|when|upon|if|in"
    r"|shifts?|days?|weeks?|months?|quarters?|years?|hours?|minutes?|lots?|batch(?:es)?|orders?|projects?|deliver(?:y|ies)|parts?|pieces?|events?|audits?|reviews?|times?|q[1-4]|h[12])\b|\d\s*[hdwmqya]\b|/\s*[hdwmqya]\b"
    r"|jede[nmrs]?\b|alle\b|pro\b|je\b|bei\b|nach\b|vor\b|mal\b|laufend|fortlaufend|ständig|kontinuierlich|täglich|wöchentlich|monatlich|jährlich|quartal|stündlich|schicht|\btag|woche|monat|jahr|charge|los\b|auftrag|projekt"
    r"|[매각]|일간?|주간?|월간?|분기|반기|년|연간|시간|건|회|교대|로트|주문|납품|발생|완료|상시|계속",
    re.IGNORECASE,
)
#: What may stand where a length of time is asked: until what, by which rule.
_CONDITION = re.compile(
    r"[至到止后後期随同按依据见]|有效|换版|更新|版本|报废|离职|在职|参照|根据|合同|协议|法[规律定]|标准|要求|规定|约定|不适用"
    r"|\b(?:until|till|as long|while|during|after|per|according|see|as|by|contract|customers?|laws?|legal|statutory|regulations?|current|valid(?:ity)?|superseded|n/?a)\b"
    r"|\b(?:bis|solange|während|nach|laut|gemäß|siehe|vertrag|gesetz|kunden?|gültig)|까지|동안|따라|법|계약|고객|유효|폐기",
    re.IGNORECASE,
)
#: That there is none is said on purpose.
_NOT_APPLICABLE = re.compile(r"不适用|n\.?\s?/?\s?a\.?|not applicable|entfällt", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]{3,}")
_TIMES = (
    "year", "years", "month", "months", "week", "weeks", "day", "days", "quarter", "quarters", "permanent", "permanently",
    "jahr", "jahre", "monat", "monate", "woche", "wochen", "tag", "tage",
)  # fmt: skip
_FREQUENCIES = (
    "daily", "weekly", "monthly", "quarterly", "yearly", "annually", "hourly", "each", "every", "month",
    "week", "year", "day", "quarter", "shift", "täglich", "wöchentlich", "monatlich", "vierteljährlich", "halbjährlich", "jährlich",
)  # fmt: skip
_FOR_EVER = re.compile("长久|永远|一直|始终|永远保存|一直保存")
#: A figure with a unit that is none.
_FIGURE = re.compile(r"\s*(\d+(?:[.,]\d+)?|[一二两三四五六七八九十半]+)\s*(?:个)?\S{0,3}\s*")


def is_vague(text: str) -> bool:
    """Whether a text only sounds like a time: `定期`, `occasionally`, `一阵子`."""
    return _VAGUE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


@lru_cache(maxsize=4096)
def says_period(text: str) -> bool:
    """Whether a text says how often, or when; a text that says on purpose that it says nothing counts."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return not is_vague(plain) and (_PERIOD.search(plain) is not None or length(plain) is not None or _NOT_APPLICABLE.fullmatch(plain) is not None)


@lru_cache(maxsize=4096)
def says_length(text: str) -> bool:
    """Whether a text says how long something is kept, or by which rule."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.match(r"-\s*\d|0+\s*[^\d.,]*$", plain):
        return False
    return not is_vague(plain) and (length(plain) is not None or _CONDITION.search(plain) is not None or _NOT_APPLICABLE.fullmatch(plain) is not None)


def meant_period(text: str) -> str:
    """The text with slips of the pen mended, where it then says how often; "" otherwise."""
    mended = _mended(text, _FREQUENCIES)
    return mended if mended != text and says_period(mended) else ""


def meant_length(text: str) -> str:
    """The text with slips of the pen mended, where it then says how long; for a figure without a unit that is one, the figure in years; "" otherwise."""
    mended = _mended(text, _TIMES)
    if mended != text and length(mended) is not None:
        return mended
    if _FOR_EVER.fullmatch(text):
        return "永久"
    figure = None if is_vague(text) or text.isascii() else _FIGURE.fullmatch(text)
    return f"{figure[1]} 年" if figure and says_length(f"{figure[1]} 年") else ""


def _mended(text: str, words: tuple[str, ...]) -> str:
    return _LATIN.sub(lambda word: next(iter(difflib.get_close_matches(word[0].casefold(), words, n=1, cutoff=0.7)), word[0]), text)
