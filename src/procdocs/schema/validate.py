"""Positioned nodes to models: every mistake of a file at its place, in our words. Reads no file and knows no other file."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.schema.attach import attach
from procdocs.schema.base import ID_PATTERN, Part
from procdocs.schema.codes import PD201, PD203, PD204, PD205, PD206, PD207, PD208, PD209, PD210, PD301
from procdocs.schema.models import choices_in, field_of, keys_of, meaning_of, model_at, part_in
from procdocs.schema.synonyms import SYNONYMS
from procdocs.source.codes import PD109, PD112
from procdocs.source.node import Node
from procdocs.source.reader import MISTAKE_LIMIT

P = TypeVar("P", bound=Part)

#: pydantic's names of mistakes, our own included, and the code and the variant of its message for each.
_CODES = {
    "missing": (PD204, ""),
    "extra_forbidden": (PD203, ""),
    "literal_error": (PD206, ""),
    "model_type": (PD205, "keys"),
    "model_attributes_type": (PD205, "keys"),
    "dict_type": (PD205, "group"),
    "tuple_type": (PD205, "list"),
    "text_type": (PD205, "text"),
    "string_type": (PD205, "text"),
    "exit_form": (PD205, "exit"),
    "date_form": (PD207, ""),
    "date_impossible": (PD207, "impossible"),
    "date_meant": (PD207, "meant"),
    "number_form": (PD208, ""),
    "flag_form": (PD209, ""),
    "id_form": (PD301, ""),
    "text_language": (PD201, "language"),
    "text_empty": (PD201, "empty"),
    "language_twice": (PD201, "twice"),
    "colour_form": (PD201, "colour"),
    "synonyms_form": (PD201, "synonyms"),
    "full_width_colon": (PD112, ""),
    "equals_sign": (PD112, "equals"),
    "section_name": (PD206, "nearest"),
    "too_short": (PD201, "short"),
    "greater_than_equal": (PD201, "small"),
    "less_than_equal": (PD201, "large"),
}


def validate(model: type[P], node: Node) -> tuple[P | None, list[Diagnostic]]:
    """The object that `node` describes, knowing its places, and every mistake found; no object if there is any."""
    part, mistakes, _ = _attempt(model, node, node.plain_value())
    return part, mistakes


def recover(model: type[P], node: Node) -> tuple[P | None, list[Diagnostic], frozenset[str]]:
    """Like `validate`, but where mistakes can be left out, the object without them, and the top-level keys they stand under.

    What refers to other files can so be checked in the same run. Required keys without a right value hold a placeholder. No object if even that does not help.
    """
    value = node.plain_value()
    part, mistakes, wrong = _attempt(model, node, value)
    if part is not None or not isinstance(value, dict):
        return part, mistakes, frozenset()
    touched = frozenset(str(loc[0]) for loc in wrong if loc)
    for _ in range(8):
        # Leaving out one value can uncover the next mistake, so a few rounds are taken.
        for loc in wrong:
            _mend(model, value, loc)
        part, _, wrong = _attempt(model, node, value)
        if part is not None:
            return part, mistakes, touched
    return None, mistakes, touched


Location = tuple[str | int, ...]
#: A language whose text touches the colon: `{zh:生产, en:Production}`.
_LANGUAGE_GLUED = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2,4})?:\S")

#: Begins what is put in for a value that must be there and could not be read. Nothing is said of it.
PLACEHOLDER = "X--unread-"


def _attempt(model: type[P], node: Node, value: Any) -> tuple[P | None, list[Diagnostic], list[Location]]:
    try:
        part = model.model_validate(value, by_alias=True, by_name=False)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        found: list[Diagnostic] = []
        for detail in details[:MISTAKE_LIMIT]:
            finding = _translate(model, node, dict(detail))
            if finding is not None and finding not in found:
                found.append(finding)
        if len(details) > MISTAKE_LIMIT:
            found.append(diagnose(PD109, Span(node.span.path, 1, 1), "more", limit=MISTAKE_LIMIT, count=len(details)))
        return None, found, [detail["loc"] for detail in details]
    attach(part, node)
    return part, [], []


def _mend(model: type[Part], value: Any, loc: Location) -> None:
    """Take away the mistake at `loc`: a wrong value goes, a missing one and a wrong item of a list become a placeholder.

    Items keep their position, because it is by position that they know their place in the file.
    """
    holder: Any = None
    reached: Location = ()
    for depth, key in enumerate(loc):
        inside = (isinstance(value, dict) and key in value) or (isinstance(value, list) and isinstance(key, int) and key < len(value))
        missing = isinstance(value, dict) and isinstance(key, str) and depth == len(loc) - 1
        if not inside and not missing:
            break
        holder, reached = value, loc[: depth + 1]
        value = value[key] if inside else None
    if holder is None:
        return
    if isinstance(holder, dict) and reached[-1] in holder:
        del holder[reached[-1]]
    else:
        holder[reached[-1]] = _placeholder(model, reached)


def _placeholder(model: type[Part], loc: Location) -> Any:
    """Something harmless, and different at each place, for a value that must be there."""
    owner = model_at(model, loc[:-1])
    info = field_of(owner, str(loc[-1])) if owner and isinstance(loc[-1], str) else None
    part = part_in(info.annotation) if info else owner
    choices = choices_in(info.annotation) if info else ()
    if choices:
        return choices[0]
    return PLACEHOLDER + "-".join(str(key) for key in loc)[:50] if part is None or part.short or (info is not None and part is owner) else {}


def _translate(model: type[Part], node: Node, detail: dict[str, Any]) -> Diagnostic | None:
    """One of pydantic's mistakes in our words; None if the reader has refused something at this place already."""
    loc: Location = detail["loc"]
    place, broken = _find(node, loc)
    if broken:
        return None
    kind = str(detail["type"])
    field = next((key for key in reversed(loc) if isinstance(key, str)), "")
    value = str(detail.get("input")) if isinstance(detail.get("input"), str) else ""
    context = detail.get("ctx") or {}
    code, variant = _CODES.get(kind, (PD201, ""))
    values: dict[str, Any] = {"field": field, "value": value, "problem": detail["msg"], **{key: str(said) for key, said in context.items() if isinstance(said, (str, int, float))}}
    span = place.span
    if place.is_missing and code != PD204 and isinstance(loc[-1] if loc else None, int):
        return diagnose(PD210, span, field=field)
    if kind == "too_short" and (place.items or place.pairs):
        return None  # the items there are mistaken themselves
    if kind == "extra_forbidden":
        return _no_list(model, loc, node) or _comma_in_text(node, loc, place, field) or _colon_in_text(model, node, loc, place) or _unknown_key(model, node, loc, place, field)
    if kind in ("text_empty", "exit_form") and (glued := _glued(place)) is not None:
        return glued
    if kind == "missing":
        return None if _colon_in_text(model, node, loc, place) else _no_list(model, loc, node) or _missing_key(model, loc, place, field)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context.get("expected", ""))
        values |= {"choices": ", ".join(choices), "choices_of": field, "nearest": nearest(value, choices)}
        variant = "list" if not value else "nearest" if values["nearest"] else ""
    elif kind == "id_form":
        variant, values["meant"] = _meant_id(value)
    elif special := _special(kind, field, place):
        variant = special[0]
        values |= special[1]
    elif kind == "dict_type" and field == "clauses":
        variant = "clauses"
        values["clauses"] = ", ".join(item.value for item in place.items or [place] if item.value) or "8.2"
    elif variant == "keys":
        variant, told = _keys_expected(model, loc, value)
        values |= told
        span = Span(span.path, span.line, span.column) if variant == "top" else span
    return diagnose(code, span, variant, **values)


