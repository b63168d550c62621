"""The rule subject-phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SubjectPhrase:
    """Note that the call's phrase is nowhere in the mail.

    Why: the notice asks for it; it is never a reason to refuse.
    Options: `phrase`: the words, for the letter.
    Passes: the phrase in subject, body or a file name.
    Fails: nowhere.
    """

    name: ClassVar[str] = "subject-phrase"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("phrase",)
    phrase: str = ""

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        if not facts.submission.phrase_seen:
            yield {"phrase": self.phrase}
