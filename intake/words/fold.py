"""Forms in which words are compared, and names looked through for them."""

from __future__ import annotations

import re
import unicodedata


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
