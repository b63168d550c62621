"""Read out of a workbook what staff decided and changed in it, whoever saved it; columns are found by their headings."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from registry.amend.headings import action_of, places_of, titles, whole_number
from registry.amend.merged_cells import none_merged
from registry.amend.posted import POSTED, ROW, PostedCell, changed_cells, posted_cell
from registry.amend.stamp import SHEET, Marks, marks_of
from registry.decide.returned_workbook import (
    SAVE_AS,
    Trouble,
    WorkbookProblem,
    breaks,
    cell_text,
    folded_heading,
    must_be_workbook,
    typed_day,
    typed_reference,
    typed_value,
)

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, HEAD_ROWS = 60_000, 300, 50, 12
NEEDED = ("reference", "decision", "revision")
ROLE, WAS, SHA = "role", "was", "sha256"  # what the columns of Files change, what it was, and by what a file is known
Numbered = Iterator[tuple[int, Sequence[object]]]


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """One row with a decision, or with cells that may have been changed. `action` is '' where the word is none; a number that
    cannot be read is None; `values`: what a cell changes -> its text; `roles`: a file's sha256 -> the slot it is to be in."""

    row: int  # as the spreadsheet numbers it
    reference: str
    action: str
    written: str
    note: str
    revision: int | None
    decisions: int | None
    remark: str = ""
    until: str = ""
    into: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    bad: tuple[str, ...] = ()  # cells that hold a formula
    posted: tuple[PostedCell, ...] = ()  # cells of the sheet of rows that were changed


@dataclass(frozen=True, kw_only=True)
class DecidedBook:
    """What a workbook says: its rows, and what its hidden sheet says of it."""

    rows: tuple[DecisionRow, ...]
    marks: Marks


class _Formula:
    """Stands for the value of a cell that computes it: nobody typed that."""

    def __str__(self) -> str:
        return "=…"


FORMULA = _Formula()


def read_decisions(path: Path) -> list[DecisionRow]:
    """Return the rows of a workbook, in their order; raises WorkbookProblem."""
    return list(read_book(path).rows)


