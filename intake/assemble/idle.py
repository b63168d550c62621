"""Why a file plays no part in an entry, by what was read in it."""

from __future__ import annotations

from intake.assemble.documents import Reading
from intake.model.idle import Idle
from intake.model.submission import DOCUMENTS, Attachment, FileType


def idle_for(item: Attachment, reading: Reading) -> Idle:
    """Return why a file plays no part."""
    if item.problem:
        return Idle.UNREADABLE
    if item.sha256 in reading.asides:
        return Idle.CV
    if item.sha256 in reading.seen:
        return Idle.SECOND
    if item.sha256 in reading.spare:
        return Idle.SPARE
    kinds = {FileType.UNKNOWN: Idle.UNKNOWN, FileType.EMPTY: Idle.EMPTY}
    return kinds.get(item.type, Idle.NO_TEXT if item.type in DOCUMENTS else Idle.NOT_ASKED)
