"""Blocks of the manual to HTML, for the site, the single file and the PDF alike.

How they differ is handed in as a `Setting`: where links lead, how figures are shown, where pictures lie. Nothing here
knows of pages, style sheets or files. The tags themselves stand in `templates/blocks.html.j2`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from markupsafe import Markup

from procdocs.manual.model import Block, Bullets, Cell, Column, Facts, Figure, Heading, Markdown, Paragraph, Picture, Step, Table
from procdocs.manual.rich import Rich
from procdocs.templating import Templates
from procdocs.writers.markup.escaping import Link, escaped, identifier, rich_text, said
from procdocs.writers.markup.from_markdown import markdown_html

DEEPEST = 6
_EMPTY = Cell(())


class Contents(NamedTuple):
    """A heading as the contents of a page list it: level as printed, id in the page, number, words."""

    level: int
    id: str
    number: str
    text: str


class Written(NamedTuple):
    """Blocks as HTML, and the headings in them."""

    html: Markup
    headings: tuple[Contents, ...]


@dataclass(frozen=True)
class Setting:
    """How blocks are shown in one output."""

    #: Language of the manual.
    language: str
    #: Id of the entry the blocks belong to: every id begins with it (`C4--outputs`), see `escaping.identifier`.
    entry: str
    #: Target of the manual to address; None leaves the words without link. Web addresses are not asked for.
    link: Link
    #: A figure's HTML: the whole `<figure>` element, safe as it is.
    figure: Callable[[Figure], str]
    #: Path of a picture in the project to its address; None shows its caption only.
    picture: Callable[[str], str | None]
    #: Level of the heading the blocks stand under (1 for a page of its own): theirs begin one deeper and never skip.
    level: int = 1
    #: What the tags are rendered with.
    templates: Templates = field(default_factory=Templates)
    #: Parts of the width of a table in which columns are given: see `width_classes`.
    parts: int = 100
    #: The title of a column of a table, safe as it is.
    head: Callable[[Table, Column], Markup] = field(default=lambda _, column: Markup(said(column.title)))


def write_blocks(blocks: Iterable[Block], setting: Setting) -> Written:
    """The blocks of one entry as HTML. Never raises for what an author can write."""
    writing = _Writing(setting)
    html = writing.blocks(tuple(blocks))
    return Written(Markup(html), tuple(writing.headings))  # noqa: S704 - made by the macros below


def write_parts(parts: Iterable[Iterable[Block]], setting: Setting) -> tuple[Markup, ...]:
    """Parts of one entry as HTML, each for itself, with ids and levels of headings that suit each other."""
    writing = _Writing(setting)
    return tuple(Markup(writing.blocks(tuple(part))) for part in parts)  # noqa: S704 - made by the macros below


def rich(words: Rich, setting: Setting) -> Markup:
    """Rich words as HTML, for templates."""
    return Markup(rich_text(words, setting.link))


def width_classes(columns: Iterable[Column], whole: int = 100) -> tuple[str, ...]:
    """Classes that give columns their share of the width, in parts of which the table has `whole` (100 or 1000): `w1` to `w100` in per cent, `m1` to `m1000`.

    They never sum to more than the whole (with up to 100 columns): a fixed table would leave the page.
    """
    shares = [max(column.share, 0.0) for column in columns]
    total = sum(shares) or 1.0
    exact = [whole * share / total for share in shares]
    widths = [max(1, int(width)) for width in exact]
    for index in sorted(range(len(widths)), key=lambda index: (int(exact[index]) - exact[index], index))[: max(0, whole - sum(widths))]:
        widths[index] += 1
    for _ in range(max(0, sum(widths) - max(whole, len(widths)))):
        widths[widths.index(max(widths))] -= 1
    return tuple(f"{'w' if whole == 100 else 'm'}{width}" for width in widths)


def width_rules(whole: int = 100) -> str:
    """The style rules of the width classes."""
    return "\n".join(f"col.{'w' if whole == 100 else 'm'}{share}{{width:{100 * share / whole:g}%}}" for share in range(1, whole + 1)) + "\n"


class _Writing:
    """State of writing one entry: ids used, headings met, how deep the last one was."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.macros: Any = setting.templates.template("blocks.html.j2").module
        self.headings: list[Contents] = []
        self._open_levels: list[int] = []
        self._used: set[str] = set()

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        out: list[str] = []
        steps: list[str] = []
        for block in blocks:
            if isinstance(block, Step):
                steps.append(self._step(block))
                continue
            if steps:
                out.append(self.macros.steps(steps))
                steps = []
            out.append(self._block(block))
        if steps:
            out.append(self.macros.steps(steps))
        return "".join(out)

    def _block(self, block: Block) -> str:
        for kind, write in _WRITE:
            if isinstance(block, kind):
                return str(write(self, block))
        raise TypeError(f"no block: {block!r}")

    def identity(self, anchor: str) -> str:
        """An id of this entry that no other element has; an empty anchor gives an empty id."""
        if not anchor:
            return ""
        wanted = identifier(self.setting.entry, anchor)
        found, turn = wanted, 1
        while found in self._used:
            turn += 1
            found = f"{wanted}~{turn}"
        self._used.add(found)
        return found

    def level(self, wanted: int) -> int:
        """The level a heading gets, so that none is skipped."""
        while self._open_levels and self._open_levels[-1] >= wanted:
            self._open_levels.pop()
        self._open_levels.append(wanted)
        return min(self.setting.level + len(self._open_levels), DEEPEST)

    def head(self, wanted: int, text: str, anchor: str, number: str) -> tuple[int, str]:
        """Enter a heading in the contents; returns the level and id it gets."""
        level = self.level(wanted)
        identity = self.identity(anchor or f"heading-{len(self.headings) + 1}")
        self.headings.append(Contents(level, identity, number, text))
        return level, identity

    def rich(self, words: Rich) -> Markup:
        return Markup(rich_text(words, self.setting.link))

    def facts_pairs(self, pairs: Iterable[tuple[str, Rich]]) -> list[tuple[Markup, Markup]]:
        return [(Markup(said(label)), self.rich(value)) for label, value in pairs]

    def _heading(self, block: Heading) -> str:
        level, identity = self.head(block.level, block.text, block.anchor, block.number)
        return cast(str, self.macros.heading(level, identity, block.number, Markup(said(block.text)), block.language))

    def _paragraph(self, block: Paragraph) -> str:
        return cast(str, self.macros.paragraph(self.rich(block.rich), block.look))

    def _markdown(self, block: Markdown) -> str:
        def heading(depth: int, text: str) -> tuple[int, str]:
            return self.head(block.level + depth - 1, text, "", "")

        html = markdown_html(block.text, self.setting.link, self.setting.picture, heading)
        return cast(str, self.macros.markdown(Markup(html), block.language))  # noqa: S704 - Markdown is written with all HTML in it escaped

    def _bullets(self, block: Bullets) -> str:
        return cast(str, self.macros.bullets([self.rich(item) for item in block.items], block.ordered)) if block.items else ""

    def _table(self, block: Table) -> str:
        columns = [(self.setting.head(block, column), width, column.look) for column, width in zip(block.columns, width_classes(block.columns, self.setting.parts), strict=True)]
        body = Markup(self._bodies(block))  # noqa: S704 - made by macros
        return cast(str, self.macros.table(columns, body, Markup(said(block.caption)), self.identity(block.anchor), self.rich(block.legend), block.header_column))

    def _bodies(self, block: Table) -> str:
        """The rows by group. Written here and not in the template: a register has a hundred thousand cells."""
        looks = [f"{column.look}" if column.look != "text" else "" for column in block.columns]
        first = ('<th scope="row"', "</th>") if block.header_column else ("<td", "</td>")
        link = self.setting.link
        out: list[str] = []
        for row in block.rows:
            if row.group or not out:
                out.append("</tbody>\n<tbody>\n" if out else "<tbody>\n")
            if row.group:
                out.append(f'<tr class="group"><th scope="rowgroup" colspan="{len(looks)}"><span>{said(row.group)}</span></th></tr>\n')
            identity = self.identity(row.anchor)
            out.append(f'<tr id="{identity}">' if identity else "<tr>")
            for number, look in enumerate(looks):
                begin, end = first if number == 0 else ("<td", "</td>")
                cell = row.cells[number] if number < len(row.cells) else _EMPTY
                classes = f"{look} look-{escaped(cell.look)}".strip() if cell.look else look
                attributes = (f' class="{classes}"' if classes else "") + (f' title="{escaped(cell.title)}"' if cell.title else "")
                out.append(f"{begin}{attributes}>{rich_text(cell.rich, link)}{end}")
            out.append("</tr>\n")
        return "".join(out) + ("</tbody>" if out else "")

    def _facts(self, block: Facts) -> str:
        return cast(str, self.macros.facts(self.facts_pairs(block.pairs), self.identity(block.anchor))) if block.pairs else ""

    def _figure(self, block: Figure) -> str:
        return self.setting.figure(block)

    def _picture(self, block: Picture) -> str:
        return cast(str, self.macros.picture(self.setting.picture(block.path) or "", Markup(said(block.caption)), block.caption))

    def _step(self, block: Step) -> str:
        identity = self.identity(block.anchor)
        facts = self.facts_pairs(block.facts)
        return cast(str, self.macros.step(block.number, self.rich(block.title), facts, Markup(self.blocks(block.blocks)), identity))  # noqa: S704 - made by macros


_WRITE: tuple[tuple[type, Callable[[_Writing, Any], str]], ...] = (
    (Heading, _Writing._heading),
    (Paragraph, _Writing._paragraph),
    (Markdown, _Writing._markdown),
    (Bullets, _Writing._bullets),
    (Table, _Writing._table),
    (Facts, _Writing._facts),
    (Figure, _Writing._figure),
    (Picture, _Writing._picture),
)
