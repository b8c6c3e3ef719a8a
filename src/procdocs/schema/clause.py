"""The number of a clause as people write it, and what is left of it when two are compared. Knows no clause set."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from procdocs.schema.base import read_plain

#: A clause at the beginning of a text: `4.2.3 文件控制`, `§ 8.5`, `第 7.5 条`, `10.`.
_LEADING = re.compile(r"(?:第|§|clause|sections?|条款号?|要素|abschnitt|kapitel|조항)?\s*[:：]?\s*(\d{1,2}(?:\.\d{1,3})*)\.?(?!\d)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}\.\d")


def clause_key(clause: str) -> str:
    """The number of a clause without its title and the signs around it: `4.2.3` for `§４．２．３ 文件控制`; what begins with no number is returned as it is."""
    plain = unicodedata.normalize("NFKC", clause).strip()
    hit = _LEADING.match(plain.replace("。", "."))
    return hit.group(1) if hit else plain


def _read_clause(value: Any) -> str:
    """A clause of its own in the form in which it is compared; a text that names several stays as it is, and is told as such."""
    return _bare(read_plain(value))


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    key = clause_key(text)
    rest = unicodedata.normalize("NFKC", text).replace("。", ".").partition(key)[2]
    return text if _NUMBER.search(rest) else key


#: One clause: `8.4.1`, however it is written.
Clause = Annotated[str, BeforeValidator(_read_clause), WithJsonSchema({"type": ["string", "number", "boolean"]})]
