"""Whom staff let add to a unit's entry: the stranger whose mail named it, once that mail is let pass (contract.md ruling 7)."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from intake.model.addresses import one_spelling
from intake.model.submission import SenderDoubt
from registry.store import dossiers
from registry.store.codes import Action
from registry.store.history import note

LETS_PASS = frozenset({Action.ACCEPT, Action.RELEASE})
TAKES_BACK = frozenset({Action.HOLD, Action.REJECT})


def admit_sender(db: Database, reference: str, action: str, now: datetime) -> None:
    """Let who sent an entry add to the entries of its unit that it named, or no more; part of the caller's transaction."""
    query = (
        "SELECT r.unverified, r.claims, e.opened_by, e.unit_key FROM entries e JOIN revisions r ON r.reference = e.reference "
        "AND r.revision = e.revision WHERE e.reference = ?"
    )
    unverified, claims, address, key = db.conn.execute(query, [reference]).fetchone()
    if unverified != SenderDoubt.STRANGER or not address or not key or action not in LETS_PASS | TAKES_BACK:
        return
    for claimed in dossiers.stands_in(db, claims.split()):
        if not db.table("entries").count_where("reference = ? AND unit_key <> ''", [claimed]):
            continue
        known = dossiers.admitted(db, claimed, address)
        if action in LETS_PASS and not known:
            dossiers.admit(db, claimed, address, now)
            note(db, claimed, now, "admitted", f"who sent {reference} may add to this entry: staff let that one pass")
        elif action in TAKES_BACK and known:
            dossiers.dismiss(db, claimed, address)
            _answer_others(db, claimed, address)
            note(db, claimed, now, "dismissed", f"who sent {reference} may add to this entry no more")


def _answer_others(db: Database, reference: str, address: str) -> None:
    """Let letters about an entry go to who wrote to it last besides an address that was let out."""
    query = "SELECT revision, reply_to_name, reply_to_email FROM revisions WHERE reference = ? AND reply_to_email <> '' ORDER BY revision DESC"
    wrote = db.conn.execute(query, [reference]).fetchall()
    others = [row for row in wrote if one_spelling(row[2]) != one_spelling(address)]
    if others and wrote[0] not in others:
        change = "UPDATE revisions SET reply_to_name = ?, reply_to_email = ? WHERE reference = ? AND revision = ?"
        db.conn.execute(change, [*others[0][1:], reference, wrote[0][0]])
