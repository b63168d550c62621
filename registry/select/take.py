"""Score sheets and counts of votes are taken in: each file whole or not at all, one transaction, told to the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from registry.decide.returned_workbook import WorkbookProblem
from registry.desk.desk import Desk
from registry.read.entries import references
from registry.select.flaws import Flaw, SheetRefused
from registry.select.neutral_codes import entry_codes
from registry.select.scores import JudgedCall, read_scores
from registry.select.votes import read_votes
from registry.store.journal import tell
from registry.store.mails import stamp
from registry.store.selection import Count, JudgeSheet, Score, Votes, entries_scored, on_shortlist, put_sheet, put_votes
from validators.disposition import Disposition

Told = TypeVar("Told")
SHEET, SCORE, COUNT, VOTE = "scores", "score", "votes", "vote"  # the journal's words


@dataclass(frozen=True, kw_only=True)
class TakenFile:
    """What became of one file: what was taken, or why nothing was."""

    file: str
    judge: str = ""  # as the sheet writes the name
    taken: int = 0  # scores, or votes
    codes: tuple[str, ...] = ()  # of which a score was taken
    entries: int = 0
    conflicts: int = 0  # from which the judge withdrew
    missing: tuple[str, ...] = ()  # codes of accepted entries of which the file says nothing
    gone: tuple[str, ...] = ()  # codes of which a score was taken and which are accepted no more: it counts for nothing
    dropped: tuple[str, ...] = ()  # codes of which the judge's sheet before had a score and this has none
    bears: str = ""  # the name on the sheet, where it is another than the one the sender's address has
    replaced: bool = False  # what the judge, or the call, had before
    problem: str = ""  # why it could not be read at all
    flaws: tuple[Flaw, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether nothing of it was taken."""
        return bool(self.problem or self.flaws)


def entries_by_code(desk: Desk, call_id: str) -> dict[str, str]:
    """Return code -> reference of every entry of a call."""
    return {code: reference for reference, code in entry_codes(desk.db, call_id).items()}


def take_scores(desk: Desk, call_id: str, path: Path, by: str) -> TakenFile:
    """Take a judge's sheet in, in place of an earlier one."""
    codes = entries_by_code(desk, call_id)
    sheet = _read(path, lambda: read_scores(path, JudgedCall(call_id, desk.config.calls[call_id], codes)))
    if isinstance(sheet, TakenFile):
        return sheet
    with desk.journal.transaction(desk.db):
        return put_and_tell(desk, sheet, codes, by, datetime.now(UTC))


def _read(path: Path, read: Callable[[], Told]) -> Told | TakenFile:
    """Return what a file says, or why it is not taken."""
    try:
        return read()
    except SheetRefused as refused:
        return TakenFile(file=path.name, flaws=refused.flaws)
    except WorkbookProblem as error:
        return TakenFile(file=path.name, problem=str(error))


def put_and_tell(desk: Desk, sheet: JudgeSheet, codes: Mapping[str, str], by: str, now: datetime) -> TakenFile:
    """Take a sheet in, within the caller's transaction, and return what became of it; `codes`: code -> reference."""
    before = entries_scored(desk.db, sheet.call, sheet.judge)
    replaced = put_sheet(desk.db, sheet, by, now)
    _tell(desk.db, sheet, by, now)
    said, scored = {item.reference for item in sheet.scores}, {item.reference for item in sheet.scores if item.counts}
    gone, dropped = scored - _accepted(desk, sheet.call), before - said
    return TakenFile(
        file=sheet.file,
        judge=sheet.name,
        taken=sum(item.counts for item in sheet.scores),
        entries=len(sheet.scores),
        conflicts=sum(item.conflict for item in sheet.scores),
        codes=tuple(sorted(code for code, reference in codes.items() if reference in scored)),
        missing=_missing(desk, sheet.call, codes, said),
        gone=tuple(sorted(code for code, reference in codes.items() if reference in gone)),
        dropped=tuple(sorted(code for code, reference in codes.items() if reference in dropped)),
        replaced=replaced,
    )


def take_votes(desk: Desk, call_id: str, path: Path, by: str) -> TakenFile:
    """Take a count of votes in, in place of all votes of the call."""
    codes = entries_by_code(desk, call_id)
    counts = _read(path, lambda: read_votes(path, codes))
    if isinstance(counts, TakenFile):
        return counts
    now = datetime.now(UTC)
    with desk.journal.transaction(desk.db):
        replaced = bool(desk.db.table("vote_counts").count_where("call = ?", [call_id]))
        put_votes(desk.db, Votes(call=call_id, file=path.name, counts=tuple(counts)), by, now)
        tell(desk.db, COUNT, call=call_id, file=path.name, by=by, at=stamp(now))
        for item in counts:
            tell(desk.db, VOTE, call=call_id, **vars(item))
    said = {item.reference for item in counts}
    return TakenFile(
        file=path.name,
        taken=sum(item.votes for item in counts),
        entries=len(counts),
        missing=_missing(desk, call_id, codes, said),
        replaced=replaced,
    )


def _missing(desk: Desk, call_id: str, codes: Mapping[str, str], said: set[str]) -> tuple[str, ...]:
    """Return the codes that a file should speak of and does not: those on the shortlist, where there is one."""
    accepted = _accepted(desk, call_id)
    wanted = on_shortlist(desk.db, accepted) or accepted
    return tuple(sorted(code for code, reference in codes.items() if reference in wanted - said))


def _accepted(desk: Desk, call_id: str) -> set[str]:
    return set(references(desk.db, call_id, Disposition.ACCEPTED))


def _tell(db: Database, sheet: JudgeSheet, by: str, now: datetime) -> None:
    """Tell the journal of a sheet, and of each of its scores, so that an entry can be forgotten there too."""
    tell(db, SHEET, call=sheet.call, judge=sheet.judge, name=sheet.name, file=sheet.file, by=by, at=stamp(now))
    for item in sheet.scores:
        tell(db, SCORE, call=sheet.call, judge=sheet.judge, **vars(item))


def sheet_of(deed: Mapping[str, Any]) -> JudgeSheet:
    """Return the sheet that a deed tells, without its scores: these are deeds of their own."""
    return JudgeSheet(**{name: str(deed[name]) for name in ("call", "judge", "name", "file")}, scores=())


def score_of(deed: Mapping[str, Any]) -> Score:
    """Return the score that a deed tells."""
    return Score(reference=deed["reference"], score=deed["score"], remark=deed["remark"], conflict=bool(deed["conflict"]))


def count_of(deed: Mapping[str, Any]) -> Count:
    """Return the votes that a deed tells."""
    return Count(reference=deed["reference"], votes=int(deed["votes"]), evidence=deed["evidence"])
