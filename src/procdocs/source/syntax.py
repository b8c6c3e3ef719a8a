"""Turns the parser's words into what the author did: tab, full-width colon, open quote. Looks at the lines around the problem."""

from __future__ import annotations

import re
from typing import Any

from procdocs.diagnostics import Diagnostic, Span, diagnose
from procdocs.source import habits
from procdocs.source.codes import PD101, PD103, PD108, PD110, PD111, PD112, PD113
from procdocs.source.text import LINE_END, WIDE_SPACES

_TAB = re.compile(r"[ ]*(?:-[ ]*)*\t\s*\S")
_BLANK_WITH_TAB = re.compile(r"[ ]*\t\s*$")
_WIDE_SPACE = re.compile(f"[ \t]*(?:-[ ]*)*([{WIDE_SPACES}]+)\\S")
_WIDE_COLON = re.compile("[ \t]*(?:-[ ]+)*['\"]?[^\\s:：#'\"{}\\[\\],]+['\"]?[ ]*(：)")
_TIGHT_COLON = re.compile(rf"\s*(?:-\s+)*[\w.-]+(:)(?:[{WIDE_SPACES}]|[^\s:/])")
_CONFLICT = re.compile("<{7} |={7}$|>{7} ")
#: What libyaml says, and our variant of the message for it; the first that fits.
_VARIANTS = (
    ("mapping values are not allowed", "colon"),
    ("while scanning a quoted scalar", "quote"),
    ("while parsing a flow", "bracket"),
    ("did not find expected ',' or", "bracket"),
    ("cannot start any token", "character"),
    ("unknown escape character", "escape"),
    ("did not find expected hexdecimal", "escape"),
    ("did not find expected <document start>", "rest"),
    ("block sequence entries are not allowed", "item"),
    ("mapping keys are not allowed", "character"),
    ("directive", "directive"),
    ("found incompatible YAML document", "directive"),
    ("while parsing a block", "indentation"),
    ("could not find expected ':'", "key"),
    ("while scanning a block scalar", "block"),
    ("while scanning a tag", "character"),
    ("while scanning an anchor", "anchor"),
    ("while scanning an alias", "anchor"),
)


def explain(path: str, text: str, problem: str, first: tuple[int, int] | None, last: tuple[int, int] | None) -> Diagnostic:
    """The finding for a parser's `problem` (its words); `first` and `last` are its marks: line and column from 0."""
    lines = LINE_END.split(text)
    at = last or first or (0, 0)
    at = (min(at[0], len(lines) - 1), at[1])
    for number in _suspects(lines, first, at):
        habit = mistyped(path, lines[number], number)
        if habit:
            return habit
    if "invalid Unicode character" in problem:
        return diagnose(PD103, _span(path, lines, at), "surrogate")
    variant = _variant(lines, problem, at)
    if variant == "key" and first and first[0] < len(lines) and (before := _before(lines, first)):
        return diagnose(PD101, _span(path, lines, first), before, line=lines[first[0]].strip())
    slip = _after_end(path, lines, problem, at) or _slip(path, lines, variant, first, at)
    if slip:
        return slip
    if variant == "behind" and (opened := next((number for number in range(at[0]) if lines[number].count('"') % 2), None)) is not None:
        # A quote above was not closed, so that this one closes it.
        return diagnose(PD101, _span(path, lines, (opened, lines[opened].index('"'))), "quote", problem=problem)
    if variant in ("quote", "bracket", "key") and first and first[0] < len(lines):
        # Where the quote, the bracket or the key began tells more than where the file ended.
        return diagnose(PD101, _span(path, lines, first), variant, problem=problem)
    if variant == "character" and "tag" in problem and first:
        at = first
    character = lines[at[0]][at[1] : at[1] + 1]
    return diagnose(PD101, _span(path, lines, at), variant, problem=problem, character=character)


def _variant(lines: list[str], problem: str, at: tuple[int, int]) -> str:
    """The variant of PD101 for the parser's words; where they speak of indentation, the signs at the place may tell more."""
    variant = next((name for words, name in _VARIANTS if words in problem), "")
    if variant in ("indentation", "rest"):
        if lines[at[0]][at[1] : at[1] + 1] == "{":
            return "group"
        if lines[at[0]][: at[1]].rstrip().endswith(("'", '"')):
            return "behind"
        if lines[at[0]][at[1] : at[1] + 1] in ("]", "}"):
            return "closing"
    return variant


def _before(lines: list[str], at: tuple[int, int]) -> str:
    """The variant for a line that is no key: below an item at the same depth or a key without a value the dash is missing, below `|` or `>` the indentation."""
    above = next((line for line in reversed(lines[: at[0]]) if line.strip()), "")
    depth = len(lines[at[0]]) - len(lines[at[0]].lstrip(" "))
    if re.search(r":\s+[|>][+-]?\s*$", above):
        return "block-text"
    if re.match(r" *[^\s#:-][^:#]*:\s*(?:#.*)?$", above):
        return "bare"
    return "dashless" if re.match(rf" {{{depth}}}- ", above) else ""


