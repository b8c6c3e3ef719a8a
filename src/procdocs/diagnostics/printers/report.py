"""What a printer is given, and what all printers need: places, totals, JSON that no terminal obeys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from procdocs.diagnostics import Severity
from procdocs.diagnostics.excerpt import Lines
from procdocs.diagnostics.sentences import Sentence, printable
from procdocs.diagnostics.span import Span

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Report:
    """The findings of a run in words, and what a printer may want to know beside them."""

    sentences: Sequence[Sentence]
    #: Labels in the language of the reader: key of `languages/` and values -> text.
    say: Callable[..., str]
    #: Paths of all files that were read.
    files: Sequence[str] = ()
    #: The version of procdocs.
    version: str = ""
    #: The lines of the files, for excerpts.
    lines: Lines = field(default_factory=lambda: Lines(lambda _: None))
    #: Whether the reader sees colours.
    colour: bool = False
    #: What is shown of the clauses that a code quotes.
    cite: Callable[[str], str] = str
    #: Language of the sentences.
    language: str = "en"


def summary(sentences: Sequence[Sentence]) -> dict[str, int]:
    """How many findings there are of each severity."""
    return {severity.value: sum(one.diagnostic.severity is severity for one in sentences) for severity in Severity}


def place(span: Span) -> str:
    """`path:line:column`, as far as known, safe to print."""
    return ":".join([printable(span.path), *(str(number) for number in span[1:3] if number is not None)])


def dump(value: Any) -> str:
    """JSON in which nothing is left that a terminal or a build server would obey."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    text = _UNSAFE_IN_JSON.sub(lambda hit: f"\\u{ord(hit.group()):04x}", text)
    return text.replace("##", "#\\u0023") + "\n"
