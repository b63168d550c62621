"""Read a form typed into the body of a mail or a text file, or sent as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Tag

from intake.forms.fields.grid import FormCell, FormRow
from intake.forms.fields.table import PARTED
from intake.words.fold import SYMBOLS

MAX_LINES = 5000
MAX_LINE = 20_000  # characters
MAX_HTML = 3_000_000
BLOCKS = ["br", "p", "div", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "hr", "section"]
UNSEEN = ["script", "style", "head", "template", "rt", "rp", "rtc"]  # also the readings over words
END = "\u2028"  # put where a block of a page begins or ends
NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
BULLET = re.compile(rf"^\s*([>*•·{SYMBOLS}]+\s*|[-–]\s+)")


def text_rows(text: str) -> list[FormRow]:
    """Return text line by line, tabs and bars parting cells; places read "line 3"."""
    lines = text[: MAX_LINES * 400].splitlines()[:MAX_LINES]
    return [_row(line[:MAX_LINE], f"line {number}") for number, line in enumerate(lines, 1)]


def _row(line: str, place: str) -> FormRow:
    stripped = BULLET.sub("", line.strip("|｜ \r"))
    parts = PARTED.split(stripped)
    return FormRow(cells=tuple(FormCell(text=part.strip(), place=place, column=index) for index, part in enumerate(parts)))


def html_rows(html: str) -> list[FormRow]:
    """Return an HTML page: its tables row by row, and the lines around them."""
    soup = BeautifulSoup(html[:MAX_HTML], "lxml")
    for unseen in soup(UNSEEN):
        unseen.decompose()
    for block in soup(BLOCKS):
        block.insert_before(END)
        block.append(END)
    rows: list[FormRow] = []
    for number, table in enumerate(soup.find_all("table"), 1):
        rows += _table(table, number)
    for table in soup.find_all("table"):
        table.decompose()
    return text_rows(_text(soup)) + rows


def _table(table: Tag, number: int) -> Iterator[FormRow]:
    """Yield the rows of one table; cells that hold a table of their own are read there."""
    carried: dict[int, tuple[int, str]] = {}  # column -> (rows still to come, text)
    lines = [line for line in table.find_all("tr") if line.find_parent("table") is table]
    for index, line in enumerate(lines, 1):
        place = f"table {number}, row {index}"
        cells: list[FormCell] = []
        column = 0
        for item in line.find_all(["td", "th"], recursive=False):
            while carried.get(column, (0, ""))[0] > 0:
                left, text = carried[column]
                carried[column] = (left - 1, text)
                cells.append(FormCell(text=text, place=place, column=column, carried=True))
                column += 1
            text = _text(item)
            cells.append(FormCell(text=text, place=place, column=column, hidden=_unseen(line) or _unseen(item)))
            carried[column] = (_span(item, "rowspan") - 1, text)
            column += _span(item, "colspan")
        yield FormRow(cells=tuple(cells), table=number)


def _text(tag: Tag) -> str:
    """Return what a page shows: a line for each block and break, white space in between as one blank."""
    inner = {id(table) for table in tag.find_all("table")} if tag.name in {"td", "th"} else set()
    strings = (item for item in tag.strings if not (inner and any(id(parent) in inner for parent in item.parents)))
    lines = (" ".join(line.split()) for line in "".join(strings).split(END))
    return "\n".join(line for line in lines if line)


def _unseen(tag: Tag) -> bool:
    """Tell a row or cell that a page does not show: what a program wrote for one that was hidden."""
    return tag.has_attr("hidden") or bool(NOT_SHOWN.search(str(tag.get("style", ""))))


def _span(item: Tag, name: str) -> int:
    value = str(item.get(name, "1"))
    return min(int(value), 200) if value.isdecimal() and value != "0" else 1
