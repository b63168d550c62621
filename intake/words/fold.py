"""Forms in which words are compared, and names looked through for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SYMBOLS = "→►▶➡▪◆◇★☆✅✨❤⭐\ufe0e\ufe0f\U0001f000-\U0001faff"  # that people set before a line; no boxes, they tick with those
KEPT = 4096  # words whose pattern is remembered: every file's name is looked through for the words of every slot


def fold_case(text: str) -> str:
    """Fold case and width (NFKC), and keep everything else."""
    return unicodedata.normalize("NFKC", text).casefold()


def fold_all(text: str) -> str:
    """Fold case and width, and keep letters and digits alone."""
    return re.sub(r"[\W_]+", "", fold_case(text))


def words_apart(name: str) -> str:
    """Fold case and width of a name, with a blank wherever `_`, `-` or `.` sets words apart."""
    return re.sub(r"[_\-.]+", " ", fold_case(name))


def mentions(text: str, word: str) -> bool:
    """Tell whether a name bears a word: Latin words as whole tokens, Han words anywhere."""
    sought = _sought(word)
    return sought in fold_case(text) if isinstance(sought, str) else sought.search(words_apart(text)) is not None


@lru_cache(maxsize=KEPT)
def _sought(word: str) -> str | re.Pattern[str]:
    """Return what a name is searched for: a folded word, or the pattern of a Latin one and its plural."""
    word = fold_case(word)
    return re.compile(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])") if re.fullmatch(r"[a-z ]+", word) else word


class Letters:
    """The letters of some folded words: a quick look whether a text can have one of them, before it is folded itself."""

    def __init__(self, words: Iterable[str]) -> None:
        """Keep the fewest sets of letters of which every word has one whole."""
        self._sets: list[frozenset[str]] = []
        for letters in sorted({frozenset(word) for word in words if word}, key=len):
            if not any(known <= letters for known in self._sets):
                self._sets.append(letters)

    def in_(self, text: str) -> bool:
        """Return False where every word lacks a letter in the text; whatever folding takes out of it, it puts nothing in."""
        has = set(fold_case(text))
        return any(letters <= has for letters in self._sets)