def _glued(place: Node) -> Diagnostic | None:
    """Within braces a colon of full width, or one that touches its value, so that both were read as a key."""
    for key, below in (place.pairs or {}).items():
        if "：" in key:
            return diagnose(PD112, below.key_span or place.span)
        if _LANGUAGE_GLUED.match(key) and ":" in key:
            return diagnose(PD112, below.key_span or place.span, "space")
    return None


def _special(kind: str, field: str, place: Node) -> tuple[str, dict[str, str]] | None:
    """The variant and the values of what is told otherwise because of where it stands; None for all else."""
    if kind == "number_form" and field in ("likelihood", "severity"):
        return "rating", {}
    if kind == "text_language" and place.pairs and all(key.isdigit() for key in place.pairs):
        return "numbered", {"first": next((below.value for below in place.pairs.values() if below.value), "…")}
    if kind == "text_empty" and place.pairs and not place.plain:
        return "braces", {"list": ", ".join(place.pairs)}
    return None


def _keys_expected(model: type[Part], loc: Location, value: str) -> tuple[str, dict[str, str]]:
    """The variant and the values where keys are expected and something else stands: at the top of a file, as an item of a list, under a key."""
    owner = model_at(model, loc)
    told = {"keys": ", ".join(keys_of(owner)[: 4 if loc else 12]) if owner else ""}
    if owner and loc and isinstance(loc[-1], int) and value:
        return "item", {**told, "form": _form_of_item(owner, value)}
    return "keys" if loc else "top", told


