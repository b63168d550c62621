"""Forget an entry: everything personal goes, in one transaction; its files after it, and again at the next start if need be."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from intake.config.models import Call
from intake.isolate import crash_points
from registry.forget.whose_mails import other_mails, own_addresses_of, unread_mails
from registry.letters import outbox
from registry.store.codec import dump
from registry.store.codes import LetterState
from registry.store.mails import stamp
from registry.store.schema import immediate
from registry.store.selection import CHOSEN
from registry.store.staff_tables import forget_by_mail
from registry.store.tombstones import DEED, forgotten

log = logging.getLogger(__name__)
ASKED, RETENTION = "asked", "retention"
OWNED = ("rows", "findings", "revisions", "entry_messages", "history", "decisions", "reminded", "admitted", *CHOSEN, "entries")


class ForgetError(Exception):
    """Refuse to forget, with the reason; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What forgetting one entry did, or would do. Names no person."""

    reference: str
    call: str
    state: str  # that it had
    counts: Mapping[str, int] = field(default_factory=dict)
    mails: tuple[str, ...] = ()  # sha256 of mails removed whole
    mails_kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # sha256 -> entries that they hold besides
    files: int = 0  # removed
    files_kept: int = 0  # that other entries hold as well
    letters_cancelled: int = 0
    unread: int = 0  # mails of the same address that wait or were shunted: nobody knows yet whose they are


def would_forget(db: Database, reference: str, now: datetime) -> Forgotten:
    """Return what forget() would return; changes nothing. Raises ForgetError."""
    try:
        with immediate(db):
            raise _TakeBack(forget_within(db, reference, by="", why="", now=now))
    except _TakeBack as told:
        return told.done


def forget(db: Database, reference: str, *, by: str, why: str, now: datetime) -> Forgotten:
    """Remove everything personal of an entry from the registry and return what that was; finish_forgetting() then removes the files.

    Raises ForgetError."""
    with immediate(db):
        done = forget_within(db, reference, by=by, why=why, now=now)
    crash_points.crash_point("forget.committed")
    log.info("%s forgotten (%s, by %s)", reference, why, by)
    return done


class _TakeBack(Exception):  # noqa: N818 - ends a dry run's transaction
    def __init__(self, done: Forgotten) -> None:
        self.done = done


def forget_within(db: Database, reference: str, *, by: str, why: str, now: datetime) -> Forgotten:
    """Do what forget() does as part of the caller's transaction."""
    entry = _entry(db, reference)
    counts, own = _counts(db, reference), own_addresses_of(db, entry)
    linked = db.conn.execute("SELECT sha256 FROM entry_messages WHERE reference = ?", [reference]).fetchall()
    _link_mails(db, reference)
    cancelled, reports = _forget_letters(db, reference, now)
    files, files_kept = _forget_files(db, reference)
    for table in OWNED:
        db.conn.execute(f"DELETE FROM {table} WHERE reference = ?", [reference])
    _forget_mentions(db, reference)
    db.conn.executemany("DELETE FROM admitted WHERE address = ?", [[address] for address in own])
    mails = [row[0] for row in linked] + reports + other_mails(db, own)
    kept = _holders(db, mails)
    gone = tuple(sha256 for sha256 in dict.fromkeys(mails) if sha256 not in kept)
    for sha256 in gone:
        _forget_mail(db, sha256, reference, now)
    row = {name: entry[name] for name in ("reference", "call", "state", "revision", "received_at")}
    db.table("forgotten").insert({**row, "counts": json.dumps(counts), "at": stamp(now), "by": by, "why": why})
    db.table("history").insert({"reference": reference, "at": stamp(now), "what": DEED, "detail": f"by {by} ({why})"})
    return Forgotten(
        reference=reference,
        call=entry["call"],
        state=entry["state"],
        counts=counts,
        mails=gone,
        mails_kept=kept,
        files=files,
        files_kept=files_kept,
        letters_cancelled=cancelled,
        unread=unread_mails(db, own),
    )


def _entry(db: Database, reference: str) -> dict[str, Any]:
    found = next(iter(db.query("SELECT * FROM entries WHERE reference = ?", [reference])), None)
    if found is None:
        before = forgotten(db, reference)
        if before:
            raise ForgetError(f"{reference} was forgotten already on {before[0]['at'][:10]}, by {before[0]['by']}.")
        raise ForgetError(f"There is no entry {reference}. `entries` lists them.")
    return found


def _counts(db: Database, reference: str) -> dict[str, int]:
    """Return the numbers that stay when the entry is gone."""
    sent = "SELECT count(*) FROM notice_entries e JOIN notices n ON n.id = e.notice WHERE e.reference = ? AND n.state = 'sent'"
    return {
        "mails": db.table("entry_messages").count_where("reference = ?", [reference]),
        "files": db.table("materials").count_where("reference = ? AND replaced IS NULL", [reference]),
        "letters": db.conn.execute(sent, [reference]).fetchone()[0],
        "decisions": db.table("decisions").count_where("reference = ?", [reference]),
    }


def _link_mails(db: Database, reference: str) -> None:
    """Keep which mails made the entry, and which opened it: hashes only, for a registry made again."""
    db.conn.execute(
        "INSERT OR IGNORE INTO forgotten_mails SELECT m.reference, m.sha256, m.sha256 = coalesce((SELECT message FROM revisions r "
        "WHERE r.reference = m.reference AND r.revision = 1), '') FROM entry_messages m WHERE m.reference = ?",
        [reference],
    )


