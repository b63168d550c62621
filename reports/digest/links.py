"""Links by which staff decide: each opens a mail whose subject bears a key made for one reader, entry, revision and action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import quote

from registry.amend.join import DEED as JOIN
from registry.amend.join import NAMING
from registry.desk.desk import Desk
from registry.read.entry import Entry
from registry.staff.keys import ANSWERED, CONFIRM, RESEND, UNDO, Grant, key_for
from registry.staff.may_order import is_own_entry
from registry.store.codes import Action
from reports.letters.outbox_pass import mailbox_of
from reports.letters.staff_words import StaffWords
from validators.disposition import Disposition

FITTING = {  # contract.md ruling 27
    Disposition.HELD: (Action.ACCEPT, Action.REJECT, Action.ASK, Action.RELEASE),
    Disposition.INCOMPLETE: (Action.ACCEPT, Action.REJECT, Action.ASK, Action.HOLD),
    Disposition.ACCEPTED: (Action.HOLD,),
}
WORDLESS = frozenset({ANSWERED, CONFIRM, RESEND, UNDO})  # nothing that is typed is looked at
NOTED = frozenset({Action.ACCEPT, Action.REJECT, Action.ASK})  # what is typed goes into the letter


@dataclass(frozen=True, kw_only=True)
class ActionLink:
    """One link: what it does, in the reader's words, and where it leads."""

    action: str
    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class DigestReader:
    """To whom links are given, when; they are made for nobody else."""

    address: str  # canonical
    made_at: datetime


def links_for(desk: Desk, entry: Entry, reader: DigestReader, actions: Sequence[str] = ()) -> list[ActionLink]:
    """Return the links that fit an entry's state, or those for some actions; none for an entry of the reader's own."""
    if is_own_entry(desk.db, entry, reader.address):
        return []
    to = parseaddr(desk.sender_of(mailbox_of(desk, entry.reference)))[1]
    fitting = (*FITTING.get(entry.state, ()), *([JOIN] if entry.unverified in NAMING and len(entry.claims.split()) == 1 else ()))
    return [_link(desk, entry, reader, action, to) for action in actions or fitting]


def _link(desk: Desk, entry: Entry, reader: DigestReader, action: str, to: str) -> ActionLink:
    grant = Grant(address=reader.address, action=action, reference=entry.reference, revision=entry.revision, moves=entry.moves)
    return order_link(desk, grant, reader.made_at, to)


def order_link(desk: Desk, grant: Grant, made_at: datetime, to: str) -> ActionLink:
    """Return the link for a grant: whatever the mail program adds stands below a line of dashes, where no note is looked for."""
    words = StaffWords("staff", desk.config.staff_languages)
    subject = f"[{grant.reference} r{grant.revision}] {grant.action} {key_for(desk.mark, grant, made_at)}"
    hint = words.first("hints", grant.action if grant.action in NOTED else "send" if grant.action in WORDLESS else "other")
    return ActionLink(
        action=grant.action, label=words.line("labels", grant.action), href=mailto(to, subject, f"\r\n\r\n-- \r\n{hint}")
    )


def mailto(to: str, subject: str, body: str = "") -> str:
    """Return a mailto URL (RFC 6068): nothing in it needs escaping in HTML but the one &."""
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}" + (f"&body={quote(body, safe='')}" if body else "")
