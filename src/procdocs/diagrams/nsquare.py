"""N-square chart: processes on the diagonal, in row and column the number of items the row's process gives to the column's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from procdocs.diagrams import Undrawable
from procdocs.diagrams.ends import plain
from procdocs.diagrams.graph import LANDSCAPE, MM, Canvas, Graph
from procdocs.diagrams.palette import look
from procdocs.diagrams.shapes import Pen
from procdocs.diagrams.text import BASELINE, LEADING, width, wrap
from procdocs.languages import words
from procdocs.project import Project
from procdocs.project.interfaces import Interface
from procdocs.schema.process import Process
from procdocs.source.address import Address

HEAD, NAMES, SUMS = 70.0, 50 * MM, 48.0
#: Height of the head at most, where the rows leave room and the names are long.
TALLEST = 128.0
#: Cells are wider than high where there is room: names over the columns then read more easily.
HIGHEST, WIDEST, FLATTEST = 26.0, 34.0, 1.6
#: Rows of this height are high enough for all that stands in them.
ROOMY = 13.0
#: A cell must hold a dot with a number of 7 pt.
LEAST = 9.8
FOOT, HINT_SIZE = 16.0, 7.25
NARROWEST = 110 * MM
#: More processes are refused.
MOST = 500
#: Angle of the names over the columns.
SLANT = 60
SINE, COSINE = 0.866, 0.5
DESCRIPTION = 6000

Links = Mapping[tuple[str, str], tuple[Interface, ...]]


class _Linked:
    """What passes between processes, counted once for all sheets."""

    def __init__(self, links: Links) -> None:
        self.links = links
        #: What each giver gives to others: receiver and items.
        self.given: dict[str, list[tuple[str, tuple[Interface, ...]]]] = {}
        #: From how many others each receiver takes something.
        self.takes = Counter(receiver for giver, receiver in links if giver != receiver)
        for (giver, receiver), items in links.items():
            if giver != receiver:
                self.given.setdefault(giver, []).append((receiver, items))
        self.most = max(map(len, links.values()), default=1)


def nsquare(project: Project, links: Links, language: str, id: str) -> tuple[Graph, ...]:
    """The chart of all processes; more than a sheet holds go on over further sheets, those without any link left out.

    Raises Undrawable where the sheets would be too many to be looked at.
    """
    processes = list(project.processes)
    if len(processes) > MOST:
        raise Undrawable(project.settings.span(), words(language)("interaction.reasons.too_many", count=len(processes)))
    across, down = LANDSCAPE[0] - NAMES - SUMS, LANDSCAPE[1] - HEAD - FOOT
    columns = _parts(processes, int(across / LEAST))
    rows = _parts(processes, int(down / LEAST))
    high = min(HIGHEST, across / max(1, len(columns[0])), down / max(1, len(rows[0])))
    longest = max((width(_title(project, process, language), 7.0) for process in processes), default=0.0)
    # The head may take room from rows that are higher than they need be.
    head = max(HEAD, min(longest * SINE + 14, TALLEST, LANDSCAPE[1] - FOOT - min(high, ROOMY) * len(rows[0])))
    high = min(high, (LANDSCAPE[1] - FOOT - head) / max(1, len(rows[0])))
    wide = min(WIDEST, across / max(1, len(columns[0])), high * FLATTEST)
    found = [(givers, takers) for givers in rows for takers in columns if _are_linked(links, givers, takers)] or [(rows[0], columns[0])]
    linked = _Linked(links)
    return tuple(_Chart(project, linked, language, id, takers, givers, (wide, high, head)).draw(number, len(found)) for number, (givers, takers) in enumerate(found, 1))


def _parts(processes: Sequence[Process], most: int) -> list[Sequence[Process]]:
    """The processes in parts of about equal length, at least one."""
    parts = max(1, -(-len(processes) // most))
    size = max(1, -(-len(processes) // parts))
    return [processes[start : start + size] for start in range(0, len(processes), size)] or [[]]


def _are_linked(links: Links, givers: Sequence[Process], takers: Sequence[Process]) -> bool:
    ids = {process.id for process in givers}, {process.id for process in takers}
    return any(giver in ids[0] and taker in ids[1] for giver, taker in links)


class _Chart:
    """One sheet being drawn."""

    def __init__(self, project: Project, linked: _Linked, language: str, id: str, processes: Sequence[Process], rows: Sequence[Process], sizes: tuple[float, float, float]) -> None:
        self.project, self.linked, self.language, self.processes, self.rows = project, linked, language, processes, rows
        self.wide, self.high, self.top = sizes
        label = words(language)
        title = label("interaction.title")
        givers = {row.id for row in rows}
        said = "; ".join(f"{one} → {other}: " + label("list_separator").join(self._item(link) for link in items) for (one, other), items in linked.links.items() if one in givers)
        self.left = NAMES
        self.right = self.left + len(processes) * self.wide
        wide = max(self.right + SUMS, NARROWEST)
        self.hint = wrap(label("interaction.and").join(label(f"interaction.{key}") for key in ("hint", "key", "sums")), wide, HINT_SIZE)
        high = self.top + len(rows) * self.high + 6 + len(self.hint) * HINT_SIZE * LEADING
        self.canvas = Canvas(id, "interaction", language, title, said[:DESCRIPTION] or label("interaction.none"), wide, high)
        self.column = {process.id: number for number, process in enumerate(processes)}
        self.size = min(8.5, max(7.0, self.high * 0.62))

    def _item(self, link: Interface) -> str:
        return plain(self.project.say(link.item.name, self.language))

    def draw(self, sheet: int, sheets: int) -> Graph:
        """The finished sheet."""
        self._ground()
        self._lines()
        for number, process in enumerate(self.processes):
            self._column_head(number, process)
        for number, process in enumerate(self.rows):
            self._row(number, process)
        for number, process in enumerate(self.rows):
            for receiver, items in self.linked.given.get(process.id, ()):
                if receiver in self.column:
                    self._dot(number, process.id, receiver, items)
        self.canvas.lines(0, self._y(len(self.rows)) + 5, self.hint, HINT_SIZE, "soft")
        return self.canvas.graph(sheet, sheets)

    def _y(self, row: int) -> float:
        return self.top + row * self.high

    def _ground(self) -> None:
        for number in range(0, len(self.rows), 2):
            self.canvas.rect(0, self._y(number), self.right + SUMS, self.high, fill="wash")
        for first, last, type_ in _blocks(self.processes):
            rows = [number for number, row in enumerate(self.rows) if row.type == type_]
            if rows:
                self.canvas.rect(self.left + first * self.wide, self._y(rows[0]), (last - first) * self.wide, len(rows) * self.high, fill=look(type_).tint)

    def _lines(self) -> None:
        bottom = self._y(len(self.rows))
        heavy = {0, len(self.processes), *(first for first, _, _ in _blocks(self.processes))}
        for number in range(len(self.processes) + 1):
            x = self.left + number * self.wide
            # Between the slanted names a line is slanted as they are.
            up = self.top - 12 if number in heavy and number < len(self.processes) else 4.0
            self._rule(Pen(x, bottom).down(self.top).by(up * COSINE / SINE, -up), heavy=number in heavy)
        heavy = {0, len(self.rows), *(first for first, _, _ in _blocks(self.rows))}
        for number in range(len(self.rows) + 1):
            self._rule(Pen(0, self._y(number)).across(self.right), heavy=number in heavy)

    def _rule(self, pen: Pen, *, heavy: bool) -> None:
        self.canvas.path(pen, stroke="soft" if heavy else "rule", weight=0.9 if heavy else 0.5)

    def _column_head(self, number: int, process: Process) -> None:
        x = self.left + (number + 0.5) * self.wide
        # The slanted name must end under the upper edge and before the right one.
        room = min((self.top - 10) / SINE - 2, (self.canvas.width - x) / COSINE - 4)
        said = _shortened(_title(self.project, process, self.language), room, 7.0)
        self.canvas.text(x + 2.6, self.top - 6, said, 7.0, turn=-SLANT)

    def _row(self, number: int, process: Process) -> None:
        canvas, high = self.canvas, self.high
        y, middle = self._y(number), self._y(number) + high / 2
        name = plain(self.project.say(process.name, self.language))
        label = f"{process.id} {name}"
        with canvas.box(f"row-{process.id}", 0, y, NAMES - 2, high, label=label, role="giver", title=label, target=process.id, at=Address(process.id)):
            flat = min(high - 1, self.size * 1.44)
            badge = canvas.badge(0, middle - flat / 2, process.id, process.type, self.size, flat, 24)
            self._name(name, badge + 5, middle)
        if process.id in self.column:
            self._diagonal(process, y)
        gives, takes = len(self.linked.given.get(process.id, ())), self.linked.takes[process.id]
        canvas.text(self.right + 6, middle + 7 * BASELINE, f"{gives} →   ← {takes}", 7, "soft")

    def _name(self, name: str, x: float, middle: float) -> None:
        """The name of a row on one line, else on as many as fit its height, else cut."""
        room = NAMES - x - 4
        for size in (self.size, 7.0):
            lines = wrap(name, room, size)
            if len(lines) * size * LEADING <= self.high - 2:
                self.canvas.lines(x, middle - len(lines) * size * LEADING / 2, lines, size)
                return
        self.canvas.text(x, middle + self.size * BASELINE, _shortened(name, room, self.size), self.size)

    def _diagonal(self, process: Process, y: float) -> None:
        canvas, high, colors = self.canvas, self.high, look(process.type)
        x = self.left + self.column[process.id] * self.wide
        with canvas.group(role="diagonal", target=process.id):
            canvas.rect(x, y, self.wide, high, fill=colors.solid, stroke=colors.ink, weight=0.6)
            if width(process.id, 7, bold=True) <= self.wide - 0.4:
                canvas.middle(x + self.wide / 2, y + high / 2, process.id, 7.0 if self.wide < 17 else 7.5, colors.on, bold=True)

    def _dot(self, row: int, giver: str, receiver: str, items: Sequence[Interface]) -> None:
        x, y = self.left + (self.column[receiver] + 0.5) * self.wide, self._y(row) + self.high / 2
        radius = max(4.6, min(self.high * 0.46, 7 + 4 * len(items) / self.linked.most))
        said = f"{giver} → {receiver}: " + words(self.language)("list_separator").join(self._item(link) for link in items)
        half = min(self.wide, self.high) * 0.48
        box = (x - half, y - half, 2 * half, 2 * half)
        with self.canvas.box(f"{giver}-{receiver}", *box, label=said, shape="circle", role="link", title=said, target=giver):
            self.canvas.circle(x, y, radius, fill="wire")
            self.canvas.middle(x, y, str(len(items)), 7.0, "paper", bold=True)


def _title(project: Project, process: Process, language: str) -> str:
    return f"{process.id} {plain(project.say(process.name, language))}"


def _blocks(processes: Sequence[Process]) -> list[tuple[int, int, str]]:
    """First, behind last, and type of each run of processes of one type."""
    found: list[tuple[int, int, str]] = []
    for number, process in enumerate(processes):
        if found and found[-1][2] == process.type:
            found[-1] = (found[-1][0], number + 1, process.type)
        else:
            found.append((number, number + 1, process.type))
    return found


def _shortened(text: str, room: float, size: float) -> str:
    """The text cut to a width, with an ellipsis."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
