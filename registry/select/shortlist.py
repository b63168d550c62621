"""The shortlist of the preliminary review: a silent mark that staff make in the workbook or by mail; nobody is written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from intake.words.fold import fold_all
from registry.amend.stamp import SHEET, marks_of
from registry.desk.desk import Desk
from registry.select.flaws import Flaw, FlawKind
from registry.select.handed_sheets import HandedCell, HandedSheet, read_grids
from registry.select.headings import cell_at, find_table, words
from registry.select.scores import SHOWN
from registry.store.history import note
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.selection import put_shortlisted

NEEDED = ("registered", "shortlist")
DEED = "shortlist"  # the journal's word
KNOWN = "SELECT e.reference, s.reference IS NOT NULL FROM entries e LEFT JOIN shortlist s ON s.reference = e.reference"


@dataclass(frozen=True)
class Marked:
    """What a workbook changes of the shortlist; with a flaw nothing."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()


def read_shortlist(desk: Desk, path: Path) -> Marked:
    """Return what a workbook changes: yes puts an entry on the list, no takes it off, an empty cell says nothing.

    Raises WorkbookProblem. A workbook without the column changes nothing.
    """
    found = find_table(grids := read_grids(path), NEEDED, ())
    if found is None:
        return Marked()
    grid, first, columns = found
    known = {row[0]: bool(row[1]) for row in desk.db.conn.execute(KNOWN).fetchall()}
    before = _was_listed(grids)
    added: list[str] = []
    removed: list[str] = []
    flaws: list[Flaw] = []
    for row in grid.rows[first:]:
        named, cell = (cell_at(row, columns, name) for name in NEEDED)
        reference, wanted = "".join(named.text.upper().split()), _wanted(cell)
        if not cell.text or (wanted and reference in before):
            continue  # it says nothing, or what stood there
        if reference not in known or wanted is None:
            why = FlawKind.UNREAD_SHORTLIST if reference in known else FlawKind.UNKNOWN_REFERENCE
            told = {"reference": named.text[:SHOWN], "written": cell.text[:SHOWN]}
            flaws.append(Flaw(place=f"{grid.title}!{cell.place}", why=why, values=told))
        elif wanted != known[reference]:
            (added if wanted else removed).append(reference)
    return Marked(flaws=tuple(flaws)) if flaws else Marked(tuple(added), tuple(removed))


def _was_listed(grids: Sequence[HandedSheet]) -> set[str]:
    """Return which entries stood on the shortlist when a workbook of ours was made, as far as it says."""
    sheets = (marks_of([cell.value for cell in row] for row in grid.rows) for grid in grids if grid.title == SHEET)
    return next((marks.listed for marks in sheets), set())


def _wanted(cell: HandedCell) -> bool | None:
    text = fold_all(cell.text) or cell.text
    if text in words("yes") or cell.value is True:
        return True
    return False if text in words("no") or cell.value is False else None


def mark_shortlist(desk: Desk, path: Path, by: str) -> Marked:
    """Do what a workbook says of the shortlist, all or nothing; raises WorkbookProblem."""
    now = datetime.now(UTC)
    with desk.journal.transaction(desk.db):
        marked = read_shortlist(desk, path)
        mark_within(desk.db, marked, by, now)
    return marked


def mark_within(db: Database, marked: Marked, by: str, now: datetime) -> None:
    """Put entries on the shortlist, or take them off, within the caller's transaction, and tell the journal of each."""
    changes = [(name, True) for name in marked.added] + [(name, False) for name in marked.removed]
    for reference, on in changes:
        put_shortlisted(db, reference, by, now, on=on)
        note(db, reference, now, "shortlist", f"{'on' if on else 'off'}, by {by}")
        tell(db, DEED, by=by, at=stamp(now), reference=reference, on=on)


def is_shortlisted(db: Database, reference: str) -> bool:
    """Tell whether an entry is on the shortlist."""
    return bool(db.table("shortlist").count_where("reference = ?", [reference]))
