"""The rule sender-automatic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SenderAutomatic:
    """Note that a mail with material is marked as a machine's.

    Why: it is never answered, for machines answer each other without end; but a list, a no-reply sender or an office's outgoing
    server may bring what a person made, and nothing a person made may vanish.
    Options: none.
    Passes: a mail without such marks.
    Fails: a filled form that came through a mailing list.
    """

    name: ClassVar[str] = "sender-automatic"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("sign",)  # machine_mail.Sign

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        if facts.submission.automatic:
            yield {"sign": facts.submission.automatic}
