"""One mailbox's turn: what is new goes to the spool, disk first, cursor last; a mail that cannot be had holds up no other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from intake.fetch.faults import BREAKS, FetchFault, FolderMissing, Interrupted, MailboxError, MessageFault, MessageGone, NotKept
from intake.fetch.imap import Mailbox
from intake.isolate.crash_points import crash_point
from intake.model.submission import SpooledMessage
from registry.desk.desk import Desk
from registry.desk.disk import disk_failed, short_of_disk
from registry.pipeline.take_in import take_in
from registry.store import mails, unfetched
from registry.store.mails import ArrivalOrder, stamp
from registry.store.unfetched import Folder

log = logging.getLogger(__name__)
TRIES = 2  # in one turn: the first may have been bad luck
MOST_BREAKS = 3  # mails in a row over which the conversation broke: then it is the server that ails
MEASURED = frozenset({FetchFault.SIZE, FetchFault.STAND_IN, FetchFault.TOO_LARGE})  # to ask again at once would bring the same


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What a visit tells and is told: after each mail its folder, and the place before which nothing is to come."""

    stop: Callable[[], bool]
    fetched: Callable[[str, ArrivalOrder | None], None]


def visit(desk: Desk, name: str, turn: Turn) -> list[str]:
    """Fetch what is new from a mailbox; return what ailed single mails.

    Raises MailboxError when the mailbox cannot be read, FolderMissing after the other folders when one is not there, NotKept when
    the disk cannot take in mail. Nothing on the server is changed.
    """
    settings = desk.config.mailboxes[name]
    ends = time.monotonic() + settings.pass_timeout.total_seconds()
    problems: list[str] = []
    missing: FolderMissing | None = None
    try:
        with Mailbox(settings, name, desk.lines.open()) as mailbox:
            for folder in settings.folders:
                try:
                    round_ = _Round(desk, mailbox, name, folder)
                except FolderMissing as error:
                    missing = missing or error
                    continue
                last = folder == settings.folders[-1]
                for uid, place in round_.wanted(last):
                    if turn.stop() or time.monotonic() > ends:
                        return problems
                    round_.take(uid, problems)
                    turn.fetched(f"{name}/{folder}", place)
    except Interrupted as end:
        log.info("%s", end)
    if missing:
        raise missing
    return problems


class _Round:
    """One folder's mails in one turn."""

    def __init__(self, desk: Desk, mailbox: Mailbox, name: str, folder: str) -> None:
        self._desk, self._mailbox = desk, mailbox
        self._folder = Folder(mailbox=name, name=folder, uidvalidity=mailbox.folder_state(folder).uidvalidity)
        self._due: dict[int, FetchFault] = {}
        self._breaks = 0

    def wanted(self, last: bool) -> list[tuple[int, ArrivalOrder | None]]:
        """Return the UIDs to fetch: lost files, new mails, faulty ones whose time has come; each with what comes after it."""
        db, key = self._desk.db, self._folder.key
        unfetched.renumbered(db, self._folder)
        again = mails.refetch(db, *key)
        listed = self._mailbox.uids_above(self._folder.name, mails.cursor(db, *key))
        self._due = unfetched.due(db, self._folder, datetime.now(UTC))
        resting = unfetched.known(db, self._folder) - self._due.keys()
        new = [uid for uid in listed if uid not in resting]
        places = _still_to_come(self._mailbox, new) if last else {}
        seen = {*again, *new}
        return [(uid, places.get(uid)) for uid in [*again, *new, *(uid for uid in self._due if uid not in seen)]]

    def take(self, uid: int, problems: list[str]) -> None:
        """Have one mail in the spool, then move the cursor; or remember that it could not be had.

        The cursor moves for a mail that came, for no other: a number that the server only names may lie above all its mails to come.
        """
        db = self._desk.db
        try:
            self._fetch(uid, problems)
            mails.advance_cursor(db, *self._folder.key, uid)
            unfetched.resolved(db, self._folder, uid)
            self._breaks = 0
        except MessageGone:
            log.info("mailbox %s: message %s left %s before it was fetched", self._folder.mailbox, uid, self._folder.name)
            unfetched.resolved(db, self._folder, uid)
        except MessageFault as fault:
            problems.append(str(fault))
            self._breaks = self._breaks + 1 if fault.code in BREAKS else 0
            unfetched.note(db, self._folder, uid, fault, datetime.now(UTC))
        mails.refetched(db, *self._folder.key, uid)
        crash_point("fetch.cursor-moved")
        if self._breaks >= MOST_BREAKS:
            raise MailboxError(f"{problems[-1]}; it was the third in a row, so the others wait for the next time")

    def _fetch(self, uid: int, problems: list[str]) -> None:
        """Fetch one mail, a second time where the first may have been bad luck."""
        code = self._due.get(uid)
        for attempt in range(1, TRIES + 1):
            try:
                _fetch_one(self._desk, self._mailbox, self._folder, uid, whole=code is FetchFault.TOO_MUCH)
                return
            except MessageFault as fault:
                code = fault.code
                if attempt == TRIES or code in MEASURED:
                    raise
                problems.append(str(fault))
                log.info("%s; tried once more", fault)


