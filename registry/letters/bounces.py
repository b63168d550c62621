"""What became of letters after they left: reports matched to their notices, addresses that refuse mail.

Anybody can write a report. One counts as proved only where it names the Message-ID of a letter that left, made with the desk's secret
so that only its recipient and the hosts on its way have seen it, and is about that letter's recipient: who got a letter can at most silence the address it went to.
A report that names an address alone is shown to staff and marks nothing: else a stranger could silence any author.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from intake.automatic.delivery_report import Bounce
from intake.model.addresses import canonical
from intake.model.our_mark import OurMark
from registry.store.mails import stamp
from registry.store.schema import immediate

RECENT = timedelta(days=7)  # how long after a letter a report without its Message-ID may still be about it
HAS_LEFT = "state IN ('sent', 'unknown')"  # letters that have, or may have, left


def note_bounce(db: Database, bounce: Bounce, sha256: str, now: datetime, mark: OurMark) -> str:
    """Note a report under the letter it is about; return what was noted, '' where it is about none of ours.

    It changes no entry's state and no letter's, and is never answered. The same mail, or the same news again, changes nothing.
    """
    with immediate(db):
        notice, proved = _letter_meant(db, bounce, now, mark)
        if notice is None:
            return ""
        news = [notice["id"], proved, bounce.permanent, bounce.delayed]
        known = "notice = ? AND proved = ? AND permanent = ? AND delayed = ?"
        what = _what(bounce, proved)
        if db.table("bounces").count_where(f"sha256 = ? OR ({known})", [sha256, *news]):
            return what
        row = dict(zip(("notice", "proved", "permanent", "delayed"), news, strict=True))
        said = {"status": bounce.status, "diagnostic": bounce.diagnostic, "at": stamp(now)}
        db.table("bounces").insert({"sha256": sha256, "recipient": canonical(notice["recipient"]), **row, **said})
        detail = " ".join(part for part in (f"to {notice['recipient']}:", bounce.status, bounce.diagnostic) if part)
        line = "INSERT INTO history (reference, at, what, detail) SELECT reference, ?, ?, ? FROM notice_entries WHERE notice = ?"
        db.conn.execute(line, [stamp(now), what, detail, notice["id"]])
    return what


def _what(bounce: Bounce, proved: bool) -> str:
    if bounce.delayed:
        return "letter delayed"
    return "letter bounced" if proved else "letter perhaps bounced"


def _letter_meant(db: Database, bounce: Bounce, now: datetime, mark: OurMark) -> tuple[dict[str, Any] | None, bool]:
    """Return the letter a report is about, None if there is none, and whether that is proved."""
    addresses = {canonical(name) for name in bounce.mentioned}
    if not bounce.formal and canonical(bounce.reporter) in addresses:
        return None, False  # a person's automatic answer about the own address is no host's report
    marks = ", ".join("?" * len(bounce.message_ids))
    query = f"SELECT id, recipient, message_id FROM notices WHERE {HAS_LEFT} AND message_id <> '' AND message_id IN ({marks}) ORDER BY id LIMIT 50"
    named = list(db.query(query, list(bounce.message_ids)))
    for row in named:
        if canonical(row["recipient"]) in addresses:
            return row, mark.made(row["message_id"])
    if named:
        return None, False  # about another address than we wrote to: forwarded on, or made up
    marks = ", ".join("?" * len(addresses))
    query = f"SELECT id, recipient FROM notices WHERE {HAS_LEFT} AND sent_at > ? AND recipient IN ({marks}) LIMIT 2"
    fitting = list(db.query(query, [stamp(now - RECENT), *sorted(addresses)]))
    return (fitting[0], False) if len(fitting) == 1 else (None, False)


def refuses(db: Database, address: str) -> str:
    """Return why no letter goes to an address, '' when it may be written to."""
    query = (
        "SELECT at, status, diagnostic FROM bounces WHERE recipient = ? AND proved AND permanent AND lifted_at IS NULL "
        "ORDER BY at, sha256 LIMIT 1"
    )
    row = db.conn.execute(query, [canonical(address)]).fetchone()
    if row is None:
        return ""
    words = " ".join(part for part in row[1:] if part)
    return f"this address refuses mail since {row[0][:10]}" + (f": {words}" if words else "")


def lift(db: Database, address: str, now: datetime) -> bool:
    """Let an address be written to again because a person says so; False when it refused nothing."""
    query = "UPDATE bounces SET lifted_at = ? WHERE recipient = ? AND lifted_at IS NULL"
    return bool(db.conn.execute(query, [stamp(now), canonical(address)]).rowcount)


@dataclass(frozen=True, kw_only=True)
class OpenBounce:
    """A letter that came back, and that nobody has acted on."""

    notice: int
    recipient: str
    status: str  # the enhanced code of the report
    diagnostic: str
    at: str  # ISO 8601


def open_bounces(db: Database) -> list[OpenBounce]:
    """Return the failed letters nobody has acted on, oldest first: not lifted, and their entries stand as they stood."""
    query = (
        "SELECT b.notice, b.recipient, b.status, b.diagnostic, b.at FROM bounces b WHERE NOT b.delayed AND b.lifted_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM notice_entries p JOIN entries e ON e.reference = p.reference "
        "WHERE p.notice = b.notice AND e.updated_at > b.at) ORDER BY b.at, b.sha256"
    )
    return [OpenBounce(**row) for row in db.query(query)]
