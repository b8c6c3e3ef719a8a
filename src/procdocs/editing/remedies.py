"""Findings that have one remedy, and the remedy: a row a code. Nothing is guessed; what could be meant in two ways is left to people. Pure.

A remedy counts only if the finding is gone afterwards and no other has come, as `check` itself says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from procdocs.diagnostics import Diagnostic, Span
from procdocs.editing.drafts import Change, Draft
from procdocs.editing.locating import at_offset, offset_of
from procdocs.source.edit import CannotEdit, Rename, Set
from procdocs.source.edit.lines import line_end, line_start, next_line
from procdocs.source.edit.tree import Key, parse

#: All findings of the project with these changes of its files.
Check = Callable[[Mapping[str, bytes | None]], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Remedied:
    """One finding that was remedied: where, and what was written there before and after."""

    code: str
    span: Span
    old: str
    new: str


def remedy(sources: Mapping[str, bytes], found: Iterable[Diagnostic], check: Check) -> tuple[Change, tuple[Remedied, ...]]:
    """The change that remedies all of `found` that have one remedy, and what it does. `sources` are the bytes of the project's files by path."""
    before = tuple(found)
    wanted = [(one, span) for one in before if one.code in REMEDIES for span in _places(one)]
    draft, done = _drafted(sources, wanted)
    if not done or _only_better(before, check(draft.change().after)):
        return draft.change(), done
    # One of them makes something else wrong: each for itself, on top of those that have proved right.
    good: list[tuple[Diagnostic, Span]] = []
    for one in wanted:
        draft, done = _drafted(sources, [*good, one])
        if len(done) > len(good) and _only_better(before, check(draft.change().after)):
            good.append(one)
    draft, done = _drafted(sources, good)
    return draft.change(), done


def _drafted(sources: Mapping[str, bytes], wanted: Iterable[tuple[Diagnostic, Span]]) -> tuple[Draft, tuple[Remedied, ...]]:
    """The remedies carried out from the end of each file to its beginning, so that the places of the others stay right."""
    draft = Draft(sources)
    done = []
    for one, span in sorted(wanted, key=lambda pair: (pair[1].path, -(pair[1].line or 0), -(pair[1].column or 0))):
        try:
            said = REMEDIES[one.code](draft, one, span)
        except CannotEdit:
            continue
        if said is not None:
            done.append(Remedied(one.code, span, *said))
    return draft, tuple(sorted(done, key=lambda one: one.span))


def _only_better(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> bool:
    """Whether only findings went. Texts beneath a mistake that was read for the first time may bring what was there all along: no reason not to correct it."""
    old, new = Counter(one.code for one in before), Counter(one.code for one in after)
    if any(code.startswith(("PD1", "PD2")) for code in old - new):
        return True
    return not new - old


def _places(one: Diagnostic) -> Iterator[Span]:
    yield one.span
    if one.code == "PD540":
        yield from (related.span for related in one.related if related.key == "written-here")


def _nearest(draft: Draft, one: Diagnostic, span: Span) -> tuple[str, str] | None:
    """The word that is nearest to the one written: the message names it."""
    nearest = one.values.get("nearest", "")
    if not nearest:
        return None
    path, part = at_offset(parse(draft.text(span.path)), offset_of(draft.text(span.path), span))
    if isinstance(part, Key):
        draft.edit(span.path, Rename(path, nearest))
        return part.name, nearest
    if part.value is None:
        return None
    draft.edit(span.path, Set(path, nearest))
    return part.value, nearest


def _listed(draft: Draft, one: Diagnostic, span: Span) -> tuple[str, str] | None:
    """The number as the list writes it."""
    related = next((related for related in one.related if related.span == span), None)
    values = related.values if related is not None else one.values
    number, listed = values.get("number", ""), values.get("listed", "")
    path, part = at_offset(parse(draft.text(span.path)), offset_of(draft.text(span.path), span))
    if not listed or isinstance(part, Key) or part.value is None or part.value.count(number) != 1:
        return None
    draft.edit(span.path, Set(path, part.value.replace(number, listed)))
    return number, listed


def _half_width(signs: str) -> Callable[[Draft, Diagnostic, Span], tuple[str, str] | None]:
    """A remedy that puts these signs in the place of the ones shown, which must be wide ones."""

    def correct(draft: Draft, _: Diagnostic, span: Span) -> tuple[str, str] | None:
        text = draft.text(span.path)
        start = offset_of(text, span)
        colon = text.find("：", start, line_end(text, start)) if signs == ": " else -1
        at = colon if colon >= 0 else start
        stop = at + 1 if colon >= 0 else start + (span.end or 0) - (span.column or 0)
        old = text[at:stop]
        if not old or old.isascii():
            return None
        rest = text[stop:].lstrip(" ") if signs == ": " else text[stop:]
        draft.rewrite(span.path, text[:at] + (signs if signs != " " else " " * len(old)) + rest)
        return old, signs

    return correct


def _no_comment(draft: Draft, _: Diagnostic, span: Span) -> tuple[str, str] | None:
    """The comment goes, and its line if it stands alone there."""
    text = draft.text(span.path)
    at = offset_of(text, span)
    if not text.startswith("#", at):
        return None
    start, end = line_start(text, at), line_end(text, at)
    alone = not text[start:at].strip()
    kept = text[:start] + text[next_line(text, at) :] if alone else text[:at].rstrip(" \t") + text[end:]
    draft.rewrite(span.path, kept)
    return text[at:end], ""


#: Code -> what remedies it: (draft, finding, place) to what was and what is written there; None where it has no remedy there.
REMEDIES: Mapping[str, Callable[[Draft, Diagnostic, Span], tuple[str, str] | None]] = {
    "PD111": _half_width(" "),
    "PD112": _half_width(": "),
    "PD121": _no_comment,
    "PD202": _nearest,
    "PD203": _nearest,
    "PD206": _nearest,
    "PD304": _nearest,
    "PD305": _nearest,
    "PD306": _nearest,
    "PD307": _nearest,
    "PD308": _nearest,
    "PD309": _nearest,
    "PD310": _nearest,
    "PD320": _nearest,
    "PD321": _nearest,
    "PD540": _listed,
}
