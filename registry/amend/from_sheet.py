"""Decisions and changes made in a workbook: judged row by row against the registry, done as one transaction, all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from registry.amend import amend, join, posted
from registry.amend.changed_cells import changes_in, mixed
from registry.amend.read_decisions import DecisionRow
from registry.amend.read_decisions import read_decisions as read_decisions
from registry.amend.revise import Hand
from registry.amend.row_checks import LONGEST_NOTE as LONGEST_NOTE
from registry.amend.row_checks import Forbid, entry_in_order
from registry.decide.returned_workbook import Trouble
from registry.decide.returned_workbook import WorkbookProblem as WorkbookProblem
from registry.decide.review import ACTIONS, Decision, Refusal, ReviewError, missing, preview_decision, review_within
from registry.desk.desk import Desk
from registry.store.codes import Action
from registry.store.later_date import own_date
from registry.store.mails import stamp
from registry.store.schema import immediate
from validators.disposition import Disposition

MET = {Action.ACCEPT, Action.REJECT, Action.HOLD}  # asking always writes
MOST_NAMED = 3  # of those whose rows are mixed
MIXED = "Rows seem to be mixed: {names} stand beside other entries' references, as after sorting a part of the sheet. Nothing was done."


@dataclass(frozen=True, kw_only=True)
class AppliedRow:
    """A row that was done, and the states before and after it."""

    row: int
    reference: str
    action: str  # '' where only cells were changed
    note: str
    before: str
    after: str
    missing: tuple[str, ...] = ()  # rules by which an accepted entry is not complete: staff are told once more
    remark: str = ""
    changed: tuple[str, ...] = ()  # what was changed by hand, in words
    into: str = ""  # the entry it was joined to
    until: str = ""  # the moment until which a decision gave the entry time, ISO 8601


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row that cannot be done, and why."""

    row: int
    reference: str
    decision: str
    reason: str
    why: Refusal = field(default=Refusal.OTHER, compare=False)
    values: Mapping[str, str] = field(default_factory=dict, compare=False)  # what a sentence for `why` needs


