"""Turn the pages of a PDF into rows. Runs in the limited child of intake.forms.read.pdf, where it may die."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
from pdfplumber.utils.text import extract_words

from intake.forms.fields.table import FormCell, FormRow
from intake.forms.read import pdf_fields
from intake.forms.read.pdf_columns import joined
from intake.forms.read.pdf_fields import PagePiece
from intake.forms.read.pdf_letters import has_letters, once, page_text, turn
from intake.forms.read.pdf_sheet import PdfSheet, Ruled
from intake.model.problems import FileProblem, Problem, Unread

LINE = 4.0  # points: words this near in height stand on one line
REACH = 10.0  # points: a field or note may stand so much above or below the words that it belongs to
PADDING = 8.0  # points: at most so much stays free beside the text of a cell
MAX_WORDS = 20_000
FIRST_LINE = 9.0  # points below its top: the middle of a note's first line
ASIDE = 6.0  # points: a note that begins so far in front of a cell's edge is meant for the cell
MANY_CURVES = 8  # drawn below the first line: handwriting; the frame of a form is straight
LOGO = 3.0  # points that the middle of a logo may stand below the middle of the line beside it
LEAST_IMAGE = 6.0  # points high and wide


def text(path: Path, pages: int) -> str:
    """Return the text of the first pages, and what was typed over them; raises FileProblem encrypted."""
    reader = _open(path)
    said = []
    for page in reader.pages[:pages]:
        said += [page.extract_text(), *(note.text for note in pdf_fields.notes(page))]
    whole = "\n".join(said)
    if not _doubled(whole):
        return whole
    with pdfplumber.open(path) as document:
        return "\n".join(page_text(page) for page in document.pages[:pages])


def rows(path: Path, pages: int, scan: int) -> list[FormRow]:
    """Return the rows of fields, else of ruled tables and the lines around them; raises FileProblem scan | encrypted | xfa.

    A table, and an answer, may go on over the end of a page.
    """
    reader = _open(path)
    over = [(pdf_fields.widgets(page), pdf_fields.notes(page)) for page in reader.pages[:pages]]
    filled = any(widgets for widgets, _ in over)
    pdf_fields.refuse_xfa(reader, filled)
    with _standing(path, pages, written_over=any(map(any, over))) as document:
        if not filled and not has_letters(document.pages[:pages], scan):
            raise FileProblem(Unread.SCAN)
        sheet = PdfSheet()
        for number, (whole, (widgets, notes)) in enumerate(zip(document.pages, over, strict=False), 1):
            page = once(whole)
            fields, typed = (_from_top(whole, pieces) for pieces in (widgets, notes))
            typed = _into_fields(fields, typed)
            found = [] if fields else page.find_tables()
            tables = [Ruled(edges=_edges(table), top=table.bbox[1], rows=_table(page, table, typed)) for table in found]
            outside = page
            for table in found:
                outside = outside.outside_bbox(table.bbox, strict=False) if _inside(table.bbox, outside.bbox) else outside
            sheet.add(number, tables, _heights(outside, [*fields, *typed]), typed=bool(fields or typed))
            whole.close()  # what was found on it is dropped: twenty full pages are more than the child may hold
        return sheet.rows()


@contextmanager
def _standing(path: Path, pages: int, *, written_over: bool) -> Iterator[Any]:
    """Open a document as it is, or turned upright where its first page lies; not where fields or notes have places on it."""
    with pdfplumber.open(path) as document:
        first = next(iter(document.pages), None)
        if first is None or written_over or not turn(first):
            yield document
            return
        turned = _upright(path, document.pages[:pages])
    with pdfplumber.open(turned) as document:
        yield document


def _upright(path: Path, pages: Sequence[Any]) -> BytesIO:
    """Return a document whose pages are turned so that their letters stand upright: some scanners and programs lay them down."""
    writer = pypdf.PdfWriter(clone_from=_open(path))
    for page, lying in zip(writer.pages, pages, strict=False):
        page.rotate(turn(lying))
        lying.close()
    whole = BytesIO()
    writer.write(whole)
    return whole


def _edges(table: Any) -> tuple[float, ...]:
    """Return where a table's columns begin and end."""
    return tuple(sorted({round(float(edge)) for cell in table.cells for edge in (cell[0], cell[2])}))


def drawn(path: Path, pages: int) -> bool:
    """Tell whether the pages bear answers that cannot be read: ink and stamps over them, pictures or handwriting in them."""
    if any(pdf_fields.drawn(page) for page in _open(path).pages[:pages]):
        return True
    with pdfplumber.open(path) as document:
        return any(_drawn_in(page) for page in document.pages[:pages])


def _drawn_in(page: Any) -> bool:
    """Look below the middle of a page's first line, beside and above which a logo may stand."""
    first = min(((char["top"] + char["bottom"]) / 2 for char in page.chars), default=0.0) + LOGO
    images = [item for item in page.images if min(item["width"], item["height"]) >= LEAST_IMAGE]
    answers = [item for item in images if (item["top"] + item["bottom"]) / 2 > first]
    return bool(answers) or sum((item["top"] + item["bottom"]) / 2 > first for item in page.curves) >= MANY_CURVES


