"""Scores, votes and awards as the registry holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from registry.store.mails import stamp
from registry.store.score_mean import ScoreSummary, score_summary

CHOSEN = ("scores", "votes", "awards", "shortlist")  # tables with rows of an entry


@dataclass(frozen=True, kw_only=True)
class Score:
    """What a judge said of an entry: a score, or that it is not theirs to judge."""

    reference: str
    score: float | None
    remark: str = ""
    conflict: bool = False

    @property
    def counts(self) -> bool:
        """Tell whether it is part of the mean."""
        return self.score is not None and not self.conflict


@dataclass(frozen=True, kw_only=True)
class JudgeSheet:
    """A judge's sheet, whole: it takes the place of the one before. `judge` is the name as two sheets of one person share it."""

    call: str
    judge: str
    name: str
    file: str
    scores: tuple[Score, ...]


@dataclass(frozen=True, kw_only=True)
class Count:
    """The votes of an entry, and what the times of the file show of them, where it has any."""

    reference: str
    votes: int
    evidence: str = ""  # a JSON column


@dataclass(frozen=True, kw_only=True)
class Votes:
    """A file of votes, whole: it takes the place of the one before."""

    call: str
    file: str
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scoreboard:
    """All scores, votes and awards of a call."""

    judges: Mapping[str, str] = field(default_factory=dict)  # key -> name, of all whose sheet came, by name
    scores: Mapping[str, Mapping[str, Score]] = field(default_factory=dict)  # reference -> judge's key -> score
    votes: Mapping[str, Count] = field(default_factory=dict)
    awards: Mapping[str, str] = field(default_factory=dict)  # reference -> award's id
    awarded_at: Mapping[str, str] = field(default_factory=dict)

    def standing(self, reference: str) -> ScoreSummary:
        """Return what the scores of an entry amount to."""
        return score_summary(
            [item.score for item in self.scores.get(reference, {}).values() if item.counts and item.score is not None]
        )


def scoreboard(db: Database, call: str | None = None) -> Scoreboard:
    """Return everything that was taken in for a call, or for all calls (then without judges, who may judge several)."""
    where, values = ("WHERE {}call = ?", [call]) if call else ("", [])

    def rows(query: str, table: str = "") -> Iterable[Mapping[str, Any]]:
        return db.query(f"{query} {where.format(table)}", values)

    judges = {row["judge"]: row["name"] for row in rows("SELECT judge, name FROM score_sheets")} if call else {}
    scores: dict[str, dict[str, Score]] = {}
    for row in rows("SELECT * FROM scores"):
        score = Score(reference=row["reference"], score=row["score"], remark=row["remark"], conflict=bool(row["conflict"]))
        scores.setdefault(row["reference"], {})[row["judge"]] = score
    counts = rows("SELECT reference, votes, evidence FROM votes")
    given = list(rows("SELECT a.reference, a.award, a.at FROM awards a JOIN entries e ON e.reference = a.reference", "e."))
    return Scoreboard(
        judges=dict(sorted(judges.items(), key=lambda item: (item[1], item[0]))),
        scores=scores,
        votes={row["reference"]: Count(**row) for row in counts},
        awards={row["reference"]: row["award"] for row in given},
        awarded_at={row["reference"]: row["at"] for row in given},
    )


def selected(db: Database, references: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return reference -> award, standing and votes, of those that have any, as an entry bears them."""
    marks = ", ".join("?" * len(references))
    query = (
        f"SELECT reference, 'score', score FROM scores WHERE score IS NOT NULL AND NOT conflict AND reference IN ({marks}) UNION ALL "
        f"SELECT reference, 'award', award FROM awards WHERE reference IN ({marks}) UNION ALL "
        f"SELECT reference, 'shortlisted', 1 FROM shortlist WHERE reference IN ({marks}) UNION ALL "
        f"SELECT reference, 'awarded_at', at FROM awards WHERE reference IN ({marks}) UNION ALL "
        f"SELECT reference, 'votes', votes FROM votes WHERE reference IN ({marks})"
    )
    found: dict[str, dict[str, Any]] = {}
    counted: dict[str, list[float]] = {}
    for reference, what, value in db.conn.execute(query, [*references] * 5).fetchall():
        if what == "score":
            counted.setdefault(reference, []).append(value)
        elif what == "awarded_at":
            found.setdefault(reference, {})[what] = datetime.fromisoformat(value)
        elif what == "shortlisted":
            found.setdefault(reference, {})[what] = True
        else:
            found.setdefault(reference, {})[what] = value
    for reference, scores in counted.items():
        found.setdefault(reference, {})["standing"] = score_summary(scores)
    return found


def put_sheet(db: Database, sheet: JudgeSheet, by: str, now: datetime) -> bool:
    """Take a judge's sheet in, in place of the one before; tell whether there was one. Part of the caller's transaction."""
    before = bool(db.table("score_sheets").count_where("call = ? AND judge = ?", [sheet.call, sheet.judge]))
    db.conn.execute("DELETE FROM scores WHERE call = ? AND judge = ?", [sheet.call, sheet.judge])
    row = {"call": sheet.call, "judge": sheet.judge, "name": sheet.name, "file": sheet.file, "by": by, "at": stamp(now)}
    db.table("score_sheets").insert(row, replace=True)
    for item in sheet.scores:
        put_score(db, sheet.call, sheet.judge, item)
    return before


def entries_scored(db: Database, call: str, judge: str) -> frozenset[str]:
    """Return the entries of which a judge's score counts."""
    query = "SELECT reference FROM scores WHERE call = ? AND judge = ? AND score IS NOT NULL AND NOT conflict"
    return frozenset(row[0] for row in db.conn.execute(query, [call, judge]).fetchall())


def put_score(db: Database, call: str, judge: str, item: Score) -> None:
    """Write one score."""
    row = {"reference": item.reference, "call": call, "judge": judge, "score": item.score, "remark": item.remark}
    db.table("scores").insert({**row, "conflict": int(item.conflict)}, replace=True)


def put_votes(db: Database, votes: Votes, by: str, now: datetime) -> None:
    """Take a count of votes in, in place of all votes of the call. Part of the caller's transaction."""
    db.conn.execute("DELETE FROM votes WHERE call = ?", [votes.call])
    db.table("vote_counts").insert({"call": votes.call, "file": votes.file, "by": by, "at": stamp(now)}, replace=True)
    for item in votes.counts:
        put_count(db, votes.call, item)


def put_count(db: Database, call: str, item: Count) -> None:
    """Write the votes of one entry."""
    row = {"reference": item.reference, "call": call, "votes": item.votes, "evidence": item.evidence}
    db.table("votes").insert(row, replace=True)


def put_award(db: Database, reference: str, award: str, by: str, now: datetime) -> None:
    """Give an entry an award in place of any before, or '' to take it away. Part of the caller's transaction."""
    if not award:
        db.conn.execute("DELETE FROM awards WHERE reference = ?", [reference])
        return
    db.table("awards").insert({"reference": reference, "award": award, "by": by, "at": stamp(now)}, replace=True)


def put_shortlisted(db: Database, reference: str, by: str, now: datetime, *, on: bool) -> None:
    """Put an entry on the shortlist, or take it off. Part of the caller's transaction."""
    db.conn.execute("DELETE FROM shortlist WHERE reference = ?", [reference])
    if on:
        db.table("shortlist").insert({"reference": reference, "by": by, "at": stamp(now)})


def on_shortlist(db: Database, references: Set[str]) -> set[str]:
    """Return which of these entries are on the shortlist."""
    return {row[0] for row in db.conn.execute("SELECT reference FROM shortlist").fetchall()} & references
