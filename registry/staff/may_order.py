"""From what was typed to what may be done: each order has its proof, or the reason why it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from intake.config.models import StaffMember, StaffRight
from intake.model.addresses import one_spelling
from intake.model.submission import InboundMessage
from registry.desk.desk import Desk
from registry.letters.resend import sent_again_since
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.staff.keys import ANSWERED, ANYWAY, CONFIRM, LIFE, RESEND, UNDO, Grant, keys_in, made_at, moves_of, proves
from registry.staff.order_lines import ActionWords, LineOrder
from registry.staff.pages import GivenPage, PageKind, page_key, pages_named, pages_of
from registry.staff.subjects import SubjectOrder
from registry.staff.told import Became, Item
from registry.store.codes import Action
from registry.store.dossiers import admitted, joined_people


@dataclass(frozen=True, kw_only=True)
class Order:
    """One decision, proved to be given leave for, on a revision that stands."""

    reference: str
    action: str  # an Action, or one of those of keys.py
    words: ActionWords
    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who of staff wrote a mail, and when it arrived."""

    member: StaffMember
    address: str  # canonical
    mail: InboundMessage

    @property
    def arrived(self) -> datetime:
        """Return when the mail arrived: a key's age is counted to that."""
        return self.mail.spooled.received_at


Judged = Order | Item


def by_subject(desk: Desk, sender: Sender, asked: SubjectOrder, words: ActionWords) -> Judged:
    """Judge an order whose key stands in the subject."""
    typed = f"[{asked.reference} r{asked.revision}] {asked.word}"
    item = Item(became=Became.UNKNOWN, reference=asked.reference, action=asked.action, typed=typed)
    if asked.several:
        return replace(item, became=Became.MANY)
    if not asked.action:
        return replace(item, values={"word": asked.word})
    grant = Grant(address=sender.address, action=asked.action, reference=asked.reference, revision=asked.revision)
    if not proves(desk.mark, asked.key, grant):
        others = (replace(grant, address=address) for address in desk.staff_by_address)
        return replace(item, became=Became.OTHERS) if any(proves(desk.mark, asked.key, each) for each in others) else item
    made = made_at(asked.key)
    if made is None or sender.arrived - made > LIFE:
        return replace(item, became=Became.OLD)
    if StaffRight.REVIEW not in sender.member.may:  # it may have been taken away since the key was given
        return replace(item, became=Became.NOT_ALLOWED)
    if asked.action in {CONFIRM, ANSWERED} or (
        asked.action == UNDO and not asked.revision
    ):  # a batch, a question: nothing to be pinned to
        return Order(reference=asked.reference, action=asked.action, words=words, typed=typed)
    return _first(desk, _allowed(desk, sender, item, (asked.revision, moves_of(asked.key)), words), made)


def by_lines(desk: Desk, sender: Sender, page: GivenPage | Became, lines: Iterable[LineOrder]) -> list[Judged]:
    """Judge the orders of lines, each pinned to what the page showed of its entry."""
    found: list[Judged] = []
    named = [(name, line) for line in lines for name in line.names]
    for name, line in named:
        item = Item(became=Became.NO_KEY, reference=name, action=line.action, typed=line.line)
        if not isinstance(page, GivenPage):
            found.append(replace(item, became=page))
            continue
        meant = meant_by(page.shown, name)
        if len(meant) != 1:
            became = Became.SEVERAL if meant else Became.ENTRY
            found.append(replace(item, became=became, values={"references": meant}))
            continue
        item = replace(item, reference=meant[0])
        if line.action == RESEND and line.words.note:  # words to the author: something else was meant
            found.append(replace(item, became=Became.UNREAD))
            continue
        found.append(_first(desk, _allowed(desk, sender, item, page.shown[meant[0]], line.words), page.made_at))
    counted = Counter(item.reference for item in found)
    return [
        Item(became=Became.TWICE, reference=item.reference, action=item.action, typed=item.typed)
        if counted[item.reference] > 1 and not (isinstance(item, Item) and item.became in {Became.ENTRY, Became.SEVERAL})
        else item
        for item in found
    ]


def by_answer(desk: Desk, sender: Sender, page: GivenPage | Became, typed: str) -> list[Judged]:
    """Return the orders that take back what an answer told: the decisions that were made with it, and stand."""
    item = Item(became=Became.NO_UNDO, action=UNDO, typed=typed)
    if not isinstance(page, GivenPage):
        return [replace(item, became=page)]
    entries = [entry for name in page.shown if (entry := read_entry(desk.db, name))]
    made = [each for each in entries if each.decided and each.decided.at == page.made_at]
    return [
        _allowed(desk, sender, replace(item, reference=each.reference), page.shown[each.reference], ActionWords())
        for each in made
    ] or [item]


