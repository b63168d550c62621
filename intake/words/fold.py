"""Forms in which words are compared, and names looked through for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def fold_case(text: str) -> str:
    """Fold case and width (NFKC), and keep everything else."""
    return unicodedata.normalize("NFKC", text).casefold()


def fold_all(text: str) -> str:
    """Fold case and width, and keep letters and digits alone."""
    return re.sub(r"[\W_]+", "", fold_case(text))


def mentions(text: str, word: str) -> bool:
    """Tell whether a name bears a word: Latin words as whole tokens, Han words anywhere."""
    text, word = fold_case(text), fold_case(word)
    if re.fullmatch(r"[a-z ]+", word):
        return re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", re.sub(r"[_\-.]+", " ", text)) is not None
    return word in text


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
        has = set(unicodedata.normalize("NFKC", text).casefold())
        return any(letters <= has for letters in self._sets)
