"""Keys that staff decide by: how one looks, and how a text is shown without it (contract.md ruling 27)."""

from __future__ import annotations

import re

LENGTH = 26  # base32 of 16 bytes
HIDDEN = "••••"
KEY = re.compile(rf"(?:(?<![A-Za-z0-9])|(?<=%20)|(?<=%5D))[A-Za-z2-7]{{{LENGTH}}}(?![A-Za-z0-9])")
REST = r"(?:\s+[A-Za-z2-7]{1,25}(?![^\s]))*"  # what a folded line broke off a key
ORDER = re.compile(
    rf"(\[[^\[\]\s]+\s+r\d+\]\s*[^\s\[\]]+)\s+\S+{REST}", re.IGNORECASE
)  # [IF2026-0001 r2] accept KEY, whatever stands as key
ESCAPED = re.compile(r"(%5B\S+?%20r\d+%5D(?:%20)?(?:%(?!20)|[^%\s])+%20)[^&]*", re.IGNORECASE)  # the same as a link writes it
PLUSSED = re.compile(r"(\[[^\[\]\s+]+\+r\d+\]\+?[^\s+]+)\+[^&]*", re.IGNORECASE)  # and as some programs undo a link
BROKEN = re.compile(r"(\sr\d+[)\s]\s*\S+\s+)([A-Za-z2-7]+(?:\s[A-Za-z2-7]+)+)", re.IGNORECASE)


def masked(text: str) -> str:
    """Return a text as it may be shown: whatever stands where a key does, and whatever looks like one, is hidden."""
    hidden = PLUSSED.sub(rf"\1+{HIDDEN}", ESCAPED.sub(rf"\1{HIDDEN}", ORDER.sub(rf"\1 {HIDDEN}", text)))
    return KEY.sub(HIDDEN, BROKEN.sub(_whole, hidden))


def _whole(found: re.Match[str]) -> str:
    """Hide words that make a key together; others stay."""
    parts, length = found[2].split(), 0
    for place, part in enumerate(parts, 1):
        length += len(part)
        if length == LENGTH:
            return " ".join([found[1] + HIDDEN, *parts[place:]])
    return found[0]
