"""Workbooks that leave by mail: stamped for their reader, and small enough for any mailbox; smaller pictures are said."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from intake.config.models import StaffRight
from registry.desk.desk import Desk
from reports.digest.deliver import XLSX as XLSX
from reports.letters.staff_words import StaffWords
from reports.workbook.edition import LARGE, SMALL, USUAL, WAITING, Edition
from reports.workbook.workbook import ROOM, write_workbook

MOST_BYTES = 8_000_000  # of all that one mail carries


@dataclass(frozen=True, kw_only=True)
class MailedWorkbook:
    """A workbook as a mail carries it."""

    name: str
    data: bytes
    entries: int


def mailed_registry(desk: Desk, call: str, address: str, now: datetime, most: int = MOST_BYTES) -> MailedWorkbook:
    """Return a call's registry for one of staff, at most so many bytes as long as it can be; raises OSError."""
    edition = Edition(address=address, made=now, pictures=replace(USUAL, most_bytes=most * 3 // 4))
    return _fitting(desk, call, edition, f"{call}.xlsx", most)


def waiting_books(desk: Desk, address: str, now: datetime) -> tuple[MailedWorkbook, ...]:
    """Return the workbooks of the entries that wait, one for each call that has any; together they fit a mail. Raises OSError."""
    marks = ", ".join("?" * len(WAITING))
    query = f"SELECT call, count(*) FROM entries WHERE state IN ({marks}) GROUP BY call"
    counted = dict(desk.db.conn.execute(query, sorted(WAITING)).fetchall())
    calls = [name for name in desk.config.calls if counted.get(name)]
    words, most = StaffWords(ROOM, desk.config.staff_languages), MOST_BYTES // max(len(calls), 1)
    title = words.first("mailed", "waiting")
    made = []
    for call in calls:
        name = f"{title}.xlsx" if len(calls) == 1 else f"{title} {desk.config.calls[call].reference}.xlsx"
        edition = Edition(waiting=True, address=address, made=now, pictures=replace(LARGE, most_bytes=most * 3 // 4))
        made.append(_fitting(desk, call, edition, name, most))
    return tuple(made)


def _fitting(desk: Desk, call: str, edition: Edition, name: str, most: int) -> MailedWorkbook:
    """Write a workbook, with smaller pictures and then with none, until it is small enough."""
    small = replace(SMALL, most_bytes=most * 3 // 4)
    tries = (edition, replace(edition, pictures=small, scaled=True), replace(edition, pictures=None, scaled=True))
    with tempfile.TemporaryDirectory(dir=desk.config.data_dir) as folder:
        out = Path(folder) / "workbook.xlsx"
        for attempt in tries:
            done = write_workbook(desk, call, out, attempt)
            if out.stat().st_size <= most and not (done.pictures_left_out and attempt.pictures is edition.pictures):
                break
        return MailedWorkbook(name=name, data=out.read_bytes(), entries=done.entries)


def parcel_of(desk: Desk, address: str, now: datetime) -> tuple[tuple[str, bytes], ...]:
    """Return what a digest carries along for those who may decide: the entries that wait, to be decided in a spreadsheet program."""
    if desk.staff_by_address[address].may.isdisjoint({StaffRight.REVIEW, StaffRight.EXPORT}):
        return ()
    return tuple((book.name, book.data) for book in waiting_books(desk, address, now))
