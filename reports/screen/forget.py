"""Forget on a person's word: what will go is shown first, the reference is typed, what stays is told with its reason."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from registry.desk.desk import Desk, DeskBusy
from registry.forget.erase import ASKED, RETENTION, ForgetError, Forgotten, forget, overdue, would_forget
from registry.letters import outbox
from registry.recover.backup import KEPT
from registry.store.dossiers import joined_to
from registry.store.tombstones import forgotten
from registry.store.wipe_forgotten import finish_forgetting
from reports.screen.output import emit, local_time, print_table

SOURCE = "The server's own copies of its mails were not touched: delete them in the mailbox."
ELSEWHERE = "Letters, digests, workbooks and packs that left this machine are beyond its reach."


class ForgetRefused(Exception):  # noqa: N818 - told to a person as it stands
    """Say why nothing was forgotten."""


@dataclass(frozen=True, kw_only=True)
class ForgetOrder:
    """What to forget: one entry, or for '' every entry past its retention; who asks, whether to ask again, or only to tell."""

    reference: str
    by: str
    sure: bool = False
    dry_run: bool = False


def forget_entries(desk: Desk, order: ForgetOrder, *, json: bool) -> bool:
    """Forget what is asked for; return whether all of it is gone. Raises Refused."""
    reference = order.reference
    now = datetime.now(UTC)
    with suppress(DeskBusy), desk.letters_lock.hold():
        outbox.recover(desk.db, now)  # nobody sends now: what a crash left under way is under way no more
    names = [*joined_to(desk.db, reference), reference] if reference else overdue(desk.db, desk.config.calls, now)
    why = ASKED if reference else RETENTION
    try:
        planned = [would_forget(desk.db, name, now) for name in names]
        if order.dry_run or not planned:
            _tell(desk, planned, done=False, unfinished="", json=json)
            return True
        if not order.sure and (sys.stdin.isatty() or not reference):
            _confirm(desk, planned, reference or str(len(planned)))
        done = [forget(desk.db, name, by=order.by, why=why, now=now) for name in names]
    except ForgetError as error:
        raise ForgetRefused(str(error)) from error
    unfinished, later = finish_now_or_later(desk, now)
    _tell(desk, done, done=True, unfinished=unfinished, json=json)
    return later or not unfinished


def finish_now_or_later(desk: Desk, now: datetime, wait: float = 0) -> tuple[str, bool]:
    """Remove the files of what was forgotten; return what is not done yet, and whether that is so only because mail is taken in now.

    A mail in hand may bring the same files again, so the pass under way is not disturbed: the next one removes them first.
    """
    try:
        with desk.intake_lock.hold(wait):
            return finish_forgetting(desk.db, desk.config.data_dir, now), False
    except DeskBusy:
        return "mail is being taken in at this moment; files and freed bytes are removed at the start of the next pass", True


def _confirm(desk: Desk, planned: Sequence[Forgotten], wanted: str) -> None:
    """Have the reference (or the number of entries) typed; raises Refused where nobody can type, or types another."""
    if not sys.stdin.isatty():
        raise ForgetRefused("This cannot be undone. Say --yes to forget all that are due; nothing was changed.")
    for line in _lines(desk, planned, done=False):
        print(line, file=sys.stderr)
    print(f"This cannot be undone. Type {wanted} to forget: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().upper() != wanted:
        raise ForgetRefused("That is not what was asked for; nothing was changed.")


def _tell(desk: Desk, told: Sequence[Forgotten], *, done: bool, unfinished: str, json: bool) -> None:
    if json:
        document = {
            "done": done,
            "forgotten": [asdict(item) for item in told],
            "backups": _backups(desk),
            "unfinished": unfinished,
        }
        emit(document)
        return
    for line in _lines(desk, told, done=done):
        print(line)
    if unfinished:
        print(f"Not finished: {unfinished}.")


def _lines(desk: Desk, told: Sequence[Forgotten], *, done: bool) -> list[str]:
    """Return what goes and what stays, in plain words."""
    if not told:
        return ["No entry is past its call's retention."]
    lines = [line for item in told for line in _entry_lines(item, done=done)]
    copies = _backups(desk)
    if copies:
        lines.append(
            f"Kept: what was copied before: {len(copies)} in backups/ ({copies[0]} to {copies[-1]}); each goes when {KEPT} newer daily "
            "copies are there. Delete them, and copies kept elsewhere, if it must be sooner."
        )
    return [*lines, SOURCE, ELSEWHERE]


def _entry_lines(item: Forgotten, *, done: bool) -> list[str]:
    head = "is forgotten" if done else "would be forgotten"
    gone = (
        f"{_many(len(item.mails), 'mail')}, {_many(item.files, 'file')}, {_many(item.letters_cancelled, 'letter')} not yet sent"
    )
    lines = [f"{item.reference} {head}: {gone}, its form, texts, findings, letters, history and decisions."]
    lines.append(f"Kept: its number, its state ({item.state}), and its counts: {_counted(item.counts)}.")
    for sha256, others in item.mails_kept.items():
        lines.append(f"Kept: mail {sha256[:12]}, which also holds {', '.join(others)}; it goes when they are forgotten too.")
    if item.unread:
        lines.append(
            f"Kept: {_many(item.unread, 'shunted mail')} from the same address, which may hold anything; `messages` lists them."
        )
    if item.files_kept:
        lines.append(f"Kept: {_many(item.files_kept, 'file')} that other entries hold as well.")
    return lines


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(_many(count, name.removesuffix("s")) for name, count in counts.items())


def _many(count: int, name: str) -> str:
    return f"{count} {name}" + ("" if count == 1 else "s")


def _backups(desk: Desk) -> list[str]:
    """Return the names of the registry's copies that were made before, oldest first."""
    folder: Path = desk.config.data_dir / "backups"
    return sorted(path.name for path in folder.glob("*.db"))


def show_trail(desk: Desk, *, json: bool) -> None:
    """Print every forgotten entry: when, who asked, why, and the numbers that stay."""
    rows = forgotten(desk.db)
    if json:
        emit(rows)
        return
    print_table(
        ("reference", "was", "forgotten", "by", "why", "counts", "files"), [_cells(row, desk.config.timezone) for row in rows]
    )


def _cells(row: Mapping[str, Any], zone: str) -> tuple[str, ...]:
    counts = _counted({name: count for name, count in row["counts"].items() if count and name != "files"})
    rest = (row["by"], row["why"], counts, "gone" if row["finished_at"] else "not all gone yet")
    return row["reference"], row["state"], local_time(row["at"], zone), *rest
