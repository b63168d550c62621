"""The addresses of a forgotten entry's people, and the mails from them that belong to no entry, in whichever spelling they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from intake.model.addresses import one_spelling

SEVERAL = "@gmail.com"  # ends addresses that may be written in other ways as well


def own_addresses_of(db: Database, entry: Mapping[str, Any]) -> list[str]:
    """Return the addresses of this entry's people that no other entry knows; a unit's contact has others to speak for."""
    own = {one_spelling(entry[name]) for name in ("opened_by", "submitter_email", "form_email") if entry[name]}
    query = (
        "SELECT count(*) FROM entries WHERE reference <> ?1 AND "
        "(?2 IN (opened_by, form_email) OR instr(' ' || contact_email || ' ', ' ' || ?2 || ' ') OR lower(submitter_email) IN ({}))"
    )
    return sorted(
        address
        for address in own
        for written in [_spellings(db, "entries", "submitter_email", [address])]
        if not db.conn.execute(query.format(_marks(written, 3)), [entry["reference"], address, *written]).fetchone()[0]
    )


def _spellings(db: Database, table: str, column: str, addresses: Sequence[str]) -> list[str]:
    """Return addresses in every spelling in which a column has them: what was written keeps it."""
    several = {address for address in addresses if address.endswith(SEVERAL)}
    query = f"SELECT DISTINCT lower({column}) FROM {table} WHERE {column} LIKE '%@g%mail.com'"
    written = (row[0] for row in db.conn.execute(query).fetchall()) if several else ()
    return sorted({*addresses, *(address for address in written if one_spelling(address) in several)})


def _marks(values: Sequence[str], first: int = 1) -> str:
    return ", ".join(f"?{number}" for number in range(first, first + len(values)))


def other_mails(db: Database, addresses: Sequence[str]) -> list[str]:
    """Return the mails of these addresses that belong to no entry: questions, thanks, automatic replies."""
    written = _spellings(db, "messages", "sender", addresses)
    query = (
        f"SELECT sha256 FROM messages WHERE lower(sender) IN ({_marks(written)}) AND outcome IN ('set_aside', 'ignored') "
        "AND sha256 NOT IN (SELECT sha256 FROM entry_messages) AND sha256 NOT IN (SELECT sha256 FROM bounces)"
    )
    return [row[0] for row in db.conn.execute(query, written).fetchall()] if addresses else []


def unread_mails(db: Database, addresses: Sequence[str]) -> int:
    """Count the mails of these addresses that were not understood; they stay, for they may hold another entry."""
    written = _spellings(db, "messages", "sender", addresses)
    return db.table("messages").count_where(f"lower(sender) IN ({_marks(written)}) AND outcome = 'shunted'", written)
