"""The outbox: queued, composed once, sending, and what became of it. No row moves backwards by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from intake.isolate.crash_points import crash_point
from intake.model.submission import Address
from registry.letters.kinds import DeliveryReply as DeliveryReply
from registry.letters.kinds import Ours as Ours
from registry.letters.kinds import joint_kind
from registry.letters.new_letter import COPY as COPY
from registry.letters.new_letter import NewLetter as NewLetter
from registry.letters.new_letter import NoticePart as NoticePart
from registry.store.codes import LetterKind, LetterState
from registry.store.history import note
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.schema import immediate, lazily

FIRST_WAIT, LONGEST_WAIT, DOUBLINGS = timedelta(minutes=5), timedelta(hours=4), 10
DEED = "letter"  # in the journal
RESENT = "letter resent"  # in an entry's history
STANDS = (  # of a letter n: no later one says what it said; what was announced stays as true as it was
    "(n.kind = 'announcement' OR EXISTS (SELECT 1 FROM notice_entries p WHERE p.notice = n.id AND NOT EXISTS ("
    "SELECT 1 FROM notice_entries q JOIN notices l ON l.id = q.notice WHERE q.reference = p.reference AND l.id > n.id "
    "AND l.kind <> 'announcement' AND (q.revision > p.revision OR l.recipient = n.recipient))))"
)
DUE = "FROM notices WHERE state IN ('queued', 'deferred') AND due_at <= ? ORDER BY due_at, id"
LEFT = "+state IN ('sent', 'unknown')"  # "+": the moment's index serves better than the state's
REPLACED = " AND n.kind <> 'announcement'"  # letters that the next one takes the place of


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One letter: whom it goes to, what it speaks of, and its bytes once composed."""

    id: int
    group: str  # what it speaks of: the same letter has the same group in a registry made again
    kind: LetterKind
    language: str
    recipient: Address
    mail: str  # sha256 of the mail it answers, '' for a staff decision
    note: str  # staff's words, '' if none
    state: LetterState
    message_id: str
    content: bytes | None
    attempts: int
    parts: tuple[NoticePart, ...]
    due_at: str = ""  # ISO 8601
    name: str = ""  # of an announcement
    told: str = ""  # what an announcement says, as a JSON column

    @property
    def copy(self) -> bool:
        """Tell whether it goes to one who did not write the mail it is about."""
        return COPY in self.group


def queue(db: Database, letter: NewLetter, now: datetime) -> bool:
    """Queue one letter for one or more entries; False if there is one already for these, their kinds and revisions."""
    if db.table("notices").count_where('"group" = ?', [letter.group]):
        return False
    row: dict[str, Any] = {
        "group": letter.group,
        "kind": str(joint_kind([part.kind for part in letter.parts])),
        "language": letter.language,
        "recipient_name": letter.recipient.name,
        "recipient": letter.recipient.email,
        "mail": letter.mail,
        "note": letter.note,
        "due_at": stamp(letter.due_at),
        "created_at": stamp(now),
    }
    number = db.table("notices").insert(row).last_pk
    db.table("notice_entries").insert_all(
        {"notice": number, "reference": part.reference, "revision": part.revision, "kind": str(part.kind)}
        for part in letter.parts
    )
    return True


def supersede(db: Database, reference: str, now: datetime, *, announced: bool = False) -> None:
    """Take an entry out of letters not yet under way: its new revision gets its own. Part of the caller's transaction.

    What was announced stays as true as it was; with `announced` it goes as well.
    """
    query = (
        "SELECT n.id, n.kind FROM notices n JOIN notice_entries e ON e.notice = n.id "
        f"WHERE e.reference = ? AND n.state IN ('queued', 'deferred'){'' if announced else REPLACED}"
    )
    for number, kind in db.conn.execute(query, [reference]).fetchall():
        db.conn.execute("DELETE FROM notice_entries WHERE notice = ? AND reference = ?", [number, reference])
        query = "SELECT kind FROM notice_entries WHERE notice = ? ORDER BY rowid"
        rest = [LetterKind(row[0]) for row in db.conn.execute(query, [number]).fetchall()]
        if rest:  # composed for the entries it had: what stays is composed anew, as what it is now
            values = [str(joint_kind(rest)), number]
            db.conn.execute("UPDATE notices SET bytes = NULL, state = 'queued', kind = ? WHERE id = ?", values)
        else:
            db.conn.execute("DELETE FROM notices WHERE id = ?", [number])
        note(db, reference, now, "letter superseded", kind)


