"""The room that the arrows of a flowchart ask for, page by page, and whether a plan gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procdocs.diagrams.flowchart.routes import MARGINS, Key
from procdocs.diagrams.flowchart.sheets import Page, side_rooms


@dataclass(frozen=True)
class Needs:
    """Room that arrows need: beside the symbols of a column, tracks in a margin, below a row (all but tracks in pt)."""

    room: dict[Key, float]
    tracks: dict[Key, int]
    gaps: dict[int, float]

    @classmethod
    def least(cls, columns: int) -> Needs:
        """What is there without any arrow."""
        return cls({(side, column): 8.0 for column in range(columns) for side in "LR"}, {(side, column): 0 for column in range(columns) for side in MARGINS}, {})

    def note(self, page: Page, gaps: Mapping[int, float]) -> None:
        """Add what the arrows of a page take."""
        self.gaps.update(gaps)
        for key, need in side_rooms(page):
            self.room[key] = max(self.room[key], need)
        for channel, count in page.tracks.count.items():
            if channel in self.tracks:
                self.tracks[channel] = max(self.tracks[channel], count)

    def are_within(self, other: Needs) -> bool:
        """Whether `other` gives all the room that these ask for."""
        return (
            all(need <= other.room[key] + 0.01 for key, need in self.room.items())
            and all(need <= other.tracks[key] for key, need in self.tracks.items())
            and all(need <= other.gaps.get(row, 0.0) + 0.01 for row, need in self.gaps.items())
        )

    def joined(self, other: Needs) -> Needs:
        """The larger of both everywhere."""
        return Needs(
            {key: max(need, other.room[key]) for key, need in self.room.items()},
            {key: max(need, other.tracks[key]) for key, need in self.tracks.items()},
            {row: max(self.gaps.get(row, 0.0), other.gaps.get(row, 0.0)) for row in {**self.gaps, **other.gaps}},
        )
