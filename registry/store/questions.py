"""Questions: mails of people that made no entry. Each stays on staff's list until it is answered, or staff say that it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlite_utils import Database

from intake.model.addresses import one_spelling, same
from intake.model.submission import InboundMessage
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.schema import immediate

DEED = "answered"  # in the journal
SHORTEST = 6  # characters of a sha256 that name a mail
IN_THREAD = "a mail in its thread"


class QuestionProblem(Exception):  # noqa: N818 - told to a person as it stands
    """Say which mail cannot be meant; nothing was changed."""


def note_answers(db: Database, message: InboundMessage, ours: Collection[str], now: datetime) -> int:
    """Take from the list what a mail of ours or of staff answers, by the Message-IDs it names; return how many.

    `ours`: our own addresses and staff's, each in its one spelling. A mail that claims one of them and failed the check answers nothing.
    """
    if message.forged or message.sender is None or one_spelling(message.sender.email) not in ours:
        return 0
    named = [*message.in_reply_to, *message.references]
    marks = ", ".join("?" * len(named))
    query = f"SELECT sha256 FROM messages WHERE outcome = 'set_aside' AND message_id <> '' AND message_id IN ({marks})"
    found = [row[0] for row in db.conn.execute(query, named).fetchall()]
    for sha256 in [*found, message.spooled.sha256] if found else []:  # the answer itself is no question either
        _note(db, sha256, f"{IN_THREAD}, {message.spooled.sha256[:12]}", now)
    return len(found)


def answered(db: Database, name: str, by: str, now: datetime) -> list[str]:
    """Take a question from the list by its sha256 (or a beginning of it), or all open ones of a sender's address; return which.

    Raises QuestionProblem.
    """
    with immediate(db):
        return answered_within(db, name, by, now)


def answered_within(db: Database, name: str, by: str, now: datetime) -> list[str]:
    """Do what answered() does, and tell the journal, as part of the caller's transaction."""
    wanted = name.strip().lower()
    rows = db.conn.execute("SELECT sha256, lower(sender) FROM messages WHERE outcome = 'set_aside'").fetchall()
    if "@" in wanted:
        found = [sha256 for sha256, sender in rows if same(sender, wanted)]
    else:
        found = [sha256 for sha256, _ in rows if len(wanted) >= SHORTEST and sha256.startswith(wanted)]
        found = found if len(found) == 1 else []
    if not found:
        raise QuestionProblem(
            f"'{name}' names no one mail that was set aside. `messages` and the digest list them with their sha256."
        )
    for sha256 in found:
        _note(db, sha256, by, now)
        tell(db, DEED, sha256=sha256, by=by, at=stamp(now))
    return found


def _note(db: Database, sha256: str, by: str, now: datetime) -> None:
    db.conn.execute("INSERT OR IGNORE INTO answered VALUES (?, ?, ?)", [sha256, by, stamp(now)])
