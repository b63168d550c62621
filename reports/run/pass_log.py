"""What a pass tells the log: one line where there was something in it, and how the mailboxes are."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from registry.read.health import outcomes_of
from registry.store import unfetched
from reports.run.troubles import Troubles

log = logging.getLogger(__name__)


def tell_what_came(db: Database, done: Sequence[str], seconds: float) -> None:
    """Log one line for a pass with something in it."""
    if not done:
        return
    found = outcomes_of(db, done)
    told = ", ".join(f"{number} {outcome.replace('_', ' ')}" for outcome, number in found.items())
    hint = "; `messages` tells why one was shunted" if "shunted" in found else ""
    level = logging.ERROR if "shunted" in found else logging.INFO
    log.log(level, "taken in: %d mails in %.1f s (%s)%s", len(done), seconds, told, hint)


def tell_mailboxes(db: Database, troubles: Troubles, problems: Mapping[str, str]) -> None:
    """Tell what is wrong with a mailbox, and that it is well once its poll went well and none of its mails is waited for."""
    for name, problem in problems.items():
        troubles.tell(f"mailbox {name}", problem)
    polled = {row[0] for row in db.conn.execute("SELECT mailbox FROM polls WHERE last_error IS NULL")}
    ailing = {row["mailbox"] for row in unfetched.waiting(db, polled)}
    for name in polled - ailing - set(problems):
        troubles.well(f"mailbox {name}")
