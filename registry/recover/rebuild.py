"""A registry made again from the spool alone: every mail in the order it was first processed; nothing is sent."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from intake.fetch.spool import Spool
from intake.isolate.workers import Workers
from registry.desk.desk import Desk
from registry.desk.pulse import OnStep
from registry.desk.repair import from_spool
from registry.pipeline.readers import readers_for
from registry.pipeline.run import Processor
from registry.recover.forgotten_deeds import ForgottenDeeds
from registry.recover.replay_deeds import AGAIN, done_again
from registry.store import mails
from registry.store.journal import PROCESSED, Journal
from registry.store.photo_index import PhotoIndex
from registry.store.questions import DEED as ANSWERED
from registry.store.questions import QuestionProblem, answered
from registry.store.schema import open_registry
from registry.store.tombstones import DEED
from registry.store.whole_file import write_whole

UNSENT = "made again from the spool: whether this letter left is not known; it is never sent by itself"


class _ReadOnlySpool(Spool):
    """The spool as it lies: rebuilding moves nothing in it."""

    def move(self, sha256: str, room: str, *, wait: bool = True) -> None:
        """Leave the mail where it is."""


class _SilentJournal(Journal):
    """A journal that is not written: what is done again was told before."""

    def hand_over(self, db: Database, *, wait: bool = True) -> None:
        """Tell nothing."""
        db.conn.execute("DELETE FROM untold")


@dataclass(frozen=True)
class _ReadAhead:
    """What the journal tells that must be known before its first deed is done again; all else is read as it is done."""

    done_at: dict[str, datetime]  # sha256 of a mail -> when it was processed, or came here where nothing tells that
    of_staff: dict[str, str | None]  # sha256 of a mail -> what became of it, None where it was not staff's
    passed_on: set[str]  # mails (sha256) that staff passed on for their authors
    forgotten: ForgottenDeeds
    journaled: tuple[str, ...]  # mails (sha256) whose turn the journal tells, in that order
    untold: tuple[str, ...]  # the others, as they arrived


def rebuild(desk: Desk, out: Path, progress: OnStep = lambda _: None) -> dict[str, int]:
    """Write a registry made from the spool to `out` (which must not exist); return how many mails, entries and decisions.

    Letters that the journal knows as sent are noted as sent; any other is `unknown`, so that nothing is sent twice.
    Raises OSError, sqlite3.Error and what processing raises; then `out` is not there.
    """
    desk.journal.hand_over(desk.db)
    try:
        ahead = _read_ahead(desk)
        with write_whole(out) as part, _readers(desk) as readers, _second_desk(desk, part, readers, ahead) as second:
            counted = _replay(desk, second, ahead, progress)
            _doubt_the_rest(second)
            second.journal.hand_over(second.db)
            second.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            second.db.conn.execute("PRAGMA journal_mode=DELETE")
    finally:
        shutil.rmtree(_workshop(desk), ignore_errors=True)
    return counted


def _workshop(desk: Desk) -> Path:
    return desk.config.data_dir / "rebuild"


def _readers(desk: Desk) -> AbstractContextManager[Workers]:
    """Return the desk's processes that read mails, or some that end with the rebuilding."""
    return nullcontext(desk.readers) if desk.readers else readers_for(desk.config.limits)


@contextmanager
def _second_desk(desk: Desk, path: Path, readers: Workers, ahead: _ReadAhead) -> Iterator[Desk]:
    """Open a desk on the same spool and media with a registry of its own; its readers stay, for each deed ends a run of mails."""
    database = open_registry(path)
    try:
        yield replace(
            desk,
            db=database,
            readers=readers,
            spool=_ReadOnlySpool(desk.spool.root),
            likeness=PhotoIndex(database),
            journal=_SilentJournal(desk.journal.path),
            done_at=ahead.done_at,
            retold=ahead.of_staff,
            passed_on=ahead.passed_on,
            config=desk.config.model_copy(update={"data_dir": _workshop(desk)}),  # the service may be at work in work/
        )
    finally:
        database.conn.close()


def _read_ahead(desk: Desk) -> _ReadAhead:
    """Read the journal once before it is done again; journals before version 0.6 do not tell when a mail was processed."""
    done_at: dict[str, datetime] = {}
    of_staff: dict[str, str | None] = {}
    passed_on: set[str] = set()
    forgotten: list[dict[str, Any]] = []
    turns: list[str] = []
    for deed in desk.journal.lines():
        if deed["what"] == PROCESSED:
            turns.append(deed["sha256"])
            of_staff.setdefault(deed["sha256"], None)
            passed_on |= {deed["sha256"]} if deed.get("passed_on") else set()
            if "at" in deed:
                done_at[deed["sha256"]] = datetime.fromisoformat(str(deed["at"]))
        elif deed["what"] == "staff":
            of_staff[deed["sha256"]] = str(deed["reason"])
        elif deed["what"] == DEED:
            forgotten.append(deed)
    there = {path.stem for path in desk.spool.all()}
    for sha256 in there - done_at.keys():
        done_at[sha256] = from_spool(desk.spool, sha256).fetched_at
    deeds = ForgottenDeeds(forgotten)
    kept = there - deeds.gone
    journaled = tuple(sha256 for sha256 in dict.fromkeys(turns) if sha256 in kept)
    untold = sorted(kept.difference(journaled), key=lambda sha256: from_spool(desk.spool, sha256).received_at)
    return _ReadAhead(done_at, of_staff, passed_on, deeds, journaled, tuple(untold))


def _replay(desk: Desk, second: Desk, ahead: _ReadAhead, progress: OnStep) -> dict[str, int]:
    """Do again, in order, what the journal tells; then process what it does not know. Mails are read before their turn, whatever deed comes first."""
    forgetful, left = ahead.forgotten, set(ahead.journaled)
    decisions, waiting, answers = 0, 0, []
    with Processor(second, progress, only=_taken_in(second, [*ahead.journaled, *ahead.untold])) as processor:
        for deed in desk.journal.lines():
            if deed["what"] == PROCESSED and deed["sha256"] in left:
                left.discard(deed["sha256"])
                waiting += 1
                if deed["sha256"] in forgetful.doubted:
                    processor.finish(waiting)
                    waiting = 0
                    forgetful.saw(second.db, deed["sha256"])
            elif deed["what"] == ANSWERED:
                answers.append(deed)
            elif deed["what"] in AGAIN or deed.get("sha256") in forgetful.gone:
                processor.finish(waiting)
                waiting = 0
                decisions += done_again(second, forgetful, deed)
        processor.finish()
    for deed in answers:
        with suppress(QuestionProblem):
            answered(second.db, deed["sha256"], str(deed["by"]), datetime.fromisoformat(str(deed["at"])))
    forgetful.wipe(second.db, desk.db, desk.media)
    counts = second.db.conn.execute("SELECT (SELECT count(*) FROM messages), (SELECT count(*) FROM entries)").fetchone()
    return {"messages": counts[0], "entries": counts[1], "decisions": decisions}


def _taken_in(second: Desk, order: Iterable[str]) -> Iterator[str]:
    """Yield mails in the order given, for references and replacements depend on it; each is in the registry by then."""
    for sha256 in order:
        mails.log_fetched(second.db, from_spool(second.spool, sha256))
        yield sha256


def _doubt_the_rest(second: Desk) -> None:
    """Make every letter, and answer to staff, unknown of which the journal does not know that it left."""
    for table in ("notices", "staff_answers"):
        with_doubt = f"UPDATE {table} SET state = 'unknown', error = ? WHERE state IN ('queued', 'sending', 'deferred')"
        second.db.conn.execute(with_doubt, [UNSENT])
