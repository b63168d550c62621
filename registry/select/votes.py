"""A count of votes: code and votes from csv or a workbook; where votes have times, what these show (issue: sudden jumps, equal times)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from registry.select.cell_numbers import cell_number
from registry.select.flaws import Flaw, FlawKind, SheetRefused
from registry.select.handed_sheets import HandedCell, HandedRow, HandedSheet, read_grids
from registry.select.headings import cell_at, find_table
from registry.select.scores import SHOWN, code_of
from registry.store.codec import packed
from registry.store.selection import Count

MOST_VOTES = 10**9
LEAST_PARTS, MOST_PARTS = 3, 6  # of a time: year, month, day, hour, minute, second, whatever stands between them
VoteRows = dict[str, list[tuple[int, datetime | None]]]  # reference -> rows of votes


def read_votes(path: Path, codes: Mapping[str, str]) -> list[Count]:
    """Return the votes of each entry in a file; `codes`: code -> reference.

    A file with times may have several rows for a code, each with its votes (1 where no column counts them): they add up.
    Raises SheetRefused with every flaw, WorkbookProblem for what is neither workbook nor list.
    """
    grids = read_grids(path, lists=True)
    found = find_table(grids, ("code", "votes"), ("time",)) or find_table(grids, ("code", "time"), ())
    if found is None:
        raise SheetRefused([Flaw(place="", why=FlawKind.NO_VOTES_TABLE)])
    grid, first, columns = found
    flaws: list[Flaw] = []
    votes = _votes(grid, first, columns, codes, flaws)
    if not flaws and not votes:
        flaws.append(Flaw(place=grid.title, why=FlawKind.NO_VOTES))
    if flaws:
        raise SheetRefused(flaws)
    return [Count(reference=name, votes=sum(n for n, _ in rows), evidence=_evidence(rows)) for name, rows in votes.items()]


def _votes(grid: HandedSheet, first: int, columns: Mapping[str, int], codes: Mapping[str, str], flaws: list[Flaw]) -> VoteRows:
    votes: VoteRows = {}
    for row in grid.rows[first:]:
        code, count, when = (cell_at(row, columns, name) for name in ("code", "votes", "time"))
        if len(row) <= columns.get("votes", -1) and code.text:  # a list alone has rows of several lengths
            flaws.append(Flaw(place=f"{grid.title}!{code.place}", why=FlawKind.CUT, values={"code": code.text[:SHOWN]}))
            continue
        if not count.text and not count.unworked and ("votes" in columns or not code.text):
            continue  # a code without votes: nothing is said of it
        reference, number = codes.get(code_of(code.text), ""), _number(count) if "votes" in columns else 1
        if not reference or number is None:
            flaws.append(_flaw(grid, row, code, count, known=bool(reference)))
        elif reference in votes and "time" not in columns:
            flaws.append(Flaw(place=f"{grid.title}!{code.place}", why=FlawKind.TWICE, values={"code": code.text[:SHOWN]}))
        else:
            votes.setdefault(reference, []).append((number, _moment(when)))
    return votes


def _flaw(grid: HandedSheet, row: HandedRow, code: HandedCell, count: HandedCell, *, known: bool) -> Flaw:
    if not known:
        place = f"{grid.title}!{code.place or row[0].place}"
        return Flaw(
            place=place,
            why=FlawKind.UNKNOWN_CODE if code.text else FlawKind.NO_CODE_OF_VOTES,
            values={"code": code.text[:SHOWN], "votes": count.text},
        )
    why = FlawKind.UNWORKED if count.unworked else FlawKind.NO_COUNT
    return Flaw(place=f"{grid.title}!{count.place or row[0].place}", why=why, values={"votes": count.text[:SHOWN]})


def _number(cell: HandedCell) -> int | None:
    number = (
        None
        if cell.unworked
        else cell_number(HandedCell(cell.place, cell.text.replace(",", "") if isinstance(cell.value, str) else cell.value))
    )
    return int(number) if number is not None and number == int(number) and 0 <= number <= MOST_VOTES else None


def _moment(cell: HandedCell) -> datetime | None:
    if isinstance(cell.value, datetime):
        return cell.value.replace(tzinfo=None)
    numbers = [int(digits) for digits in re.findall(r"[0-9]{1,6}", cell.text)[:MOST_PARTS]]
    try:
        return datetime(*numbers) if len(numbers) >= LEAST_PARTS else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _evidence(rows: Sequence[tuple[int, datetime | None]]) -> str:
    """Return what the times of an entry's votes show, as JSON; '' without times: the fullest hour, and the most at one instant."""
    timed = [(number, moment) for number, moment in rows if moment is not None]
    if not timed:
        return ""
    hour, at_most = _fullest((number, moment.replace(minute=0, second=0, microsecond=0)) for number, moment in timed)
    instant, at_once = _fullest((number, moment.replace(microsecond=0)) for number, moment in timed)
    return packed(
        {"hour": hour.isoformat(" ", "minutes"), "in_hour": at_most, "instant": instant.isoformat(" "), "at_once": at_once}
    )


def _fullest(votes: Iterable[tuple[int, datetime]]) -> tuple[datetime, int]:
    counted: Counter[datetime] = Counter()
    for number, moment in votes:
        counted[moment] += number
    return min(counted.items(), key=lambda item: (-item[1], item[0]))
