"""Accepted entries in the order of their mean scores, and what must be known before choosing among them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.config.models import Call
from intake.model.addresses import canonical
from registry.desk.desk import Desk
from registry.read.entries import read_entries, references, snapshot
from registry.read.entry import Entry
from registry.select.neutral_codes import entry_codes
from registry.select.scores import key_of
from registry.store.score_mean import ScoreSummary
from registry.store.selection import Count, Score, Scoreboard, scoreboard
from validators.disposition import Disposition

NO_AWARD = "-"  # in a row's mark


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One entry of the ranking; `rank` is shared by equal means, None without any score."""

    rank: int | None
    code: str
    entry: Entry
    standing: ScoreSummary
    scores: Mapping[str, Score]  # judge's key -> score
    votes: Count | None
    award: str  # id, '' for none
    mark: str  # what the row was made from: a workbook whose marks differ is stale


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The whole ranking: entries in order, judges (key -> name), and what is missing."""

    rows: tuple[Ranked, ...]
    judges: Mapping[str, str]
    silent: tuple[str, ...]  # judges of the configuration from whom no sheet came: name, or address
    missed: Mapping[str, tuple[str, ...]]  # judge's key -> codes they said nothing of
    idle: tuple[str, ...]  # keys of judges who scored none of these entries

    @property
    def ties(self) -> list[tuple[int, tuple[str, ...]]]:
        """Return each rank that several share, with their codes."""
        shared: dict[int, list[str]] = {}
        for row in self.rows:
            if row.rank is not None:
                shared.setdefault(row.rank, []).append(row.code)
        return [(rank, tuple(codes)) for rank, codes in shared.items() if len(codes) > 1]

    @property
    def conflicts(self) -> int:
        """Return how many scores do not count because the judge withdrew."""
        return sum(item.conflict for row in self.rows for item in row.scores.values())

    @property
    def unscored(self) -> tuple[str, ...]:
        """Return the codes of entries without any score, of those that judges were to score."""
        return tuple(row.code for row in judged(self.rows) if row.rank is None)


def judged(rows: Sequence[Ranked]) -> Sequence[Ranked]:
    """Return the rows that judges were to score: those on the shortlist, all where nothing is on it."""
    return [row for row in rows if row.entry.shortlisted] or rows


def ranking(desk: Desk, call_id: str) -> Ranking:
    """Return a call's ranking as it stands now, read in one snapshot."""
    with snapshot(desk.db):
        board, codes = scoreboard(desk.db, call_id), entry_codes(desk.db, call_id)
        entries = list(read_entries(desk.db, references(desk.db, call_id, Disposition.ACCEPTED)))
        senders = {canonical(row[0]) for row in desk.db.conn.execute('SELECT "by" FROM score_sheets WHERE call = ?', [call_id])}
    rows = tuple(_ranked(entries, codes, board))
    here = [row.scores for row in judged(rows)]
    return Ranking(
        rows=rows,
        judges=board.judges,
        silent=tuple(_silent(desk.config.calls[call_id], board, senders)),
        missed={
            judge: tuple(row.code for row in sorted(judged(rows), key=lambda row: row.code) if judge not in row.scores)
            for judge in board.judges
        },
        idle=tuple(judge for judge in board.judges if not any(judge in scores and scores[judge].counts for scores in here)),
    )


def _ranked(entries: list[Entry], codes: Mapping[str, str], board: Scoreboard) -> Iterator[Ranked]:
    """Yield the rows by falling mean, equal ones by code; entries without scores at the end."""
    made = scores_fingerprint(board)
    standings = {entry.reference: board.standing(entry.reference) for entry in entries}
    means = sorted((found.mean for found in standings.values() if found.mean is not None), reverse=True)

    def place(entry: Entry) -> tuple[float, str]:
        mean = standings[entry.reference].mean
        return (-mean if mean is not None else float("inf"), codes[entry.reference])

    for entry in sorted(entries, key=place):
        standing, award = standings[entry.reference], board.awards.get(entry.reference, "")
        yield Ranked(
            rank=means.index(standing.mean) + 1 if standing.mean is not None else None,
            code=codes[entry.reference],
            entry=entry,
            standing=standing,
            scores=board.scores.get(entry.reference, {}),
            votes=board.votes.get(entry.reference),
            award=award,
            mark=f"{ranking_mark(made, entry.reference, entry.revision, entry.state)}.{award or NO_AWARD}",
        )


def scores_fingerprint(board: Scoreboard) -> str:
    """Return what tells whether any score or the votes of a call changed."""
    scores = [[name, judge, item.score, item.conflict] for name, told in board.scores.items() for judge, item in told.items()]
    votes = [[name, item.votes] for name, item in board.votes.items()]
    return hashlib.sha256(json.dumps([sorted(scores, key=str), sorted(votes)]).encode()).hexdigest()


def ranking_mark(made: str, reference: str, revision: int, state: str) -> str:
    """Return what tells whether an entry, a score or the votes changed since a row was written."""
    return hashlib.sha256(f"{made} {reference} {revision} {state}".encode()).hexdigest()[:12]


def _silent(call: Call, board: Scoreboard, senders: set[str]) -> Iterator[str]:
    for judge in call.judges:
        if canonical(judge.address) not in senders and key_of(judge.name) not in board.judges:
            yield judge.name or judge.address
