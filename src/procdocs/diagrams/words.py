"""Where the words of a text begin that is written without blanks: there a line is broken rather than inside a word.

A preference, never a rule: a break inside a word is still better than another line. Chinese words come from the
small model of BudouX (10 ms to load, 1 µs a character), corrected by the words of this field that it cuts in two.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

_HAN = re.compile(r"[\u3400-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
#: Words of one character that go with the word behind them; any other goes with the word before it (通知单, 指导书).
_LEADING = frozenset("与和及或并在对按从向由以经为")
#: Words of quality management that the model cuts wrongly.
_TERMS = re.compile(
    "|".join(
        """
        作业指导书|检验指导书|指导书|通知单|入库单|出库单|发料单|报修单|标识卡|日报表|对账单|确认单|报价单|记录表|计划表|检查表|清单|台账|台帐
        不合格品|合格品|可疑品|半成品|成品|样件|首件|来料|供方|顾客|过程|产品|体系|文件|记录|订单|标书|工装|夹具|检具|设备|物料|库存|批次
        验证|确认|评审|审核|审批|批准|检验|测量|校准|监视|分析|改进|纠正|预防|措施|控制|设计|开发|策划|生产|制造|采购|仓库|交付|发货|服务|培训
        有效性|一次合格率|合格率|达成率|及时率|满意度|可追溯性|完成率|准时率|上岗证|停线|换模|换料|断点|拜访|投诉|答复|能否|是否|可否
        """.split()  # noqa: SIM905 - a list of a hundred words reads worse
    ).replace("\n", "|")
)


#: What clings to the Latin word before it: ERP 中, MES 里.
_WITHIN = re.compile(r"(?<=[A-Za-z0-9] )(?:中(?![国心文间级介])|内(?![部容外])|里(?!程))")


@cache
def _parser() -> Parser:
    from budoux import load_default_simplified_chinese_parser

    return load_default_simplified_chinese_parser()


@lru_cache(maxsize=50_000)
def word_starts(pieces: tuple[str, ...]) -> tuple[bool, ...]:
    """Whether a word begins with each of the unbreakable pieces of a text (blanks are pieces of their own)."""
    text = "".join(pieces)
    if _HAN.search(text):
        starts = _chinese(text)
    elif _HANGUL.search(text):
        starts = {found.end() for found in re.finditer(" ", text)}
    else:
        return (True,) * len(pieces)
    found, at = [], 0
    for piece in pieces:
        found.append(at in starts or (not _HAN.match(piece) and not _HANGUL.match(piece)))
        at += len(piece)
    return tuple(found)


def _chinese(text: str) -> set[int]:
    """The places in a text at which a word begins."""
    starts, at, led = {0}, 0, False
    for token in _parser().parse(text):
        word = token.strip("，。、；：）》」”！？ ")
        if not led and (len(word) > 1 or word in _LEADING):
            starts.add(at)
        led = token in _LEADING
        at += len(token)
    for within in _WITHIN.finditer(text):
        starts.discard(within.start())
        starts.add(within.end())
    for term in _TERMS.finditer(text):
        starts -= set(range(term.start() + 1, term.end()))
        starts.add(term.start())
    return starts
