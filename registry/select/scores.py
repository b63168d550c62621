"""A judge's filled score sheet: read whole, refused by cell, or taken in whole in place of the one before."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake.config.models import Call
from intake.words.fold import fold_all, fold_case
from registry.select.cell_numbers import cell_number
from registry.select.flaws import Flaw, FlawKind, SheetRefused
from registry.select.handed_sheets import HandedCell, HandedRow, HandedSheet, read_grids
from registry.select.headings import cell_at, find_table, find_tables, labelled_values, words
from registry.store.selection import JudgeSheet, Score

NEEDED, WANTED = ("code", "score"), ("remark", "conflict")
LONGEST_REMARK, LONGEST_NAME, SHOWN = 4000, 60, 40  # characters
STRANGE = 3  # codes, all unknown, from which a sheet is another call's


@dataclass(frozen=True)
class JudgedCall:
    """A call whose scores are read: its id, its terms, and the codes there are."""

    id: str
    call: Call
    codes: Mapping[str, str]  # code -> reference


@dataclass(frozen=True)
class _Table:
    """What a sheet is read by: its call, where it stands, and its columns."""

    judged: JudgedCall
    title: str
    columns: Mapping[str, int]


def key_of(name: str) -> str:
    """Return a judge's name as two sheets of one person share it: without blanks and case (contract.md ruling 30)."""
    return "".join(fold_case(name).split())


def read_scores(path: Path, judged: JudgedCall) -> JudgeSheet:
    """Return a judge's sheet.

    Raises SheetRefused with every flaw, WorkbookProblem for what is no workbook.
    """
    return scores_in(read_grids(path), judged, path.name)


def has_scores(grids: Sequence[HandedSheet]) -> bool:
    """Tell whether a workbook has the columns of a score sheet."""
    return find_table(grids, NEEDED, WANTED) is not None


def codes_in(grids: Sequence[HandedSheet]) -> frozenset[str]:
    """Return the codes that a score sheet names."""
    found = find_table(grids, NEEDED, WANTED)
    if found is None:
        return frozenset()
    grid, first, columns = found
    return frozenset(code_of(cell_at(row, columns, "code").text) for row in grid.rows[first:])


def scores_in(grids: Sequence[HandedSheet], judged: JudgedCall, file: str, name: str = "") -> JudgeSheet:
    """Return what read_scores() returns, of a workbook that is read already; `name` stands over the sheet's own."""
    tables = list(find_tables(grids, NEEDED, WANTED))
    if not tables:
        raise SheetRefused([Flaw(place="", why=FlawKind.NO_TABLE)])
    grid, first, columns = tables[0]
    flaws: list[Flaw] = []
    judge = name.strip() or _judge(grids, grid, first, flaws)
    taken: dict[str, Score] = {}
    for page, begins, found in tables:  # further ones only where they speak of entries: a judge's own sums do not
        rows = page.rows[begins:]
        if page is grid or any(code_of(cell_at(row, found, "code").text) in judged.codes for row in rows):
            _take(_Table(judged, page.title, found), rows, taken, flaws)
    scores = list(taken.values())
    flaws = _of_another_call(flaws) if not scores else flaws
    if not flaws and not any(item.score is not None for item in scores):
        flaws.append(Flaw(place=f"{grid.title}!{cell_at(grid.rows[first - 1], columns, 'score').place}", why=FlawKind.NO_SCORE))
    if flaws:
        raise SheetRefused(flaws)
    return JudgeSheet(call=judged.id, judge=key_of(judge), name=judge, file=file, scores=tuple(scores))


def _of_another_call(flaws: list[Flaw]) -> list[Flaw]:
    """Return one flaw for a sheet of which not one code is known: it is of another call, or of another year."""
    strange = [flaw for flaw in flaws if flaw.why is FlawKind.UNKNOWN_CODE]
    if len(strange) < STRANGE:
        return flaws
    told = {**strange[0].values, "n": str(len(strange))}
    return [*(flaw for flaw in flaws if flaw not in strange), Flaw(place=strange[0].place, why=FlawKind.OTHER_CALL, values=told)]


