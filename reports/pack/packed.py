"""What stands in a pack, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.pack.entries import CoveredName, JudgedEntry
from reports.pack.files import PackedFile
from reports.pack.leaks import Leak
from reports.pack.works import GRAVE, MissingItem, Picture


@dataclass(frozen=True, kw_only=True)
class PackedEntry:
    """One entry with what stands of it in the pack."""

    entry: JudgedEntry
    pictures: Sequence[Picture]
    files: Sequence[PackedFile]

    @property
    def places(self) -> list[str]:
        """Return where its documents, films and recordings lie in the pack."""
        return [place for item in self.files for place in item.files]


@dataclass(frozen=True, kw_only=True)
class PackReport:
    """What a pack holds, lacks and hides."""

    key: Path
    entries: int
    photos: int
    files: int  # documents, films, recordings
    missing: Sequence[MissingItem]
    masked: Sequence[CoveredName]
    rewritten: Sequence[str]  # names of pictures that are coded anew
    without_room: int  # pictures the score sheet does not show
    leaks: Sequence[Leak]

    @property
    def needs_person(self) -> bool:
        """Tell whether somebody must look before the pack is handed out: photos are missing, or something leaks."""
        return bool(self.leaks) or any(gap.why in GRAVE for gap in self.missing)
