"""The rule sender-unverified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class SenderUnverified:
    """Note that the sender cannot be trusted.

    Why: the receiving server calls the sender forged, the mail names somebody else's entry, it has no usable sender, two addresses
    wrote in one author's name, it may belong to several entries, or it came after the end for an entry that is there.
    Options: none.
    Passes: a sender nobody doubts.
    Fails: dmarc=fail from the trusted server; a stranger naming a reference; an author whose entry somebody else opened.
    """

    name: ClassVar[str] = "sender-unverified"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("reason", "claims")

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        if facts.submission.unverified:
            yield {"reason": facts.submission.unverified, "claims": facts.submission.claims}
