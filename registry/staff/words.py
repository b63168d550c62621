"""The words that staff write: which stand for which action, in every language that we write (reports/staff/phrases)."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

from intake.config.languages import languages, phrases, places

ROOM = "staff"
END = r"(?=[\s,，、:：;；。.!！?？/／]|$)"  # what may follow a word; Chinese has no blanks, and 通过了 is not 通过


def plain(text: str) -> str:
    """Return a text with full-width letters and digits as the usual ones, and no mark of direction."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")


def action_at(text: str) -> tuple[str, str] | None:
    """Return (action, what follows) where a text begins with a word for an action; None for any other."""
    found = _beginning(places()).match(text)
    return (_actions(places())[found[1].casefold()], text[found.end() :]) if found else None


def means(text: str, wish: str) -> str | None:
    """Return what follows where a text begins with a word for a wish (help, registry, submission, anyway); None for any other."""
    found = _wish(places(), wish).match(text)
    return text[found.end() :] if found else None


def _said(group: str, key: str) -> list[str]:
    return [plain(word).casefold() for language in languages() for word in phrases(ROOM, language)[group][key]]


@functools.lru_cache
def _actions(_: tuple[Path, ...]) -> dict[str, str]:
    names = phrases(ROOM, languages()[0])["actions"]
    return {word: name for name in names for word in (name, *_said("actions", name))}


@functools.lru_cache
def _beginning(folders: tuple[Path, ...]) -> re.Pattern[str]:
    return _any_of(_actions(folders))


@functools.lru_cache
def _wish(_: tuple[Path, ...], wish: str) -> re.Pattern[str]:
    return _any_of([wish, *_said("wishes", wish)])


def _any_of(words: dict[str, str] | list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\s*({'|'.join(map(re.escape, longest_first))}){END}", re.IGNORECASE)
