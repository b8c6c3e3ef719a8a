"""Style rules inside an SVG file, as drawing programs write them: one class, id or element for each, and what an attribute could say too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procdocs.pictures.allowed import ATTRIBUTES, harmless

#: Rules beyond this number are left out.
RULES = 2_000
#: Characters of rules that are read.
LENGTH = 200_000
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_SELECTOR = re.compile(r"(?:[A-Za-z][A-Za-z]*)?(?:[.#][A-Za-z_][\w-]*){0,3}")


def safe_rules(text: str) -> str:
    """The rules that can do no harm; those that begin with `@` are none of them."""
    kept = (f"{','.join(selectors)}{{{declared}}}" for selectors, declared in _rules(text))
    return "".join(rule for rule, _ in zip(kept, range(RULES), strict=False))


def references(rules: str) -> Iterator[tuple[str, str]]:
    """Of rules that are safe: each selector, and the declarations that point to something."""
    for selectors, declared in _blocks(rules):
        if "url(" in declared:
            yield from ((selector, declared) for selector in selectors.split(","))


def _rules(text: str) -> Iterator[tuple[list[str], str]]:
    for selectors, body in _blocks(_COMMENT.sub(" ", text[:LENGTH])):
        listed = [selector.strip() for selector in selectors.split(",")]
        declared = [(name.strip(), value.strip()) for name, _, value in (piece.partition(":") for piece in body.split(";")) if value.strip()]
        safe = [f"{name}:{value}" for name, value in declared if name in ATTRIBUTES and name != "href" and "<" not in value and harmless("", name, value)]
        chosen = [selector for selector in listed if selector and _SELECTOR.fullmatch(selector)]
        if chosen and safe:
            yield chosen, ";".join(safe)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule on the uppermost level; what begins with `@` is passed over with all that it holds."""
    heads: list[str] = []
    said = ""
    for piece in _BRACE.split(text):
        if piece == "{":
            heads.append(said)
        elif piece == "}" and heads:
            head = heads.pop().rpartition(";")[2]
            if not heads and "@" not in head:
                yield head, said
        said = "" if piece in ("{", "}") else piece
