"""Cells of a sheet in words: where each is, what is wrong with it, how it may be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.config.fields import FieldSettings
from intake.config.languages import phrases
from reports.letters import formats

MOST = 10  # cells that a sentence names
MOST_IN_TEXTS = 60  # of tables in a text, which do not come back marked: the letter alone says where they are


def in_words(cells: Sequence[Any], labels: Mapping[str, str], language: str, more: int = 0) -> str:
    """Return the first cells of a finding in words, and how many more there are; `labels`: column -> what it is called."""
    places = [cell for cell in cells if isinstance(cell, Mapping)]
    words = phrases("", language)["cells"]
    most = MOST_IN_TEXTS if any(cell.get("table") for cell in places) else MOST
    told = [
        words["told"].format(place=place(cell, labels, language), problem=problem(str(cell["problem"]), language))
        for cell in places[:most]
    ]
    rest = len(cells) - len(told) + (more or 0)
    return str(words["parting"].join([*told, *([words["more"].format(more=rest)] if rest else [])]))


def place(cell: Mapping[str, Any], labels: Mapping[str, str], language: str) -> str:
    """Return where a cell is: sheet or table, row, column."""
    words = phrases("", language)["cells"]
    label = labels.get(str(cell["column"]), str(cell["column"]))
    parts = [words["row"].format(row=cell["row"]), words["column"].format(column=label)]
    if cell.get("table"):
        parts.insert(0, words["table"].format(table=cell["table"]))
    elif cell.get("sheet"):
        parts.insert(0, words["sheet"].format(sheet=formats.clean(str(cell["sheet"]), 40)))
    return str(words["between"].join(parts))


def problem(code: str, language: str) -> str:
    """Return what is wrong with a cell."""
    return str(phrases("", language)["cells"]["problems"].get(code, code))


def comment(code: str, column: FieldSettings, language: str) -> str:
    """Return what a comment on a cell says: what is wrong, and an example of how it may be."""
    words = phrases("", language)["cells"]
    examples = words["examples"]
    kind = column.kind if code in {"unreadable", "missing"} and column.kind in examples else code
    example = str(examples.get(kind, examples.get(code, "")))
    choices = formats.listed([options[0] if options else key for key, options in column.choices.items()], language, "or")
    example = example.format(choices=choices, least=column.least, most=column.most)
    return str(words["example"].format(problem=problem(code, language), example=example)) if example else problem(code, language)
