"""What authors do to YAML who type Chinese or indent by eye: full-width signs, a dash that touches its item, a key too far to the right.

Only looks at lines and says which variant of PD101 fits; `syntax` and `reader` report it.
"""

from __future__ import annotations

import re

#: Signs of a Chinese keyboard at the beginning of an item or a value, where YAML's own belong, and a dash without a blank.
#: A dash before a figure is left out: that is a negative number.
_SLIPS = (
    (re.compile(r"\s*([－—–−])"), "wide-dash"),
    (re.compile(r"\s*(?:-\s+)*(?:[^\s:]+:\s+)?([｛［])"), "wide-bracket"),
    (re.compile(r"\s*(?:-\s*)?([（(])(?=\s*[A-Za-z_]+\s*[:：])"), "wide-bracket"),
    (re.compile(r"\s*(\d{1,2}[.、)）])\s*(?=[{\[｛])"), "bullet"),
    (re.compile(r"\s*(-)(?=[^\W\d]|[{\[｛［])"), "dash"),
)
#: A line that was meant as an item of a list: a half-width dash and a blank, or a dash of any kind that touches its item (but `--`, `——` and negative numbers).
_ITEM = re.compile(r"\s*(-(?=\s+\S)|[-－—–−](?!\s*[-－—–−\d.,]))\s*\S")
#: What the text of a key may begin with if one of these slips was made; a quick question before the patterns.
STARTS = frozenset("－—–−｛［-")
#: A line that begins with a key: what stands before the key, and the value.
_KEYED = re.compile(r"([ ]*(?:-[ ]+)*)[^\s:#'\"{}\[\],\-][^:#'\"{}\[\]]*:(?:[ ]+(.*))?$")
#: A full-width comma or semicolon before a key within brackets, up to the colon of that key.
_WIDE_COMMA = re.compile(r".*([，；、])\s*[\w.-]+\s*")
_WIDE_END = re.compile("[｝］]")


#: Behind a plain text, what is a number of a machine or a line rather than a comment: `注塑机 #3`, `Press #A`.
CUT = re.compile(r"(?<! )[ ]+(#(?=\d|[A-Z](?![A-Za-z]))[^\n]*)")


#: Behind a key and its colon, a comment that touches its sign, where the value belongs: `purpose: #按计划生产`.
SWALLOWED = re.compile(r"['\"]?[ ]*:[ ]+(#(?=[^\s#!])[^\n]*)")


#: In double quotes, a path of Windows whose backslash stands in front of a letter with a meaning of its own.
PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\(?![\\\"])")


def slip(line: str) -> tuple[int, str] | None:
    """Where at the beginning of a line or a key a full-width sign or a touching dash stands (index from 0), and the variant."""
    for pattern, variant in _SLIPS:
        hit = pattern.match(line)
        if hit:
            return hit.start(1), variant
    return None


def too_deep(lines: list[str], number: int) -> tuple[int, int] | None:
    """For a line whose key begins right of a key above that has a value already: its own column and that of the key above, from 1."""
    here = _KEYED.match(lines[number])
    if here is None:
        return None
    column = here.end(1) + 1
    for above in range(number - 1, max(number - 50, -1), -1):
        hit = _KEYED.match(lines[above])
        if hit and hit.end(1) + 1 < column:
            value = (hit.group(2) or "").strip()
            return (column, hit.end(1) + 1) if value and not value.startswith(("#", "|", ">")) else None
    return None


def wide_sign(lines: list[str], first: tuple[int, int] | None, at: tuple[int, int]) -> tuple[int, int, str] | None:
    """Within brackets that begin at `first` and break off at `at`: the place of the full-width comma or bracket to blame, and the variant."""
    comma = _WIDE_COMMA.fullmatch(lines[at[0]], 0, at[1])
    if comma:
        return at[0], comma.start(1), "comma"
    for number in range(first[0] if first else at[0], at[0] + 1):
        end = _WIDE_END.search(lines[number])
        if end:
            return number, end.start(), "wide-bracket"
    return None


def joined(lines: list[str], first: tuple[int, int], last: int) -> tuple[int, int] | None:
    """Within a text that begins at `first` and ends on line `last`: the place, from 0, of a dash that was meant to begin an item."""
    start = first[0] if not lines[first[0]][: first[1]].strip() else first[0] + 1
    for number in range(start, min(last + 1, len(lines))):
        hit = _ITEM.match(lines[number])
        if hit:
            return number, hit.start(1)
    return None
