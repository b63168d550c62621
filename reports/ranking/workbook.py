"""The ranking workbook: who stands where and why, what is missing on top, and the column in which organisers choose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

from intake.config.models import Call
from registry.desk.desk import Desk
from registry.select.ranking import Ranked, Ranking, ranking
from registry.store.codec import unpacked
from registry.store.selection import Score
from reports.letters.formats import clean
from reports.letters.staff_words import StaffWords
from reports.ranking.rows import LedSheet, add_chart, award_titles, offer_awards
from reports.workbook.columns import Layout, laid_out
from reports.workbook.countries import country
from reports.workbook.rows import nationality
from reports.workbook.steadyzip import save_book_of
from reports.workbook.style import CellKind, Column

BEFORE: Layout = (
    ("rank", 7), ("reference", 14), ("code", 10), ("names", 28), ("country", 16), ("title", 34), ("mean", 10, CellKind.SCORE),
    ("spread", 9, CellKind.SCORE), ("judges", 9),
)  # fmt: skip
AFTER: Layout = (("votes", 9), ("award", 26, CellKind.INPUT), ("evidence", 40), ("remarks", 50), ("mark", 22))
MOST_CODES, MOST_TIES = 12, 8  # named in a note


def write_ranking(desk: Desk, call_id: str, out: Path) -> Ranking:
    """Write a call's ranking as a workbook and return it; raises OSError."""
    found, call = ranking(desk, call_id), desk.config.calls[call_id]
    words = StaffWords("ranking", tuple(dict.fromkeys([*desk.config.staff_languages, *call.languages])))
    book = Workbook(write_only=True)
    judges = tuple(Column(f"judge.{key}", name, 11, CellKind.SCORE) for key, name in found.judges.items())
    columns = (*laid_out(words, "ranking", BEFORE), *judges, *laid_out(words, "ranking", AFTER))
    sheet = LedSheet(book, words.first("titles", "ranking"), columns, lead=[line for line in notes(found, call, words) if line])
    for row in found.rows:
        sheet.append(_row(row, call, words))
    offer_awards(book, sheet, call, words)
    sheet.sheet.print_area = f"A1:{sheet.letter('award')}{sheet.rows}"
    sheet.finish()
    add_chart(book, sheet, found, words)
    save_book_of(book, out, desk.config, call_id)
    return found


def notes(found: Ranking, call: Call, words: StaffWords) -> Iterator[str]:
    """Yield what must be known before choosing, a line each."""
    title = {"title": lambda language: call.said(call.title, language)}
    yield words.line("notes", "heading", **title, entries=len(found.rows), judges=len(found.judges))
    if found.silent:
        yield words.line("notes", "silent", names=", ".join(found.silent))
    for judge in found.idle:
        yield words.line("notes", "idle", name=found.judges[judge])
    for judge, codes in found.missed.items():
        if codes and judge not in found.idle:
            yield words.line("notes", "missed", name=found.judges[judge], n=len(codes), codes=_few(codes))
    if found.unscored:
        yield words.line("notes", "unscored", codes=_few(found.unscored))
    if found.ties:
        shown = "; ".join(f"{rank}: {_few(codes)}" for rank, codes in found.ties[:MOST_TIES])
        yield words.line("notes", "ties", n=len(found.ties), ranks=shown + (" …" if len(found.ties) > MOST_TIES else ""))
    if found.conflicts:
        yield words.line("notes", "conflicts", n=found.conflicts)
    if not any(row.votes for row in found.rows):
        yield words.line("notes", "no_votes")
    yield words.line("notes", "trimmed")
    yield words.line("notes", "choose" if call.awards else "no_awards")


def _few(codes: tuple[str, ...]) -> str:
    return ", ".join(codes[:MOST_CODES]) + (f" … (+{len(codes) - MOST_CODES})" if len(codes) > MOST_CODES else "")


def _row(row: Ranked, call: Call, words: StaffWords) -> dict[str, object]:
    names = dict.fromkeys(filter(None, (row.entry.written(field) for field in call.identity.name or ())))
    remarks = [f"{_judge(words, item)}{item.remark}" for item in row.scores.values() if item.remark]
    return {
        "rank": row.rank,
        "reference": row.entry.reference,
        "code": row.code,
        "names": clean(" / ".join(names) or row.entry.author_name, 200),
        "country": country(nationality(call, row.entry), words.languages),
        "title": clean(row.entry.named(call.identity.title), 300),
        "mean": row.standing.mean,
        "spread": row.standing.spread,
        "judges": row.standing.judges,
        **{f"judge.{judge}": _shown(item, words) for judge, item in row.scores.items()},
        "votes": row.votes.votes if row.votes else None,
        "evidence": _evidence(row.votes.evidence, words) if row.votes and row.votes.evidence else "",
        "remarks": "\n".join(remarks),
        "award": award_titles(call, words).get(row.award, row.award),
        "mark": row.mark,
    }


def _judge(words: StaffWords, item: Score) -> str:
    return f"({words.first('withdrawn')}) " if item.conflict else "– "


def _shown(item: Score, words: StaffWords) -> object:
    if not item.conflict:
        return item.score
    return words.line("withdrawn") if item.score is None else words.line("withdrawn_with", score=f"{item.score:g}")


def _evidence(text: str, words: StaffWords) -> str:
    return words.first("evidence", **unpacked(text))