@dataclass(frozen=True, kw_only=True)
class SheetOutcome:
    """What became of every row that says something; where one is refused nothing is done, and `ready` tells what is in order."""

    applied: tuple[AppliedRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    ready: tuple[AppliedRow, ...] = ()


class _TakeBack(Exception):  # noqa: N818 - ends a transaction that is not to be
    pass


@dataclass
class _Import:
    """One workbook at work."""

    desk: Desk
    by: str
    now: datetime
    forbid: Forbid = lambda *_: None
    plans: dict[int, amend.Planned | join.Joining | ReviewError] = field(default_factory=dict)  # by row
    applied: list[AppliedRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def try_decisions(desk: Desk, rows: Sequence[DecisionRow], by: str = "") -> SheetOutcome:
    """Return what apply_decisions would do; changes nothing. Raises WorkbookProblem."""
    work = _planned(desk, rows, by, lambda *_: None)
    with suppress(_TakeBack), immediate(desk.db):
        _all(work, rows)
        raise _TakeBack
    return SheetOutcome(applied=tuple(work.applied), refused=tuple(work.refused))


def apply_decisions(desk: Desk, rows: Sequence[DecisionRow], by: str) -> SheetOutcome:
    """Do what a workbook says as one transaction, and tell the journal; nothing where a row is refused. Raises WorkbookProblem."""
    work = _planned(desk, rows, by, lambda *_: None)
    with suppress(_TakeBack), desk.journal.transaction(desk.db):
        _all(work, rows)
        if work.refused:
            raise _TakeBack
    return _outcome(work)


def apply_within(desk: Desk, rows: Sequence[DecisionRow], by: str, forbid: Forbid) -> SheetOutcome:
    """Do what apply_decisions() does within the caller's transaction."""
    work = _planned(desk, rows, by, forbid)
    desk.db.conn.execute("SAVEPOINT workbook")
    _all(work, rows)
    if work.refused:
        desk.db.conn.execute("ROLLBACK TO workbook")
    desk.db.conn.execute("RELEASE workbook")
    return _outcome(work)


def _outcome(work: _Import) -> SheetOutcome:
    done = tuple(work.applied)
    return SheetOutcome(ready=done, refused=tuple(work.refused)) if work.refused else SheetOutcome(applied=done)


def _planned(desk: Desk, rows: Sequence[DecisionRow], by: str, forbid: Forbid) -> _Import:
    """Work out every change before the transaction: files may have to be measured. Raises WorkbookProblem for mixed rows."""
    work = _Import(desk, by, datetime.now(UTC), forbid)
    strange = mixed(desk, rows)
    if strange:
        names = ", ".join([*strange[:MOST_NAMED], *(["…"] if len(strange) > MOST_NAMED else [])])
        raise WorkbookProblem(MIXED.format(names=names), Trouble.MIXED, names=names)
    for row in rows:
        try:
            if row.action == join.DEED and row.reference and row.into:
                work.plans[row.row] = join.plan_join(desk, row.reference, row.into)
            elif changes := changes_in(desk, row):
                work.plans[row.row] = amend.plan(desk, row.reference, changes)
        except ReviewError as error:
            work.plans[row.row] = error  # told at the row's turn
    return work


def _all(work: _Import, rows: Sequence[DecisionRow]) -> None:
    """Do every row that says something, in order; a refused one changes nothing."""
    spoken = [row for row in rows if row.written or row.row in work.plans or row.bad or row.posted]
    twice = frozenset(name for name, count in Counter(row.reference for row in spoken).items() if count > 1)
    for row in spoken:
        try:
            if row.reference in twice:
                raise ReviewError(f"{row.reference} has a decision in more than one row; leave one.", Refusal.TWICE)
            work.applied.append(_one(work, row))
        except ReviewError as error:
            work.refused.append(
                RefusedRow(
                    row=row.row,
                    reference=row.reference,
                    decision=row.written,
                    reason=str(error),
                    why=error.why,
                    values=error.values,
                )
            )


def _one(work: _Import, row: DecisionRow) -> AppliedRow:
    """Do one row; raises ReviewError, and then has changed nothing."""
    plan = work.plans.get(row.row)
    met = isinstance(plan, amend.Planned) and _meets(plan, row.action)
    entry = entry_in_order(work.desk.db, row, plan, work.forbid)
    hand = Hand(by=work.by, at=work.now, why=row.remark, note=row.note, undo=work.desk.config.undo)
    done = AppliedRow(
        row=row.row,
        reference=row.reference,
        action="" if met else row.action,
        note=row.note,
        remark=row.remark,
        before=str(entry.state),
        after=str(entry.state),
    )
    if isinstance(plan, join.Joining):
        join.join_within(work.desk, plan, hand)
        return replace(done, after="joined", changed=(f"→ {row.into}",), into=row.into)
    if isinstance(plan, amend.Planned):
        revised = amend.amend_within(work.desk, plan, replace(hand, tell=False if done.action else None))
        done = replace(done, after=str(revised.state), changed=plan.told)
        row = replace(row, revision=revised.revision)
    told = posted.post_within(work.desk, row.reference, row.posted, work.by, work.now)
    done = replace(done, changed=(*done.changed, *told))
    return _decided(work, row, done) if done.action else done


def _meets(plan: amend.Planned, action: str) -> bool:
    """Tell whether what is changed makes an entry what it was also decided to be: then there is nothing left to decide."""
    state = plan.judged.disposition
    return state == ACTIONS.get(Action(action)) if action in MET else action == Action.RELEASE and state is not Disposition.HELD


def _decided(work: _Import, row: DecisionRow, done: AppliedRow) -> AppliedRow:
    """Decide an entry, after what was changed in it."""
    desk = work.desk
    decision = Decision(
        action=row.action, by=work.by, note=row.note, remark=row.remark, revision=row.revision, undo=desk.config.undo
    )
    entry, state = preview_decision(desk.db, row.reference, decision)
    lacking = tuple(dict.fromkeys(item.rule for item in missing(desk.db, row.reference))) if row.action == Action.ACCEPT else ()
    try:
        until = own_date(desk.config, desk.config.calls[entry["call"]], state, row.until, work.now)
    except ValueError as error:
        raise ReviewError(str(error).removeprefix("--until: "), Refusal.DATE) from None
    decision = replace(decision, until=until)
    review_within(desk.db, row.reference, decision, work.now)
    return replace(done, after=str(state), missing=lacking, until=stamp(until) if until else "")
