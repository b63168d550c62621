"""Which kind a letter has: by what becomes of an entry, and of several entries in one letter."""

from __future__ import annotations

from collections.abc import Sequence

from registry.store.codes import LetterKind
from validators.disposition import Disposition

KINDS = {
    Disposition.ACCEPTED: LetterKind.ACKNOWLEDGEMENT,
    Disposition.INCOMPLETE: LetterKind.CORRECTION,
    Disposition.HELD: LetterKind.RECEIPT,
    Disposition.REJECTED: LetterKind.REJECTION,
}


def joint_kind(kinds: Sequence[LetterKind]) -> LetterKind:
    """Return the kind of a letter about one entry or several: a correction when any of them needs one, else the first's."""
    return LetterKind.CORRECTION if LetterKind.CORRECTION in kinds else kinds[0]
