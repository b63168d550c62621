"""Which rows of sheets are posted (张榜): marked by staff in the workbook's sheet of rows, cell by cell, taken with its decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.config.languages import languages, phrases
from registry.decide.returned_workbook import cell_text, folded_heading
from registry.decide.review import ReviewError
from registry.desk.desk import Desk
from registry.read.rows import ListedRow, Wanted, rows
from registry.store.dossiers import call_of
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.rows import GOOD, REPLACED, post_rows

DEED = "posted"  # the journal's word
POSTED, ROW = ":posted", ":row"  # what columns of the sheet hold, in the workbook's hidden sheet; no slot is called so
YES, NO = "yes", "no"  # what a row's hidden cell says stood beside it
SHOWN = 60  # characters of a cell that cannot be read


@dataclass(frozen=True, kw_only=True)
class PostedCell:
    """A cell that may have been changed: where it is (Rows!F5), what it says, and the hidden cell of its row: mark and what was."""

    place: str
    written: str
    row: str

    @property
    def mark(self) -> str:
        """Return what its row is known by."""
        return self.row.partition(" ")[0]

    @property
    def changed(self) -> bool:
        """Tell whether it says anything but what stood there; an empty one says so where something stood."""
        was = self.row.partition(" ")[2]
        return meant(self.written) != was if self.written else was == YES


def row_cell(row: ListedRow) -> str:
    """Return the hidden cell of a row."""
    return f"{row.mark} {(YES if row.posted else NO) if row.state == GOOD else ''}".strip()


def meant(written: str) -> str:
    """Return yes or no for what a cell says in any language, '' for neither."""
    told = [phrases("workbook", language)["posting"] for language in languages()]
    for answer in (YES, NO):
        if folded_heading(written) in {folded_heading(str(word)) for known in told for word in known[answer]}:
            return answer
    return ""


def changed_cells(found: Iterable[tuple[str, PostedCell]]) -> dict[str, tuple[PostedCell, ...]]:
    """Return reference -> its changed cells."""
    by_entry: dict[str, list[PostedCell]] = {}
    for reference, cell in found:
        if cell.changed:
            by_entry.setdefault(reference, []).append(cell)
    return {reference: tuple(cells) for reference, cells in by_entry.items()}


def alone(row_reference: str, cells: Sequence[PostedCell]) -> str:
    """Return why cells are not taken whose entry the workbook does not list."""
    places = ", ".join(cell.place for cell in cells)
    return f"{places}: the workbook lists no entry '{row_reference[:SHOWN]}'; export again and mark the row there."


def post_within(desk: Desk, reference: str, cells: Sequence[PostedCell], by: str, now: datetime) -> tuple[str, ...]:
    """Post rows of an entry, or take them off, in the caller's transaction; tell the journal, and return what was done, in words.

    Raises ReviewError, which names every cell that cannot be taken.
    """
    call = call_of(desk.db, reference)
    listed = rows(desk.db, Wanted(call=call, reference=reference)) if call and cells else ()
    known = {row.mark: row for row in listed if row.state != REPLACED}
    times = Counter(cell.mark for cell in cells)
    wrong = [f"{cell.place}: {why}" for cell in cells if (why := _wrong(cell, known, reference))]
    wrong += [f"{cell.place}: this row stands there more than once; leave one." for cell in cells if times[cell.mark] > 1]
    if wrong:
        raise ReviewError(" ".join(wrong))
    new = {cell: meant(cell.written) == YES for cell in cells}
    new = {cell: on for cell, on in new.items() if known[cell.mark].posted != on}
    if not new:
        return ()
    marks: dict[str, list[str]] = {"on": [], "off": []}
    for cell, on in new.items():
        marks["on" if on else "off"].append(cell.mark)
    post_rows(desk.db, reference, marks["on"], marks["off"])
    tell(desk.db, DEED, reference=reference, **marks, by=by, at=stamp(now))
    return (", ".join(f"{cell.place}: {'posted' if on else 'not posted'}" for cell, on in new.items()),)


def _wrong(cell: PostedCell, known: Mapping[str, ListedRow], reference: str) -> str:
    """Return why a cell cannot be taken, '' where it can."""
    row = known.get(cell.mark)
    if row is None:
        return f"{reference or 'The registry'} has no such row (any more); export again and mark it there."
    if row.state != GOOD:
        return "this row is still to be mended; only a registered one can be posted. Leave the cell empty."
    if not cell.written:
        return "the cell is empty; choose yes or no."
    return "" if meant(cell.written) else f"Posted takes yes or no; '{cell.written[:SHOWN]}' is neither."


def posted_cell(title: str, places: Mapping[str, tuple[int, str]], number: int, values: Sequence[object]) -> PostedCell:
    """Return the cell of one row; `places`: POSTED, ROW -> column, from 0, and its letter."""
    texts = {name: cell_text(values[column]) if column < len(values) else "" for name, (column, _) in places.items()}
    return PostedCell(place=f"{title}!{places[POSTED][1]}{number}", written=texts[POSTED], row=texts[ROW])