def _forget_letters(db: Database, reference: str, now: datetime) -> tuple[int, list[str]]:
    """Cancel what has not left, empty what has; return how many were cancelled, and the sha256 of reports about its letters."""
    pending = "e.reference = ? AND n.state IN ('queued', 'deferred')"
    join = "FROM notices n JOIN notice_entries e ON e.notice = n.id WHERE"
    cancelled = db.conn.execute(f"SELECT count(*) {join} {pending}", [reference]).fetchone()[0]
    outbox.supersede(db, reference, now, announced=True)
    rest = db.conn.execute(f"SELECT n.id, n.state {join} e.reference = ?", [reference]).fetchall()
    if any(state == LetterState.SENDING for _, state in rest):
        raise ForgetError(f"A letter about {reference} is leaving at this moment; nothing was changed. Try again in a minute.")
    db.conn.execute("DELETE FROM notice_entries WHERE reference = ?", [reference])
    reports: list[str] = []
    for number, state in rest:
        if db.table("notice_entries").count_where("notice = ?", [number]):  # others' letter too: its words go, the rest stays
            db.conn.execute("UPDATE notices SET bytes = NULL WHERE id = ?", [number])
            continue
        reports += [row[0] for row in db.conn.execute("SELECT sha256 FROM bounces WHERE notice = ?", [number]).fetchall()]
        db.conn.execute("DELETE FROM bounces WHERE notice = ?", [number])
        if state == LetterState.SENT:
            words = ("recipient", "recipient_name", "mail", "note", "error", "message_id", "told")
            emptied = {**dict.fromkeys(words, ""), "bytes": None}
            db.table("notices").update(number, emptied)
        else:  # failed or unknown: nobody will send it again
            db.conn.execute("DELETE FROM notices WHERE id = ?", [number])
    return cancelled, reports


def _forget_files(db: Database, reference: str) -> tuple[int, int]:
    """Drop the entry's materials; return how many files go, and how many stay because other entries hold them."""
    held = {row[0] for row in db.conn.execute("SELECT sha256 FROM materials WHERE reference = ?", [reference]).fetchall()}
    db.conn.execute("DELETE FROM materials WHERE reference = ?", [reference])
    kept = {sha256 for sha256 in held if db.table("materials").count_where("sha256 = ?", [sha256])}
    for sha256 in held - kept:
        for table in ("photos", "documents", "measured"):
            db.conn.execute(f"DELETE FROM {table} WHERE sha256 = ?", [sha256])
        db.conn.execute("INSERT OR IGNORE INTO gone_files VALUES (?)", [sha256])
    return len(held - kept), len(kept)


def _forget_mentions(db: Database, reference: str) -> None:
    """Empty the names of this entry's files where findings of other entries tell them, and what waits for staff about it."""
    forget_by_mail(db, reference)
    query = 'SELECT reference, revision, ordinal, "values" FROM findings WHERE instr("values", ?)'
    for *key, text in db.conn.execute(query, [json.dumps(reference)]).fetchall():
        values = json.loads(text)
        if values.get("reference") == reference and values.get("other"):
            values["other"] = ""
            change = 'UPDATE findings SET "values" = ? WHERE reference = ? AND revision = ? AND ordinal = ?'
            db.conn.execute(change, [dump(values), *key])


def _holders(db: Database, mails: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return sha256 -> the living entries it belongs to, for mails that belong to any."""
    query = "SELECT reference FROM entry_messages WHERE sha256 = ? ORDER BY reference"
    found = {sha256: tuple(row[0] for row in db.conn.execute(query, [sha256]).fetchall()) for sha256 in mails}
    return {sha256: references for sha256, references in found.items() if references}


def _forget_mail(db: Database, sha256: str, reference: str, now: datetime) -> None:
    """Empty a mail's row and keep where it was seen: it is never fetched or taken for a new one again."""
    emptied = {"message_id": "", "sender": "", "subject": "", "words": "", "reason": DEED, "traceback": None}
    db.table("messages").update(sha256, emptied)
    db.conn.execute("DELETE FROM answered WHERE sha256 = ?", [sha256])
    db.conn.execute("INSERT OR REPLACE INTO gone_mails VALUES (?, ?, ?)", [sha256, reference, stamp(now)])
    place = "mailbox, folder, uidvalidity, uid"
    known = (
        f"INSERT OR IGNORE INTO sightings SELECT {place}, sha256, fetched_at FROM messages WHERE sha256 = ? AND uid IS NOT NULL"
    )
    db.conn.execute(known, [sha256])
    db.conn.execute(f"DELETE FROM refetch WHERE ({place}) IN (SELECT {place} FROM sightings WHERE sha256 = ?)", [sha256])


def overdue(db: Database, calls: Mapping[str, Call], now: datetime) -> list[str]:
    """Return the references of every entry kept longer than its call's `retention`."""
    ended = [name for name, call in calls.items() if call.retention is not None and call.window.closes + call.retention <= now]
    query = f"SELECT reference FROM entries WHERE call IN ({', '.join('?' * len(ended))}) ORDER BY reference"
    return [row[0] for row in db.conn.execute(query, ended).fetchall()] if ended else []
