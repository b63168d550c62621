"""The score sheet: one row for each entry with its pictures, title and texts, and cells for the judge to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from intake.config.models import Call, Title
from reports.pack.pack_words import PackWords
from reports.pack.packed import PackedEntry
from reports.pack.scorerows import FIRST, ScoreRows
from reports.pack.sheet_pictures import boxed, place_pictures
from reports.workbook.columns import Layout, laid_out
from reports.workbook.edition import USUAL
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.steadyzip import save_book
from reports.workbook.style import CellKind, Column, Heading

SHOWN = 5  # pictures of an entry
PICTURES_WIDTH, ROW_HEIGHT = 93.0, 98.0  # of characters and points: as many boxes fit, and a text of a hundred words beside them
NOTES = ("how", "name", "score", "together", "conflict", "covered", "locked", "back")
HEADINGS = frozenset({"how"})
SCORES: Layout = (
    ("code", 11),
    ("pictures", PICTURES_WIDTH),
    ("files", 34),
    ("count", 8),
    ("title", 28),
    ("score", 11, CellKind.INPUT),
    ("remarks", 34, CellKind.INPUT),
    ("conflict", 13, CellKind.INPUT),
)


def columns_of(about: PackWords, texts: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the sheet Scores."""
    call, words = about.call, about.words
    works = next(iter({**call.judged, **call.slots}.values())).title
    least, most = call.judging.bounds
    headings = {name: words.lines("scores", name, least=least, most=most, title=_titled(call, works)) for name, *_ in SCORES}
    return (
        *(Column(name, headings[name], width, *kind) for name, width, *kind in SCORES),
        *(
            Column(f"text.{name}", words.lines("scores", "text", title=_titled(call, call.texts[name].title)), 90, cut=True)
            for name in texts
        ),
    )


def _titled(call: Call, title: Title) -> Callable[[str], str]:
    """Return what says a title in a language, as a heading."""
    return lambda language: title.heading(language, call.languages)


def write_score_sheet(path: Path, about: PackWords, packed: Sequence[PackedEntry]) -> int:
    """Write the score sheet; return how many pictures it had no room for. Files stand in it by their names in the pack."""
    book, words = Workbook(write_only=True), about.words
    texts = [name for name in about.call.texts if any(name in item.entry.texts for item in packed)]
    unused = {
        name for name, used in (("pictures", about.shows_pictures), ("files", any(item.files for item in packed))) if not used
    }
    columns = [column for column in columns_of(about, texts) if column.key not in unused]
    name = words.lines("scoring", "judge")
    sheet = ScoreRows(book, words.first("titles", "scores"), columns, height=ROW_HEIGHT, name=name)
    placed = spent = left_out = 0
    for item in packed:
        entry, there = item.entry, item.pictures
        sheet.append(
            {
                "code": entry.code,
                "count": len(there) + len(item.files),
                "files": "\n".join(item.places),
                "title": entry.title,
                **{f"text.{name}": text for name, text in entry.texts.items()},
            }
        )
        small = [boxed(picture.small) for picture in there[:SHOWN]]
        fits = placed + len(small) <= USUAL.most and spent + sum(map(len, small)) <= USUAL.most_bytes
        left_out += len(there) - (len(small) if fits else 0)
        if fits:
            place_pictures(sheet.sheet, 1, sheet.rows, small)
            placed, spent = placed + len(small), spent + sum(map(len, small))
    _take_scores(sheet, about)
    sheet.finish()
    _explain(book, about)
    save_book(book, path, about.office_name, about.title)
    return left_out


def _explain(book: Workbook, about: PackWords) -> None:
    """Write the sheet that tells a judge what to do."""
    words, (least, most) = about.words, about.call.judging.bounds
    notes = WorkbookSheet(book, words.first("titles", "notes"), laid_out(words, "notes", (("note", 110),)))
    for key in NOTES if about.shows_pictures else [key for key in NOTES if key != "together"]:
        told = " ".join(dict.fromkeys(words.each("scoring", key, least=least, most=most)))
        notes.append({"note": Heading(told) if key in HEADINGS else told})
    notes.finish()


def _take_scores(sheet: ScoreRows, about: PackWords) -> None:
    """Let Excel refuse what is no score, and offer the word for withdrawing."""
    words, (least, most) = about.words, about.call.judging.bounds
    allowed = DataValidation(type="decimal", operator="between", formula1=least, formula2=most, allow_blank=True)
    allowed.showErrorMessage = True
    allowed.errorTitle = words.line("scoring", "heading")
    allowed.error = words.lines("scoring", "refused", least=least, most=most)
    withdrawn = DataValidation(type="list", formula1=f'"{words.first("scoring", "withdrawn")}"', allow_blank=True)
    for check, column in ((allowed, "score"), (withdrawn, "conflict")):
        letter = sheet.letter(column)
        check.add(f"{letter}{FIRST}:{letter}{max(sheet.rows, FIRST)}")
        sheet.sheet.data_validations.append(check)
