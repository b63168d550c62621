"""The words that staff write: which stand for which action, in every language that we write (reports/staff/phrases)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from intake.config.languages import languages, phrases, places
from registry.staff.keys import UNDO

ROOM = "staff"
NUMBERING = ("before", "after", "between", "each", "everything", "polite", "goes_on")
CORE = r"(?:[A-Za-z][A-Za-z0-9]*\s?[-‐‑–—]\s?)?\d{1,6}"  # 0013, IF2026-0013, with the dash that a phone makes of it
BETWEEN = r"\s*(?:[,，、;；&+]|\s(?:{between})(?![A-Za-z]))\s*|\s+"
ARROWS = r"[:：,，.。、=>→-]{0,2}"
END = r"(?=[\s,，、:：;；。.!！?？/／]|$)"  # what may follow a word; Chinese has no blanks, and 通过了 is not 通过
NUMBER_NEXT = r"(?=[A-Za-z]*\d*\s?-?\s?\d{3})"  # or this, after a word that wants another entry's number
NUMBER = r"(?:(?:{before})\s*\d{{1,6}}|(?:[A-Za-z][A-Za-z0-9]*-)?\d{{3,6}})"
AT_AN_END = r"(?:[\s,，、;；。!！?？]|\.(?!\d)|$)"  # 同意0013; no year, no clock, no 0013的
ENTRY_NEXT = r"(?={number}(?![A-Za-z\d./:]|{no_entry}))"  # enough to be told that a line was not read: 同意0013的意见
AS_A_PICTURE = "\N{VARIATION SELECTOR-16}"  # phones put it behind a tick
JOIN = "join"


def half_width(text: str) -> str:
    """Return a text with full-width letters and digits as the usual ones, and no mark that is not seen."""
    usual = unicodedata.normalize("NFKC", text).replace(AS_A_PICTURE, "")
    return "".join(char for char in usual if unicodedata.category(char) != "Cf")


def action_at(text: str) -> tuple[str, str] | None:
    """Return (action, what follows) where a text begins with a word for an action; None for any other."""
    found = _beginning(places()).match(text)
    return (_actions(places())[(found[1] or found[2]).casefold()], text[found.end() :]) if found else None


def action_before(text: str) -> tuple[str, str] | None:
    """Return (action, what follows) where a text begins with a word for an action and the numbers it is meant for, with a blank or not."""
    attached = _attached(places()).match(text)
    return (_actions(places())[attached[1].casefold()], text[attached.end() :]) if attached else action_at(text)


def means(text: str, wish: str) -> str | None:
    """Return what follows where a text begins with a word for a wish (help, registry, submission, anyway); None for any other."""
    found = _wish(places(), wish).match(text)
    return text[found.end() :] if found else None


def names_an_action(text: str) -> bool:
    """Tell whether a word for an action stands anywhere in a text."""
    return _anywhere(places()).search(text) is not None


def begins_with_an_action(text: str) -> bool:
    """Tell whether a text begins with a word for an action and the number of an entry, whatever follows."""
    return _opening(places()).match(text) is not None


def is_an_action_alone(text: str) -> bool:
    """Tell whether a line is a word for an action and says of nothing what it is meant for: ok, 同意！"""
    return _alone(places(), "").fullmatch(half_width(text)) is not None


def takes_back(text: str) -> bool:
    """Tell whether a line says that what was just done is to be taken back, all of it, and nothing else."""
    return _alone(places(), UNDO).fullmatch(half_width(text)) is not None


@dataclass(frozen=True)
class Numbering:
    """How staff write which entries they mean, as patterns."""

    first: re.Pattern[str]  # a line that begins with numbers: (numbers, what follows)
    everything: re.Pattern[str]  # all of them, the others, each
    polite: re.Pattern[str]  # what may stand before a word or a line: please; it matches nothing as well
    goes_on: re.Pattern[str]  # what makes of a number a part of a sentence: 0013的, 0013's


def numbering() -> Numbering:
    """Return how entries are named in every language that we write."""
    return _numbering(places())


def _said(group: str, key: str) -> list[str]:
    return [half_width(word).casefold() for language in languages() for word in phrases(ROOM, language)[group][key]]


@functools.lru_cache
def _actions(_: tuple[Path, ...]) -> dict[str, str]:
    names = phrases(ROOM, languages()[0])["actions"]
    return {word: name for name in names for word in (name, *_said("actions", name))}


@functools.lru_cache
def _beginning(folders: tuple[Path, ...]) -> re.Pattern[str]:
    words = _actions(folders)
    joining = "|".join(sorted((re.escape(word) for word in words if words[word] == JOIN), key=len, reverse=True))
    return re.compile(rf"{_any_of(words).pattern}|\s*({joining}){NUMBER_NEXT}", re.IGNORECASE)


@functools.lru_cache
def _attached(folders: tuple[Path, ...]) -> re.Pattern[str]:
    after = _alternatives(_said("numbering", "after"))
    return re.compile(
        rf"\s*({_alternatives(_actions(folders))})(?={_number(folders)}(?:\s?(?:{after}))?{AT_AN_END})", re.IGNORECASE
    )


@functools.lru_cache
def _opening(folders: tuple[Path, ...]) -> re.Pattern[str]:
    polite = _alternatives(_said("numbering", "polite"))
    return re.compile(rf"\s*(?:{polite})?\s*(?:{_alternatives(_actions(folders))})\s*{_entry_next(folders)}", re.IGNORECASE)


@functools.lru_cache
def _alone(folders: tuple[Path, ...], wanted: str) -> re.Pattern[str]:
    """Return what is an action (`wanted`, '' any) and nothing else, or of everything: 撤销, 全部撤销, please undo all."""
    meant = _alternatives(word for word, action in _actions(folders).items() if wanted in {"", action})
    polite, every = (_alternatives(_said("numbering", key)) for key in ("polite", "everything"))
    return re.compile(
        rf"\W*(?:(?:{polite})\W*)?(?:(?:{every})\W*)?(?:{meant})\W*(?:(?:{every})\W*)?(?:(?:{polite})\W*)?", re.IGNORECASE
    )


@functools.lru_cache
def _wish(_: tuple[Path, ...], wish: str) -> re.Pattern[str]:
    return _any_of([wish, *_said("wishes", wish)])


def _any_of(words: dict[str, str] | list[str]) -> re.Pattern[str]:
    return re.compile(rf"\s*({_alternatives(words)}){END}", re.IGNORECASE)


@functools.lru_cache
def _anywhere(folders: tuple[Path, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])({_alternatives(_actions(folders))})(?:{END}|{_entry_next(folders)})", re.IGNORECASE)


def _number(_: tuple[Path, ...]) -> str:
    return NUMBER.format(before=_alternatives(_said("numbering", "before")))


def _entry_next(folders: tuple[Path, ...]) -> str:
    return ENTRY_NEXT.format(number=_number(folders), no_entry=_alternatives(_said("numbering", "no_entry")))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@functools.lru_cache
def _numbering(_: tuple[Path, ...]) -> Numbering:
    any_of = {key: _alternatives(_said("numbering", key)) for key in NUMBERING}
    between = BETWEEN.format(between=any_of["between"])
    name = rf"(?:(?:{any_of['before']})\s*)?[\[【(（#]?\s*{CORE}(?:\s*[\]】)）])?(?:\s*(?:{any_of['after']}))?"
    line = rf"({name}(?:(?:{between}){name})*)\s*{ARROWS}\s*(?:(?:{any_of['each']})\s*)?(.*)"
    return Numbering(
        first=re.compile(line, re.IGNORECASE),
        everything=re.compile(f"{any_of['everything']}|{any_of['each']}", re.IGNORECASE),
        polite=re.compile(rf"(?:(?:{any_of['polite']})[\s,，:：]*)*", re.IGNORECASE),
        goes_on=re.compile(rf"(?:{any_of['goes_on']})", re.IGNORECASE),
    )