def _meant_id(value: str) -> tuple[str, str]:
    """The variant for what is no id, and the id that was probably meant: without full width, blanks and signs; "" for one that can only be guessed."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if not plain.isascii() or not re.search("[A-Za-z0-9]", plain):
        return "", ""
    return ("wide", plain) if plain != value else ("signs", re.sub("[^A-Za-z0-9._-]+", "-", re.sub(r"\s+", "", plain)).strip("-."))


def _form_of_item(owner: type[Part], value: str) -> str:
    """How an item with keys is written that was written as one text: `id: quality, name: …`."""
    required = [key for key in keys_of(owner) if (info := field_of(owner, key)) is not None and info.is_required()] or keys_of(owner)[:1]
    named = "clause" if value[:1].isdigit() else "name" if not re.fullmatch(ID_PATTERN, value) else required[0]
    said = named if named in required else required[0]
    return ", ".join(f"{key}: {value if key == said else '…'}" for key in required)


def _no_list(model: type[Part], loc: Location, node: Node) -> Diagnostic | None:
    """What is said of a group of keys that stands for a list as its single item, but has no key of an item; None if there is no such group around `loc`."""
    holder, _ = _find(node, loc[:-2])
    owner = model_at(model, loc[:-1])
    if len(loc) < 3 or not isinstance(loc[-2], int) or not holder.pairs or owner is None:
        return None
    keys = keys_of(owner)
    if any(key in keys or nearest(key, keys) for key in holder.pairs):
        return None
    first, place = next(iter(holder.pairs.items()))
    required = [key for key in keys if (info := field_of(owner, key)) is not None and info.is_required()] or keys[:1]
    told = {required[0]: first} | ({required[1]: place.value} if len(required) > 1 and place.value else {})
    form = ", ".join(f"{key}: {told.get(key, '…')}" for key in required)
    return diagnose(PD205, place.key_span or place.span, "unlisted", field=loc[-3], form=form)


def _colon_in_text(model: type[Part], node: Node, loc: Location, place: Node) -> Diagnostic | None:
    """An item in words with a colon and a blank in it, `- 注塑机: 3 台`: it was read as a key. Only where the item may be words, and has this one key."""
    holder, _ = _find(node, loc[:-1])
    owner = model_at(model, loc[:-1])
    if owner is None or not owner.short or not holder.pairs or len(holder.pairs) > 1 or not holder.plain or not isinstance(loc[-2] if len(loc) > 1 else None, int):
        return None
    key, value = next(iter(holder.pairs.items()))
    if key.isascii() or "：" in key or not value.value or nearest(key, keys_of(owner)):
        return None
    return diagnose(PD203, value.key_span or place.span, "colon", field=key, whole=f"{key}: {value.value}")


def _comma_in_text(node: Node, loc: Location, place: Node, field: str) -> Diagnostic | None:
    """Within braces a comma in a text without quotes: `{name: 漏评审, 特殊特性, action: …}`. What follows it looks like a key without a value."""
    holder, _ = _find(node, loc[:-1])
    if holder.pairs is None or holder.plain or not place.is_missing or place.end > place.start or "：" in field:
        return None
    keys = list(holder.pairs)
    before = next((key for key in reversed(keys[: keys.index(field)]) if not holder.pairs[key].is_missing), "") if field in holder.pairs else ""
    return diagnose(PD203, place.key_span or place.span, "comma", field=field, key=before) if before else None


def _unknown_key(model: type[Part], node: Node, loc: Location, place: Node, field: str) -> Diagnostic:
    span = place.key_span or place.span
    if "：" in field:
        return diagnose(PD112, span, key=field.partition("：")[0])
    owner = model_at(model, loc[:-1])
    keys = keys_of(owner) if owner else []
    if field.partition(":")[0] in keys:
        return diagnose(PD112, span, "space")
    close = nearest(field, keys)
    holder = (_find(node, loc[:-1])[0].pairs or {}) if close else {}
    # A key that is written already would be there twice.
    variant = "owned" if close in holder else "nearest" if close else ""
    return diagnose(PD203, span, variant, field=field, nearest=close, keys=", ".join(keys), keys_of=owner.__name__ if owner else "")


def _missing_key(model: type[Part], loc: Location, place: Node, field: str) -> Diagnostic | None:
    """A missing key is shown at the key under which its group stands, or at the first line of the file; None if it is there, only misspelled."""
    if any(key.startswith((f"{field}：", f"{field}:")) for key in place.pairs or ()):
        return None
    owner = model_at(model, loc[:-1])
    keys = keys_of(owner) if owner else []
    if any(nearest(key, keys) == field for key in place.pairs or () if key not in keys):
        return None  # what is said of the unknown key names it
    return diagnose(PD204, place.span, field=field, meaning=meaning_of(owner, field) if owner else "")


def _find(node: Node, loc: Location) -> tuple[Node, bool]:
    """The node at `loc` or the nearest one above it, and whether the reader refused something on the way."""
    place = node
    broken = place.broken
    for key in loc:
        if isinstance(key, int) and place.pairs is not None:
            continue  # a single item where a list might stand
        below = place.child(key)
        if below is None:
            break
        place = below
        broken = broken or place.broken
    return place, broken


def nearest(word: str, words: Sequence[str]) -> str:
    """The one of `words` that `word` was probably meant to be; empty if none is near."""
    word = unicodedata.normalize("NFKC", word).strip()
    for number in (word.casefold() + "s", word.casefold().removesuffix("s")):
        if number in words and number != word.casefold():
            return number
    for known in SYNONYMS.get(word.casefold(), ()):
        if known in words:
            return known
    folded: dict[str, str] = {}
    for candidate in words:
        folded.setdefault(candidate.casefold(), candidate)
    close = difflib.get_close_matches(word.casefold()[:80], list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else ""
