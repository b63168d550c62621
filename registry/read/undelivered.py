"""Letters that did not arrive, as far as servers and reports tell, and that nobody has acted on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from registry.letters.bounces import open_bounces
from registry.letters.outbox import STANDS
from registry.store.codes import LetterState


@dataclass(frozen=True, kw_only=True)
class UndeliveredLetter:
    """A letter that failed, may not have left, or came back: about which entries, and what the servers said."""

    references: tuple[str, ...]
    recipient: str
    state: LetterState
    code: str  # SMTP's, or the enhanced one of a report
    said: str


def undelivered(db: Database) -> tuple[UndeliveredLetter, ...]:
    """Return the letters that failed or may not have left, where no later one took their place."""
    query = (
        "SELECT group_concat(e.reference, ' '), n.recipient, n.state, n.code, n.error "
        "FROM notices n JOIN notice_entries e ON e.notice = n.id "
        f"WHERE n.state IN ('failed', 'unknown') AND {STANDS} GROUP BY n.id ORDER BY n.id"
    )
    return tuple(
        UndeliveredLetter(
            references=tuple(names.split()), recipient=recipient, state=LetterState(state), code=str(code or ""), said=error or ""
        )
        for names, recipient, state, code, error in db.conn.execute(query).fetchall()
    )


def come_back(db: Database) -> tuple[UndeliveredLetter, ...]:
    """Return the letters that came back, each with its entries."""
    names = "SELECT reference FROM notice_entries WHERE notice = ? ORDER BY reference"
    return tuple(
        UndeliveredLetter(
            references=tuple(row[0] for row in db.conn.execute(names, [item.notice]).fetchall()),
            recipient=item.recipient,
            state=LetterState.SENT,
            code=item.status,
            said=item.diagnostic,
        )
        for item in open_bounces(db)
    )
