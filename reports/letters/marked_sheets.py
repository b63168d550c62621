"""The sheets that go back with a letter to who sent them, with the cells marked that need mending (contract.md ruling 17)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from intake.config.models import Call, LocalWords
from intake.isolate.workers import WorkerError, Workers
from intake.model.addresses import same
from intake.model.submission import FileType
from intake.sheets.grid import GridLimits
from registry.desk.desk import Desk
from registry.read.cells_to_mend import CellToMend, ToMend, to_mend
from registry.read.entry import Entry
from registry.store.codes import LetterKind
from reports.letters.cell_words import comment
from reports.letters.compose import Enclosure
from reports.letters.sentences import column_labels

if TYPE_CHECKING:
    from intake.sheets.marking.mark import Mark

TELLING = frozenset({LetterKind.CORRECTION, LetterKind.REMINDER})
COMMENTS = "zh"  # the language of those who fill in sheets, where the call has it
MOST = 8_000_000  # bytes of all that goes back with one letter; what is beyond is told by its places alone
SECONDS = 60.0
SHARED = ("intake.sheets.marking.mark",)  # what the worker shares


def marked_sheets(desk: Desk, entries: Iterable[Entry], recipient: str, kind: str) -> tuple[Enclosure, ...]:
    """Return the marked workbooks that go to this address: those that it sent itself, for they hold what nobody else may see."""
    if kind not in TELLING:
        return ()
    own = [
        (entry, item)
        for entry in entries
        for item in to_mend(desk.db, entry.reference)
        if same(item.sender, recipient) and item.places
    ]
    return tuple(_within(_each(desk, own))) if own else ()


def _within(made: Iterable[Enclosure]) -> Iterable[Enclosure]:
    room = MOST
    for item in made:
        if len(item.data) <= room:
            room -= len(item.data)
            yield item


def _each(desk: Desk, own: list[tuple[Entry, ToMend]]) -> list[Enclosure]:
    """Mark each file in a worker: a stranger's bytes are opened nowhere else."""
    limits = desk.config.limits
    bounds = GridLimits(limits.sheet_rows, limits.sheet_columns)
    workers = Workers(1, limits.reading_memory, SHARED)
    found = []
    try:
        for entry, item in own:
            call = desk.config.calls[entry.call]
            language = COMMENTS if COMMENTS in call.languages else call.languages[0]
            office: LocalWords = desk.config.office_of(entry.call)
            marks = tuple(_mark(place, call, language) for place in item.places if place.slot in call.slots)
            made = _one(workers, item, marks, call.said(office, language), bounds)
            found += [Enclosure(*made, anew=item.file.type is not FileType.XLSX)] if made else []
    finally:
        workers.stop()
    return found


def _one(workers: Workers, item: ToMend, marks: tuple[Mark, ...], author: str, bounds: GridLimits) -> tuple[str, bytes] | None:
    """Return a marked file, None where it needs too much or ends its process: the letter's places say it all the same."""
    from intake.sheets.marking.mark import marked_workbook  # openpyxl: for the few letters that bring a sheet back

    try:
        with TemporaryDirectory(prefix="intake-desk-") as folder:
            return workers.run(SECONDS, marked_workbook, item.file, marks, author, Path(folder), bounds)
    except (WorkerError, OSError):
        return None


def _mark(place: CellToMend, call: Call, language: str) -> Mark:
    """Return a place with what its comment says; where the sheet lacks the column, the comment names it."""
    from intake.sheets.marking.mark import Mark

    column = call.slots[place.slot].columns[place.column]
    label = column_labels(call, place.slot, language)[place.column]
    return Mark(
        sheet=place.sheet, row=place.row, letter=place.letter, says=f"“{label}”: {comment(place.problem, column, language)}"
    )
