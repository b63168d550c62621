"""The desk's own addresses, as its configuration names them."""

from __future__ import annotations

from email.utils import parseaddr

from intake.config.models import Config, StaffMember
from intake.model.addresses import canonical, one_spelling, same


def own_addresses(config: Config) -> frozenset[str]:
    """Return every address that is our own, each in its one spelling (contract.md ruling 9)."""
    boxes = config.mailboxes.values()
    own = [parseaddr(config.delivery.sender)[1]]
    own += [address for box in boxes for address in (box.username, *box.addresses, parseaddr(box.sender or "")[1])]
    return frozenset(one_spelling(address) for address in own if "@" in address)


def staff_sender(config: Config) -> str:
    """Return the From of what staff answer: delivery.sender where its mail is fetched, else the first mailbox's own."""
    boxes = [box for box in config.mailboxes.values() if box.enabled]
    fetched = {one_spelling(address) for box in boxes for address in (box.username, *box.addresses) if "@" in address}
    usual = config.delivery.sender
    if one_spelling(parseaddr(usual)[1]) in fetched:
        return usual
    return next((box.sender for box in boxes if box.sender), usual)


def staff_member(config: Config, address: str) -> StaffMember | None:
    """Return who of staff has an address, however it is spelt; None for anybody else's."""
    written = (member for member in config.staff if canonical(member.address) == address)
    alike = (member for member in config.staff if same(member.address, address))
    return next(written, None) or next(alike, None)
