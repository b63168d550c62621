"""The one hand that takes a spooled mail in: new, known already, lost and had again, or forgotten."""

from __future__ import annotations

from intake.isolate.crash_points import crash_point
from intake.model.submission import SpooledMessage
from registry.desk.desk import Desk
from registry.desk.repair import room_of
from registry.store import mails
from registry.store.tombstones import gone_mails
from registry.store.wipe_forgotten import unlink_gone


def take_in(desk: Desk, spooled: SpooledMessage, *, already: bool) -> None:
    """Commit the row of a mail that lies in the spool; `already`: its bytes lay there before.

    A known mail whose file was lost lies again where its outcome says. One that was forgotten, and is brought back by a server that
    counts anew or from a file, is removed at once.
    """
    new = mails.log_fetched(desk.db, spooled)
    if not new and not already:
        desk.spool.move(spooled.sha256, room_of(mails.outcome(desk.db, spooled.sha256)))
        if spooled.sha256 in gone_mails(desk.db):
            unlink_gone(desk.db, desk.spool, desk.media)
    crash_point("fetch.logged")
