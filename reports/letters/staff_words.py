"""What a room says to staff: its phrases in each of their languages, first one first."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.config.languages import phrases, places

PhraseValue = str | int | Callable[[str], str]  # what is filled in; a function is asked for each language
CLOSING = tuple("。，；：）】》」！？")  # full-width signs bring their own blank


@dataclass(frozen=True)
class StaffWords:
    """The phrases of a room (`workbook`), and those that all rooms share, in the languages of those who read them.

    A phrase is named by its keys in phrases/<language>.yaml; values are filled in as `{name}`.
    """

    room: str
    languages: tuple[str, ...]

    def first(self, *keys: str, **values: PhraseValue) -> str:
        """Return a phrase in the first language."""
        return _filled(self._phrase(self.languages[0], keys), self.languages[0], values)

    def each(self, *keys: str, **values: PhraseValue) -> list[str]:
        """Return a phrase in each language."""
        return [_filled(self._phrase(language, keys), language, values) for language in self.languages]

    def lines(self, *keys: str, **values: PhraseValue) -> str:
        """Return a phrase in each language, one under the other; what two say alike stands once."""
        return "\n".join(dict.fromkeys(self.each(*keys, **values)))

    def line(self, *keys: str, **values: PhraseValue) -> str:
        """Return a phrase in all languages on one line."""
        return side_by_side(self.each(*keys, **values))

    def counted(self, *keys: str, n: int) -> str:
        """Return a phrase about a number in all languages on one line; the number, {n}, stands once."""
        numbers = [str(n), *[""] * (len(self.languages) - 1)]
        told = zip(self.languages, numbers, strict=True)
        return side_by_side([_filled(self._phrase(name, keys), name, {"n": number}).strip() for name, number in told])

    def beside(self, words: str, *keys: str) -> str:
        """Return words with a phrase in all languages after them, in the brackets of the first: IMG_1.jpg（文件不在 missing）."""
        return self.first("aside", words=words, aside=self.line(*keys))

    def name(self, *keys: str) -> str:
        """Return what the first language calls a code, and the code where that is another word: 已接受 accepted."""
        word, code = self.first(*keys), keys[-1]
        return code if word == code else f"{word} {code}".strip()

    def _phrase(self, language: str, keys: tuple[str, ...]) -> str:
        return _found(places(), self.room, language, keys)


def side_by_side(told: Sequence[str], between: str = " ") -> str:
    """Return phrases on one line, each once; after a full-width sign there is no blank."""
    line = ""
    for words in dict.fromkeys(filter(None, told)):
        line += (between.lstrip() if line.endswith(CLOSING) else between if line else "") + words
    return line


@functools.lru_cache(maxsize=8192)
def _found(_: tuple[Path, ...], room: str, language: str, keys: tuple[str, ...]) -> str:
    """Return a phrase; '' for a code that the language has no word for (an older entry's). Raises KeyError without its group."""
    for place in (room, ""):
        found: Any = phrases(place, language).get(keys[0])
        if found is not None:
            for key in keys[1:-1]:
                found = found[key]
            return str(found.get(keys[-1], "") if len(keys) > 1 else found)
    raise KeyError(f"{language}: {'.'.join(keys)}")


def _filled(phrase: str, language: str, values: dict[str, Any]) -> str:
    if "{" not in phrase:
        return phrase
    return phrase.format(**{name: value(language) if callable(value) else value for name, value in values.items()})