def _from_top(page: Any, pieces: list[PagePiece]) -> list[PagePiece]:
    """Measure heights from the top, as the words of a page are."""
    height = float(page.height)
    return [replace(item, top=height - item.top, bottom=height - item.bottom) for item in pieces]


def _into_fields(fields: list[PagePiece], typed: list[PagePiece]) -> list[PagePiece]:
    """Put each note that was typed over an empty field into it; return the others."""
    others = []
    for note in typed:
        x, y = note.x0 + ASIDE, note.top + min((note.bottom - note.top) / 2, FIRST_LINE)
        under = [
            item for item in fields if item.filled and not item.text and item.x0 <= x < item.x1 and item.top <= y < item.bottom
        ]
        if under:
            under[0].text = note.text
        else:
            others.append(note)
    return others


def _doubled(text: str) -> bool:
    """Tell a text whose letters ("DDeessccrriippttiioonn") or lines come twice; whether they stand in one place the page shows."""
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 3]
    if len(lines) - len(set(lines)) > 0.3 * len(lines):
        return True
    letters = re.sub(r"\W", "", text)
    return len(letters) > 10 and sum(one == other for one, other in pairwise(letters)) > 0.3 * len(letters)


def _open(path: Path) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileProblem(Problem.ENCRYPTED)
    return reader


def _inside(inner: Any, outer: Any) -> bool:
    return bool(inner[0] < outer[2] and inner[2] > outer[0] and inner[1] < outer[3] and inner[3] > outer[1])


def _table(page: Any, table: Any, typed: list[PagePiece]) -> list[list[FormCell]]:
    """Return the cells of a ruled table; a carried one is merged with the one on its left or above. Notes used leave `typed`."""
    header: str = ""
    found = []
    for index, line in enumerate(table.rows, 1):
        place = f"row {index}"
        cells = [None if bbox is None else _with_notes(_in_cell(page, bbox), bbox, typed) for bbox in line.cells]
        header = cells[0] if cells and cells[0] is not None else header
        row = [FormCell(text=header, place=place, carried=True)] if cells and cells[0] is None else []
        found.append(
            row + [FormCell(text=value, place=place, column=column) for column, value in enumerate(cells) if value is not None]
        )
    return found


def _with_notes(text: str, bbox: tuple[float, float, float, float], typed: list[PagePiece]) -> str:
    """Add the notes that begin in a cell, from top to bottom, below what is printed there."""
    x0, top, x1, bottom = bbox
    inside = [
        note
        for note in typed
        if x0 - ASIDE <= note.x0 < x1 - ASIDE and top <= note.top + min((note.bottom - note.top) / 2, FIRST_LINE) < bottom
    ]
    for note in inside:
        typed.remove(note)
    return "\n".join(filter(None, (text, *(note.text for note in sorted(inside, key=lambda item: (item.top, item.x0))))))


def _in_cell(page: Any, bbox: tuple[float, float, float, float]) -> str:
    """Return the text of a cell; lines that only the cell's edge has broken are joined again."""
    x0, top, x1, bottom = bbox
    inside = [
        item
        for item in page.chars
        if x0 <= (item["x0"] + item["x1"]) / 2 < x1 and top <= (item["top"] + item["bottom"]) / 2 < bottom
    ]
    words = extract_words(inside, x_tolerance=2, y_tolerance=3)[:MAX_WORDS]
    lines = _on_one_height([PagePiece(item["x0"], item["x1"], item["top"], item["bottom"], item["text"]) for item in words])
    if not lines:
        return ""
    edge = x1 - min(PADDING, max(0.0, min(line[0].x0 for line in lines) - x0))
    return joined(lines, edge)


def _heights(page: Any, fields: list[PagePiece]) -> list[list[PagePiece]]:
    """Return what stands on each height; fields are moved to the height of the words beside them."""
    words = page.extract_words(x_tolerance=2, y_tolerance=3)[:MAX_WORDS]
    printed = [PagePiece(item["x0"], item["x1"], item["top"], item["bottom"], item["text"]) for item in words]
    return _on_one_height(printed + [_on_its_line(item, printed) for item in fields])


def _on_its_line(note: PagePiece, printed: list[PagePiece]) -> PagePiece:
    """Move a field or note to the height of the words that it stands beside; nobody places one by the point."""
    middle = note.top + min((note.bottom - note.top) / 2, FIRST_LINE)
    before = [item for item in printed if item.x0 < note.x0 and abs((item.top + item.bottom) / 2 - middle) <= max(REACH, LINE)]
    beside = min(before, key=lambda item: (abs((item.top + item.bottom) / 2 - middle), note.x0 - item.x1), default=None)
    return note if beside is None else replace(note, top=beside.top, bottom=beside.bottom)


def _on_one_height(pieces: list[PagePiece]) -> list[list[PagePiece]]:
    lines: list[list[PagePiece]] = []
    middle = 0.0
    for piece in sorted(pieces, key=lambda item: (item.top + item.bottom) / 2):
        here = (piece.top + piece.bottom) / 2
        if not lines or here - middle > LINE:
            lines.append([])
            middle = here
        lines[-1].append(piece)
    return [sorted(line, key=lambda item: item.x0) for line in lines]