def page_of(desk: Desk, sender: Sender) -> GivenPage | Became:
    """Return the page that a mail answers, given to its sender and not too old; else why there is none."""
    mail = sender.mail
    named = pages_named(desk.db, [*mail.in_reply_to, *mail.references])
    direct = [page for page in named if page.message_id in mail.in_reply_to]
    own = [page for page in (*direct, *named) if page.address == sender.address]
    if not own:
        quoted = pages_quoted(desk, mail)
        own = [page for page in quoted if page.address == sender.address]
        named += quoted
    if not own:
        return Became.OTHERS if named else Became.NO_KEY
    return own[0] if sender.arrived - own[0].made_at <= LIFE else Became.OLD


def pages_quoted(desk: Desk, mail: InboundMessage) -> list[GivenPage]:
    """Return the pages of anybody of staff whose key stands in a mail, wherever it stands, the newest of each first."""
    keys = set(keys_in(f"{mail.subject}\n{mail.text}\n{mail.quoted}"))
    given = [page for address in desk.staff_by_address for page in pages_of(desk.db, address)] if keys else []
    return [page for page in given if page_key(desk.mark, page) in keys]


def is_newest(desk: Desk, page: GivenPage) -> bool:
    """Tell whether a page is an answer, or the newest digest that its address was given."""
    digests = [each.id for each in pages_of(desk.db, page.address) if each.kind is PageKind.DIGEST]
    return page.kind is not PageKind.DIGEST or digests[:1] == [page.id]


def meant_by(shown: Iterable[str], name: str) -> list[str]:
    """Return which of these entries a typed number may mean: 0013, 13, IF2026-0013."""
    if "-" in name:
        return [reference for reference in shown if reference == name]
    return [
        reference
        for reference in shown
        if reference.rpartition("-")[2].isdigit() and int(reference.rpartition("-")[2]) == int(name)
    ]


def _allowed(desk: Desk, sender: Sender, item: Item, pin: tuple[int, int], words: ActionWords) -> Judged:
    """Judge an order for which there is leave: is the entry still what was shown, and may this person decide on it?"""
    if StaffRight.REVIEW not in sender.member.may:
        return replace(item, became=Became.NOT_ALLOWED)
    entry = read_entry(desk.db, item.reference)
    if entry is None:
        return replace(item, became=Became.ENTRY)
    if is_own_entry(desk.db, entry, sender.address):
        return replace(item, became=Became.OWN)
    if (entry.revision, entry.moves) != pin:
        return replace(
            item, became=Became.CHANGED, state=str(entry.state), values={"revision": entry.revision, "since": _since(entry, pin)}
        )
    if item.action == ANYWAY:
        return Order(reference=item.reference, action=Action.ACCEPT, words=replace(words, anyway=True), typed=item.typed)
    return Order(reference=item.reference, action=item.action, words=words, typed=item.typed)


def _first(desk: Desk, judged: Judged, given: datetime) -> Judged:
    """Refuse to send letters again that somebody sent again after the key, or page, was given."""
    if judged.action != RESEND or isinstance(judged, Item) or not sent_again_since(desk.db, judged.reference, given):
        return judged
    return Item(became=Became.NO_LETTER, reference=judged.reference, action=RESEND, typed=judged.typed)


def is_own_entry(db: Database, entry: Entry, address: str) -> bool:
    """Tell whether an entry is of an address: it opened it or one that was joined to it, its letters go there, its form names it, staff let it add."""
    written = {text for form in entry.forms.values() if form for value in form.values.values() if "@" in (text := value.text)}
    own = {entry.opened_by, entry.author_email, entry.reply_to.email if entry.reply_to else "", *written}
    own |= joined_people(db, entry.reference)
    return one_spelling(address) in {one_spelling(text) for text in own if text} or admitted(db, entry.reference, address)


def _since(entry: Entry, pin: tuple[int, int]) -> list[dict[str, str]]:
    """Return what changed since: the decisions made after it was shown, else the mails that came."""
    revision, moves = pin
    later = [item for item in entry.revisions if item.revision > revision]
    decided = [item for item in entry.decisions if item.revision >= revision][-1:] if entry.moves != moves else []
    return [
        *(
            {
                "what": "amended" if item.by else "revision",
                "at": item.created_at.isoformat(),
                "state": str(item.state),
                "by": item.by,
            }
            for item in later
        ),
        *(
            {
                "what": "undone" if item.undone else "decision",
                "at": (item.undone or item.at).isoformat(),
                "action": str(item.action),
                "by": item.by,
            }
            for item in decided
        ),
    ]


__all__ = [
    "UNDO",
    "Judged",
    "Order",
    "Sender",
    "by_answer",
    "by_lines",
    "by_subject",
    "is_newest",
    "is_own_entry",
    "page_of",
    "pages_quoted",
]
