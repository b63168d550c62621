"""Which kind a letter has, by what becomes of an entry and of several in one letter; and whose trouble it is when one waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.store.codes import LetterKind, LetterState
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


class Ours(StrEnum):
    """Why a letter that waits is our trouble, not its recipient's."""

    REFUSED = "refused"  # the server refuses our account or sender
    QUOTA = "quota"  # we sent too much or too often
    HOUR = "hour"  # our own cap for all letters
    DAY = "day"  # our own cap for one address
    NO = ""


@dataclass(frozen=True)
class DeliveryReply:
    """What a server, or our own house, said to a letter; `ours`: why it is our trouble that it waits."""

    state: LetterState
    code: int | None
    text: str
    ours: Ours = Ours.NO
