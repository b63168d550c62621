"""The rule cloud-link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from intake.model.submission import CloudLink
from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class CloudLinkInstead:
    """Say that material came as a cloud link instead of an attachment.

    Why: links expire and are not fetched unattended.
    Options: none.
    Passes: attachments; a link to a file that came as an attachment of the same name too.
    Fails: a netdisk link; a provider's large attachment.
    """

    name: ClassVar[str] = "cloud-link"
    examines: ClassVar[type] = Case
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "links", "providers", "expires", "expired", "closes")

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        arrived = {item.name.casefold() for item in facts.submission.materials if not item.problem}
        links = [link for link in facts.submission.links if link.name.casefold() not in arrived]
        if links:
            ends = _first_end(links)
            yield {
                "subject": "",
                "links": list(dict.fromkeys(f"{link.name} ({link.provider})" if link.name else link.provider for link in links)),
                "providers": list(dict.fromkeys(link.provider for link in links)),
                "expires": ends.isoformat() if ends else "",
                "expired": ends is not None and ends <= facts.arrival.received_at,
                "closes": facts.arrival.closes.isoformat(),
            }


def _first_end(links: Iterable[CloudLink]) -> datetime | None:
    return min((link.expires_at for link in links if link.expires_at), default=None)
