"""Where a long chart is cut into pages: the fewest pages, evenly filled, through few arrows. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: What uneven filling, a cut arrow and a page with one row cost, against each other.
UNEVEN, CUT_ARROW, LONELY = 60.0, 6.0, 60.0


def cuts(heights: Sequence[float], page: float, above: float, below: float, crossing: Mapping[int, int]) -> list[tuple[int, int]]:
    """First and last row of each page.

    `heights` of rows with the gap under them, `page` the room for rows, `above` and `below` the room that connectors take on
    pages that follow or are followed by others, all in pt; `crossing[r]` arrows that a cut before row r goes through.
    A row that is higher than a page has a page of its own.
    """
    count = len(heights)
    if sum(heights) <= page:
        return [(0, count - 1)]
    fewest = _greedy(heights, page, above, below)
    filled = min(1.0, sum(heights) / (fewest * page))
    # cost[n][r]: cheapest way to put the rows before r on n pages.
    cost: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(fewest):
        reached: dict[int, tuple[float, int]] = {}
        for first, (paid, _) in cost[-1].items():
            used = above if first else 0.0
            for last in range(first, count):
                used += heights[last]
                if last > first and used + (below if last < count - 1 else 0.0) > page:
                    break
                price = paid + UNEVEN * (used / page - filled) ** 2 + (CUT_ARROW * crossing.get(last + 1, 0) if last < count - 1 else 0.0) + (LONELY if last == first else 0.0)
                if last + 1 not in reached or price < reached[last + 1][0]:
                    reached[last + 1] = (price, first)
        cost.append(reached)
    pages: list[tuple[int, int]] = []
    end = count
    for step in reversed(cost[1:]):
        first = step[end][1]
        pages.append((first, end - 1))
        end = first
    return pages[::-1]


def _greedy(heights: Sequence[float], page: float, above: float, below: float) -> int:
    """How many pages filling each to the brim takes."""
    pages, used, filled = 1, 0.0, 0
    for row, height in enumerate(heights):
        used += height
        if filled and used + (below if row < len(heights) - 1 else 0.0) > page:
            pages, used, filled = pages + 1, above + height, 0
        filled += 1
    return pages