def name_on(grids: Sequence[HandedSheet]) -> str:
    """Return the judge's name that a score sheet bears, '' for none."""
    found = find_table(grids, NEEDED, WANTED)
    return _judge(grids, found[0], found[1], []) if found else ""


def _judge(grids: Sequence[HandedSheet], scored: HandedSheet, first: int, flaws: list[Flaw]) -> str:
    """Return the judge's name: above the scores, else on another sheet."""
    labels = [(grid, pair) for grid in [scored, *(grid for grid in grids if grid is not scored)]
              for pair in labelled_values(grid.rows[: first - 1] if grid is scored else grid.rows[:60], "judge")]  # fmt: skip
    for _, (_, value) in labels:
        if key_of(value.text):
            return " ".join(value.text.split())[:LONGEST_NAME]
    grid, place = (labels[0][0], labels[0][1][0].place) if labels else (scored, "A1")
    flaws.append(Flaw(place=f"{grid.title}!{place}", why=FlawKind.NO_JUDGE))
    return ""


def _take(table: _Table, rows: Sequence[HandedRow], taken: dict[str, Score], flaws: list[Flaw]) -> None:
    """Add what a sheet's rows say; a code that says something else than before is a flaw, one that says the same is none in another sheet."""
    before = dict(taken)
    for row in rows:
        item = _score(table, row, flaws)
        if item is None or item == before.get(item.reference):
            continue
        if item.reference in taken:
            code = cell_at(row, table.columns, "code")
            flaws.append(Flaw(place=f"{table.title}!{code.place}", why=FlawKind.TWICE, values={"code": code.text[:SHOWN]}))
        taken[item.reference] = item


def _score(table: _Table, row: HandedRow, flaws: list[Flaw]) -> Score | None:
    """Return what a row says; None where it says nothing, or nothing that can be taken (then a flaw tells it)."""
    code, score, remark, conflict = (cell_at(row, table.columns, name) for name in (*NEEDED, *WANTED))
    withdrawn = is_yes(conflict)
    if not score.text and not score.unworked and not withdrawn:
        return None
    reference = table.judged.codes.get(code_of(code.text), "")
    if not reference:
        place = code.place or row[0].place
        why = FlawKind.UNKNOWN_CODE if code.text else FlawKind.NO_CODE
        values = {"code": code.text[:SHOWN], "score": score.text[:SHOWN]}
        flaws.append(Flaw(place=f"{table.title}!{place}", why=why, values=values))
        return None
    flaw = _wrong(table.judged.call, score) if score.text or score.unworked else None
    if flaw:
        flaws.append(Flaw(place=f"{table.title}!{score.place}", why=flaw.why, values=flaw.values))
        return None
    number = cell_number(score) if score.text else None
    return Score(reference=reference, score=number, remark=remark.text[:LONGEST_REMARK], conflict=withdrawn)


def _wrong(call: Call, score: HandedCell) -> Flaw | None:
    """Return why a cell is no score."""
    if score.unworked:
        return Flaw(place="", why=FlawKind.UNWORKED)
    number, (least, most) = cell_number(score), call.judging.bounds
    told = {"score": score.text[:SHOWN], "least": least, "most": most}
    if number is None:
        return Flaw(place="", why=FlawKind.NO_NUMBER, values=told)
    if not call.judging.least <= number <= call.judging.most:
        return Flaw(place="", why=FlawKind.OUT_OF_BOUNDS, values=told)
    return None


def code_of(text: str) -> str:
    """Return a code as it was given out, however it is typed: b2c3d4, Ｂ2 C3 D4."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def is_yes(cell: HandedCell) -> bool:
    """Tell whether a judge withdraws from an entry: any word in the column but a no; a mark alone (/ – ×) is none."""
    text = fold_all(cell.text)
    return bool(text) and cell.value is not False and text not in words("no")
