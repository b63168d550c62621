"""Why a returned sheet is not taken: cell by cell, as codes that are told in words at the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """One cell that cannot be taken: where it is (Scores!E5, '' for the whole file), why, and what stands there."""

    place: str
    why: str  # a key of the pack's phrases under `flaws`
    values: Mapping[str, str] = field(default_factory=dict)


class SheetRefused(Exception):  # noqa: N818 - told to the person who brought the file
    """Say why a sheet is not taken; nothing of it was used."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        """Keep every flaw, in the order of the sheet."""
        self.flaws = tuple(flaws)
        super().__init__("; ".join(f"{flaw.place} {flaw.why}" for flaw in self.flaws))
