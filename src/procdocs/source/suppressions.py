"""Comments that ask for silence: `# procdocs: ignore[PD401] reason`. Finds them; what they silence is decided by `checks`."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from procdocs.diagnostics.span import Span
from procdocs.source.reader import scalar_ranges
from procdocs.source.text import LINE_END, decode

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*procdocs:\s*ignore(?:\[([^\]]*)\])?[ \t:：-]*(.*)$")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment: the codes it names, its reason, where it stands, and the line whose findings it silences."""

    codes: tuple[str, ...]
    reason: str
    span: Span
    line: int


def suppressions(path: str, data: bytes) -> tuple[Suppression, ...]:
    """The comments of a file that ask for silence, in order. Texts that merely look like such a comment do not count."""
    if b"procdocs:" not in data:
        return ()
    text, _ = decode(path, data)
    lines = LINE_END.split(text or "")
    hits = [(number, hit) for number, line in enumerate(lines, 1) if (hit := _COMMENT.search(line))]
    if not hits:
        return ()
    ranges = tuple(scalar_ranges(data))
    starts = [start for start, _ in ranges]
    spoken_of = _next_lines(lines)
    found = []
    for number, hit in hits:
        place = (number, hit.start() + 1)
        before = bisect_right(starts, place) - 1
        if before < 0 or place >= ranges[before][1]:
            found.append(_suppression(path, number, hit, spoken_of))
    return tuple(found)


def _next_lines(lines: list[str]) -> list[int]:
    """For each line, counted from 1, the number of the next line that is no comment; its own where there is none."""
    after = list(range(1, len(lines) + 1))
    following = 0
    for number in range(len(lines), 0, -1):
        after[number - 1] = following or number
        if not lines[number - 1].lstrip().startswith("#"):
            following = number
    return after


def _suppression(path: str, number: int, hit: re.Match[str], spoken_of: list[int]) -> Suppression:
    codes = tuple(dict.fromkeys(code for code in re.split(r"[\s,，、]+", hit.group(1) or "") if code))
    span = Span(path, number, hit.start() + 1, hit.end() + 1)
    # A comment on a line of its own speaks of the next line that is no comment.
    line = number if hit.string[: hit.start()].strip() else spoken_of[number - 1]
    return Suppression(codes, hit.group(2).strip(), span, line)
