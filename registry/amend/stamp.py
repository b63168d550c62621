"""What marks a workbook as ours: a signed line in a hidden sheet, whom it was mailed to and when, and what its cells change."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from intake.model.our_mark import OurMark

SHEET = "desk"  # the hidden sheet's title
LIFE = timedelta(days=60)  # from its making to the arrival of the mail that brings it back (contract.md ruling 27)
STAMP, EDITS, CHOICE, LISTED = "stamp", "edits", "choice", "listed"  # what a line of it is
MOST_LINES, A_LINE = 5000, 4  # lines that are read; entries in one


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Of which call, made when, for which address ('' in the shell: it is taken there alone)."""

    call: str
    made: str  # ISO 8601
    address: str
    proof: str = ""

    def signed(self, mark: OurMark) -> Stamp:
        """Return it with the proof that it is ours."""
        return Stamp(call=self.call, made=self.made, address=self.address, proof=self._proof(mark))

    def proved(self, mark: OurMark) -> bool:
        """Tell whether we made it, word by word."""
        return hmac.compare_digest(self._proof(mark).encode(), self.proof.encode())

    def outlived(self, arrived: datetime) -> bool:
        """Tell whether a workbook is too old to be taken by mail."""
        try:
            return arrived - datetime.fromisoformat(self.made) > LIFE
        except ValueError:
            return True

    def _proof(self, mark: OurMark) -> str:
        return base64.b32encode(mark.proof("workbook", "|".join((self.call, self.made, self.address)))[:20]).decode().lower()


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What the hidden sheet says: whose workbook it is, which columns change what, what the cells of a file's slot mean."""

    stamp: Stamp | None = None
    edits: dict[str, dict[str, str]] = field(default_factory=dict)  # sheet -> heading -> what it changes
    choices: dict[str, str] = field(default_factory=dict)  # what a cell says -> slot
    listed: set[str] = field(default_factory=set)  # the entries that stood on the shortlist; former versions tell of none


def stamp_lines(
    stamp: Stamp, edits: Iterable[tuple[str, str, str]], choices: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the hidden sheet; `edits`: sheet, heading, what is changed; `choices`: words, slot."""
    yield (STAMP, stamp.call, stamp.made, stamp.address, stamp.proof)
    yield from ((EDITS, *each) for each in edits)
    yield from ((CHOICE, *each) for each in choices)


def listed_lines(references: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the lines that say which entries stand on the shortlist."""
    for first in range(0, len(references), A_LINE):
        yield (LISTED, *references[first : first + A_LINE])


def marks_of(lines: Iterable[Sequence[object]]) -> Marks:
    """Return what stamp_lines() and listed_lines() wrote; what is no line of it is passed over."""
    marks = Marks()
    stamp = None
    for count, cells in enumerate(lines):
        what, *rest = [str(cell) if cell is not None else "" for cell in (*cells, *[None] * 5)[:5]]
        if count > MOST_LINES:
            break
        if what == STAMP and stamp is None:
            stamp = Stamp(call=rest[0], made=rest[1], address=rest[2], proof=rest[3])
        elif what == EDITS:
            marks.edits.setdefault(rest[0], {})[rest[1]] = rest[2]
        elif what == CHOICE:
            marks.choices[rest[0]] = rest[1]
        elif what == LISTED:
            marks.listed.update(filter(None, rest))
    return Marks(stamp=stamp, edits=marks.edits, choices=marks.choices, listed=marks.listed)
