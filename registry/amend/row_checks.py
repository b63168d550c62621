"""What must be right in a row of a workbook before it is done; each fault has its code, so that it can be told in any language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlite_utils import Database

from registry.amend import join, posted
from registry.amend.read_decisions import DecisionRow
from registry.decide.review import NO_SUCH, Refusal, ReviewError
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.store.codes import Action

LONGEST_NOTE = 2000  # characters; it stands in a letter
Forbid = Callable[[Entry, str], ReviewError | None]  # an entry and a decision, '' for a change -> why it may not be


def entry_in_order(db: Database, row: DecisionRow, plan: object, forbid: Forbid) -> Entry:
    """Return the entry of a row in which nothing is wrong; `plan`: of its changes, or why there can be none. Raises ReviewError."""
    if not row.row:
        raise ReviewError(posted.alone(row.reference, row.posted))
    if not row.reference:
        raise ReviewError("The row has no reference.", Refusal.NO_REFERENCE)
    if row.bad:
        raise ReviewError(
            f"A formula stands in {', '.join(row.bad)}; type the words themselves.", Refusal.FORMULA, cells=", ".join(row.bad)
        )
    if row.written and not row.action:
        raise ReviewError(NO_SUCH.format(row.written), Refusal.ACTION, word=row.written)
    if row.revision is None:
        raise ReviewError("The row has no revision; export again and decide there.", Refusal.NO_REVISION)
    for problem in _words_wrong(row):
        raise problem
    if isinstance(plan, ReviewError):
        raise plan
    entry = read_entry(db, row.reference)
    if entry is None:
        raise ReviewError(f"There is no entry {row.reference}. `entries` lists them.", Refusal.ENTRY)
    if row.revision != entry.revision:
        raise ReviewError(
            f"{row.reference} changed since: it is at revision {entry.revision} now. Look again, then decide.", Refusal.CHANGED
        )
    _not_decided_since(entry, row)
    forbidden = forbid(entry, row.action) or (forbid(plan.other, row.action) if isinstance(plan, join.Joining) else None)
    if forbidden:
        raise forbidden
    return entry


def _words_wrong(row: DecisionRow) -> Iterator[ReviewError]:
    if row.action == Action.ASK and not row.note:
        yield ReviewError("ask needs a Note: it stands in the letter to the author.", Refusal.NOTE)
    if row.action == join.DEED and not row.into:
        yield ReviewError("join needs Into: the reference of the other entry.", Refusal.INTO)
    for what, text in (("note", row.note), ("remark", row.remark)):
        if len(text) > LONGEST_NOTE:
            told = f"The {what} has {len(text)} characters; a letter takes {LONGEST_NOTE}."
            yield ReviewError(told, Refusal.LONG, n=str(len(text)), most=str(LONGEST_NOTE))


def _not_decided_since(entry: Entry, row: DecisionRow) -> None:
    """Refuse a row that somebody has overtaken: a decision leaves the revision as it is."""
    if row.decisions is None or entry.moves == row.decisions:
        return
    last = entry.decisions[-1] if entry.decisions else None
    told = f": {last.action}, by {last.by}{', taken back' if last.undone else ''}" if last else ""
    words = f"{row.reference} was decided since the workbook was exported{told}. Look again, then decide."
    values = {"action": str(last.action) if last else "", "by": last.by if last else ""}
    raise ReviewError(words, Refusal.UNDONE if last and last.undone else Refusal.DECIDED, **values)
