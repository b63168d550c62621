"""The first loop: every mailbox's new mail into the spool, disk first, cursor last."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from intake.mailbox import Mailbox, MailboxError, MessageGone
from intake.settings import MailboxSettings
from intake.steps import step
from intake.submission import SpooledMessage
from registry import mail_log
from registry.desk import Desk
from registry.mail_log import Place, stamp
from registry.repair import room_of
from registry.tombstones import gone_mails, unlink_gone

log = logging.getLogger(__name__)
Progress = Callable[[str], None]


def fetch_new(
    desk: Desk,
    progress: Progress = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    meanwhile: Callable[[Place], None] | None = None,
) -> dict[str, str]:
    """Fetch what is new from every mailbox; return mailbox name -> problem for those that failed.

    One unreachable mailbox stops only itself. Nothing on a server is changed; `stop` ends after the mail in hand.
    `meanwhile` is called between the mails of the last folder with a place in the order of arrival: all that comes before it
    is here.
    """
    problems: dict[str, str] = {}
    for name, settings in desk.config.mailboxes.items():
        is_last = name == list(desk.config.mailboxes)[-1]
        try:
            _fetch_mailbox(desk, name, settings, progress, stop, meanwhile if is_last else None)
        except (MailboxError, OSError) as error:
            problems[name] = str(error)
            log.warning("mailbox %s: %s", name, error)
        mail_log.note_poll(desk.db, name, problems.get(name, ""), datetime.now(UTC))
    return problems


def _fetch_mailbox(
    desk: Desk,
    name: str,
    settings: MailboxSettings,
    progress: Progress,
    stop: Callable[[], bool],
    meanwhile: Callable[[Place], None] | None,
) -> None:
    with Mailbox(settings, name) as mailbox:
        for folder in settings.folders:
            state = mailbox.folder_state(folder)
            last = mail_log.cursor(desk.db, name, folder, state.uidvalidity)
            again = mail_log.refetch(desk.db, name, folder, state.uidvalidity)
            new = mailbox.uids_above(folder, last)
            places = _still_to_come(mailbox, new) if meanwhile and folder == settings.folders[-1] else {}
            for uid in [*again, *new]:
                if stop():
                    return
                try:
                    _fetch_one(desk, mailbox, name, folder, state.uidvalidity, uid)
                except MessageGone:
                    log.info("mailbox %s: message %s left %s before it was fetched", name, uid, folder)
                mail_log.advance_cursor(desk.db, name, folder, state.uidvalidity, uid)
                mail_log.refetched(desk.db, name, folder, state.uidvalidity, uid)
                step("fetch.cursor-moved")
                progress(f"{name}/{folder}")
                if meanwhile and uid in places:
                    meanwhile(places[uid])


def _still_to_come(mailbox: Mailbox, new: Sequence[int]) -> dict[int, Place]:
    """Return UID -> the first place, in the order of arrival, of what comes after it; nothing where a mail tells no time."""
    try:
        moments = mailbox.arrivals(new) if len(new) > 1 else {}
    except MailboxError as error:  # only the head start is lost; a connection that is gone tells so itself
        log.info("when mail arrived is not told before it is fetched: %s", error)
        return {}
    if not all(uid in moments for uid in new):
        return {}
    places: dict[int, Place] = {}
    for before, uid in reversed(list(pairwise(new))):
        place = stamp(moments[uid]), uid
        places[before] = min(place, places.get(uid, place))
    return places


def _fetch_one(desk: Desk, mailbox: Mailbox, name: str, folder: str, uidvalidity: int, uid: int) -> None:
    """Put one mail into the spool, then into the log; the cursor is the caller's last step."""
    if mail_log.sighted(desk.db, name, folder, uidvalidity, uid):
        return
    with desk.spool.open_temp() as writer:
        step("fetch.opened")
        fetched = mailbox.download(uid, writer.write, writer.restart)
        now = datetime.now(UTC)
        place = {"folder": folder, "uidvalidity": uidvalidity, "uid": uid}
        arrival = {"received_at": stamp(fetched.received_at), "fetched_at": stamp(now)}
        stored = writer.commit({"mailbox": name, **place, **arrival})
    spooled = SpooledMessage(
        path=stored.path,
        sha256=stored.sha256,
        size=stored.size,
        mailbox=name,
        folder=folder,
        uidvalidity=uidvalidity,
        uid=uid,
        received_at=fetched.received_at,
        fetched_at=now,
    )
    new = mail_log.log_fetched(desk.db, spooled)
    if not new and not stored.already:  # a mail whose file was lost: it lies again where its outcome says
        desk.spool.move(stored.sha256, room_of(mail_log.outcome(desk.db, stored.sha256)))
        if stored.sha256 in gone_mails(desk.db):  # forgotten, and given back by a server that counts anew
            unlink_gone(desk.db, desk.spool, desk.media)
    step("fetch.logged")