def each_due(db: Database, now: datetime) -> Iterator[Notice]:
    """Yield the letters whose time has come, oldest first, each read when it is reached and as it stands then."""
    for (number,) in db.conn.execute(f"SELECT id {DUE}", [stamp(now)]).fetchall():
        rows = list(db.query("SELECT * FROM notices WHERE id = ? AND state IN ('queued', 'deferred')", [number]))
        yield from (_notice(db, row) for row in rows)


def next_due(db: Database, now: datetime) -> Notice | None:
    """Return the letter whose turn is next, None if no other one's time has come."""
    query = f"SELECT * FROM notices WHERE id = (SELECT id {DUE} LIMIT 1)"
    return next((_notice(db, row) for row in db.query(query, [stamp(now)])), None)


def waiting(db: Database, reference: str, *, announced: bool = False) -> list[Notice]:
    """Return the letters about an entry that have not left yet, oldest first; with `announced` what was announced too."""
    query = (
        "SELECT n.* FROM notices n JOIN notice_entries e ON e.notice = n.id WHERE e.reference = ? "
        f"AND n.state IN ('queued', 'deferred'){'' if announced else REPLACED} ORDER BY n.id"
    )
    return [_notice(db, row) for row in db.query(query, [reference])]


def _notice(db: Database, row: dict[str, Any]) -> Notice:
    parts = db.query("SELECT reference, revision, kind FROM notice_entries WHERE notice = ? ORDER BY reference", [row["id"]])
    same = ("id", "group", "language", "mail", "note", "message_id", "attempts", "due_at", "name", "told")
    return Notice(
        **{name: row[name] for name in same},
        kind=LetterKind(row["kind"]),
        recipient=Address(name=row["recipient_name"] or "", email=row["recipient"]),
        state=LetterState(row["state"]),
        content=row["bytes"],
        parts=tuple(NoticePart(**{**part, "kind": LetterKind(part["kind"])}) for part in parts),
    )


def fix(db: Database, number: int, content: bytes, message_id: str) -> None:
    """Fix a letter's bytes and Message-ID: composed once, the same at every attempt. They are durable before the final dot."""
    with lazily(db):
        db.conn.execute(
            "UPDATE notices SET bytes = ?, message_id = ? WHERE id = ? AND bytes IS NULL", [content, message_id, number]
        )
    crash_point("send.fixed")


def message_id_of(db: Database, number: int) -> str:
    """Return a letter's Message-ID, '' before it is composed."""
    return str(db.conn.execute("SELECT message_id FROM notices WHERE id = ?", [number]).fetchone()[0])


def claim(db: Database, number: int, content: bytes | None = None) -> bool:
    """Mark a letter as under way, committed before connecting; False when somebody else has it, or its `content` is not that any more."""
    query = (
        "UPDATE notices SET state = 'sending', phase = 'DIALOG', attempts = attempts + 1 "
        "WHERE id = ?1 AND state IN ('queued', 'deferred') AND (?2 IS NULL OR bytes = ?2)"
    )
    with lazily(db):
        claimed = db.conn.execute(query, [number, content]).rowcount > 0
    crash_point("send.claimed")
    return claimed


def enter_phase(db: Database, number: int, phase: str) -> None:
    """Commit the phase of the conversation, durably, and with it all that was recorded before: DOT just before the final dot."""
    crash_point("send.before-dot")
    db.conn.execute("UPDATE notices SET phase = ? WHERE id = ?", [phase, number])
    crash_point("send.dot-committed")


