"""The letters on a page of a PDF: read once though printed twice, and dropped when they were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pdfplumber.page import Page

TWICE = 0.55  # of its width and height: a letter so near to its like is one letter, printed twice to look bold


def once(page: Any) -> Any:
    """Return a page whose letters stand once: some programs print them twice, a little aside, to make them bold."""
    kept: dict[tuple[str, int, int], list[Any]] = {}
    dropped: set[tuple[str, float, float]] = set()
    for char in page.chars:
        x, y = int(char["x0"] // 8), int(char["top"] // 8)
        near = [other for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for other in kept.get((char["text"], i, j), ())]
        if any(_same_place(char, other) for other in near) and char["text"].strip():
            dropped.add((char["text"], char["x0"], char["top"]))
        else:
            kept.setdefault((char["text"], x, y), []).append(char)
    if not dropped:
        return page
    exact = {(char["text"], char["x0"], char["top"]) for chars in kept.values() for char in chars}
    if not dropped - exact:  # printed twice in the very same place
        return page.dedupe_chars(tolerance=0.1)
    return page.filter(
        lambda item: item["object_type"] != "char" or (item["text"], item["x0"], item["top"]) not in dropped - exact
    )


def _same_place(one: Any, other: Any) -> bool:
    aside, off = abs(one["x0"] - other["x0"]), abs(one["top"] - other["top"])
    return bool(aside < TWICE * max(other["width"], 0.1) and off < TWICE * max(other["height"], 0.1))


def page_text(page: Page) -> str:
    """Return a page's text, and drop what was found on it."""
    text = str(once(page).extract_text())
    page.close()
    return text


def has_letters(pages: Sequence[Page], least: int) -> bool:
    """Tell whether pages bear so many letters together; no more pages are read than that takes."""
    letters = 0
    for page in pages:
        letters += len(page.chars)
        page.close()
        if letters >= least:
            return True
    return False


def turn(page: Page) -> int:
    """Return by how many degrees a page must be turned clockwise for most of its letters to stand upright: 0, 90, 180, 270."""
    ways = Counter(_turn_of(*char["matrix"][:2]) for char in page.chars)
    return max(ways, key=ways.__getitem__, default=0)


def _turn_of(across: float, up: float) -> int:
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 180
    return 90 if up > 0 else 270
