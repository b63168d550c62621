"""The organisers' choice, made in the ranking workbook: read back by cell, recorded all or nothing, stale rows refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from intake.config.models import Call
from intake.words.fold import fold_all
from registry.desk.desk import Desk
from registry.select.flaws import Flaw, FlawKind, SheetRefused
from registry.select.handed_sheets import HandedRow, HandedSheet, read_grids
from registry.select.headings import cell_at, find_table
from registry.select.ranking import NO_AWARD, ranking_mark, scores_fingerprint
from registry.select.scores import SHOWN
from registry.store.codec import unpacked
from registry.store.history import note
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.selection import put_award, scoreboard
from validators.disposition import Disposition

COLUMNS = ("reference", "award", "mark")
OVERTAKEN = "the award that it tells of was taken away or changed since, or its entry was rejected or joined to another"
DEED = "award"  # the journal's word


@dataclass(frozen=True, kw_only=True)
class AwardChange:
    """One entry whose award changes: ids, '' for none."""

    cell: str
    reference: str
    before: str
    after: str


@dataclass(frozen=True)
class _Now:
    """What stands in the registry while the workbook is read."""

    call: Call
    digest: str
    entries: Mapping[str, tuple[int, str]]  # reference -> revision and state
    awards: Mapping[str, str]


def read_awards(db: Database, call_id: str, call: Call, path: Path) -> list[AwardChange]:
    """Return what a ranking workbook changes; raises SheetRefused with every flaw, WorkbookProblem for what is none."""
    found = find_table(grids := read_grids(path), COLUMNS, ())
    if found is None:
        raise SheetRefused([Flaw(place=grids[0].title if grids else "", why=FlawKind.NO_RANKING)])
    grid, first, columns = found
    board = scoreboard(db, call_id)
    query = "SELECT reference, revision, state FROM entries WHERE call = ?"
    entries = {row[0]: (row[1], row[2]) for row in db.conn.execute(query, [call_id]).fetchall()}
    now = _Now(call, scores_fingerprint(board), entries, board.awards)
    flaws: list[Flaw] = []
    changes: dict[str, AwardChange] = {}
    for row in grid.rows[first:]:
        change = _change(now, grid, row, columns, flaws)
        if change and change.reference in changes:
            flaws.append(Flaw(place=change.cell, why=FlawKind.NAMED_TWICE, values={"reference": change.reference}))
        elif change:
            changes[change.reference] = change
    if flaws:
        raise SheetRefused(flaws)
    return [change for change in changes.values() if change.before != change.after]


def _change(now: _Now, grid: HandedSheet, row: HandedRow, columns: Mapping[str, int], flaws: list[Flaw]) -> AwardChange | None:
    """Return what a row makes of its entry's award; None for an empty row, or one that cannot be taken (then a flaw tells it)."""
    named, chosen, mark = (cell_at(row, columns, name) for name in COLUMNS)
    reference = "".join(named.text.upper().split())
    if not reference and not chosen.text:
        return None

    award = None if chosen.unworked else award_of(now.call, chosen.text)
    current = now.awards.get(reference, "")
    made, _, exported = mark.text.partition(".")
    place = chosen.place
    why: FlawKind | None = None
    if reference not in now.entries:
        place, why = named.place or chosen.place, FlawKind.UNKNOWN_REFERENCE
    elif award is None:
        why = FlawKind.UNKNOWN_AWARD
    elif made != ranking_mark(now.digest, reference, *now.entries[reference]):
        place, why = named.place, FlawKind.STALE
    elif current not in {award, "" if exported == NO_AWARD else exported}:
        why = FlawKind.AWARDED_SINCE
    if why:
        said = chosen.text[:SHOWN] if award is None else current or NO_AWARD
        told = {"reference": reference or named.text[:SHOWN], "award": said, "awards": "; ".join(now.call.awards) or NO_AWARD}
        flaws.append(Flaw(place=f"{grid.title}!{place}", why=why, values=told))
        return None
    return AwardChange(cell=f"{grid.title}!{chosen.place}", reference=reference, before=current, after=award or "")


def fallen(db: Database, call_id: str, award: str | None = None) -> frozenset[str]:
    """Return the entries of a call that have an award and were rejected since, or joined to another: no letter, certificate or list has them."""
    query = (
        "SELECT a.reference FROM awards a JOIN entries e ON e.reference = a.reference "
        "WHERE e.call = ?1 AND e.state IN (?3, ?4) AND (?2 IS NULL OR a.award = ?2)"
    )
    values = [call_id, award, Disposition.REJECTED, Disposition.JOINED]
    return frozenset(row[0] for row in db.conn.execute(query, values).fetchall())


def why_not_told(db: Database, reference: str, told: str) -> str:
    """Return why a letter that tells of an award, or brings a certificate, may leave no more; '' for any other. `told`: its JSON column."""
    said = unpacked(told) if told else {}
    award = said.get("award") or ""
    if not award and not said.get("certificate"):
        return ""
    query = "SELECT e.state, coalesce(a.award, '') FROM entries e LEFT JOIN awards a USING (reference) WHERE e.reference = ?"
    state, now = db.conn.execute(query, [reference]).fetchone()
    return OVERTAKEN if state in {Disposition.REJECTED, Disposition.JOINED} or award not in {"", now} else ""


def award_of(call: Call, written: str) -> str | None:
    """Return the award that a cell names, by its id or its title in any language or several; '' for none, None for no award."""
    if not written.strip():
        return ""
    folded = fold_all(written)
    for award, title in call.awards.items():
        said = [fold_all(words) for words in title.by_language.values()]
        if folded in {fold_all(award), *said, "".join(said), "".join(reversed(said))}:
            return award
    return None


def give_awards(desk: Desk, call_id: str, path: Path, by: str) -> list[AwardChange]:
    """Record what a ranking workbook says as one transaction and return what changed; raises as read_awards() does."""
    now = datetime.now(UTC)
    with desk.journal.transaction(desk.db):
        changes = read_awards(desk.db, call_id, desk.config.calls[call_id], path)
        for change in changes:
            put_award(desk.db, change.reference, change.after, by, now)
            note(desk.db, change.reference, now, "award", f"by {by}: {change.before or NO_AWARD} -> {change.after or NO_AWARD}")
            tell(desk.db, DEED, by=by, at=stamp(now), reference=change.reference, award=change.after)
    return changes
