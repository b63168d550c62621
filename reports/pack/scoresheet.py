"""The score sheet: one row for each entry with its pictures, title and texts, and cells for the judge to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from intake.config.models import Call, Title
from reports.letters.staff_words import StaffWords
from reports.pack.books import boxed, place_pictures
from reports.pack.entries import JudgedEntry
from reports.pack.pack_words import PackWords
from reports.pack.pictures import Picture
from reports.workbook.columns import Layout, laid_out
from reports.workbook.sheet import Sheet
from reports.workbook.steadyzip import save_book
from reports.workbook.style import Column, Heading
from reports.workbook.thumbnails import MOST_BYTES, MOST_PICTURES

SHOWN = 5  # pictures of an entry
PICTURES_WIDTH, ROW_HEIGHT = 93.0, 98.0  # of characters and points: as many boxes fit, and a text of a hundred words beside them
MOST = 100
NOTES = ("judge", "write_here", "how", "score", "together", "covered", "sort")
HEADINGS = frozenset({"judge", "how"})
SCORES: Layout = (
    ("code", 11),
    ("pictures", PICTURES_WIDTH),
    ("count", 8),
    ("title", 28),
    ("score", 11, "input"),
    ("remarks", 34, "input"),
)


def columns_of(about: PackWords, texts: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the sheet Scores."""
    call, words = about.call, about.words
    works = next(iter({**call.judged, **call.slots}.values())).title
    headings = {name: words.lines("scores", name, most=str(MOST), title=_titled(call, works)) for name, *_ in SCORES}
    return (
        *(Column(name, headings[name], width, *kind) for name, width, *kind in SCORES),
        *(
            Column(f"text.{name}", words.lines("scores", "text", title=_titled(call, call.texts[name].title)), 90)
            for name in texts
        ),
    )


def _titled(call: Call, title: Title) -> Callable[[str], str]:
    """Return what says a title in a language, as a heading."""
    return lambda language: title.heading(language, call.languages)


def write_score_sheet(
    path: Path, about: PackWords, entries: Sequence[JudgedEntry], pictures: Mapping[str, Sequence[Picture]]
) -> int:
    """Write the score sheet; return how many pictures it had no room for."""
    book, words = Workbook(write_only=True), about.words
    texts = [name for name in about.call.texts if any(name in entry.texts for entry in entries)]
    columns = columns_of(about, texts)
    sheet = Sheet(book, words.first("titles", "scores"), columns, height=ROW_HEIGHT)
    placed = spent = left_out = 0
    for entry in entries:
        there = pictures.get(entry.code, ())
        sheet.append(
            {
                "code": entry.code,
                "count": len(there),
                "title": entry.title,
                **{f"text.{name}": text for name, text in entry.texts.items()},
            }
        )
        small = [boxed(picture.small) for picture in there[:SHOWN]]
        fits = placed + len(small) <= MOST_PICTURES and spent + sum(map(len, small)) <= MOST_BYTES
        left_out += len(there) - (len(small) if fits else 0)
        if fits:
            place_pictures(sheet.sheet, 1, sheet.rows, small)
            placed, spent = placed + len(small), spent + sum(map(len, small))
    _take_scores(sheet, words)
    sheet.finish()
    _explain(book, words)
    save_book(book, path, about.office_name, about.title)
    return left_out


def _explain(book: Workbook, words: StaffWords) -> None:
    """Write the sheet that tells a judge what to do."""
    notes = Sheet(book, words.first("titles", "notes"), laid_out(words, "notes", (("note", 110), ("name", 30, "input"))))
    for key in NOTES:
        told = " ".join(dict.fromkeys(words.each("scoring", key, most=str(MOST))))
        notes.append({"note": Heading(told) if key in HEADINGS else told})
    notes.finish()


def _take_scores(sheet: Sheet, words: StaffWords) -> None:
    """Let Excel refuse what is no score."""
    allowed = DataValidation(type="decimal", operator="between", formula1="0", formula2=str(MOST), allow_blank=True)
    allowed.showErrorMessage = True
    allowed.errorTitle, allowed.error = words.line("scoring", "heading"), words.lines("scoring", "refused", most=str(MOST))
    letter = sheet.letter("score")
    allowed.add(f"{letter}2:{letter}{max(sheet.rows, 2)}")
    sheet.sheet.data_validations.append(allowed)
