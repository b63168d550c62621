"""The rule link-host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.model.links import Link, LinkStanding
from validators.rule import Said

TAIL = 12  # characters of an address that tell it from others: whole, mail programs would make it a link to click


@dataclass(frozen=True, kw_only=True)
class LinkHost:
    """Say that a link is not of the hosts asked for, expires, or is cut; its page is never fetched.

    Why: a preview is gone the next day, and nobody can be shown it.
    Options: `hosts`: as [mp.weixin.qq.com, "*.example.com"]; none named: any. A slot's own `hosts` stand for it.
    Passes: mp.weixin.qq.com/s/ with its 22 characters; the long form with __biz, mid, idx and sn.
    Fails: another host (`reason` host); one with a tempkey, a search engine's, a back office's (expiring); a long address of which
    a part is missing (cut); an account's front page (no-page).
    """

    name: ClassVar[str] = "link-host"
    examines: ClassVar[type] = Link
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.LINK,)
    asks_for: ClassVar[str] = "slot"
    says: ClassVar[tuple[str, ...]] = ("subject", "host", "hosts", "reason")
    hosts: tuple[str, ...] = ()

    def check(self, facts: Link) -> Said:
        """Yield what is wrong."""
        reason = "host" if not facts.is_of(self.hosts) else "" if facts.standing is LinkStanding.LASTING else facts.standing.value
        if reason:
            rest = facts.url.partition("://")[2].partition("/")[2]
            subject = facts.host + (f" …{rest[-TAIL:]}" if rest else "")
            yield {"subject": subject, "host": facts.host, "hosts": list(self.hosts), "reason": reason}
