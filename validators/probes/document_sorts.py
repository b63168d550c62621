"""Tell of which sort a document is, by what its name, its folder or a heading near its beginning says."""

from __future__ import annotations

from collections.abc import Sequence

from intake.words.fold import mentions
from validators.probes.topics import heading_of

FIRST_LINES = 12  # in which a document says what it is


def sort_of(sorts: Sequence[str], names: Sequence[str], text: str) -> str:
    """Return the sort that a name says, else a heading, else the first line that says one; '' where none, or several at once, do."""
    lines = [line for line in text.splitlines() if line.strip()][:FIRST_LINES]
    headings = [heading for line in lines if (heading := heading_of(line))]
    for said in (*names, *headings, *lines):
        found = [sort for sort in sorts if mentions(said, sort)]
        if len(found) == 1:
            return found[0]
    return ""
