"""Which column of a returned sheet is which, by the words of every language we write (`taken` in the pack's phrases)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from intake.config.languages import languages, phrases
from intake.words.fold import fold_all, fold_case
from registry.select.handed_sheets import HandedCell, HandedRow, HandedSheet

ROOM = "pack"  # whose phrases name the columns
HEAD_ROWS = 15
LETTERS = re.compile(r"[^\W\d_]+")


def words(name: str) -> frozenset[str]:
    """Return what a column, or an answer, is called in any language."""
    return _words(languages(), name)


@functools.lru_cache
def _words(names: tuple[str, ...], name: str) -> frozenset[str]:
    told = (phrases(ROOM, language)["taken"][name] for language in names)
    return frozenset({fold_all(name), *(fold_all(str(word)) for known in told for word in known)})


def is_called(text: str, name: str) -> bool:
    """Tell whether a heading names a column: 编号, Code, 评分 0–100, two languages in one cell."""
    known = words(name)
    for line in [text, *re.split(r"[\n/|]", text)]:
        letters = LETTERS.findall(fold_case(line))
        if "".join(letters) in known or (letters and letters[0] in known):
            return True
    return False


def is_only(text: str, name: str) -> bool:
    """Tell whether a cell says nothing but what a column is called: 评委姓名 does, the judge who is called 评委3 or Judge Li does not."""
    return all(fold_all(line) in words(name) for line in text.split("\n") if line.strip())


def find_table(
    grids: Sequence[HandedSheet], needed: Sequence[str], wanted: Sequence[str]
) -> tuple[HandedSheet, int, dict[str, int]] | None:
    """Return the first sheet with the needed columns: it, where the row under its head is, and name -> column; None without one."""
    return next(find_tables(grids, needed, wanted), None)


def find_tables(
    grids: Sequence[HandedSheet], needed: Sequence[str], wanted: Sequence[str]
) -> Iterator[tuple[HandedSheet, int, dict[str, int]]]:
    """Yield every sheet with the needed columns, as find_table() returns one."""
    for grid in grids:
        for place, row in enumerate(grid.rows[:HEAD_ROWS]):
            found: dict[str, int] = {}
            for column, cell in enumerate(row):
                name = next((name for name in (*needed, *wanted) if name not in found and is_called(cell.text, name)), "")
                if cell.text and name:
                    found[name] = column
            if all(name in found for name in needed):
                yield grid, place + 1, found
                break


def cell_at(row: HandedRow, columns: Mapping[str, int], name: str) -> HandedCell:
    """Return a row's cell in a column, an empty one where the row ends before it or the column is not there."""
    column = columns.get(name, -1)
    return row[column] if 0 <= column < len(row) else HandedCell("", None)


def labelled_values(rows: Sequence[HandedRow], name: str) -> Iterator[tuple[HandedCell, HandedCell]]:
    """Yield each label of that name and what is written for it: in its own cell after a colon, right of it, or under it."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            label, colon, inside = cell.text.replace("：", ":").partition(":")
            if not cell.text or not is_called(label, name):
                continue
            right = [item for item in row[column + 1 :] if item.text and not is_only(item.text, name)]
            below = [other[column] for other in rows[number + 1 : number + 2] if column < len(other)]
            own = [HandedCell(cell.place, inside.strip())] if colon and inside.strip() else []
            yield cell, next((item for item in [*own, *right, *below] if item.text), HandedCell(cell.place, None))
