"""Why a returned sheet is not taken: cell by cell, as codes that are told in words at the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class FlawKind(StrEnum):
    """Why a cell, or a whole file, is not taken: the keys of the pack's phrases under `flaws`."""

    AWARDED_SINCE = "awarded-since"
    CUT = "cut"
    EMPTY_COLUMN = "empty-column"
    EMPTY_FIELD = "empty-field"
    EMPTY_LIST = "empty-list"
    LISTED_TWICE = "listed-twice"
    NAMED_TWICE = "named-twice"
    NO_ADDRESS = "no-address"
    NO_AWARD = "no-award"
    NO_CODE = "no-code"
    NO_CODE_OF_VOTES = "no-code-of-votes"
    NO_COUNT = "no-count"
    NO_ENTRY = "no-entry"
    NO_FONT = "no-font"
    NO_JUDGE = "no-judge"
    NO_LIST = "no-list"
    NO_NAME = "no-name"
    NO_NUMBER = "no-number"
    NO_RANKING = "no-ranking"
    NO_SCORE = "no-score"
    NO_SUCH_NAME = "no-such-name"
    NO_TABLE = "no-table"
    NO_VOTES = "no-votes"
    NO_VOTES_TABLE = "no-votes-table"
    OTHER_CALL = "other-call"
    OTHERS_SHEET = "others-sheet"
    OUT_OF_BOUNDS = "out-of-bounds"
    SAYS_NOTHING = "says-nothing"
    SHARED_EMAIL = "shared-email"
    SHARED_UNIT = "shared-unit"
    STALE = "stale"
    TWICE = "twice"
    UNFILLED = "unfilled"
    UNKNOWN_AWARD = "unknown-award"
    UNKNOWN_CODE = "unknown-code"
    UNKNOWN_EMAIL = "unknown-email"
    UNKNOWN_REFERENCE = "unknown-reference"
    UNKNOWN_UNIT = "unknown-unit"
    UNREAD_SHORTLIST = "unread-shortlist"
    UNREADABLE = "unreadable"
    UNWORKED = "unworked"


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One cell that cannot be taken: where it is (Scores!E5, '' for the whole file), why, and what stands there."""

    place: str
    why: FlawKind
    values: Mapping[str, str] = field(default_factory=dict)


class SheetRefused(Exception):  # noqa: N818 - told to the person who brought the file
    """Say why a sheet is not taken; nothing of it was used."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        """Keep every flaw, in the order of the sheet."""
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{flaw.place} {flaw.why}" for flaw in self.flaws))
