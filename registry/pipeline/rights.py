"""Who may add to an entry: one table, by how the entry was found and by who the sender is to it (contract.md ruling 7)."""

from __future__ import annotations

from enum import StrEnum

from sqlite_utils import Database

from intake.model.addresses import canonical
from registry.store import dossiers


class Found(StrEnum):
    """How a mail led to an entry."""

    REFERENCE = "reference"  # the subject names it
    THREAD = "thread"  # it answers one of its mails or letters
    ADDRESS = "address"  # nothing but the sender's address leads there
    FORM = "form"  # the mail's form names the author of the entry
    UNIT = "unit"  # the mail's names or form name the unit that the entry stands for


class Standing(StrEnum):
    """Who the sender is to an entry."""

    OPENER = "opener"
    ADMITTED = "admitted"  # staff have let the address add
    AUTHOR = "author"  # the address in the entry's form
    CONTACT = "contact"  # the unit contact's address in the entry's form
    STRANGER = "stranger"


class May(StrEnum):
    """What the sender's mail may do."""

    ADD = "add"  # if its form or its names do not speak of somebody else
    HOLD = "hold"  # it opens an entry of its own, held, which names the other; the other stays as it is
    HOLD_BOTH = "hold-both"  # as HOLD, and the other is held as well
    OPEN = "open"  # it opens an entry of its own


# An address in a form is what somebody wrote there: it gives a right only together with something that the desk or the opener
# must have told, the reference or the thread.
TABLE = {
    (Found.REFERENCE, Standing.OPENER): May.ADD,
    (Found.REFERENCE, Standing.ADMITTED): May.ADD,
    (Found.REFERENCE, Standing.AUTHOR): May.ADD,
    (Found.REFERENCE, Standing.CONTACT): May.ADD,
    (Found.REFERENCE, Standing.STRANGER): May.HOLD,
    (Found.THREAD, Standing.OPENER): May.ADD,
    (Found.THREAD, Standing.ADMITTED): May.ADD,
    (Found.THREAD, Standing.AUTHOR): May.ADD,
    (Found.THREAD, Standing.CONTACT): May.ADD,
    (Found.THREAD, Standing.STRANGER): May.HOLD,
    (Found.ADDRESS, Standing.OPENER): May.ADD,
    (Found.ADDRESS, Standing.ADMITTED): May.ADD,
    (Found.ADDRESS, Standing.AUTHOR): May.HOLD_BOTH,
    (Found.ADDRESS, Standing.CONTACT): May.OPEN,
    (Found.ADDRESS, Standing.STRANGER): May.OPEN,
    (Found.FORM, Standing.OPENER): May.OPEN,  # found by the address before; here its form speaks of somebody else
    (Found.FORM, Standing.ADMITTED): May.OPEN,
    (Found.FORM, Standing.AUTHOR): May.HOLD_BOTH,
    (Found.FORM, Standing.CONTACT): May.HOLD,
    (Found.FORM, Standing.STRANGER): May.HOLD,
    (Found.UNIT, Standing.OPENER): May.ADD,
    (Found.UNIT, Standing.ADMITTED): May.ADD,
    (Found.UNIT, Standing.AUTHOR): May.HOLD,  # an address in a form is a claim: it adds with the reference or the thread
    (Found.UNIT, Standing.CONTACT): May.HOLD,
    (Found.UNIT, Standing.STRANGER): May.HOLD,
}


def standing(db: Database, reference: str, email: str) -> Standing:
    """Return who an address is to an entry and those joined to it, the strongest where it is several."""
    address = canonical(email)
    query = "SELECT opened_by, form_email, contact_email FROM entries WHERE reference = ?1 OR joined = ?1"
    rows = db.conn.execute(query, [reference]).fetchall()
    roles = zip((Standing.OPENER, Standing.AUTHOR, Standing.CONTACT), zip(*rows, strict=True), strict=False)
    found = next((role for role, known in roles if address and address in known), Standing.STRANGER)
    return Standing.ADMITTED if found is not Standing.OPENER and dossiers.admitted(db, reference, address) else found


def may(db: Database, reference: str, found: Found, email: str) -> May:
    """Return what a mail from an address may do to an entry that was found so."""
    return TABLE[found, standing(db, reference, email)]
