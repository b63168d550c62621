"""Find whose entries a mail may add to: by its thread and by the addresses they know; references only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser

from sqlite_utils import Database

from intake.model.addresses import one_spelling

STANDS = "coalesce(nullif(e.joined, ''), e.reference)"  # where what belongs to an entry goes now


def stands_in(db: Database, references: Sequence[str]) -> list[str]:
    """Return the entries in which these stand now: one that was joined to another stands there."""
    query = f"SELECT {STANDS} FROM entries e WHERE reference = ?"
    found = ((db.conn.execute(query, [name]).fetchone() or (name,))[0] for name in references)
    return list(dict.fromkeys(found))


def joined_to(db: Database, reference: str) -> list[str]:
    """Return the entries that were joined to one: they are the same people's, and are forgotten with it."""
    return [row[0] for row in db.conn.execute("SELECT reference FROM entries WHERE joined = ? ORDER BY reference", [reference])]


def joined_people(db: Database, reference: str) -> set[str]:
    """Return the addresses that opened the entries joined to one, or stand in their forms as the author's."""
    rows = db.conn.execute("SELECT opened_by, form_email FROM entries WHERE joined = ?", [reference]).fetchall()
    return {address for row in rows for address in row if address}


def own_terms(db: Database, reference: str) -> tuple[datetime | None, datetime | None, bool]:
    """Return when an entry was opened, the date of its own that staff gave it (None where it has none), whether it was accepted once."""
    query = "SELECT received_at, until, accepted_at FROM entries WHERE reference = ?"
    opened, until, accepted = db.conn.execute(query, [reference]).fetchone() or ("", "", "")
    return _moment(opened), _moment(until), bool(accepted)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def any_open(db: Database, call: str, at: datetime) -> bool:
    """Tell whether some entry of a call may be added to at a moment though the call itself is closed."""
    return bool(db.table("entries").count_where("+call = ? AND until > ?", [call, at.astimezone(UTC).isoformat()]))


def by_thread(db: Database, call: str, message_ids: Sequence[str]) -> list[str]:
    """Return the references whose mails or letters bear one of the Message-IDs, newest first."""
    marks = ", ".join("?" * len(message_ids))
    query = (
        f"SELECT {STANDS} FROM entries e WHERE e.call = ? AND e.reference IN ("
        f"SELECT m.reference FROM entry_messages m JOIN messages x ON x.sha256 = m.sha256 WHERE x.message_id IN ({marks}) UNION "
        f"SELECT p.reference FROM notice_entries p JOIN notices n ON n.id = p.notice WHERE n.message_id IN ({marks})) "
        "ORDER BY e.updated_at DESC, e.reference DESC"
    )
    return _once(db, query, [call, *message_ids, *message_ids]) if message_ids else []


def subjects_sent(db: Database, references: Sequence[str]) -> list[str]:
    """Return the subjects of the letters that went out about entries, without the references that each begins with."""
    marks = ", ".join("?" * len(references))
    query = (
        "SELECT DISTINCT n.bytes FROM notices n JOIN notice_entries p ON p.notice = n.id "
        f"WHERE p.reference IN ({marks}) AND n.bytes IS NOT NULL"
    )
    parser = BytesHeaderParser(policy=policy.default)
    sent = [str(parser.parsebytes(content)["subject"] or "") for (content,) in db.conn.execute(query, [*references])]
    return [" ".join(subject.rpartition("]")[2].split()) for subject in sent]


def by_opener(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call that an address opened, newest first."""
    return _by_column(db, "opened_by", call, email)


def by_admitted(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call to which staff let an address add, newest first."""
    query = (
        f"SELECT {STANDS} FROM admitted a JOIN entries e ON e.reference = a.reference WHERE a.address = ? AND e.call = ? "
        "ORDER BY e.updated_at DESC, e.reference DESC"
    )
    return _once(db, query, [one_spelling(email), call]) if email else []


def admitted(db: Database, reference: str, address: str) -> bool:
    """Tell whether staff let an address add to an entry, or to one that was joined to it."""
    query = "SELECT 1 FROM admitted a JOIN entries e ON e.reference = a.reference WHERE a.address = ? AND ? IN (e.reference, e.joined)"
    return db.conn.execute(query, [one_spelling(address), reference]).fetchone() is not None


def admit(db: Database, reference: str, address: str, now: datetime) -> None:
    """Let an address add to an entry from now on; part of the caller's transaction."""
    at = now.astimezone(UTC).isoformat()
    db.conn.execute("INSERT OR IGNORE INTO admitted VALUES (?, ?, ?)", [reference, one_spelling(address), at])


def dismiss(db: Database, reference: str, address: str) -> None:
    """Let an address add to an entry, or to one that was joined to it, no more; part of the caller's transaction."""
    those = "SELECT reference FROM entries WHERE ? IN (reference, joined)"
    db.conn.execute(f"DELETE FROM admitted WHERE address = ? AND reference IN ({those})", [one_spelling(address), reference])


def unit_keys(db: Database, call: str) -> list[tuple[str, str]]:
    """Return (reference, what it stands for) of a call's entries of which that is known, in the order in which they were opened."""
    query = (
        "SELECT reference, unit_key FROM entries WHERE call = ? AND unit_key <> '' AND joined = '' "
        "ORDER BY length(reference), reference"
    )
    return [(row[0], row[1]) for row in db.conn.execute(query, [call]).fetchall()]


def by_form(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call whose form gives an address as the author's, newest first."""
    return _by_column(db, "form_email", call, email)


def by_contact(db: Database, call: str, email: str) -> list[str]:
    """Return the references of a call whose form gives an address as the unit contact's, or as one of several, newest first."""
    query = (
        f"SELECT {STANDS} FROM entries e WHERE +call = ?1 AND ?2 <> '' AND contact_email > '' "
        "AND instr(' ' || contact_email || ' ', ' ' || ?2 || ' ') ORDER BY updated_at DESC, reference DESC"
    )
    return _once(db, query, [call, one_spelling(email)])


def _by_column(db: Database, column: str, call: str, email: str) -> list[str]:
    query = (
        f"SELECT {STANDS} FROM entries e WHERE +call = ?1 AND ?2 <> '' AND {column} = ?2 "
        "ORDER BY updated_at DESC, reference DESC"  # "+": the column's index serves better than the call's
    )
    return _once(db, query, [call, one_spelling(email)])


def _once(db: Database, query: str, values: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(row[0] for row in db.conn.execute(query, values).fetchall()))


def call_of(db: Database, reference: str) -> str:
    """Return the call of an entry, '' when there is none."""
    row = db.conn.execute("SELECT call FROM entries WHERE reference = ?", [reference]).fetchone()
    return str(row[0]) if row else ""


def erased(db: Database, reference: str) -> bool:
    """Tell whether a number was given to an entry that was there when this mail came and is forgotten since: while rebuilding only."""
    prefix, _, number = reference.rpartition("-")
    row = db.conn.execute("SELECT last FROM numbers WHERE prefix = ?", [prefix]).fetchone()
    given = row is not None and 0 < int(number) <= row[0]
    return given and not call_of(db, reference) and not db.table("forgotten").count_where("reference = ?", [reference])
