"""Put shunted mails back into the queue, because a person says that what stopped them is mended."""

from __future__ import annotations

from registry.desk.desk import Desk
from registry.store import mails

SHORTEST = 6  # characters of a sha256 that name a mail


class UnshuntProblem(Exception):  # noqa: N818 - told to a person as it stands
    """Say which mail cannot be put back; nothing was changed."""


def put_back(desk: Desk, sha256: str) -> int:
    """Make one shunted mail pending again (by its sha256 or a beginning of it), or all of them for ''; return how many."""
    shunted = [row[0] for row in desk.db.conn.execute("SELECT sha256 FROM messages WHERE outcome = 'shunted'").fetchall()]
    chosen = [name for name in shunted if name.startswith(sha256.lower())]
    if sha256 and (len(sha256) < SHORTEST or len(chosen) != 1):
        few = "no shunted mail" if not chosen else f"{len(chosen)} shunted mails"
        raise UnshuntProblem(f"'{sha256}' names {few}. `messages` lists them with their sha256.")
    for name in chosen:
        desk.spool.unshunt(name)  # first: whoever takes it up at once must not have its file moved away meanwhile
        mails.requeue(desk.db, name)
    return len(chosen)
