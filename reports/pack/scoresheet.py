"""The score sheet: one row for each entry with its pictures, title and texts, and cells for the judge to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from intake.config.models import Call
from reports.pack.books import boxed, place_pictures
from reports.pack.entries import JudgedEntry
from reports.pack.pictures import Picture
from reports.workbook.sheet import Sheet
from reports.workbook.steadyzip import save_book
from reports.workbook.style import Column, Heading
from reports.workbook.thumbnails import MOST_BYTES, MOST_PICTURES

SHOWN = 5  # pictures of an entry
PICTURES_WIDTH, ROW_HEIGHT = 93.0, 98.0  # of characters and points: as many boxes fit, and a text of a hundred words beside them
MOST = 100
NOTES = (
    Heading("评委 Judge"),
    "请在下一格填写姓名 Write your name in the next cell",
    Heading("怎样评分 How to score"),
    f"在“评分”列填写 0 至 {MOST} 的分数，可用小数；“评语”可不填。 Give a score of 0 to {MOST} for each entry; remarks are optional.",
    "同一编号的照片是一组，合评一个分数。 Photos of one code belong together and get one score.",
    "▇▇ 处遮去的是人名或联系方式。 ▇▇ covers a name or an address.",
    "可以排序和筛选，图片随行移动；请勿改动编号。 Sort and filter as you like, pictures go with their row; leave the codes alone.",
)


def columns_of(call: Call, texts: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the sheet Scores."""
    return (
        Column("code", "编号", "Code", 11),
        Column("pictures", call.slots["work"].title.said("zh"), call.slots["work"].title.heading("en"), PICTURES_WIDTH),
        Column("count", "幅数", "Photos", 8),
        Column("title", "作品名称", "Title", 28),
        Column("score", f"评分 0–{MOST}", f"Score 0–{MOST}", 11, "input"),
        Column("remarks", "评语", "Remarks", 34, "input"),
        *(Column(f"text.{name}", call.texts[name].title.said("zh"), call.texts[name].title.heading("en"), 90) for name in texts),
    )


def write_score_sheet(
    path: Path, call: Call, office: str, entries: Sequence[JudgedEntry], pictures: Mapping[str, Sequence[Picture]]
) -> int:
    """Write the score sheet; return how many pictures it had no room for."""
    book = Workbook(write_only=True)
    texts = [name for name in call.texts if any(name in entry.texts for entry in entries)]
    columns = columns_of(call, texts)
    sheet = Sheet(book, "Scores", columns, height=ROW_HEIGHT)
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
    _take_scores(sheet)
    sheet.finish()
    notes = Sheet(book, "Notes", (Column("note", "说明", "Notes", 110), Column("name", "姓名", "Name", 30, "input")))
    for note in NOTES:
        notes.append({"note": note})
    notes.finish()
    save_book(book, path, office, call.title.said("en"))
    return left_out


def _take_scores(sheet: Sheet) -> None:
    """Let Excel refuse what is no score."""
    allowed = DataValidation(type="decimal", operator="between", formula1="0", formula2=str(MOST), allow_blank=True)
    allowed.showErrorMessage = True
    allowed.errorTitle, allowed.error = "评分 Score", f"请填写 0 至 {MOST} 的数字。\nA number from 0 to {MOST}, please."
    letter = sheet.letter("score")
    allowed.add(f"{letter}2:{letter}{max(sheet.rows, 2)}")
    sheet.sheet.data_validations.append(allowed)
