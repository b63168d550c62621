"""Staff submit for an author: a forward with 代收 or `submission` on top is the inner author's mail, held until they confirm it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from intake.model.addresses import canonical, one_spelling, same
from intake.model.submission import Address, Dossier, InboundMessage, SenderDoubt, Submission
from intake.words.quotes import first_head
from registry.desk.addresses import staff_member
from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.staff.acts import last_letter
from registry.staff.answers import queue_answer
from registry.staff.may_order import Sender
from registry.staff.told import Became, Item, StaffMailResult
from registry.staff.words import half_width, means
from validators.disposition import Disposition

LONGEST_NAME = 60


def for_its_author(desk: Desk, message: InboundMessage) -> InboundMessage:
    """Return a mail as its inner author's where one of staff passes it on as a submission; any other as it is.

    The first line that was typed must be the word and nothing else. A From that fails the configured check passes nothing on.
    """
    before = message.spooled.sha256 in desk.passed_on  # by one who may be of staff no more
    if message.forged or message.sender is None or not (before or one_spelling(message.sender.email) in desk.staff_addresses):
        return message
    own = message.texts[0] if message.texts else ""
    first, _, rest = own.strip().partition("\n")
    after = means(half_width(first), "submission")
    author = _author(message) if after is not None and not after.strip(" .。!！:：,，") else None
    if author is None or (not before and one_spelling(author.email) in desk.staff_addresses | desk.own_addresses):
        return message
    texts = tuple(text for text in (rest.strip(), *message.texts[1:]) if text)
    return replace(message, sender=author, passed_by=message.sender, texts=texts, text="\n\n".join(texts))


def confirmed_by_author(whole: Submission, dossier: Dossier | None, message: InboundMessage) -> Submission:
    """Return an entry's submission without the doubt that staff submitted it, once its author's own address has written to it."""
    if dossier is None or dossier.unverified != SenderDoubt.PASSED_ON or message.passed_by or message.sender is None:
        return whole
    return replace(whole, unverified="") if same(message.sender.email, dossier.opened_by) else whole


def tell_colleague(desk: Desk, message: InboundMessage, came_to: Mapping[str, bool], now: datetime) -> None:
    """Queue the answer to a colleague who passed a mail on, within the caller's transaction; nobody else hears how it went.

    `came_to`: reference -> whether the mail brought something new, of each entry that it went to.
    """
    member = staff_member(desk.config, message.passed_by.email) if message.passed_by else None
    if member is None or message.spooled.sha256 in desk.done_at:  # a registry made again sends nothing
        return
    items = tuple(_became(desk, message, reference, new) for reference, new in came_to.items())
    sender = Sender(member=member, address=canonical(member.address), mail=message)
    queue_answer(desk, sender, StaffMailResult(items=items or (Item(became=Became.NO_SUBMISSION),)), now)


def _became(desk: Desk, message: InboundMessage, reference: str, new: bool) -> Item:
    entry = read_entry(desk.db, reference)
    state = str(entry.state) if entry else ""
    if not new:
        return Item(became=Became.ALREADY, reference=reference, state=state)
    waits = entry is not None and entry.unverified == SenderDoubt.PASSED_ON and entry.state is Disposition.HELD
    author = message.sender.email if message.sender else ""
    letter = last_letter(desk, reference)
    became = Became.ON_BEHALF if waits else Became.ADDED
    return Item(became=became, reference=reference, state=state, letter=letter, values={"author": author})


def _author(message: InboundMessage) -> Address | None:
    """Return who wrote the forwarded mail: of a mail that is attached whole, else by the head above its words."""
    if message.forwarded_from:
        return message.forwarded_from[0]
    head = first_head(message.quoted.splitlines())
    if head is None or not head.author:
        return None
    named = re.search(
        rf"[:：\t]\s*[\"“']?([^\"“”<>:：\t\n]{{1,{LONGEST_NAME}}}?)[\"”']?\s*[<(（]\s*{re.escape(head.author)}",
        head.text,
        re.IGNORECASE,
    )
    return Address(name=named[1].strip() if named else "", email=canonical(head.author))
