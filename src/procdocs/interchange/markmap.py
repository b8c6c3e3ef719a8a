"""Markdown that markmap shows as a mind map: headings and lists; notes are quotes, what only we know stands in comments."""

from __future__ import annotations

import json
import re

from procdocs.interchange.branch import Branch, Flat, raised
from procdocs.interchange.markup import cleaned
from procdocs.interchange.told import Losses, Refused

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,9}[.)])\s+(.*)$")
_QUOTE = re.compile(r"\s*> ?(.*)$")
_OWN = re.compile(r"\s*<!-- procdocs (\{.*\}) -->\s*$")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<?([^()<>\s]*)>?\)$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>|~-])")
_TO_ESCAPE = re.compile(r"([\\`*_\[\]<>~|])")
_LEADING = re.compile(r"^(\d*)([-+#.)])")
_STYLED = re.compile(r"(\*\*|__|\*|`)(.+?)\1")
_FENCE = re.compile(r"\s*(```|~~~)")


def read(data: bytes, losses: Losses, title: str) -> Branch:
    """The outline as a tree. Raises Refused where nothing in it is a heading or an item."""
    lines = decoded(data).splitlines()
    begin = _behind_front(lines)
    flat: list[Flat] = []
    heading = 0
    fenced = False
    for number, line in enumerate(lines[begin:], begin + 1):
        if _FENCE.match(line):
            fenced = not fenced
        if own := _OWN.match(line):
            _take_own(flat, own[1])
        elif not fenced and (hit := _HEADING.match(line)):
            heading = len(hit[1])
            flat.append(Flat(heading, _branch(hit[2], number)))
        elif not fenced and (hit := _ITEM.match(line)):
            flat.append(Flat(100 + len(hit[1].expandtabs(4)), _branch(hit[2], number)))
        elif flat and (hit := _QUOTE.match(line)):
            _add_note(flat[-1].branch, _plain(hit[1]))
        elif line.strip():
            if flat:
                _add_note(flat[-1].branch, line.strip())
            losses.tell("paragraph" if flat else "before", number, name=line.strip()[:60])
    if not flat:
        raise Refused("form", expected="# …, - …")
    return raised(flat, title)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or the usual encoding of Chinese Windows. Raises Refused."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding", encoding="?")


def _behind_front(lines: list[str]) -> int:
    """The number of lines that a front matter takes."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((number + 1 for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)


def _branch(written: str, number: int) -> Branch:
    link = ""
    if hit := _LINK.match(written.strip()):
        written, link = hit[1], hit[2]
    return Branch(_plain(written), "", link, place=str(number))


def _plain(written: str) -> str:
    """The text without marks of Markdown."""
    held: list[str] = []

    def keep(hit: re.Match[str]) -> str:
        held.append(hit[1])
        return f"\x00{len(held) - 1}\x01"

    bare = _STYLED.sub(r"\2", _ESCAPED.sub(keep, written))
    return cleaned(re.sub("\x00(\\d+)\x01", lambda hit: held[int(hit[1])], bare)).strip()


def _add_note(branch: Branch, line: str) -> None:
    branch.note = f"{branch.note}\n{line}" if branch.note else line


def _take_own(flat: list[Flat], written: str) -> None:
    try:
        said = json.loads(written)
    except (ValueError, RecursionError):
        return
    if flat and isinstance(said, dict):
        flat[-1].branch.own.update({str(key): str(value) for key, value in said.items()})


def _escaped(text: str) -> str:
    return _LEADING.sub(r"\1\\\2", _TO_ESCAPE.sub(r"\\\1", " ".join(text.split())))


def written(root: Branch) -> bytes:
    """The map as Markdown: headings for the first two levels, lists below."""
    out: list[str] = []
    waiting = [(root, 0)]
    while waiting:
        branch, level = waiting.pop()
        said = _escaped(branch.text)
        said = f"[{said}](<{branch.link}>)" if branch.link else said
        pad = "  " * max(0, level - 2)
        out.append(f"{'#' * (level + 1)} {said}" if level < 2 else f"{pad}- {said}")
        inner = "" if level < 2 else pad + "  "
        gap = [""] if level < 2 else []
        own = dict(branch.own)
        if "\n" in branch.text or "  " in branch.text:
            own["text"] = branch.text
        if own:
            out.extend([*gap, f"{inner}<!-- procdocs {_comment(own)} -->"])
        if branch.note:
            out.extend([*gap, *(f"{inner}> {_escaped_line(line)}".rstrip() for line in branch.note.split("\n"))])
        out.extend(gap)
        waiting.extend((child, level + 1) for child in reversed(branch.children))
    return ("\n".join(out).rstrip("\n") + "\n").encode()


def _escaped_line(line: str) -> str:
    return _LEADING.sub(r"\1\\\2", _TO_ESCAPE.sub(r"\\\1", line))


def _comment(own: dict[str, str]) -> str:
    """What a comment may hold: no two dashes."""
    return json.dumps(own, ensure_ascii=False).replace("--", "-\\u002d").replace(">", "\\u003e")