def _after_end(path: str, lines: list[str], problem: str, at: tuple[int, int]) -> Diagnostic | None:
    """A blank line with a tab below a text, or more content below the mark that ends a document."""
    if "found a tab character" in problem:
        for number, line in enumerate(lines[at[0] : at[0] + 3], at[0]):
            if _BLANK_WITH_TAB.match(line):
                return diagnose(PD113, Span(path, number + 1, line.index("\t") + 1, len(line) + 1), "blank")
    if "<document start>" in problem and next((line for line in reversed(lines[: at[0]]) if line.strip()), "").startswith("..."):
        return diagnose(PD108, _span(path, lines, at))
    return None


def _slip(path: str, lines: list[str], variant: str, first: tuple[int, int] | None, at: tuple[int, int]) -> Diagnostic | None:
    """What the author did, where neighbouring lines or brackets tell more than the parser's `variant`."""
    here = lines[at[0]]
    found: tuple[tuple[int, int], str, dict[str, Any]] | None = None
    if variant == "bracket":
        found = _in_brackets(lines, first, at)
    elif variant == "anchor" and (sign := re.match(r"\s*([*•])\s", here)):
        found = (at[0], sign.start(1)), "bullet", {"character": sign[1]}
    elif variant in ("item", "colon", "indentation") and here.startswith("- ") and re.match(r"[^\s#:-][^:#]*:\s+\S", _above(lines, at[0])):
        found = (at[0], 0), "dashed", {}
    elif variant in ("indentation", "rest") and here[at[1] : at[1] + 1] == "," and here[: at[1]].rstrip().endswith(("}", "]", '"', "'")):
        found = at, "comma-behind", {}
    elif variant in ("colon", "indentation") and (deep := habits.too_deep(lines, at[0])):
        found = (at[0], deep[0] - 1), "deep", {"column": deep[1]}
    return diagnose(PD101, _span(path, lines, found[0]), found[1], **found[2]) if found else None


def _in_brackets(lines: list[str], first: tuple[int, int] | None, at: tuple[int, int]) -> tuple[tuple[int, int], str, dict[str, Any]] | None:
    """Where brackets break off: the place of a comment or an open quote in them, of two commas, or of a sign of full width; the variant, and its values."""
    if first and first[0] < len(lines):
        opened = lines[first[0]][first[1] :]
        if comment := re.search(r"\s(#)[^\s\"']*[^\"']*$", opened):
            return (first[0], first[1] + comment.start(1)), "comment", {}
        if opened.count('"') % 2:
            return (first[0], first[1] + opened.index('"')), "quote", {}
    if twice := re.search(r",\s*,", lines[at[0]]):
        return (at[0], twice.end() - 1), "commas", {}
    if wide := habits.wide_sign(lines, first, at):
        return wide[:2], wide[2], {"character": lines[wide[0]][wide[1]]}
    return None


def _above(lines: list[str], number: int) -> str:
    """The nearest line above that says something; "" for none."""
    return next((line for line in reversed(lines[:number]) if line.strip() and not line.lstrip().startswith("#")), "")


def _suspects(lines: list[str], first: tuple[int, int] | None, at: tuple[int, int]) -> list[int]:
    """Lines worth a look: where the parser stopped, the last line with text before it, and where it began to wonder."""
    found = [at[0]]
    before = next((number for number in range(at[0] - 1, -1, -1) if lines[number].strip()), None)
    if before is not None:
        found.append(before)
    if first and first[0] < at[0] and at[0] - first[0] < 4:
        found.append(first[0])
    return found


def mistyped(path: str, line: str, number: int) -> Diagnostic | None:
    """What is wrong with a line (`number` from 0) that YAML reads otherwise than its author meant; None if nothing is known."""
    if _CONFLICT.match(line):
        return diagnose(PD101, Span(path, number + 1, 1, len(line) + 1), "conflict")
    if line.lstrip().startswith(": "):
        return diagnose(PD110, Span(path, number + 1, line.index(":") + 1, line.index(":") + 2), "empty")
    if _TAB.match(line):
        start = line.index("\t")
        return diagnose(PD113, Span(path, number + 1, start + 1, start + 2))
    for pattern, code, variant in ((_WIDE_SPACE, PD111, ""), (_WIDE_COLON, PD112, ""), (_TIGHT_COLON, PD112, "space")):
        hit = pattern.match(line)
        if hit:
            return diagnose(code, Span(path, number + 1, hit.start(1) + 1, hit.end(1) + 1), variant)
    slip = habits.slip(line)
    if slip:
        return diagnose(PD101, Span(path, number + 1, slip[0] + 1, slip[0] + 2), slip[1], character=line[slip[0]])
    return None


def _span(path: str, lines: list[str], at: tuple[int, int]) -> Span:
    line = min(at[0], len(lines) - 1)
    column = min(at[1], len(lines[line]))
    return Span(path, line + 1, column + 1, column + 2)
