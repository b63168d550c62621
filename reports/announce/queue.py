"""Announcements: one letter of a configured kind to each entry listed, looked at before it leaves, queued once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from intake.model.submission import FileType
from registry.desk.desk import Desk
from registry.letters.announcements import queue_all
from registry.read.entries import references
from registry.select.award import fallen
from registry.select.recipients import ListedEntry
from registry.store.selection import scoreboard
from registry.store.whole_file import write_whole
from reports.announce.prepare import AnnouncedFile, Prepared


def in_state(desk: Desk, call_id: str, state: str) -> list[ListedEntry]:
    """Return a call's entries in a state."""
    return [ListedEntry(reference) for reference in references(desk.db, call_id, state)]


def with_award(desk: Desk, call_id: str, award: str) -> list[ListedEntry]:
    """Return a call's entries that have an award and still take part."""
    awards, out = scoreboard(desk.db, call_id).awards, fallen(desk.db, call_id)
    return [
        ListedEntry(name, award=award) for name in references(desk.db, call_id) if awards.get(name) == award and name not in out
    ]


def queue_letters(desk: Desk, prepared: Prepared) -> int:
    """Keep the files of an announcement and queue its letters; return how many are new. Raises OSError."""
    _keep(desk, prepared.attached)
    return queue_all(desk.db, desk.journal, prepared.letters, datetime.now(UTC))


def _keep(desk: Desk, files: Sequence[AnnouncedFile]) -> None:
    """Keep what leaves with the letters as it is now: a file that is changed afterwards changes no letter."""
    for item in files:
        target = desk.media.path(item.sha256, FileType.UNKNOWN)
        if not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with write_whole(target) as part:
                part.write_bytes(item.path.read_bytes())
