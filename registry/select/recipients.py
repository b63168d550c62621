"""The list of an announcement: each row an entry, by reference or by an address that exactly one entry has, and columns to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlite_utils import Database

from intake.assemble.unit import BETWEEN
from intake.model.addresses import one_spelling
from intake.words.fold import fold_all
from registry.read.rows import contacts_in_rows
from registry.select.flaws import Flaw, FlawKind, SheetRefused
from registry.select.handed_sheets import HandedCell, HandedRow, HandedSheet, read_grids
from registry.select.headings import HEAD_ROWS, is_only
from registry.select.scores import SHOWN

OWN, FURTHER = ("opened_by", "submitter_email", "form_email"), ("contact_email",)


@dataclass(frozen=True)
class ListedEntry:
    """One row of a list, or an entry chosen otherwise (then `row` is 0 and there are no columns)."""

    reference: str
    row: int = 0  # the spreadsheet's own number
    values: Mapping[str, str] | None = None  # heading -> text, '' for an empty cell
    award: str = ""  # for which it was chosen

    @property
    def place(self) -> str:
        """Return how a person finds it."""
        return f"{self.row}" if self.row else self.reference


@dataclass(frozen=True)
class _Head:
    """Where a list's columns are."""

    grid: HandedSheet
    first: int  # the row under the headings
    headings: Mapping[int, str]
    reference: int | None
    email: int | None
    unit: int | None


@dataclass(frozen=True)
class _Known:
    """By what a row can name an entry."""

    addresses: Mapping[str, tuple[set[str], set[str]]]  # reference -> those of its author or sender, those of its unit's contact
    units: Mapping[str, list[str]]  # the name of a unit, folded -> the entries that stand for it
    typed: Mapping[str, set[str]]  # a reference as it may be typed, whole or its number alone -> the entries it may mean


def read_list(path: Path, db: Database, call_id: str) -> list[ListedEntry]:
    """Return a list's rows; raises SheetRefused with every flaw, WorkbookProblem for what is neither workbook nor list."""
    head = _head(read_grids(path, lists=True))
    if head is None:
        raise SheetRefused([Flaw(place="", why=FlawKind.NO_LIST)])
    known = _known(db, call_id)
    flaws: list[Flaw] = []
    listed: dict[str, ListedEntry] = {}
    for row in head.grid.rows[head.first :]:
        reference = _reference(head, row, known, flaws)
        if reference in listed:
            told = {"reference": reference, "row": str(listed[reference].row)}
            flaws.append(Flaw(place=f"{head.grid.title}!{_number(row)}", why=FlawKind.LISTED_TWICE, values=told))
        elif reference:
            values = {name: _shown(row[column]) if column < len(row) else "" for column, name in head.headings.items()}
            listed[reference] = ListedEntry(reference, _number(row), values)
            flaws += [
                Flaw(place=f"{head.grid.title}!{row[column].place}", why=FlawKind.UNWORKED)
                for column in head.headings
                if column < len(row) and row[column].unworked
            ]
    if not flaws and not listed:
        flaws.append(Flaw(place=head.grid.title, why=FlawKind.EMPTY_LIST))
    if flaws:
        raise SheetRefused(flaws)
    return list(listed.values())


def _head(grids: Sequence[HandedSheet]) -> _Head | None:
    for grid in grids:
        for place, row in enumerate(grid.rows[:HEAD_ROWS]):
            named = {column: cell.text for column, cell in enumerate(row) if cell.text}
            reference, number, email, unit = (
                next((column for column, text in named.items() if is_only(text, name)), None)
                for name in ("reference", "registered", "email", "office")
            )
            reference = reference if reference is not None else number
            if reference is not None or email is not None or (unit is not None and len(named) > 1):
                return _Head(grid, place + 1, named, reference, email, unit)
    return None


def _known(db: Database, call_id: str) -> _Known:
    """Return by what a row can name an entry of a call."""
    query = f"SELECT reference, unit_key, {', '.join((*OWN, *FURTHER))} FROM entries WHERE call = ? AND state <> 'joined'"
    entries = db.conn.execute(query, [call_id]).fetchall()
    in_rows = contacts_in_rows(db, call_id)
    addresses = {
        name: (
            {one_spelling(item) for item in told[:3] if item},
            {one_spelling(item) for item in (*" ".join(told[3:]).split(), *in_rows.get(name, ())) if item},
        )
        for name, _, *told in entries
    }
    units: dict[str, list[str]] = {}
    for name, key, *_ in entries:
        for part in {part for part in (key or "").split(BETWEEN) if part}:
            units.setdefault(part, []).append(name)
    typed: dict[str, set[str]] = {}
    for name in addresses:
        for written in (name, name.rpartition("-")[2]):
            typed.setdefault(_plain(written), set()).add(name)
    return _Known(addresses, units, typed)


def _reference(head: _Head, row: HandedRow, known: _Known, flaws: list[Flaw]) -> str:
    """Return the entry that a row names; '' where it names none, or not one alone (then a flaw tells it)."""
    named = _cell(row, head.reference)
    reference = _plain(named.text)
    if len(known.typed.get(reference, ())) == 1:
        return next(iter(known.typed[reference]))
    email, unit = _cell(row, head.email), _cell(row, head.unit)
    if reference:
        told = Flaw(
            place=f"{head.grid.title}!{named.place}", why=FlawKind.UNKNOWN_REFERENCE, values={"reference": named.text[:SHOWN]}
        )
    elif email.text:
        address = one_spelling(email.text)
        found = [name for name, (own, _) in known.addresses.items() if address in own]
        found = found or [name for name, (_, further) in known.addresses.items() if address in further]
        found = found or known.units.get(fold_all(unit.text), [])
        if len(found) == 1:
            return found[0]
        values = {"email": email.text[:SHOWN], "references": ", ".join(found[:5])}
        told = Flaw(
            place=f"{head.grid.title}!{email.place}",
            why=FlawKind.SHARED_EMAIL if found else FlawKind.UNKNOWN_EMAIL,
            values=values,
        )
    elif unit.text:
        found = known.units.get(fold_all(unit.text), [])
        if len(found) == 1:
            return found[0]
        values = {"unit": unit.text[:SHOWN], "references": ", ".join(found[:5])}
        told = Flaw(
            place=f"{head.grid.title}!{unit.place}", why=FlawKind.SHARED_UNIT if found else FlawKind.UNKNOWN_UNIT, values=values
        )
    elif any(cell.text for cell in row):
        told = Flaw(place=f"{head.grid.title}!{_number(row)}", why=FlawKind.NO_ENTRY)
    else:
        return ""
    flaws.append(told)
    return ""


def _plain(text: str) -> str:
    """Return a reference as two ways of typing it share it: IF2026-0003, if 2026 0003, ＩＦ２０２６－０００３; of a number its value."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", text).upper() if char.isalnum())
    return plain.lstrip("0") if plain.isdigit() else plain


def _cell(row: HandedRow, column: int | None) -> HandedCell:
    return row[column] if column is not None and column < len(row) else HandedCell("", None)


def _number(row: HandedRow) -> int:
    return int(re.sub(r"\D", "", row[0].place))


def _shown(cell: HandedCell) -> str:
    """Return a cell as a letter says it: 4711 for 4711.0, a day without its midnight."""
    value = cell.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else cell.text
