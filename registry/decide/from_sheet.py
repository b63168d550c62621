"""Decisions made in an exported workbook: read back whoever saved it, judged row by row, applied as one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from registry.decide.review import Decision, ReviewError, deed, missing, preview_decision, review_within
from registry.decide.sheet import DecisionRow
from registry.decide.sheet import WorkbookProblem as WorkbookProblem
from registry.decide.sheet import read_decisions as read_decisions
from registry.desk.desk import Desk
from registry.store.codes import Action
from registry.store.extension import own_date
from registry.store.schema import immediate
from validators.disposition import Disposition

Apply = Callable[[DecisionRow, Mapping[str, Any], Disposition], None]
LONGEST_NOTE = 2000  # characters; it stands in a letter


@dataclass(frozen=True, kw_only=True)
class Applied:
    """A row's decision, and the states before and after it."""

    row: int
    reference: str
    action: str
    note: str
    before: str
    after: str
    missing: tuple[str, ...] = ()  # rules by which an accepted entry is not complete: staff are told once more


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A row that was not applied, and why."""

    row: int
    reference: str
    decision: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became, or would become, of every row with a decision."""

    applied: tuple[Applied, ...] = ()
    refused: tuple[Refused, ...] = ()


def try_decisions(db: Database, rows: Sequence[DecisionRow]) -> Outcome:
    """Return what apply_decisions would do; changes nothing."""
    return _each(db, rows, None)


def apply_decisions(desk: Desk, rows: Sequence[DecisionRow], by: str) -> Outcome:
    """Apply what can be applied as one transaction, tell the journal, and return what was done and what was refused."""
    now = datetime.now(UTC)
    deeds: list[dict[str, str]] = []

    def apply(row: DecisionRow, entry: Mapping[str, Any], state: Disposition) -> None:
        until = own_date(desk.config, desk.config.calls[entry["call"]], state, "", now)
        decision = replace(_decision(row, by), until=until, undo=desk.config.undo)
        review_within(desk.db, row.reference, decision, now)
        deeds.append(deed(row.reference, decision, now))

    with immediate(desk.db):
        outcome = _each(desk.db, rows, apply)
    for told in deeds:
        desk.journal.write("review", **told)
    return outcome


def _each(db: Database, rows: Sequence[DecisionRow], apply: Apply | None) -> Outcome:
    """Judge every row, and decide it where `apply` says how."""
    applied, refused = [], []
    twice = _named_twice(rows)
    for row in rows:
        try:
            if row.reference in twice:
                raise ReviewError(f"{row.reference} has a decision in more than one row; leave one.")
            applied.append(_one(db, row, apply))
        except ReviewError as error:
            refused.append(Refused(row=row.row, reference=row.reference, decision=row.written, reason=str(error)))
    return Outcome(applied=tuple(applied), refused=tuple(refused))


def _named_twice(rows: Iterable[DecisionRow]) -> frozenset[str]:
    return frozenset(reference for reference, count in Counter(row.reference for row in rows).items() if count > 1)


def _decision(row: DecisionRow, by: str = "") -> Decision:
    return Decision(action=row.action, by=by, note=row.note, revision=row.revision)


def _one(db: Database, row: DecisionRow, apply: Apply | None) -> Applied:
    """Decide one row; raises ReviewError, and then has changed nothing."""
    if not row.reference:
        raise ReviewError("The row has no reference.")
    if not row.action:
        raise ReviewError(f"There is no decision '{row.written}'. Decide accept, reject, ask, hold or release.")
    if row.revision is None:
        raise ReviewError("The row has no revision; export again and decide there.")
    if row.action == Action.ASK and not row.note:
        raise ReviewError("ask needs a Note: it stands in the letter to the author.")
    if len(row.note) > LONGEST_NOTE:
        raise ReviewError(f"The note has {len(row.note)} characters; a letter takes {LONGEST_NOTE}.")
    entry, state = preview_decision(db, row.reference, _decision(row))
    _not_decided_since(db, row)
    lacking = tuple(dict.fromkeys(item.rule for item in missing(db, row.reference))) if row.action == Action.ACCEPT else ()
    if apply:
        apply(row, entry, state)
    return Applied(
        row=row.row,
        reference=row.reference,
        action=row.action,
        note=row.note,
        before=str(entry["state"]),
        after=str(state),
        missing=lacking,
    )


def _not_decided_since(db: Database, row: DecisionRow) -> None:
    """Refuse a row that somebody has overtaken: a decision leaves the revision as it is."""
    query = 'SELECT action, "by" FROM decisions WHERE reference = ? ORDER BY id'
    made = db.conn.execute(query, [row.reference]).fetchall()
    if row.decisions is not None and len(made) != row.decisions:
        told = f": {made[-1][0]}, by {made[-1][1]}" if made else ""
        raise ReviewError(f"{row.reference} was decided since the workbook was exported{told}. Look again, then decide.")