def close_letter(db: Database, notice: Notice, answer: DeliveryReply, now: datetime) -> None:
    """Write what became of a letter, and tell the journal if that is settled; a deferred one waits 5 minutes, doubling up to 4 hours."""
    # Doublings are bounded first: after a week without a server 5 min * 2**40 is more than a timedelta holds.
    state, said = answer.state, f"{answer.code or ''} {answer.text}"
    wait = min(FIRST_WAIT * 2 ** min(notice.attempts, DOUBLINGS), LONGEST_WAIT)
    error = "" if state == LetterState.SENT else answer.text
    crash_point("send.answered")
    with lazily(db), immediate(db):
        db.table("notices").update(
            notice.id,
            {"state": str(state), "phase": "", "code": answer.code, "error": error, "ours": answer.ours.value}
            | ({"sent_at": stamp(now)} if state == LetterState.SENT else {})
            | ({"due_at": stamp(now + wait)} if state == LetterState.DEFERRED else {}),
        )
        for part in notice.parts:
            detail = f"{part.kind} to {notice.recipient.email}" + (f": {said}" if state != LetterState.SENT else "")
            note(db, part.reference, now, f"letter {state}", detail)
        if state != LetterState.DEFERRED:  # its words stay here: they may name somebody
            fixed = {"message_id": message_id_of(db, notice.id), "due_at": notice.due_at, "code": answer.code}
            tell(db, DEED, group=notice.group, state=state, at=stamp(now), **fixed)
        crash_point("send.settling")
    crash_point("send.settled")


def postpone(db: Database, number: int, until: datetime, why: str, ours: Ours) -> None:
    """Defer a letter that a cap holds back; it is not an attempt."""
    db.table("notices").update(
        number, {"state": str(LetterState.DEFERRED), "due_at": stamp(until), "error": why, "ours": ours.value}
    )


def try_again(db: Database, now: datetime) -> None:
    """Let what waits because the server refused us leave at once: whoever starts the service, or has it read its configuration anew, may have mended it."""
    db.conn.execute(
        "UPDATE notices SET due_at = ? WHERE state = 'deferred' AND ours = ? AND due_at > ?",
        [stamp(now), Ours.REFUSED.value, stamp(now)],
    )
    db.conn.execute("UPDATE staff_answers SET due_at = ? WHERE state = 'deferred' AND due_at > ?", [stamp(now), stamp(now)])


def recover(db: Database, now: datetime) -> None:
    """Settle what a crash left under way: in the final dot unknown, never resent by itself; before it, safe to repeat."""
    unknown = "UPDATE notices SET state = 'unknown', phase = '', error = ? WHERE state = 'sending' AND phase = 'DOT'"
    db.conn.execute(unknown, ["the program ended while the letter was handed over"])
    db.conn.execute("UPDATE notices SET state = 'deferred', phase = '', due_at = ? WHERE state = 'sending'", [stamp(now)])


def resend_within(db: Database, number: int, now: datetime, by: str = "") -> bool:
    """Queue a failed, unknown or bounced letter again, same bytes and Message-ID, because a person says so.

    False in any other state, and once a later letter took its place. Part of the caller's transaction; `by`: who said so, if known.
    """
    query = (
        f"UPDATE notices AS n SET state = 'queued', phase = '', due_at = ?, attempts = 0 WHERE id = ? AND {STANDS} AND (state IN "
        "('failed', 'unknown') OR id IN (SELECT notice FROM bounces WHERE NOT delayed AND lifted_at IS NULL))"
    )
    if not db.conn.execute(query, [stamp(now), number]).rowcount:
        return False
    line = (
        "INSERT INTO history (reference, at, what, detail) SELECT reference, ?, ?, kind || ? FROM notice_entries WHERE notice = ?"
    )
    db.conn.execute(line, [stamp(now), RESENT, f" by {by}" if by else "", number])
    return True


def sent_since(db: Database, since: datetime, address: str | None = None) -> int:
    """Count the letters sent (or perhaps sent) since a moment, to one address or to all."""
    where, values = f"{LEFT} AND coalesce(sent_at, due_at) > ?", [stamp(since)]
    if address is not None:
        where, values = f"{where} AND recipient = ?", [*values, address]
    return db.table("notices").count_where(where, values)
