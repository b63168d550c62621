"""What the workbook is made of: columns, links, headings, how each kind of cell looks, and which texts a cell can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

MOST = 32_767  # characters Excel keeps in a cell, counted in UTF-16
CUT = " …"  # ends a text that no cell holds whole
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ as a character
A4 = 9  # as Excel numbers paper
ROW_HEIGHT, HEADER_HEIGHT = 34.0, 38.0
MOST_HEIGHT = 409.0  # points of a row, as Excel has it
FONT = "Microsoft YaHei"
INK, HEAD, INPUT, LINK = "FF3B3F45", "FF24566B", "FFFFF7DA", "FF1F5FA8"
CellValues = dict[str, object]  # of one row, by the key of their column


class CellKind(StrEnum):
    """What the cells of a column are for."""

    VALUE = auto()  # shown as its type wants: a text, a number, a moment, a day
    SCORE = auto()  # a number with two decimals
    INPUT = auto()  # somebody writes there


class CellLook(StrEnum):
    """How a cell looks."""

    TEXT = auto()
    QUOTED = auto()  # a text that a program could take for a formula
    NUMBER = auto()
    MOMENT = auto()
    DAY = auto()
    INPUT = auto()
    TYPED = auto()  # in a cell for input, what a program could take for a formula
    LINK = auto()
    HEADING = auto()
    HEAD = auto()
    SCORE = auto()  # this and the next two in sheets that bring them
    LINE = auto()
    NAME = auto()


EVERYWHERE = tuple(look for look in CellLook if look not in {CellLook.SCORE, CellLook.LINE, CellLook.NAME})
FORMATS = {CellLook.MOMENT: "yyyy-mm-dd hh:mm", CellLook.NUMBER: "#,##0", CellLook.DAY: "yyyy-mm-dd"}
WRAPPED = frozenset({CellLook.TEXT, CellLook.QUOTED, CellLook.INPUT, CellLook.TYPED, CellLook.LINK})


@dataclass(frozen=True)
class Column:
    """One column: the key of its values, its heading, and what its cells are for."""

    key: str
    heading: str
    width: float = 12
    kind: CellKind = CellKind.VALUE
    edits: str = ""  # what is changed where the cell is: a field (slot.field), a text's slot; '' nothing
    hidden: bool = field(default=False, kw_only=True)
    cut: bool = field(default=False, kw_only=True)  # its texts are too long for a row to show them whole


@dataclass(frozen=True)
class Heading:
    """A text in bold that opens a part of a sheet."""

    text: str


@dataclass(frozen=True)
class SheetLink:
    """A text that leads to a place in this workbook; files are not linked to: no link outlives a mail."""

    text: str
    place: str


def storable_text(text: str, cut: str = CUT) -> str:
    """Return a text as a cell can hold it: no character that XML forbids, at most what Excel keeps; `cut` says that there is more."""
    text = ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = ESCAPED.sub("_x005F_", text) if "_x" in text else text
    return _capped(text, cut) if len(text) > MOST // 2 else text


def _capped(text: str, cut: str) -> str:
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * MOST:
        return text
    return encoded[: 2 * (MOST - len(cut))].decode("utf-16-le", "ignore") + cut


def cell_styles(sheet: Any) -> dict[CellLook, str]:
    """Return how a cell looks -> the number of that style in the workbook of this sheet."""
    return {look: str(_cell(sheet, look).style_id) for look in EVERYWHERE}


def _cell(sheet: Any, look: CellLook) -> Any:
    """Return a cell that looks so, as a pattern."""
    cell = WriteOnlyCell(sheet)
    cell.font = Font(
        name=FONT, size=11, color=LINK if look is CellLook.LINK else INK, underline="single" if look is CellLook.LINK else None
    )
    cell.alignment = Alignment(vertical="top", wrap_text=look in WRAPPED)
    if look in FORMATS:
        cell.number_format = FORMATS[look]
        number = look is CellLook.NUMBER
        cell.alignment = Alignment(vertical="top", horizontal="right" if number else "left", indent=int(number))
    if look in {CellLook.INPUT, CellLook.TYPED}:
        cell.fill = PatternFill("solid", fgColor=INPUT)
    if look is CellLook.HEAD:
        cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    if look is CellLook.HEADING:
        cell.font = Font(name=FONT, size=12, bold=True, color=HEAD)
    if look in {CellLook.QUOTED, CellLook.TYPED}:
        cell.quotePrefix = True  # so that editing the cell in Excel does not make a formula of it either
    return cell
