"""The first loop: a thread for each mailbox brings its new mail into the spool; no mailbox waits for another."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from intake.fetch.faults import FolderMissing, LoginRefused, MailboxError, NotKept
from registry.desk.desk import Desk, for_another_thread
from registry.desk.pulse import OnStep
from registry.pipeline.visit import Turn, visit
from registry.store import polls
from registry.store.mails import ArrivalOrder
from registry.store.polls import Ailment

log = logging.getLogger(__name__)
GLANCE = 0.1  # seconds between two looks at what is ready
GRACE = 5.0  # seconds for a broken off turn to end
PATIENCE = 60.0  # seconds without a mail after which the others no longer wait for a mailbox
END = ("9999", 0)  # after every place in the order of arrival
FOR_A_PERSON = {LoginRefused: Ailment.REFUSED, FolderMissing: Ailment.FOLDER}  # what trying again does not mend


@dataclass(kw_only=True)
class _Visit:
    """What is known of one mailbox's turn under way."""

    moved_at: float
    place: ArrivalOrder | None = None  # all that comes before it is here; None: not known


class Fetchers:
    """The mailboxes' turns, each in a thread of its own; use it from one thread."""

    def __init__(self, desk: Desk, stop: Callable[[], bool] = lambda: False, patience: float = PATIENCE) -> None:
        """`stop` ends each turn after the mail in hand; after `patience` seconds without one nobody waits for a mailbox."""
        self._desk, self._stop, self._patience = desk, stop, patience
        self._news = threading.Condition()
        self._visits: dict[str, _Visit] = {}
        self._problems: dict[str, str] = {}
        self._trouble: Exception | None = None
        self._progress: OnStep = lambda _: None
        self.paused = ""  # why the disk took nothing in
        self.ended = True  # whether no mailbox had its turn still when they were last gathered

    def begin(self, *, resting: bool = False) -> None:
        """Give each mailbox its turn that has none; with `resting` not those that lately refused the login.

        Whoever calls holds the turn to take in; it is lent to each thread to its end.
        """
        left_alone = polls.resting(self._desk.db, datetime.now(UTC)) if resting else set()
        with self._news:
            self._problems, self.paused = {}, ""
            for name in self._desk.config.polled:
                if name not in self._visits and name not in left_alone and not self._stop():
                    self._visits[name] = _Visit(moved_at=time.monotonic())
                    # a daemon: at the end nobody waits for a thread that a server's name lookup holds
                    lent = self._desk.intake_lock.lend()
                    threading.Thread(target=self._run, args=[name, lent], name=f"fetch {name}", daemon=True).start()

    def gather(
        self, progress: OnStep = lambda _: None, meanwhile: Callable[[ArrivalOrder], None] | None = None
    ) -> dict[str, str]:
        """Wait for the turns, for slow ones only so long; return mailbox name -> problem of those that ended with one.

        `meanwhile` is called between mails with a place in the order of arrival: all that comes before it is here, but for slow
        mailboxes. Raises RegistryError, sqlite3.Error or OSError when disk or registry failed a turn.
        """
        self._progress = progress
        while True:
            with self._news:
                awaited = [each for each in self._visits.values() if time.monotonic() - each.moved_at < self._patience]
                if not awaited:
                    break
                self._news.wait(GLANCE)
                place = self._place()
            if meanwhile and place is not None:
                meanwhile(place)
        with self._news:
            problems, self._problems = self._problems, {}
            trouble, self._trouble = self._trouble, None
            self.ended = not self._visits
        if trouble:
            raise trouble
        return problems

    def wait(self, seconds: float) -> bool:
        """Wait until no mailbox has its turn; False when that takes longer."""
        with self._news:
            return self._news.wait_for(lambda: not self._visits, seconds)

    def end(self, seconds: float = GRACE) -> bool:
        """Break off the turns still under way: nothing of theirs is lost; False when one does not end."""
        if not self.wait(0):
            self._desk.lines.cut_all()
        return self.wait(seconds)

    def _place(self) -> ArrivalOrder | None:
        places = [each.place for each in self._visits.values() if time.monotonic() - each.moved_at < self._patience]
        return min((place or ("", 0) for place in places), default=END) if all(places) else None

    def _run(self, name: str, give_back: Callable[[], None]) -> None:
        """Take one mailbox's turn with a registry connection of its own, and tell how it went."""
        try:
            with for_another_thread(self._desk) as desk:
                self._turn(desk, name)
        except Exception as error:  # noqa: BLE001 - raised again in the thread that gathers
            with self._news:
                self._trouble = error
        finally:
            give_back()
            with self._news:
                del self._visits[name]
                self._news.notify_all()

    def _turn(self, desk: Desk, name: str) -> None:
        problem, code = "", Ailment.SERVER
        try:
            ailing = visit(desk, name, Turn(stop=self._stop, fetched=lambda where, place: self._moved(name, where, place)))
            if ailing:  # the mailbox is well: each of these mails is remembered by itself
                self._tell(name, "; ".join(dict.fromkeys(ailing)))
        except NotKept as error:
            problem, code = str(error), Ailment.DISK
            with self._news:
                self.paused = problem
        except MailboxError as error:
            problem = str(error)
            code = next((code for kind, code in FOR_A_PERSON.items() if isinstance(error, kind)), Ailment.SERVER)
            self._tell(name, problem)
        if not (self._stop() and not problem):
            polls.note_poll(desk.db, name, problem, datetime.now(UTC), code)

    def _tell(self, name: str, problem: str) -> None:
        with self._news:
            self._problems[name] = problem

    def _moved(self, name: str, where: str, place: ArrivalOrder | None) -> None:
        self._progress(where)
        with self._news:
            each = self._visits[name]
            each.moved_at, each.place = time.monotonic(), place or each.place
            self._news.notify_all()


def fetch_new(
    desk: Desk,
    progress: OnStep = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    meanwhile: Callable[[ArrivalOrder], None] | None = None,
) -> dict[str, str]:
    """Fetch what is new from every mailbox, to the end; return mailbox name -> problem for those that have one.

    One unreachable mailbox stops only itself. Nothing on a server is changed; `stop` ends after the mail in hand.
    """
    with desk.intake_lock.hold():
        fetchers = Fetchers(desk, stop)
        fetchers.begin()
        problems = fetchers.gather(progress, meanwhile)
        while not fetchers.ended:
            fetchers.wait(GLANCE)
            problems |= fetchers.gather(progress, meanwhile)
    return problems
