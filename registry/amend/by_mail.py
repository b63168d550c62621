"""A workbook of ours that staff mail back: known by its stamp, whole or not at all, and what became of it as values."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from intake.mime.unpacking import ZipParts
from intake.model.addresses import same
from intake.model.problems import FileProblem
from registry.amend.from_sheet import SheetOutcome, apply_within
from registry.amend.read_decisions import DecidedBook, read_book
from registry.amend.stamp import SHEET, Stamp
from registry.decide.returned_workbook import Trouble, WorkbookProblem
from registry.decide.review import Refusal, ReviewError
from registry.desk.desk import Desk
from registry.read.entry import Entry

Own = Callable[[Entry, str], bool]
OWN = "{} is an entry of your own address; somebody else decides on it."
OTHER_CALL = "{} is no entry of the call that this workbook is of."
LISTS_OURS = re.compile(rf"""<(?:\w+:)?sheet\s[^>]*\bname=["']{SHEET}["']""".encode())
MOST_LISTED, MOST_PARTS = 100_000, 5_000  # bytes of a workbook's list of sheets; parts of it


class TakenWorkbook(StrEnum):
    """What became of a workbook."""

    DONE = "done"  # what it says was done; it may say nothing
    REFUSED = "refused"  # a row is refused, so nothing was done
    UNREADABLE = "unreadable"  # it cannot be read as it is; `problem` says why
    FOREIGN = "foreign"  # no workbook of ours, or its stamp was changed
    OTHERS = "others"  # mailed to another address
    SHELL = "shell"  # made in the shell, and taken there alone
    OLD = "old"


@dataclass(frozen=True, kw_only=True)
class WorkbookAnswer:
    """What to tell of a mailed workbook."""

    taken: TakenWorkbook
    call: str = ""
    outcome: SheetOutcome = field(default_factory=SheetOutcome)
    problem: str = ""
    why: Trouble = Trouble.OTHER
    values: Mapping[str, str] = field(default_factory=dict)  # what a sentence for `why` needs


@dataclass(frozen=True)
class Decider:
    """One of staff who decides by mail: the mail's address, canonical, and how the registry notes who it was."""

    address: str
    by: str
    own: Own  # whether an entry is of an address
    review: bool = True  # False: they may mark the shortlist alone


def decide_by_workbook(desk: Desk, decider: Decider, data: Path | bytes, arrived: datetime) -> WorkbookAnswer:
    """Do what a workbook says that came attached to a mail of one of staff, within the caller's transaction."""
    try:
        book = _read(data)
    except WorkbookProblem as error:
        return _unreadable(error)
    stamp = book.marks.stamp
    refused = _not_theirs(desk, stamp, decider.address, arrived)
    if refused or stamp is None:
        return WorkbookAnswer(taken=refused or TakenWorkbook.FOREIGN)
    try:
        outcome = apply_within(desk, book.rows, decider.by, _forbid(stamp.call, decider))
    except WorkbookProblem as error:
        return replace(_unreadable(error), call=stamp.call)
    taken = TakenWorkbook.REFUSED if outcome.refused else TakenWorkbook.DONE
    return WorkbookAnswer(taken=taken, call=stamp.call, outcome=outcome)


def is_of_ours(desk: Desk, path: Path) -> bool:
    """Tell whether a file is a workbook that this desk has stamped, whoever sends it; only one with our hidden sheet is read."""
    try:
        with ZipParts(path, MOST_LISTED, MOST_PARTS) as parts:
            if not LISTS_OURS.search(parts.head("xl/workbook.xml", MOST_LISTED)):
                return False
        stamp = _read(path.read_bytes()).marks.stamp  # its name as kept has no ending, which the library wants
    except (FileProblem, WorkbookProblem):
        return False
    return stamp is not None and stamp.proved(desk.mark)


def _unreadable(error: WorkbookProblem) -> WorkbookAnswer:
    return WorkbookAnswer(taken=TakenWorkbook.UNREADABLE, problem=str(error), why=error.why, values=error.values)


def _read(data: Path | bytes) -> DecidedBook:
    if isinstance(data, Path):
        return read_book(data)
    with tempfile.TemporaryDirectory(prefix="intake-desk-") as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(data)
        return read_book(path)


def _not_theirs(desk: Desk, stamp: Stamp | None, address: str, arrived: datetime) -> TakenWorkbook | None:
    """Return why a stamp lets nobody of this address decide; None where it does."""
    if stamp is None or not stamp.proved(desk.mark):
        return TakenWorkbook.FOREIGN
    if not stamp.address:
        return TakenWorkbook.SHELL
    if not same(stamp.address, address):
        return TakenWorkbook.OTHERS
    return TakenWorkbook.OLD if stamp.outlived(arrived) else None


def _forbid(call: str, decider: Decider) -> Callable[[Entry, str], ReviewError | None]:
    """Return what says of an entry why it may not be decided on by this person, None where it may."""

    def forbidden(entry: Entry, _: str) -> ReviewError | None:
        if not decider.review:
            return ReviewError(f"{decider.by} may not review.")
        if entry.call != call:
            return ReviewError(OTHER_CALL.format(entry.reference), Refusal.OTHER_CALL)
        return ReviewError(OWN.format(entry.reference), Refusal.OWN) if decider.own(entry, decider.address) else None

    return forbidden
