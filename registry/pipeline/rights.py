"""Who may add to an entry: one table, by how the entry was found and by who the sender is to it (contract.md ruling 7)."""

from __future__ import annotations

from enum import StrEnum

from sqlite_utils import Database

from intake.model.addresses import one_spelling
from registry.store import dossiers


class LedBy(StrEnum):
    """How a mail led to an entry."""

    REFERENCE = "reference"  # the subject names it
    THREAD = "thread"  # it answers one of its mails or letters
    ADDRESS = "address"  # nothing but the sender's address leads there
    FORM = "form"  # the mail's form names the author of the entry
    UNIT = "unit"  # the mail's names or form name the unit that the entry stands for


class SenderStanding(StrEnum):
    """Who the sender is to an entry."""

    OPENER = "opener"
    ADMITTED = "admitted"  # staff have let the address add
    AUTHOR = "author"  # the address in the entry's form
    CONTACT = "contact"  # the address of the unit's contact in the entry's form, or of another whom it names beside
    STRANGER = "stranger"


class SenderRight(StrEnum):
    """What the sender's mail may do."""

    ADD = "add"  # if its form or its names do not speak of somebody else
    HOLD = "hold"  # it opens an entry of its own, held, which names the other; the other stays as it is
    HOLD_BOTH = "hold-both"  # as HOLD, and the other is held as well
    OPEN = "open"  # it opens an entry of its own


# An address in a form is what somebody wrote there: it gives a right only together with something that the desk or the opener
# must have told, the reference or the thread.
TABLE = {
    (LedBy.REFERENCE, SenderStanding.OPENER): SenderRight.ADD,
    (LedBy.REFERENCE, SenderStanding.ADMITTED): SenderRight.ADD,
    (LedBy.REFERENCE, SenderStanding.AUTHOR): SenderRight.ADD,
    (LedBy.REFERENCE, SenderStanding.CONTACT): SenderRight.ADD,
    (LedBy.REFERENCE, SenderStanding.STRANGER): SenderRight.HOLD,
    (LedBy.THREAD, SenderStanding.OPENER): SenderRight.ADD,
    (LedBy.THREAD, SenderStanding.ADMITTED): SenderRight.ADD,
    (LedBy.THREAD, SenderStanding.AUTHOR): SenderRight.ADD,
    (LedBy.THREAD, SenderStanding.CONTACT): SenderRight.ADD,
    (LedBy.THREAD, SenderStanding.STRANGER): SenderRight.HOLD,
    (LedBy.ADDRESS, SenderStanding.OPENER): SenderRight.ADD,
    (LedBy.ADDRESS, SenderStanding.ADMITTED): SenderRight.ADD,
    (LedBy.ADDRESS, SenderStanding.AUTHOR): SenderRight.HOLD_BOTH,
    (LedBy.ADDRESS, SenderStanding.CONTACT): SenderRight.OPEN,
    (LedBy.ADDRESS, SenderStanding.STRANGER): SenderRight.OPEN,
    (LedBy.FORM, SenderStanding.OPENER): SenderRight.OPEN,  # found by the address before; here its form speaks of somebody else
    (LedBy.FORM, SenderStanding.ADMITTED): SenderRight.OPEN,
    (LedBy.FORM, SenderStanding.AUTHOR): SenderRight.HOLD_BOTH,
    (LedBy.FORM, SenderStanding.CONTACT): SenderRight.HOLD,
    (LedBy.FORM, SenderStanding.STRANGER): SenderRight.HOLD,
    (LedBy.UNIT, SenderStanding.OPENER): SenderRight.ADD,
    (LedBy.UNIT, SenderStanding.ADMITTED): SenderRight.ADD,
    (
        LedBy.UNIT,
        SenderStanding.AUTHOR,
    ): SenderRight.HOLD,  # an address in a form is a claim: it adds with the reference or the thread
    (LedBy.UNIT, SenderStanding.CONTACT): SenderRight.HOLD,
    (LedBy.UNIT, SenderStanding.STRANGER): SenderRight.HOLD,
}


def sender_standing(db: Database, reference: str, email: str) -> SenderStanding:
    """Return who an address is to an entry and those joined to it, the strongest where it is several."""
    address = one_spelling(email)
    query = "SELECT opened_by, form_email, contact_email FROM entries WHERE reference = ?1 OR joined = ?1"
    rows = [(opener, author, *contacts.split()) for opener, author, contacts in db.conn.execute(query, [reference]).fetchall()]
    roles = (
        (SenderStanding.OPENER, [row[0] for row in rows]),
        (SenderStanding.AUTHOR, [row[1] for row in rows]),
        (SenderStanding.CONTACT, [each for row in rows for each in row[2:]]),
    )
    found = next((role for role, known in roles if address and address in known), SenderStanding.STRANGER)
    return SenderStanding.ADMITTED if found is not SenderStanding.OPENER and dossiers.admitted(db, reference, address) else found


def may(db: Database, reference: str, found: LedBy, email: str) -> SenderRight:
    """Return what a mail from an address may do to an entry that was found so."""
    return TABLE[found, sender_standing(db, reference, email)]
