"""Which rows are the same, and what becomes of the earlier ones (contract.md rulings 17 and 25)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Protocol

from intake.config.fields import FieldKind
from intake.config.models import Slot
from intake.forms.fields.values import reads_as_asked
from intake.model.rows import SheetRow
from intake.sheets.secrecy import taken_back
from intake.words.fold import fold_all

ANY_WORDS = frozenset({FieldKind.TEXT, FieldKind.NAME, FieldKind.SEX})  # kinds that any words will do for
LONG_NUMBER = re.compile(r"\d{5}")
RowPlace = tuple[str, str, int, int]


def row_key(slot: Slot, row: SheetRow) -> str:
    """Return what makes a row the same as an earlier one, '' where a column of its key is empty.

    Of a slot without `key` it is all that the row says, but for flags: sent again with another answer, it is the same row.
    """
    columns = slot.key or tuple(name for name, column in slot.columns.items() if column.kind is not FieldKind.FLAG)
    parts = [fold_all(row.values.get(name, "")) for name in columns]
    return "\x1f".join(parts) if all(parts) or (not slot.key and any(parts)) else ""


def with_newer(
    slot: Slot,
    held: Sequence[SheetRow],
    bad: AbstractSet[RowPlace],
    newer: Sequence[SheetRow],
    ahead: AbstractSet[RowPlace] = frozenset(),
) -> tuple[SheetRow, ...]:
    """Return an entry's rows once newer ones have come: they may be only those that were mended.

    Bad rows of earlier sheets go; good ones stay unless their key comes again. Of newer rows with one key the last counts. `ahead`: the
    held rows whose mail arrived after this one and was only fetched before it (contract.md ruling 2): those are the newer ones.
    """
    if not newer:
        return tuple(held)
    first = [row for row in held if row.place in ahead]
    told = _overtaken(slot, last_of_each(slot, newer), first) if first else last_of_each(slot, newer)
    keys = {row_key(slot, row) for row in told if not first or not row.superseded} - {""}
    gone = {row.place for row in told} | bad
    kept = (row for row in held if row.place not in ahead and row.place not in gone and row_key(slot, row) not in keys)
    return (*kept, *told, *_as_secret(slot, first, told))


def _overtaken(slot: Slot, told: Sequence[SheetRow], ahead: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
    """Return the rows of an older sheet with those marked that the newer one, which is there already, replaces."""
    keys = {row_key(slot, row) for row in ahead} - {""}
    places = {row.place for row in ahead}
    return tuple(
        replace(row, superseded=row.superseded or row_key(slot, row) in keys or not reads_well(slot, row))
        for row in told
        if row.place not in places
    )


def _as_secret(slot: Slot, ahead: Sequence[SheetRow], older: Sequence[SheetRow]) -> Iterator[SheetRow]:
    """Yield newer rows, those confidential that an older one says are, and that do not take it back."""
    secret = {key: row.values for row in older if row.confidential and (key := row_key(slot, row))}
    for row in ahead:
        before = secret.get(row_key(slot, row))
        yield row if before is None or taken_back(slot, before, row.values) else replace(row, confidential=True)


def last_of_each(slot: Slot, rows: Sequence[SheetRow]) -> tuple[SheetRow, ...]:
    """Return rows with those marked that a later one of the same key replaces."""
    last = {key: number for number, row in enumerate(rows) if (key := row_key(slot, row))}
    return tuple(
        row if last.get(row_key(slot, row), number) == number else replace(row, superseded=True)
        for number, row in enumerate(rows)
    )


def speaking_row(slot: Slot, rows: Iterable[SheetRow]) -> SheetRow | None:
    """Return the row that says whose the sheet is: the first that is whole and may be published, else the first whole, else the first."""
    listed = [row for row in rows if not row.superseded]
    whole = [row for row in listed if reads_well(slot, row)]
    return next((row for row in whole if not row.confidential), None) or next(iter(whole or listed), None)


class RowAnswers(Protocol):
    """What a row says, and what is odd about its cells."""

    @property
    def values(self) -> Mapping[str, str]:
        """Return the answers by column."""

    @property
    def odd(self) -> Mapping[str, str]:
        """Return what is odd by column."""


def says_how(slot: Slot, values: Mapping[str, str]) -> bool:
    """Tell a line that says how to fill in its columns, or names them once more: nothing in it reads as what its column asks for.

    Two such answers are needed, and whoever meant them as data has a number of some length or an address somewhere.
    """
    judged = {name: text for name, text in values.items() if text and slot.columns[name].kind not in ANY_WORDS}
    if len(judged) < 2 or any("@" in text or LONG_NUMBER.search(text) for text in values.values()):
        return False
    return not any(reads_as_asked(slot.columns[name], text) for name, text in judged.items())


def reads_well(slot: Slot, row: RowAnswers) -> bool:
    """Tell whether nothing that each row must say is empty, and everything it says can be read as its kind."""
    if row.odd or any(column.required and not row.values.get(name) for name, column in slot.columns.items()):
        return False
    groups = {column.one_of for column in slot.columns.values()} - {""}
    filled = {slot.columns[name].one_of for name, text in row.values.items() if text and name in slot.columns}
    return groups <= filled and all(
        reads_as_asked(slot.columns[name], text)
        for name, text in row.values.items()
        if text and name in slot.columns and slot.columns[name].kind not in ANY_WORDS
    )
