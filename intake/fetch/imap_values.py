"""What a server may tell that no program can keep: numbers beyond 32 bits, moments outside the calendar (RFC 3501, 2.3 and 9)."""

from __future__ import annotations

from datetime import UTC, datetime

LARGEST = 2**32 - 1  # of a UID and of UIDVALIDITY


def is_uid(told: int) -> bool:
    """Tell whether a UID or UIDVALIDITY is one; 0, which some servers send, is kept as it is."""
    return 0 <= told <= LARGEST


def moment(told: object) -> datetime | None:
    """Return an INTERNALDATE that bears its zone, None for any other value and for a moment that UTC cannot name."""
    if not isinstance(told, datetime):
        return None
    try:
        return told if told.tzinfo and told.astimezone(UTC) else None
    except (OverflowError, ValueError):
        return None
