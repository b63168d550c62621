"""Gather a document's text line by line: all of it counted, a bounded part of it kept."""

from __future__ import annotations

from typing import Any

from intake.model.submission import FoundText
from validators.probes.text_counts import count_words, measure

KEPT = 100_000  # characters
MOST = 20_000_000  # characters that are counted


class Gathered:
    """A document's text as it is read; `full` once nothing more is counted."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._size = self._words = self._han = self._all = 0

    @property
    def full(self) -> bool:
        """Tell whether so much was counted that nothing more is."""
        return self._all >= MOST

    @property
    def some(self) -> bool:
        """Tell whether there is any text."""
        return self._words + self._han > 0

    def add(self, line: str) -> None:
        """Count a line, and keep it while there is room."""
        line = line.strip()
        if not line or self.full:
            return
        words, han = count_words(line)
        self._words, self._han, self._all = self._words + words, self._han + han, self._all + len(line)
        if self._size < KEPT:
            self._kept.append(line[: KEPT - self._size])
            self._size += len(line) + 1

    def facts(self) -> dict[str, Any]:
        """Return what DocumentFacts says of the text."""
        text = "\n".join(self._kept)
        found = measure("", FoundText(text=text, place=""))
        more = self._all > len(text)
        words, han = (self._words, self._han) if more else (found.english_words, found.han)
        return {"text": text, "more": more, "english_words": words, "han": han, "english": found.english}
