"""The rule link-qr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.links.asked import links_in
from intake.model.links import Link
from validators.facts import FilledSlot
from validators.facts_qr import SeenCodes
from validators.finding import Value
from validators.rule import Said

TAIL = 12  # characters of an address that tell it from others: whole, mail programs would make it a link to click


@dataclass(frozen=True, kw_only=True)
class LinkQr:
    """Note that no picture shows the QR code of a link, or that a code leads elsewhere; nothing is ever fetched.

    Why: the code is printed, and a wrong one cannot be taken back.
    Options: `slot`: the slot for pictures that holds the codes; left out: any picture of the entry may show it.
    Passes: a picture whose code says the same page, whatever else the address carries; no link and no picture with a code.
    Fails: (`reason`) none: no picture with a code; unreadable: a picture of that slot shows no code that can be read; elsewhere: its
    code leads to another page; no-link: its code is no address; alone: a code, and no link beside it.
    """

    name: ClassVar[str] = "link-qr"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.LINK,)
    by_name: ClassVar[bool] = True
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "reason", "code", "link")
    points_at: ClassVar[dict[str, str]] = {"slot": "slot"}
    slot: str = ""

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        pictures = [seen for seen in facts.codes if not self.slot or seen.slot == self.slot]
        shown = [link for seen in pictures for link in _links(seen)]
        if not self.slot:  # a poster may bear codes of other things: they count only where none is the link's
            agree = any(not link.leads_elsewhere(other) for link in facts.links for other in shown)
            pictures = [seen for seen in pictures if seen.facts.codes and facts.links and not agree]
        told = list(_wrong([seen for seen in pictures if not seen.facts.unseen], facts.links))
        yield from told
        if told or any(seen.facts.unseen for seen in facts.codes):
            return
        for link in facts.links:
            if all(link.leads_elsewhere(other) for other in shown):
                yield _said(facts.slot.id, "none", "", link)


def _wrong(pictures: Sequence[SeenCodes], links: Sequence[Link]) -> Iterator[dict[str, Value]]:
    """Yield what is wrong with each picture that was sent as a code."""
    for seen in pictures:
        found, first = _links(seen), links[0] if links else None
        if not seen.facts.codes:
            yield _said(seen.name, "unreadable", "", first)
        elif not found:
            yield _said(seen.name, "no-link", seen.facts.codes[0][: 4 * TAIL], first)
        elif not links:
            yield _said(seen.name, "alone", _short(found[0]), None)
        elif all(link.leads_elsewhere(other) for link in links for other in found):
            yield _said(seen.name, "elsewhere", _short(found[0]), first)


def _links(seen: SeenCodes) -> tuple[Link, ...]:
    return tuple(link for code in seen.facts.codes for link in links_in(code))


def _said(subject: str, reason: str, code: str, link: Link | None) -> dict[str, Value]:
    return {"subject": subject, "reason": reason, "code": code, "link": _short(link) if link else ""}


def _short(link: Link) -> str:
    """Return a link so that people know it and no program makes it one to click."""
    rest = link.url.partition("://")[2].partition("/")[2]
    return link.host + (f" …{rest[-TAIL:]}" if rest else "")
