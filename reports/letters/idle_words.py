"""Say why a file plays no part, in the words of reports/phrases/<language>.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from reports.letters.staff_words import StaffWords


def why_idle(reason: str, languages: Sequence[str]) -> str:
    """Return a reason in words, one language after the other; '' for a code that has none (an older entry's)."""
    return " · ".join(filter(None, StaffWords("", tuple(languages)).each("idle", reason)))


def with_reason(name: str, reason: str, languages: Sequence[str]) -> str:
    """Return a file's name with why it plays no part."""
    why = why_idle(reason, languages)
    return f"{name} ({why})" if why else name
