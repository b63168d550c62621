"""A letter before it is in the outbox, and what makes two letters the same letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.model.submission import Address
from registry.store.codes import LetterKind

COPY = " &"  # ends the group of a letter to one who did not write the mail it is about


@dataclass(frozen=True, kw_only=True)
class NoticePart:
    """One entry's part in a letter."""

    reference: str
    revision: int
    kind: LetterKind


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    """A letter that is to be queued: what it speaks of, to whom it goes and when it may leave."""

    parts: Sequence[NoticePart]
    recipient: Address
    mail: str  # sha256 of the mail it answers, '' for a staff decision
    language: str
    due_at: datetime
    note: str = ""  # staff's words
    question: int = 0  # numbers what staff ask in words of their own: each is a letter of its own
    copy: int = 0  # numbers those who are told that somebody else's mail replaced something
    before: str = ""  # the time that a reminder goes before, ISO 8601: each is a letter of its own

    @property
    def group(self) -> str:
        """Return what makes two letters the same letter."""
        group = " ".join(sorted(f"{part.reference}/{part.revision}/{part.kind}" for part in self.parts))
        return (
            group
            + (f" ?{self.question}" if self.question else "")
            + (f"{COPY}{self.copy}" if self.copy else "")
            + (f" <{self.before}" if self.before else "")
        )
