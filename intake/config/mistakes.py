"""Mistakes in the configuration: where, what, and what to do about them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SECRET = re.compile(r"(mailboxes|delivery)(?:\..+)?\.(?:password(?:_file|_command)?|oauth(?:\..+)?|ca_file)")


def meant(name: str, known: Iterable[str], otherwise: str = "", alike: float = 0.6) -> str:
    """Return the hint for a name that there is not: the nearest of the known ones, `otherwise` where none is near.

    `alike`: the share of its letters that makes a name near (difflib's ratio).
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=alike)
    return f"did you mean {near[0]}?" if near else otherwise


PLAIN = (  # what the library that checks types says, and what it means to whoever wrote the file
    (r"Input should be a valid dictionary or instance of (LocalWords|Title|Office)", "write it by language: {zh: …, en: …}"),
    (r"Input should be a valid (dictionary|mapping)\b.*", "write keys and values: {key: value}"),
    (r"Input should be a valid (tuple|list)\b.*", "write a list: [one, other]"),
    (r"(Tuple|List|Dictionary|String) should have at least 1 .*", "must not be empty"),
    (r"Input should be a valid integer\b.*", "write a whole number"),
    (r"Input should be a valid number\b.*", "write a number"),
    (r"Input should be a valid boolean\b.*", "write true or false"),
    (r"Input should be a valid string\b.*", "write a word or a sentence"),
    (r"Input should be in a valid time format\b.*", 'write a time of day, as "08:00"'),
    (r"String should match pattern '\^\[A-Z\].*", "write capital letters and digits, a letter first, as MC2026"),
)


def plainly(said: str, given: object) -> tuple[str, str]:
    """Return what is wrong with a value in plain words, and a hint: of several words that may stand there the nearest."""
    said = said.removeprefix("Value error, ")
    told = next((plain for pattern, plain in PLAIN if re.fullmatch(pattern, said)), said)
    may_be = re.findall(r"'([^']+)'", said) if said.startswith("Input should be '") else []
    return told, meant(str(given), may_be, f"it is {given!r}"[:100])


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake in the configuration: where, what, and what to do about it."""

    key_path: str
    problem: str
    hint: str = ""
    warning: bool = False

    @property
    def login(self) -> str:
        """Return 'mailboxes' or 'delivery' where only logging in there suffers from the mistake, else ''."""
        found = SECRET.fullmatch(self.key_path)
        return found[1] if found else ""

    def __str__(self) -> str:
        """Return one line for people."""
        return f"{self.key_path}: {self.problem}" + (f" ({self.hint})" if self.hint else "")


class ConfigError(Exception):
    """Refuse to start: carries every mistake found."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the mistakes; the message lists them one a line."""
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
