"""The rule cloud-link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class CloudLinkInstead:
    """Say that material came as a cloud link instead of an attachment.

    Why: links expire and are not fetched unattended.
    Options: none.
    Passes: attachments.
    Fails: a netdisk link; a provider's large attachment.
    """

    name: ClassVar[str] = "cloud-link"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject", "links", "expires")

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        links = facts.submission.links
        if links:
            ends = min((link.expires_at for link in links if link.expires_at), default=None)
            names = [f"{link.name or link.url[:80]} ({link.provider})" for link in links]
            yield {"subject": "", "links": names, "expires": ends.isoformat() if ends else ""}