def read_book(path: Path) -> DecidedBook:
    """Return what a workbook says; raises WorkbookProblem."""
    import openpyxl  # loaded where a workbook is opened: no pass without one needs it

    must_be_workbook(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of every extension it does not know
            book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
            with closing(book):
                return _read(book, path)
    except breaks() as error:
        raise WorkbookProblem(f"{path.name} is damaged and cannot be read. {SAVE_AS}", Trouble.DAMAGED) from error
    except OSError as error:
        raise WorkbookProblem(f"{path} cannot be read: {error.strerror or error}") from error


def _read(book: Any, path: Path) -> DecidedBook:
    sheets = book.worksheets[:MOST_SHEETS]
    hidden = next((sheet for sheet in sheets if sheet.title == SHEET), None)
    marks = marks_of(values for _, values in _numbered(hidden)) if hidden is not None else Marks()
    entries, rows = _entries(sheets, marks, path)
    known: dict[str, DecisionRow] = {}
    strange: list[DecisionRow] = []
    for row in rows:
        known.setdefault(row.reference, row)
    for sheet in sheets:
        if sheet is not entries and POSTED in marks.edits.get(sheet.title, {}).values():
            strange += _posted(sheet, marks, known, path)
        elif sheet is not entries and sheet.title in marks.edits:
            _beside(sheet, marks, known, path)
    told = [known[row.reference] if known[row.reference].row == row.row else row for row in rows]
    return DecidedBook(rows=(*told, *strange), marks=marks)


def _entries(sheets: Sequence[Any], marks: Marks, path: Path) -> tuple[Any, list[DecisionRow]]:
    """Find the sheet whose head has the columns, the sheet Entries before any other, and read it."""
    for sheet in sorted(sheets, key=lambda sheet: folded_heading(sheet.title) not in titles()):
        numbered = _numbered(sheet)
        for number, values in numbered:
            places = places_of(values)
            if all(name in places for name in NEEDED):
                none_merged(sheet, number, path)
                edits = _edits(values, marks.edits.get(sheet.title) or next(iter(marks.edits.values()), {}))
                return sheet, list(_under(places, edits, numbered, marked=bool(marks.edits)))
            if number >= HEAD_ROWS:
                break
    raise WorkbookProblem(
        "No sheet has the columns Reference, Decision and Revision in its first rows. Export a workbook and decide in that.",
        Trouble.COLUMNS,
    )


def _numbered(sheet: Any) -> Numbered:
    """Yield the rows of a sheet, numbered; a formula is no value. Raises WorkbookProblem for more rows than a registry has."""
    sheet.reset_dimensions()  # some programs write a wrong one
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        values = [FORMULA if cell.data_type == "f" else cell.value for cell in cells]
        if number > MOST_ROWS:
            if any(value is not None for value in values):
                raise WorkbookProblem(
                    f"The sheet has more than {MOST_ROWS} rows; nothing was read.", Trouble.ROWS, most=str(MOST_ROWS)
                )
            continue
        yield number, values


def _edits(values: Sequence[object], known: Mapping[str, str]) -> dict[int, str]:
    """Return column -> what its cells change, by the headings that the workbook was given."""
    told = {cell_text(heading): edit for heading, edit in known.items()}
    return {column: told[text] for column, value in enumerate(values) if (text := cell_text(value)) in told}


def _under(places: Mapping[str, int], edits: Mapping[int, str], numbered: Numbered, *, marked: bool) -> Iterator[DecisionRow]:
    """Yield the rows under the headings; of a marked workbook all: other sheets may say something of them."""
    for number, values in numbered:
        cells = {name: values[column] if column < len(values) else None for name, column in places.items()}
        typed = {edit: values[column] if column < len(values) else None for column, edit in edits.items()}
        written, reference = cell_text(cells["decision"]), typed_reference(cells["reference"])
        if written or (marked and reference):
            columns = (*places.values(), *edits)
            yield DecisionRow(
                row=number,
                reference=reference,
                action="" if cells["decision"] is FORMULA else action_of(written),
                written=written[:60],
                note=cell_text(cells.get("note")),
                remark=cell_text(cells.get("remark")),
                until=typed_day(cells.get("until")),
                into=typed_reference(cells.get("into")),
                revision=whole_number(cells["revision"]),
                decisions=whole_number(cells.get("decisions")),
                values={edit: typed_value(value) for edit, value in typed.items()},
                bad=_formulas(columns, values, number),
            )


def _beside(sheet: Any, marks: Marks, rows: dict[str, DecisionRow], path: Path) -> None:
    """Add to the entries' rows what another sheet says of them: a further form's fields, the slots of files."""
    numbered, known, choices = _numbered(sheet), marks.edits[sheet.title], marks.choices
    for number, values in numbered:
        places, edits = places_of(values), _edits(values, known)
        if "reference" in places and edits:
            none_merged(sheet, number, path)
            break
        if number >= HEAD_ROWS:
            return
    for number, values in numbered:
        reference = typed_reference(values[places["reference"]] if places["reference"] < len(values) else None)
        typed = {edit: typed_value(values[column]) for column, edit in edits.items() if column < len(values)}
        row = rows.get(reference)
        if row is None or not typed:
            continue
        bad = tuple(f"{sheet.title}!{cell}" for cell in _formulas(tuple(edits), values, number))
        sha256 = typed.pop(SHA, "")
        role, was = typed.pop(ROLE, ""), typed.pop(WAS, "")
        role = choices.get(role, role)
        roles = {**row.roles, sha256: role} if sha256 and role and role != was else row.roles
        rows[reference] = replace(row, values={**row.values, **typed}, roles=roles, bad=(*row.bad, *bad))


def _posted(sheet: Any, marks: Marks, rows: dict[str, DecisionRow], path: Path) -> list[DecisionRow]:
    """Add to the entries' rows which rows of sheets are to be posted; return rows for entries that are not there: to be refused."""
    from openpyxl.utils import get_column_letter

    numbered, number = _numbered(sheet), 0
    for number, values in numbered:
        columns = {
            edit: (column, get_column_letter(column + 1)) for column, edit in _edits(values, marks.edits[sheet.title]).items()
        }
        reference = places_of(values).get("reference")
        if reference is not None and {POSTED, ROW} <= set(columns):
            none_merged(sheet, number, path)
            break
        if number >= HEAD_ROWS:
            raise _lost(sheet)
    else:
        if number:
            raise _lost(sheet)
        return []
    filled = ((number, values) for number, values in numbered if values)
    changed = changed_cells(
        [(typed_reference(values[reference]), posted_cell(sheet.title, columns, number, values)) for number, values in filled]
    )
    for name in changed.keys() & rows.keys():
        rows[name] = replace(rows[name], posted=changed[name])
    alone = DecisionRow(row=0, reference="", action="", written="", note="", revision=None, decisions=None)
    return [replace(alone, reference=name, posted=cells) for name, cells in changed.items() if name not in rows]


def _lost(sheet: Any) -> WorkbookProblem:
    words = f"The sheet {sheet.title} has lost a column that we need. Export again and mark it there."
    return WorkbookProblem(words, Trouble.LOST, sheet=sheet.title)


def _formulas(columns: Sequence[int], values: Sequence[object], number: int) -> tuple[str, ...]:
    from openpyxl.utils import get_column_letter

    return tuple(
        f"{get_column_letter(column + 1)}{number}" for column in columns if column < len(values) and values[column] is FORMULA
    )