def _still_to_come(mailbox: Mailbox, new: Sequence[int]) -> dict[int, ArrivalOrder]:
    """Return UID -> the first place, in the order of arrival, of what comes after it; nothing where a mail tells no time."""
    try:
        moments = mailbox.arrivals(new) if len(new) > 1 else {}
    except Interrupted:
        raise
    except MailboxError as error:  # only the head start is lost; a connection that is gone tells so itself
        log.info("when mail arrived is not told before it is fetched: %s", error)
        return {}
    if not all(uid in moments for uid in new):
        return {}
    places: dict[int, ArrivalOrder] = {}
    for before, uid in reversed(list(pairwise(new))):
        place = stamp(moments[uid]), uid
        places[before] = min(place, places.get(uid, place))
    return places


def _fits(desk: Desk, named: str, more: int) -> None:
    """Refuse what may not come: a mail larger than any may be, or than the disk has room for."""
    largest = desk.config.limits.message_bytes
    if more > largest:
        told = f"{named} has {more} bytes, more than limits.message_bytes allows ({largest}); it is not fetched"
        raise MessageFault(FetchFault.TOO_LARGE, told)
    short = short_of_disk(desk, more)
    if short:
        raise NotKept(short)


def _fetch_one(desk: Desk, mailbox: Mailbox, folder: Folder, uid: int, *, whole: bool) -> None:
    """Put one mail into the spool, then into the log; the cursor is the caller's last step."""
    if mails.sighted(desk.db, *folder.key, uid):
        return
    try:
        spooled, already = _spooled(desk, mailbox, folder, uid, whole=whole)
    except (OSError, NotKept) as error:  # a server's trouble is a MailboxError, so an OSError is the spool's
        cause = error if isinstance(error, OSError) else error.__cause__
        if not isinstance(cause, OSError):
            raise
        raise NotKept(disk_failed(desk, cause)) from cause
    take_in(desk, spooled, already=already)


def _spooled(desk: Desk, mailbox: Mailbox, folder: Folder, uid: int, *, whole: bool) -> tuple[SpooledMessage, bool]:
    """Download a mail into the spool; return it, and whether its bytes were there already."""
    with desk.spool.open_temp() as writer:
        crash_point("fetch.opened")
        named = f"{mailbox.where}: message {uid}"
        fetched = mailbox.download(uid, writer.write, writer.restart, lambda more: _fits(desk, named, more), whole)
        now = datetime.now(UTC)
        place = {"folder": folder.name, "uidvalidity": folder.uidvalidity, "uid": uid}
        arrival = {"received_at": stamp(fetched.received_at), "fetched_at": stamp(now)}
        stored = writer.commit({"mailbox": folder.mailbox, **place, **arrival})
    spooled = SpooledMessage(
        path=stored.path,
        sha256=stored.sha256,
        size=stored.size,
        mailbox=folder.mailbox,
        folder=folder.name,
        uidvalidity=folder.uidvalidity,
        uid=uid,
        received_at=fetched.received_at,
        fetched_at=now,
    )
    return spooled, stored.already
