"""Findings in words: the sentences of `languages/` filled with the values of a finding, safe to print anywhere.

The catalogue is handed in, so that this layer knows no language. A missing sentence or placeholder is no reason to fail:
the finding is printed all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from procdocs.diagnostics import Diagnostic
from procdocs.diagnostics.span import Span

#: What must not reach a terminal: controls, surrogates, turning of the direction of writing, invisible format characters.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: What build servers take for a command, at the start of a line or within it.
_COMMAND = re.compile(r"##(?=[\w\[])|^(\s*):(?=:)")
#: Longer values are cut in messages, in characters.
_VALUE_LIMIT = 100
#: Values that are lists which their check has kept short.
_WHOLE = frozenset({"clauses", "keys", "choices", "columns", "lists"})
#: Longest meaning, in characters, that is put behind a key.
_BRIEF = 10


@dataclass(frozen=True, slots=True)
class Note:
    """A second place and what is said of it."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding in the words of one language."""

    diagnostic: Diagnostic
    message: str
    hint: str
    #: What the code is about: its explanation in this language.
    about: str = ""
    related: tuple[Note, ...] = ()


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def printable(text: str) -> str:
    """The text without anything that a terminal or a build server would obey: such characters show as `<U+001B>`."""
    # Mostly there is nothing to change, which these two questions find out faster than the patterns.
    safe = text if text.isprintable() else _UNSAFE.sub(lambda hit: " " if hit.group() in "\t\n\r" else f"<U+{ord(hit.group()):04X}>", text)
    return safe if "##" not in safe and "::" not in safe else _COMMAND.sub(lambda hit: "# #" if hit.group().startswith("#") else f"{hit.group(1)}: ", safe)


def first_sentence(text: str) -> str:
    """The first sentence of an explanation, on one line."""
    paragraph = " ".join(text.partition("\n\n")[0].split("\n"))
    return re.split(r"(?<=\.) |(?<=。)", paragraph, maxsplit=1)[0]


def say(diagnostic: Diagnostic, catalogue: Mapping[str, Any]) -> Sentence:
    """The finding in words. `catalogue` is the mapping `findings:` of a language: code -> message, hint, variants, about;
    beside them `related`, `fields`: what the keys of the models are for, and `choices`: what their words of choice mean.
    """
    entry = catalogue.get(diagnostic.code)
    entry = entry if isinstance(entry, Mapping) else {}
    chosen = (entry.get("variants") or {}).get(diagnostic.variant) if diagnostic.variant else None
    chosen = {"message": chosen} if isinstance(chosen, str) else chosen or {}
    values = _filled(_with_meaning(diagnostic.values, catalogue))
    message = _fill(chosen.get("message") or entry.get("message") or diagnostic.name, values)
    hint = _fill(chosen.get("hint", entry.get("hint")) or "", values)
    sentences = catalogue.get("related") or {}
    related = tuple(Note(_fill(sentences.get(one.key) or one.key, _filled(one.values)), one.span) for one in diagnostic.related)
    return Sentence(diagnostic, message, hint, (entry.get("about") or "").strip(), related)


def _with_meaning(values: Mapping[str, str], catalogue: Mapping[str, Any]) -> Mapping[str, str]:
    """The value `meaning` names a key (`Process.owner`); what the language says of it takes its place."""
    if owner := values.get("keys_of"):
        meanings = catalogue["fields"].get(owner) or {}
        values = {**values, "keys": ", ".join(_briefly(key, meanings.get(key) or "") for key in values.get("keys", "").split(", "))}
    if values.get("choices_of"):
        meanings = catalogue["choices"]
        offered = {name: values[name].split(", ") for name in ("choices", "kinds") if name in values}
        values = {**values, **{name: ", ".join(_briefly(word, meanings.get(word) or "") for word in those) for name, those in offered.items()}}
    model, _, key = values.get("meaning", "").partition(".")
    return {**values, "meaning": ((catalogue["fields"].get(model) or {}).get(key) or "").rstrip(".。")} if model else values


def _briefly(key: str, meaning: str) -> str:
    """A key with what it is for in a few words, where the language is another than that of the keys."""
    short = re.split(r"[，。；：（(，,;:]", meaning, maxsplit=1)[0].removesuffix("代号")
    return f"{key} ({short})" if short and not short.isascii() and len(short) <= _BRIEF else key


def _filled(values: Mapping[str, str]) -> _Values:
    return _Values({key: value if key in _WHOLE else _short(value) for key, value in values.items()})


def _short(value: str) -> str:
    return value if len(value) <= _VALUE_LIMIT else value[:_VALUE_LIMIT] + "…"


def _fill(sentence: str, values: _Values) -> str:
    try:
        return printable(sentence.format_map(values))
    except (ValueError, IndexError, AttributeError):
        return printable(sentence)
