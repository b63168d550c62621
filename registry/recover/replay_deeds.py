"""Do again, one after the other, what the journal tells of staff, looks and letters."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from registry.amend import amend, join
from registry.amend.revise import Hand
from registry.decide.review import DEED as REVIEW
from registry.decide.review import ReviewError, decision_of, review
from registry.decide.undo import DEED as UNDO
from registry.decide.undo import UndoError, undo
from registry.desk.desk import Desk
from registry.letters.bursts import JOINT
from registry.letters.outbox import DEED as LETTER
from registry.look.look import LOOK, look
from registry.recover.forgotten_deeds import ForgottenDeeds
from registry.select.replay import DEEDS as SELECTING
from registry.select.replay import do_again
from registry.store.codes import LetterState
from registry.store.journal import PROCESSED
from registry.store.tombstones import DEED

AGAIN = SELECTING | {REVIEW, UNDO, LETTER, join.DEED, amend.DEED, LOOK, DEED}  # deeds that are done again in their place


def done_again(second: Desk, forgetful: ForgottenDeeds, deed: dict[str, Any]) -> bool:
    """Do a deed again; tell whether it is a decision that still fits."""
    if deed["what"] in SELECTING:
        do_again(second.db, deed)
        return False
    _forget_again(second, forgetful, deed)
    decided = deed["what"] == REVIEW and _decide(second, deed)
    _take_back(second, deed)
    _by_hand(second, deed)
    _look_again(second, deed)
    _settle_letter(second, deed)
    return decided


def _forget_again(second: Desk, forgotten: ForgottenDeeds, deed: dict[str, Any]) -> None:
    """Leave out what was forgotten: a mail that is gone, an entry that a mail kept for others brought back."""
    if deed["what"] == DEED:
        forgotten.forget(second.db, deed)
    elif deed["what"] == PROCESSED:
        forgotten.pass_over(second.db, deed["sha256"])


def _settle_letter(second: Desk, deed: dict[str, Any]) -> None:
    """Note a letter as what the journal knows of it, at its place in the order: only what had not left can be overtaken."""
    if deed["what"] == LETTER:
        query = (
            'UPDATE notices SET state = ?, message_id = ?, sent_at = ?, code = ?, due_at = coalesce(?, due_at) WHERE "group" = ?'
        )
        sent_at = deed["at"] if deed["state"] == LetterState.SENT else None
        # version 0.4 noted neither of the last two
        known = [deed["state"], deed["message_id"], sent_at, deed.get("code"), deed.get("due_at")]
        for group in str(deed["group"]).split(JOINT):
            second.db.conn.execute(query, [*known, group])


def _decide(second: Desk, deed: dict[str, Any]) -> bool:
    """Make a staff decision again; one that no longer fits (its entry came out otherwise) is left out."""
    try:
        review(second.db, str(deed["reference"]), decision_of(deed), datetime.fromisoformat(str(deed["at"])))
    except ReviewError:
        return False
    return True


def _take_back(second: Desk, deed: dict[str, Any]) -> None:
    """Take a decision back again, where it was taken back."""
    if deed["what"] == UNDO:
        with suppress(UndoError):
            undo(second.db, str(deed["reference"]), str(deed["by"]), datetime.fromisoformat(str(deed["at"])))


def _by_hand(second: Desk, deed: dict[str, Any]) -> None:
    """Change by hand again what staff changed; what no longer fits is left out."""
    if deed["what"] not in {join.DEED, amend.DEED}:
        return
    hand = Hand(by=str(deed["by"]), at=datetime.fromisoformat(str(deed["at"])), why=str(deed["why"]), note=str(deed["note"]))
    with suppress(ReviewError):
        if deed["what"] == join.DEED:
            join.join(second, str(deed["reference"]), str(deed["into"]), hand)
        else:
            amend.amend(second, str(deed["reference"]), amend.changes_of(deed), hand)


def _look_again(second: Desk, deed: dict[str, Any]) -> None:
    """Look again, as of its moment, at the entries that a look changed; version 0.6.0 told no names, and looked at all."""
    if deed["what"] == LOOK:
        moment, at = (datetime.fromisoformat(str(deed[name])) for name in ("moment", "at"))
        look(second, moment, at, deed.get("references"))
