"""Count words and 字 as Word does, and tell English from Chinese (field-notes 6)."""

from __future__ import annotations

import re

from intake.submission import FoundText
from validators.facts import TextFacts

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff]")
ENGLISH_SHARE = 0.6


def measure(name: str, found: FoundText) -> TextFacts:
    """Return the counts of one text: Han and kana singly; what is left, split at white space, each token with a
    letter or digit one word. A bilingual text counts as English when enough English words stand in it."""
    text = found.text
    han = len(HAN.findall(text))
    tokens = [token for token in HAN.sub(" ", text).split() if re.search(r"[^\W_]", token)]
    latin = sum(bool(re.search(r"[A-Za-z]", token)) for token in tokens)
    letters = len(re.findall(r"[A-Za-z]", text))
    other = len(re.findall(r"[^\W\d_]", text)) - letters
    english = letters > 0 and (letters >= ENGLISH_SHARE * (letters + other) or latin >= max(20, han // 3))
    return TextFacts(name=name, place=found.place, english_words=len(tokens), han=han, english=english)
