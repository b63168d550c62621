"""The workbook's columns and decisions as its phrases call them, in every language and as people type them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from intake.config.languages import languages, phrases
from registry.decide.returned_workbook import cell_text, folded_heading

FIELDS = ("reference", "decision", "note", "remark", "until", "into", "revision", "decisions")
ROOM = "workbook"  # whose phrases name the columns and the decisions
MAIL = "staff"  # whose phrases are the words that mails of staff may use: each is understood in a cell too


def titles() -> set[str]:
    """Return what the sheet of the entries is called, folded."""
    return {folded_heading(phrases(ROOM, language)["titles"]["entries"]) for language in languages()}


def places_of(values: Sequence[object]) -> dict[str, int]:
    """Return field -> column for a row of headings; of two columns with one heading the first counts."""
    places: dict[str, int] = {}
    for column, value in enumerate(values):
        lines = {folded_heading(line) for line in re.split(r"[\n/|]", cell_text(value))} | {folded_heading(cell_text(value))}
        for name, known in headings(languages()).items():
            if lines & known:
                places.setdefault(name, column)
    return places


@functools.lru_cache
def headings(names: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return field -> its column's heading in every language."""
    told = [phrases(ROOM, language)["entries"] for language in names]
    former = [phrases(ROOM, language)["former"] for language in names]  # what they were called in older workbooks
    older = {name: [folded_heading(word) for words in former for word in words.get(name) or ()] for name in FIELDS}
    return {name: frozenset({name, *(folded_heading(words[name]) for words in told), *older[name]}) for name in FIELDS}


def action_of(written: str) -> str:
    """Return the decision a word stands for in any language, '' for none; "accept 列入" is one too."""
    words = _words(languages())
    found = {action for action, known in words.items() if folded_heading(written) in known}
    if not found:
        parts = {folded_heading(part) for part in written.split()}
        found = {action for action, known in words.items() if parts and parts <= known}
    return found.pop() if len(found) == 1 else ""


@functools.lru_cache
def _words(names: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return decision -> itself, and what the languages call it."""
    told = [phrases(ROOM, language) for language in names]
    named = {action: [words["meanings"][action] for words in told if words["meanings"][action]] for action in told[0]["meanings"]}
    also = {action: [word for words in told for word in words["also"][action]] for action in named}
    return {
        action: frozenset(map(folded_heading, (action, *named[action], *also[action], *_in_mails(action, names))))
        for action in named
    }


def _in_mails(action: str, names: tuple[str, ...]) -> list[str]:
    """Return the words that a mail may use for a decision; a workbook accepts whatever is missing, and tells it."""
    told = [phrases(MAIL, language)["actions"] for language in names]
    return [word for words in told for key in (action, f"{action}-anyway") for word in words.get(key, ())]


def whole_number(value: object) -> int | None:
    """Return a whole number, however its cell is typed."""
    text = cell_text(value).removesuffix(".0")
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None
