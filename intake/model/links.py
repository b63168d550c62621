"""A link that a call asks for, as far as its address tells: nothing is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkStanding(StrEnum):
    """What an address tells of how long its page stays."""

    LASTING = "lasting"  # nothing says that it ends
    EXPIRING = "expiring"  # a preview, a search result, a page of somebody's back office
    CUT = "cut"  # a part of it is missing
    NO_PAGE = "no-page"  # of the right house, but no article: a profile, a start page


@dataclass(frozen=True, kw_only=True)
class Link:
    """One address, read; two of the same `key` lead to the same page, whatever else they carry."""

    url: str  # whole, as a browser takes it; capped
    host: str  # lower case, no port
    key: str
    standing: LinkStanding = LinkStanding.LASTING

    def leads_elsewhere(self, other: Link) -> bool:
        """Tell whether two links surely lead to different pages: a long and a short address of one article cannot be compared."""
        return self.key != other.key and (self.host != other.host or self.key.count(" ") == other.key.count(" "))

    def is_of(self, hosts: tuple[str, ...]) -> bool:
        """Tell whether it belongs to one of these hosts, or to a part of one ("*.example.com"); () = any."""
        return not hosts or any(
            self.host == host.removeprefix("*.").lower() or (host.startswith("*.") and self.host.endswith(host[1:].lower()))
            for host in hosts
        )
