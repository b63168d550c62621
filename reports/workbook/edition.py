"""Which workbook is made: of all entries or of those that wait, for whom, with which pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from registry.read.entry import Entry
from validators.disposition import Disposition

WAITING = frozenset({Disposition.HELD, Disposition.INCOMPLETE})


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """How large the pictures are, how many an entry shows, and what they may cost in all."""

    box: tuple[int, int]  # pixels
    each: int  # of an entry
    most: int
    most_bytes: int

    @property
    def width(self) -> float:
        """Return the width of their column, in characters."""
        return (self.box[0] + 5) * self.each / 7 + 1

    @property
    def height(self) -> float:
        """Return the height of a row, in points."""
        return (self.box[1] + 6) * 0.75


USUAL = Pictures(box=(92, 76), each=3, most=3000, most_bytes=24_000_000)  # more than this and Excel scrolls no longer
LARGE = Pictures(box=(124, 102), each=4, most=3000, most_bytes=6_500_000)  # to decide by
SMALL = Pictures(box=(64, 54), each=3, most=3000, most_bytes=6_500_000)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One workbook. `address`: whom it is mailed to, '' in the shell; `made`: when, where it is mailed."""

    waiting: bool = False  # the entries that wait for staff or their author, not all
    address: str = ""
    made: datetime | None = None
    pictures: Pictures | None = USUAL
    scaled: bool = False  # pictures are smaller than usual, or none: a mailbox takes no more
    evidence: bool = False

    def takes(self, entry: Entry) -> bool:
        """Tell whether an entry stands in it."""
        return not self.waiting or entry.state in WAITING
